package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// verifiedKey is where this PC keeps when the ledger was verified last, and what came of it.
const verifiedKey = "audit/verified"

// Verify is 核对台账: every page, commit, hash and signature is read, every record folded anew and compared. It says what is wrong and what to
// do about it.
type Verify struct {
	Start *widgets.Button

	frame   Frame
	desk    *Desk
	said    *widgets.Notice
	running *fyne.Container
	faults  *fyne.Container
	last    *widgets.Text
	content *fyne.Container
}

// NewVerify makes the screen; it says what came of the last time.
func NewVerify(f Frame, d *Desk) *Verify {
	s := &Verify{frame: f, desk: d, said: widgets.NewNotice(), running: container.NewStack(), faults: container.NewStack(), last: widgets.Help("")}
	s.Start = widgets.NewButton("核对台账", "square-check", widgets.Main, s.Run)
	s.running.Hide()
	about := widgets.NewParagraph("读出台账的每一页，核验每一步的散列和签名、前后是否相连、个人信息和附件是否原样，再由设备日志重新归并每一条记录，与现有的比较。任何改动、缺失或损坏都会被发现。只读不写；大的台账要几分钟，其间不能办理，可以停止。",
		theme.SizeBody, theme.Text)
	when := widgets.NewParagraph("建议每月一次，恢复备份、换电脑、异常关机之后各一次。", theme.SizeHelp, theme.Text2)
	head := widgets.Card("核对台账", s.Start, widgets.Stack(8, about, when, s.last))
	s.content = widgets.Column(12, widgets.Fixed(head), widgets.Fixed(s.running), widgets.Fixed(s.said), widgets.Grow(s.faults))
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Verify) Content() fyne.CanvasObject { return s.content }

// Said is what the screen last told.
func (s *Verify) Said() string { return s.said.Said() }

// Reread says when the ledger was verified last.
func (s *Verify) Reread() {
	run(s.desk, func(ctx context.Context) (string, error) { return s.desk.Recall(ctx, verifiedKey) }, func(text string, err error) {
		if text == "" || err != nil {
			text = "这台电脑上还没有核对过"
		}
		s.last.Set(text)
		s.content.Refresh()
	})
}

// Run verifies while one looks on.
func (s *Verify) Run() {
	var stop func()
	p := widgets.NewProgress("正在核对台账", "停止不会改动台账。", func() { stop() })
	s.said.Clear()
	s.faults.Objects = nil
	s.running.Objects = []fyne.CanvasObject{p}
	s.running.Show()
	press(s.Start, false)
	progress := func(done, total int) {
		s.desk.onWindow(func() { p.Set(float32(done)/float32(max(total, 1)), view.VerifyStage(done, total)) })
	}
	stop = run(s.desk, func(ctx context.Context) (app.Audit, error) { return s.verify(ctx, progress) }, func(a app.Audit, err error) {
		s.running.Hide()
		press(s.Start, true)
		if err != nil {
			refuse(s.said, err)
		} else {
			s.tell(a)
		}
		s.Reread()
	})
	s.content.Refresh()
}

// verify verifies, and keeps when that was and what came of it.
func (s *Verify) verify(ctx context.Context, progress func(done, total int)) (app.Audit, error) {
	a, err := s.desk.Store.Verify(ctx, progress)
	if err != nil {
		return a, err
	}
	text := "上次核对 " + s.desk.Now().In(ledger.Zone).Format("2006-01-02 15:04") + "：完好，共 " + thousands(a.Commits) + " 个提交"
	if !a.OK {
		return a, nil // nothing more is written into a ledger that is not whole
	}
	return a, s.desk.Remember(ctx, verifiedKey, text)
}

// tell says what came of it: that all is well, or what is wrong and what to do.
func (s *Verify) tell(a app.Audit) {
	f := a.Fault()
	if f == nil {
		s.said.Tell(widgets.Good, "台账完好", sentences("共 "+thousands(int(a.Pages))+" 页、"+thousands(a.Commits)+" 个提交、"+thousands(a.Entries)+" 个步骤、"+thousands(a.Records)+" 条记录，签名和散列全部相符，归并结果一致"))
		return
	}
	s.said.Tell(widgets.Bad, "台账核对不通过：发现 "+digits(len(a.Faults))+" 处", sentences("核对没有改动台账", f.Remedy))
	copyAll := widgets.NewButton("复制", "copy", widgets.Usual, func() { fyne.CurrentApp().Clipboard().SetContent(strings.Join(a.Faults, "\n")) })
	var rows []fyne.CanvasObject
	for _, text := range a.Faults {
		rows = append(rows, widgets.Marked("alert-circle", theme.Red, widgets.NewParagraph(text, theme.SizeBody, theme.Text)))
	}
	s.faults.Objects = []fyne.CanvasObject{widgets.Card("发现的问题", copyAll, widgets.Scrolled(widgets.Stack(6, rows...)))}
	s.faults.Refresh()
}
