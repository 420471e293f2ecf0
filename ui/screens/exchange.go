package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Exchange is what goes to and comes from the other devices of the ledger: who they are, how each stands, the files that came and
// went, and the ways to make one and to take one in.
type Exchange struct {
	Table *widgets.DataTable

	frame     Frame
	desk      *Desk
	marks     *fyne.Container // what needs looking after
	alarms    *fyne.Container // what is wrong with devices, until it is put away
	pane      *fyne.Container // the device chosen
	files     *fyne.Container
	content   *fyne.Container
	peers     []app.Peer
	lines     []view.PeerLine
	export    *widgets.Button
	receiving *receiving

	reads reads
}

const (
	exchangePane  = 340
	exchangeFiles = 196
)

// NewExchange makes the screen.
func NewExchange(f Frame, d *Desk) *Exchange {
	s := &Exchange{frame: f, desk: d, marks: widgets.Line(8), alarms: widgets.Stack(6), pane: container.NewStack(), files: container.NewStack()}
	s.Table = widgets.NewDataTable([]widgets.TableColumn{{Key: "device", Head: "设备", Width: 120, Grow: true, Enough: 170}, {Key: "accounts", Head: "账号（角色）", Width: 190, Spare: 1},
		{Key: "state", Head: "状态", Width: 138}, {Key: "got", Head: "最近收到", Width: 98}, {Key: "sent", Head: "最近发出", Width: 98}, {Key: "waiting", Head: "对方没有的", Width: 100}}, false)
	s.Table.OnSelect = func(i widgets.Item) { s.choose(i.Key) }
	s.export = widgets.NewButton("导出交换包…", "send", widgets.Main, func() { s.Export("") })
	bring := widgets.NewButton("导入交换包…", "package-import", widgets.Usual, func() {
		chooseFile(f.Window(), d, "选要导入的交换包", "打开", []string{BundleEnding}, s.Begin)
	})
	hint := widgets.Help("把 .opsb 文件拖进窗口也能导入：先看内容，再决定收不收").Cut()
	bar := widgets.Row(8, widgets.Fixed(s.marks), widgets.Part{CanvasObject: hint, Weight: 1}, widgets.Fixed(bring), widgets.Fixed(s.export))
	table := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, s.Table))
	left := widgets.Column(12, widgets.Grow(table), widgets.Fixed(widgets.Tall(exchangeFiles, s.files)))
	s.alarms.Hide()
	s.content = widgets.Column(12, widgets.Fixed(bar), widgets.Fixed(s.alarms), widgets.Grow(widgets.Row(12, widgets.Grow(left), widgets.Wide(exchangePane, s.pane))))
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Exchange) Content() fyne.CanvasObject { return s.content }

// exchanged is what the screen shows.
type exchanged struct {
	peers []app.Peer
	files []app.Transfer
	wrong []app.Alarm
	self  app.Device
}

// Reread reads it anew.
func (s *Exchange) Reread() {
	reread(s.desk, &s.reads, func(ctx context.Context) (x exchanged, err error) {
		if x.peers, err = s.desk.Peers(ctx); err != nil {
			return x, err
		}
		if x.wrong, err = s.desk.Alarms(ctx); err != nil {
			return x, err
		}
		if x.files, err = s.desk.Transfers(ctx); err == nil {
			x.self, err = s.desk.Self(ctx)
		}
		return x, err
	}, func(x exchanged, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.show(x)
	})
}

func (s *Exchange) show(x exchanged) {
	s.peers, s.lines = x.peers, view.Peers(x.peers, s.frame.Now())
	var marks []fyne.CanvasObject
	for _, m := range view.PeersSummary(x.peers) {
		marks = append(marks, widgets.NewTag(m.Icon, m.Words, tints[m.Tone]))
	}
	s.showAlarms(x.wrong)
	s.marks.Objects = []fyne.CanvasObject{widgets.Line(8, marks...)}
	s.marks.Hidden = len(marks) == 0
	rows := make([]widgets.Item, len(s.lines))
	for i, l := range s.lines {
		rows[i] = widgets.Item{Key: l.Key, Cells: []widgets.Cell{{Text: l.Device}, {Text: l.Accounts, Color: theme.Text2}, {Tag: tintOf(l.Mark)}, {Text: l.Got}, {Text: l.Sent}, {Text: l.Waiting, Color: theme.Text2}}}
	}
	enrol := widgets.NewButton("去入网", "link", widgets.Main, func() { s.frame.Open("exchange/enrol") })
	s.Table.SetEmpty(widgets.Least(380, 180, widgets.Empty("arrows-exchange", "还没有可以交换的对方", "先与信息中心互换申请和证书，之后用交换包来往。", enrol)))
	s.Table.SetRows(rows)
	press(s.export, len(rows) > 0)
	s.showFiles(x.files)
	if len(rows) > 0 {
		s.Table.Select(0)
	} else {
		s.put(s.own(x.self))
	}
	s.content.Refresh()
}

