package screens

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Enrol brings two devices together without a network: a request from here, a certificate for another, and one accepted from the
// center. Each time the digits of the other side are compared face to face before anything is written.
type Enrol struct {
	Compared *compared // of the file that is open, nil none

	frame   Frame
	desk    *Desk
	content *fyne.Container
}

// NewEnrol makes the screen.
func NewEnrol(f Frame, d *Desk) *Enrol {
	s := &Enrol{frame: f, desk: d, content: container.NewStack()}
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Enrol) Content() fyne.CanvasObject { return s.content }

// Reread reads it anew.
func (s *Enrol) Reread() {
	type found struct {
		self app.Device
		lost []app.Device
	}
	run(s.desk, func(ctx context.Context) (f found, err error) {
		if f.self, err = s.desk.Self(ctx); err == nil {
			f.lost, err = s.desk.LostCenters(ctx)
		}
		return f, err
	}, func(f found, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.show(f.self, f.lost)
	})
}

// Endings of the two files. They are text; nothing in them is secret.
const (
	RequestEnding     = ".opsreq"
	CertificateEnding = ".opscert"
)

const enrolFolder = "enrol" // the setting that remembers where they go

func (s *Enrol) show(d app.Device, lost []app.Device) {
	center := slices.Contains(d.Roles, ledger.Center)
	ask := widgets.NewButton("做申请文件…", "upload", widgets.Usual, func() { s.ask(d) })
	certify := widgets.NewButton("打开申请…", "folder-open", widgets.Usual, func() {
		chooseFile(s.frame.Window(), s.desk, "打开入网申请", "打开", []string{RequestEnding}, s.OpenRequest)
	})
	accept := widgets.NewButton("打开证书…", "folder-open", widgets.Usual, func() {
		chooseFile(s.frame.Window(), s.desk, "打开证书", "打开", []string{CertificateEnding}, s.OpenCertificate)
	})
	mine := widgets.Column(12, widgets.Fixed(widgets.Stack(6, fact("设备", d.Device), fact("账号", d.Account), fact("角色", app.RoleNames(d.Roles, "、")))), widgets.Fixed(large(d.Fingerprint)),
		widgets.Fixed(widgets.NewParagraph(d.Words, theme.SizeCard, theme.Text)),
		widgets.Fixed(widgets.NewParagraph("这是本账号的指纹，25 位数和十个词是一回事，念哪样都行。入网时当面（或用办公电话）逐组念给对方，对方在自己的屏幕上核对。念错一位就不能入网，文件被人换过也会在这里看出来。", theme.SizeHelp, theme.Text2)), widgets.Grow(widgets.Spring()), widgets.Fixed(s.ownKey(d, center)))
	station := []fyne.CanvasObject{
		s.stepCard("1", "申请入网", "做一个申请文件，交给信息中心。里面没有任何业务内容，也没有密钥。", ask),
		s.stepCard("2", "念指纹", "信息中心打开申请后，把左边的 25 位数念给他核对；他签发证书文件交还。", nil),
		s.stepCard("3", "接受证书", "打开证书文件，核对信息中心念出的 25 位数。之后导出第一个交换包给信息中心。", accept)}
	title := "本机是工作站：向信息中心申请"
	if center {
		title = "本机也可以向上级信息中心申请"
	}
	steps := widgets.Card(title, nil, widgets.Stack(14, station...))
	desk := widgets.Card("本机是信息中心：受理申请", nil, widgets.Stack(14, s.stepCard("1", "受理申请", "打开对方的申请文件，听对方念 25 位数，逐组核对，定角色，签发证书。", certify),
		s.stepCard("2", "交还证书", "把证书文件交给对方，并把左边的 25 位数念给他核对。之后等他的第一个交换包。", nil)))
	right := []widgets.Part{widgets.Fixed(steps), widgets.Fixed(desk)}
	if center {
		right = []widgets.Part{widgets.Fixed(desk), widgets.Fixed(s.keys(d, lost)), widgets.Fixed(steps)}
	}
	ways := fyne.CanvasObject(widgets.Column(12, append(right, widgets.Grow(widgets.Spring()))...))
	if center { // with its keys it is higher than a small window
		ways = widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, ways))
	}
	s.content.Objects = []fyne.CanvasObject{widgets.Row(12, widgets.Wide(420, widgets.Card("本机", nil, mine)), widgets.Grow(ways))}
	s.content.Refresh()
}

// stepCard is one step of the way: its number, what is done, and the button that does it here.
func (s *Enrol) stepCard(number, title, text string, do *widgets.Button) fyne.CanvasObject {
	return s.way(centredText(number), title, text, do)
}

// way is something that can be done here, behind a round mark.
func (s *Enrol) way(mark fyne.CanvasObject, title, text string, do *widgets.Button) fyne.CanvasObject {
	disc := widgets.Least(24, 24, widgets.On(widgets.NewPanel(theme.Soft, "", 12), mark))
	parts := []widgets.Part{{CanvasObject: widgets.Column(0, widgets.Fixed(disc)), Fill: true}, widgets.Grow(widgets.Stack(2, widgets.Title(title, theme.SizeBody), widgets.NewParagraph(text, theme.SizeHelp, theme.Text2)))}
	if do != nil {
		parts = append(parts, widgets.Fixed(do))
	}
	return widgets.Row(12, parts...)
}

func centredText(text string) fyne.CanvasObject {
	return container.NewCenter(widgets.NewText(text, theme.SizeHelp, theme.Primary).Bold())
}

// large shows the digits to be read aloud from across a table.
func large(fingerprint string) fyne.CanvasObject {
	var groups []fyne.CanvasObject
	for _, g := range view.Digits(fingerprint) {
		groups = append(groups, widgets.On(widgets.NewPanel(theme.Sunken, "", 6), widgets.Inset(6, 6, widgets.Title(g, theme.SizePage))))
	}
	return widgets.Line(6, groups...)
}

// ask makes a request to be certified.
func (s *Enrol) ask(d app.Device) {
	s.present(saving{title: "做申请文件", body: "存到 U 盘，交给信息中心。", name: "入网申请-" + d.Device + "-" + d.Account + RequestEnding}, s.desk.Ask,
		widgets.Toast{Title: "申请文件已做好", Text: "交给信息中心，并当面念出指纹。"})
}

// present makes a file of this account's key, and says where it lies.
func (s *Enrol) present(file saving, form func(context.Context) ([]byte, app.Device, error), said widgets.Toast) {
	file.frame, file.desk, file.verb, file.folderOf = s.frame, s.desk, "保存", enrolFolder
	file.write = func(ctx context.Context, path string) error {
		raw, _, err := form(ctx)
		if err != nil {
			return err
		}
		return s.desk.WriteFile(path, raw)
	}
	file.done = func(path string) {
		said.Tint, said.Stay = widgets.Good, true
		said.Text += "文件在 " + path
		s.frame.Tell(said)
	}
	file.begin()
}
