package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// ownKey offers another key for this account, where it may have one: an account that another certified asks that one.
func (s *Enrol) ownKey(d app.Device, center bool) fyne.CanvasObject {
	if center || !d.Renews {
		return widgets.Line(0)
	}
	renew := widgets.NewButton("更换密钥…", "key", widgets.Usual, func() { s.askRenew(d, false) })
	return widgets.Row(12, widgets.Part{CanvasObject: widgets.NewParagraph("密钥可能泄露时更换；换好后重新申请入网。", theme.SizeHelp, theme.Text2), Weight: 1}, widgets.Fixed(renew))
}

// keys are the ways of a center whose key is to be replaced, is not the only one, or was lost.
func (s *Enrol) keys(d app.Device, lost []app.Device) fyne.CanvasObject {
	const title = "信息中心的密钥与账号"
	if !d.Root {
		return widgets.Card(title, nil, widgets.NewParagraph("更换密钥、增加信息中心账号、接管原信息中心，由建立台账的账号登录后办理。", theme.SizeBody, theme.Text2))
	}
	way := func(icon, title, text string, do *widgets.Button) fyne.CanvasObject {
		return s.way(container.NewCenter(widgets.NewPicture(icon, theme.Primary, 14)), title, text, do)
	}
	rows := []fyne.CanvasObject{
		way("key", "更换本中心密钥", "密钥可能泄露、或按规定定期更换时用。旧密钥为新密钥作证，各站不用再核对指纹。", widgets.NewButton("更换密钥…", "", widgets.Usual, func() { s.askRenew(d, true) })),
		way("send", "向各站介绍密钥", "换了密钥，或凭恢复密钥另设过口令之后，各站要有介绍文件才认得新的密钥。", widgets.NewButton("做介绍文件…", "", widgets.Usual, func() { s.introduce(d) })),
		way("users", "增加信息中心账号或电脑", "同一台电脑：在设置里增加账号，角色选信息中心。另一台电脑：由它申请、在这里受理，角色选信息中心。然后用本账号导出一个包，各站就认得它。",
			widgets.NewButton("增加账号…", "", widgets.Usual, func() { s.frame.Open("settings", "accounts") }))}
	for _, c := range lost {
		rows = append(rows, way("repeat", "接管“"+c.Device+"”", "各站带来了它的台账。它的密钥和恢复密钥都没有了、由本中心接替时才接管。", widgets.NewButton("接管…", "", widgets.Warning, func() { s.askAdopt(c) })))
	}
	if len(lost) == 0 {
		none := widgets.NewButton("接管…", "", widgets.Usual, nil)
		none.Disable()
		rows = append(rows, way("repeat", "接管密钥已丢失的原信息中心", "先给各站签发证书，由各站接受并改认本中心，再收各站的包；收到后在这里接管。现在没有可以接管的。", none))
	}
	return widgets.Card(title, nil, widgets.Stack(14, rows...))
}

// askRenew puts another key in the place of this account's, after its password; then the file that must follow is made.
func (s *Enrol) askRenew(d app.Device, center bool) {
	title, body, next := "更换本账号的密钥", "换好后须重新申请入网；信息中心签发新证书之前，不收本机的交换包。此间记的内容照样有效。", "做申请文件…"
	if center {
		title, body, next = "更换本中心密钥", "换好后须做介绍文件交给每个站；各站接受之前，不收本机的交换包。", "做介绍文件…"
	}
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "password", Label: "现在的口令", Kind: widgets.AsSecret, Required: true}}, widgets.Dates{})
	told := widgets.NewNotice()
	ask := widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: title, Danger: true, Verb: "更换密钥", Width: 480, Content: widgets.Stack(12, form, told), First: form.First(),
		Body: "旧密钥立即停用，收不回来；它以前签名的记录仍然有效，口令和恢复密钥不变。" + body, OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = ask.Back
	form.OnEnter = func(*widgets.Field) { ask.Fit() }
	busy := false
	form.OnSubmit = func(v map[string]string) {
		if busy {
			return
		}
		busy = true
		run(s.desk, func(ctx context.Context) (app.Device, error) {
			if err := s.desk.Office.RenewKey(ctx, v["password"]); err != nil {
				return app.Device{}, err
			}
			return s.desk.Self(ctx)
		}, func(d app.Device, err error) {
			if busy = false; err != nil {
				refuse(told, err)
				ask.Fit()
				return
			}
			ask.Close()
			s.Reread()
			s.frame.Refresh()
			s.renewed(d, center, next)
		})
	}
}

// renewed says that the key is another one, and goes on to the file that must follow: it may be left and made later.
func (s *Enrol) renewed(d app.Device, center bool, next string) {
	s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已更换密钥", Text: "旧密钥从此不再签名。接着请【" + next + "】；以后也可以在“入网”里做。"})
	if center {
		s.introduce(d)
		return
	}
	s.ask(d)
}

// introduce makes the file by which stations come to know this center's key.
func (s *Enrol) introduce(d app.Device) {
	s.present(saving{title: "做介绍文件", body: "存到 U 盘，交给每个工作站，在“入网”里【打开证书…】接受。各站认得旧密钥的不用核对；凭恢复密钥换的，须当面核对指纹。",
		name: "信息中心介绍-" + d.Device + CertificateEnding}, s.desk.Introduce, widgets.Toast{Title: "介绍文件已做好", Text: "交给每个工作站打开接受。"})
}

// askAdopt takes a lost center over, once the digits its stations know it by were compared.
func (s *Enrol) askAdopt(c app.Device) {
	s.Compared = newCompared(app.Enrolment{Fingerprint: c.Fingerprint, Words: c.Words})
	s.Compared.ask = "请一个工作站当面（或用办公电话）念出“交换 / 往来”里原信息中心最初的指纹。听到一组、与下面一致，就勾一组；五组都一致才能继续。"
	told := widgets.NewNotice()
	rows := widgets.Stack(10, fact("原信息中心", c.Device), fact("账号", c.Account), s.Compared.content(), told)
	var d *widgets.Dialog
	d = widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "接管“" + c.Device + "”", Danger: true, Verb: "接管", Width: 560, Content: rows, First: s.Compared.Ticks[0],
		Body: "它签发过的证书、办过的裁定，本机已收到的照旧有效；它的密钥从此作废，以后签名的都不计。接管收不回来。", OnVerb: func() bool {
			said, err := s.Compared.said()
			if err != nil {
				refuse(told, err)
				d.Fit()
				return true
			}
			s.adopt(said, func(err error) {
				if err != nil {
					refuse(told, err)
					d.Fit()
					return
				}
				d.Close()
			})
			return true
		}})
}

func (s *Enrol) adopt(said string, told func(error)) {
	run(s.desk, func(ctx context.Context) (app.Device, error) { return s.desk.Adopt(ctx, said) }, func(was app.Device, err error) {
		told(err)
		if fault.Is(err, fault.Backdated) {
			Retry(s.frame.Window(), s.desk, err, func() { s.adopt(said, told) })
		}
		if err != nil {
			return
		}
		s.Reread()
		s.frame.Refresh()
		s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已接管“" + was.Device + "”", Text: "请导出一个交换包，让各站都知道。", Action: "去导出", OnAction: func() { s.frame.Open("exchange") }, Stay: true})
	})
}