// alarmsHigh is how much room alarms take at most; more of them scroll.
const alarmsHigh float32 = 190

// showAlarms says what is wrong with devices in its three parts, each with a way to put it away.
func (s *Exchange) showAlarms(list []app.Alarm) {
	var rows []fyne.CanvasObject
	for _, m := range list {
		seen := widgets.NewButton("已处理", "", widgets.Usual, func() { s.putAway(m) })
		rows = append(rows, widgets.NewBanner(widgets.Bad, "alert-circle", sentences(m.Message, m.Kept, m.Remedy), seen, false))
	}
	s.alarms.Objects = []fyne.CanvasObject{widgets.UpTo(func() float32 { return alarmsHigh }, widgets.Stack(6, rows...))}
	if s.alarms.Hidden = len(rows) == 0; !s.alarms.Hidden {
		s.alarms.Refresh()
	}
}

func (s *Exchange) putAway(m app.Alarm) {
	run(s.desk, func(ctx context.Context) (bool, error) { return true, s.desk.PutAwayAlarm(ctx, m.ID) }, func(_ bool, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
		}
		s.Reread()
	})
}

// shownFiles is how many of the files that came and went are listed.
const shownFiles = 60

// showFiles lists what came from whom and when, and what went.
func (s *Exchange) showFiles(list []app.Transfer) {
	if len(list) == 0 {
		s.files.Objects = []fyne.CanvasObject{widgets.Card("来往的交换包", nil, container.NewCenter(widgets.Help("本机还没有收发过交换包")))}
		return
	}
	var rows []fyne.CanvasObject
	for _, l := range view.Transfers(list[:min(len(list), shownFiles)], s.frame.Now()) {
		rows = append(rows, widgets.Tall(26, widgets.Row(10, widgets.Fixed(widgets.NewPicture(l.Icon, theme.Text2, 14)), widgets.Wide(84, widgets.Body(l.When)), widgets.Wide(34, widgets.Body(l.Way)), widgets.Wide(110, widgets.Body(l.Peers).Cut()),
			widgets.Part{CanvasObject: widgets.Help(l.File).Cut(), Weight: 2}, widgets.Part{CanvasObject: widgets.NewText(l.What, theme.SizeHelp, inkOf(l.Tone)).Cut(), Weight: 3})))
	}
	s.files.Objects = []fyne.CanvasObject{widgets.Card("来往的交换包", nil, widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(0, rows...))))}
	s.files.Refresh()
}

func (s *Exchange) put(o fyne.CanvasObject) {
	s.pane.Objects = []fyne.CanvasObject{o}
	s.pane.Refresh()
}

// own tells how this device is known to others, where there are none yet.
func (s *Exchange) own(d app.Device) fyne.CanvasObject {
	return widgets.Card("本机", nil, widgets.Stack(8, fact("设备", d.Device), fact("账号", d.Account), widgets.NewParagraph("本账号的指纹，入网时当面念给对方核对：", theme.SizeHelp, theme.Text2), fingerprint(d.Fingerprint)))
}

// choose shows a device beside the list.
func (s *Exchange) choose(key string) {
	for i, p := range s.peers {
		if string(p.Key) == key {
			s.put(s.peer(p, s.lines[i]))
		}
	}
}

