package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// compared is the other side's digits being compared: each group ticked as it is heard, or all of them typed.
type compared struct {
	Ticks []*widgets.Tick
	Typed *widgets.Input

	ask                string // what is to be read out, by whom
	fingerprint, words string
}

func newCompared(e app.Enrolment) *compared {
	c := &compared{ask: "请对方当面（或用办公电话）念出他屏幕上的指纹。听到一组、与下面一致，就勾一组；五组都一致才能继续。", fingerprint: e.Fingerprint, words: e.Words, Typed: widgets.NewInput("或在这里输入听到的 25 位数，或十个词")}
	for _, g := range view.Digits(e.Fingerprint) {
		c.Ticks = append(c.Ticks, widgets.NewTick(g, nil))
	}
	return c
}

func (c *compared) content() fyne.CanvasObject {
	var groups []fyne.CanvasObject
	for _, t := range c.Ticks {
		groups = append(groups, widgets.On(widgets.NewPanel(theme.Sunken, "", 6), widgets.Inset(0, 6, t)))
	}
	return widgets.Stack(8, widgets.NewParagraph(c.ask, theme.SizeBody, theme.Text), widgets.Line(8, groups...),
		widgets.NewParagraph("电话里念词更不容易听错，也是同一个指纹："+c.words, theme.SizeHelp, theme.Text2), c.Typed)
}

// said is what was heard: typed, or the file's own digits where every group was ticked.
func (c *compared) said() (string, error) {
	if text := strings.TrimSpace(c.Typed.Value()); text != "" {
		return text, nil
	}
	for _, t := range c.Ticks {
		if !t.On() {
			return "", fault.New(fault.Refused, "还有没核对的组").With("五组都听到并一致后再继续；有一组不一致，文件可能被换过，不要使用")
		}
	}
	return c.fingerprint, nil
}

// opened reads a file that came from the other side.
func (s *Enrol) opened(path string, read func(context.Context, []byte) (app.Enrolment, error), then func(raw []byte, e app.Enrolment)) {
	type both struct {
		raw []byte
		e   app.Enrolment
	}
	run(s.desk, func(ctx context.Context) (b both, err error) {
		if b.raw, err = s.desk.ReadFile(path); err == nil {
			b.e, err = read(ctx, b.raw)
		}
		return b, err
	}, func(b both, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		then(b.raw, b.e)
	})
}

// OpenRequest shows what a request says, has its digits compared and certifies its device.
func (s *Enrol) OpenRequest(path string) {
	s.opened(path, s.desk.ReadRequest, func(raw []byte, e app.Enrolment) {
		form := widgets.NewForm([]widgets.FieldSpec{{Key: "roles", Label: "角色", Kind: widgets.AsList, Required: true, Choices: roleOptions(), Value: string(ledger.Lead), Help: "这个账号在台账里可以办什么"}}, widgets.Dates{})
		s.Compared = newCompared(e)
		told := widgets.NewNotice()
		if e.Same {
			told.Tell(widgets.Soon, "对方的工作站编号与本机相同（"+e.Station+"），两边的编号会重复", "不能受理。请其中一方另取编号重新建立台账")
		}
		rows := widgets.Stack(10, fact("设备", e.Device), fact("账号", e.Account), fact("工作站编号", e.Station), s.Compared.content(), form, told)
		d := widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "受理“" + e.Device + "”的申请", Content: rows, First: s.Compared.Ticks[0], Verb: "签发证书…", Width: 560, OnVerb: func() bool { form.Submit(); return true }})
		form.OnCancel = d.Back
		form.OnEnter = func(*widgets.Field) { d.Fit() }
		form.OnSubmit = func(v map[string]string) {
			said, err := s.Compared.said()
			if err != nil {
				refuse(told, err)
				d.Fit()
				return
			}
			s.certify(raw, e, said, strings.Split(v["roles"], "\n"), func(err error) {
				if err != nil {
					refuse(told, err)
					d.Fit()
					return
				}
				d.Close()
			})
		}
	})
}

// certify writes the roster step, then asks where the certificate is to lie. The file can be had again from the device's page.
func (s *Enrol) certify(raw []byte, e app.Enrolment, said string, roles []string, told func(error)) {
	var list []ledger.Role
	for _, r := range roles {
		list = append(list, ledger.Role(r))
	}
	run(s.desk, func(ctx context.Context) ([]byte, error) {
		answer, _, err := s.desk.Certify(ctx, raw, said, list...)
		return answer, err
	}, func(answer []byte, err error) {
		told(err)
		if err != nil {
			if fault.Is(err, fault.Backdated) {
				Retry(s.frame.Window(), s.desk, err, func() { s.certify(raw, e, said, roles, told) })
			}
			return
		}
		s.frame.Refresh()
		saveAnswer(s.frame, s.desk, e.Device, answer)
	})
}