func (s *Exchange) peer(p app.Peer, l view.PeerLine) fyne.CanvasObject {
	rows := []fyne.CanvasObject{fact("账号", l.Accounts)}
	if !p.Since.IsZero() {
		rows = append(rows, fact("入网", p.Since.In(s.frame.Now().Location()).Format("2006-01-02")))
	}
	if p.Got != nil {
		rows = append(rows, fact("最近收到", p.Got.File))
	}
	if p.Sent != nil {
		rows = append(rows, fact("最近发出", p.Sent.File))
	}
	if p.Fingerprint != "" {
		rows = append(rows, widgets.NewText("指纹", theme.SizeBody, theme.Text2), fingerprint(p.Fingerprint))
	}
	if p.First != "" {
		rows = append(rows, widgets.NewText("最初的指纹（接管时念它）", theme.SizeBody, theme.Text2), fingerprint(p.First))
	}
	for _, m := range l.Alarms {
		ink, _ := tints[m.Tone].Colours()
		rows = append(rows, widgets.Marked(m.Icon, ink, widgets.NewParagraph(m.Words, theme.SizeBody, theme.Text)))
	}
	var buttons []fyne.CanvasObject
	if p.Exchange && !p.Revoked {
		buttons = append(buttons, widgets.NewButton("导出给它…", "send", widgets.Usual, func() { s.Export(string(p.Key)) }))
	}
	if !p.Revoked && !p.Pending {
		buttons = append(buttons, widgets.NewButton("再存证书…", "", widgets.Usual, func() { s.answerAgain(p) }))
		buttons = append(buttons, widgets.NewButton("吊销…", "", widgets.Warning, func() { s.askRevoke(p) }))
	}
	body := widgets.Column(12, widgets.Grow(widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(10, rows...)))), widgets.Fixed(widgets.Line(8, buttons...)))
	return widgets.Card(l.Device, widgets.NewTag(l.Mark.Icon, l.Mark.Words, tints[l.Mark.Tone]), body)
}

// answerAgain puts the certificate made here for a device into a file once more: the stick was lost, or never read.
func (s *Exchange) answerAgain(p app.Peer) {
	run(s.desk, func(ctx context.Context) ([]byte, error) {
		raw, _, err := s.desk.Answer(ctx, string(p.Key))
		return raw, err
	}, func(raw []byte, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		saveAnswer(s.frame, s.desk, p.Device, raw)
	})
}

// fingerprint shows 25 digits in groups, large enough to be read aloud from.
func fingerprint(text string) fyne.CanvasObject {
	var groups []fyne.CanvasObject
	for _, g := range view.Digits(text) {
		groups = append(groups, widgets.On(widgets.NewPanel(theme.Sunken, "", 4), widgets.Inset(2, 4, widgets.Title(g, theme.SizeCard))))
	}
	return widgets.Line(4, groups...)
}

// askRevoke takes a device's certificate away, with a reason.
func (s *Exchange) askRevoke(p app.Peer) {
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "why", Label: "理由", Kind: widgets.AsChoice, Required: true, Choices: revokeReasons()}, {Key: "more", Label: "说明"}}, widgets.Dates{})
	told := widgets.NewNotice()
	d := widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "吊销“" + p.Device + "”", Danger: true, Verb: "吊销", Width: 460, Content: widgets.Stack(12, form, told), First: form.First(),
		Body: "只吊销选中的这一台，账号：" + strings.Join(p.Accounts, "、") + "。它以前签名的记录仍然有效；从现在起，它签名的步骤不计，它做的交换包不收。吊销收不回来，要再用须重新申请入网。", OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = d.Back
	form.OnEnter = func(*widgets.Field) { d.Fit() }
	form.OnSubmit = func(v map[string]string) {
		why := v["why"]
		if v["more"] != "" {
			why += "：" + v["more"]
		}
		var keys []string
		for _, k := range p.InForce {
			keys = append(keys, string(k))
		}
		run(s.desk, func(ctx context.Context) ([]app.Device, error) { return s.desk.Revoke(ctx, why, keys...) }, func(_ []app.Device, err error) {
			if err != nil {
				refuse(told, err)
				d.Fit()
				return
			}
			d.Close()
			s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已吊销“" + p.Device + "”", Text: "请导出一个交换包，让各站都知道。"})
			s.frame.Refresh()
			s.Reread()
		})
	}
}

func revokeReasons() (out []widgets.Option) {
	for _, r := range []string{"电脑丢失或被盗", "换新电脑", "人员离场", "密钥可能泄露", "其他"} {
		out = append(out, widgets.Option{Value: r, Label: r})
	}
	return out
}