// saveAnswer puts a certificate into a file.
func saveAnswer(f Frame, d *Desk, device string, answer []byte) {
	file := saving{frame: f, desk: d, title: "证书已签发，存成文件", body: "存到 U 盘，交还“" + device + "”，并当面念出本机的指纹。以后可在“往来”里再存一次。", verb: "保存",
		name: "入网证书-" + device + CertificateEnding, folderOf: enrolFolder, write: func(_ context.Context, path string) error { return d.WriteFile(path, answer) }}
	file.done = func(path string) {
		f.Tell(widgets.Toast{Tint: widgets.Good, Title: "证书文件已存好", Text: "交还对方，并念出本机的指纹。文件在 " + path, Stay: true})
	}
	file.begin()
}

// OpenCertificate shows what a certificate or the introduction of a key says, has the center's digits compared and trusts it. Where the
// key trusted so far vouches for the new one there is nothing to compare.
func (s *Enrol) OpenCertificate(path string) {
	s.opened(path, s.desk.ReadCertificate, func(raw []byte, e app.Enrolment) {
		told := widgets.NewNotice()
		q := widgets.Question{Title: "接受“" + e.Device + "”的证书", Body: "接受后，今后以它为信息中心。", Verb: "接受", Width: 560}
		rows := []fyne.CanvasObject{fact("签发设备", e.Device), fact("签发账号", e.Account), fact("给我的角色", app.RoleNames(e.Roles, "、"))}
		if e.Introduces {
			q.Title, q.Body = "“"+e.Device+"”换了密钥", "接受后，今后以新的密钥认信息中心；旧密钥签名的交换包不再收。"
			rows = []fyne.CanvasObject{fact("信息中心", e.Device), fact("账号", e.Account)}
		}
		heard := func() (string, error) { return "", nil }
		if e.Vouched {
			rows = append(rows, widgets.Marked("circle-check", theme.Green, widgets.NewParagraph("本机认可的旧密钥为新密钥作了证，不用再核对指纹。", theme.SizeBody, theme.Text)))
		} else {
			s.Compared = newCompared(e)
			rows, heard, q.First = append(rows, s.Compared.content()), s.Compared.said, s.Compared.Ticks[0]
		}
		q.Content = widgets.Stack(10, append(rows, told)...)
		var d *widgets.Dialog
		q.OnVerb = func() bool {
			said, err := heard()
			if err != nil {
				refuse(told, err)
				d.Fit()
				return true
			}
			s.accept(raw, said, s.desk.Accept, func(err error) {
				if fault.Is(err, fault.OtherCenter) {
					s.askInstead(e, raw, said, err, d.Close)
					return
				}
				if err != nil {
					refuse(told, err)
					d.Fit()
					return
				}
				d.Close()
			})
			return true
		}
		d = widgets.Ask(s.frame.Window().Canvas(), q)
	})
}

// askInstead asks before another center takes the place of the one trusted so far.
func (s *Enrol) askInstead(e app.Enrolment, raw []byte, said string, why error, then func()) {
	widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "改由“" + e.Device + "”做信息中心？", Danger: true, Verb: "由它接替", Width: 480,
		Body: sentences(fault.Of(why).Message, "只有信息中心换了电脑、或密钥已丢失，确实由这一台接替时才继续；不能确定的，请返回并与信息中心核实"),
		OnVerb: func() bool {
			s.accept(raw, said, s.desk.AcceptInstead, func(err error) {
				if err != nil {
					Fail(s.frame.Window(), err)
					return
				}
				then()
			})
			return false
		}})
}

func (s *Enrol) accept(raw []byte, said string, how func(context.Context, []byte, string) (app.Device, error), told func(error)) {
	run(s.desk, func(ctx context.Context) (app.Device, error) { return how(ctx, raw, said) }, func(by app.Device, err error) {
		told(err)
		if err != nil {
			return
		}
		s.frame.Refresh()
		s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已接受“" + by.Device + "”", Text: "今后以它为信息中心。请导出一个交换包给它。", Action: "去导出", OnAction: func() { s.frame.Open("exchange") }, Stay: true})
	})
}
