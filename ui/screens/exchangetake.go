package screens

import (
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// receiving is an exchange file being taken in: looked at first, then taken or left.
type receiving struct {
	frame Frame
	desk  *Desk
	path  string
	then  func() // once it is in
	stop  func()
}

// Begin looks into a file and asks whether to take it in.
func (s *Exchange) Begin(path string) {
	s.receiving = &receiving{frame: s.frame, desk: s.desk, path: path, then: func() { s.frame.Refresh(); s.Reread() }}
	s.receiving.look()
}

func (t *receiving) look() {
	t.work("正在查看", true, func(x app.Exchanged) {
		body := "现在什么都没有写入。收下后，里面的步骤并入本机台账，各由原设备签名。"
		if x.Commits == 0 && x.Blobs == 0 {
			body = "里面的内容本机都已经有了；收下只记录对方已收到什么。"
		}
		widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "来自“" + x.From + "”的交换包", Body: body, Content: t.brought(x, nil), Verb: "收下", Back: "不收", Width: 560,
			OnVerb: func() bool { t.take(); return false }})
	})
}

func (t *receiving) take() {
	t.work("正在收下", false, func(x app.Exchanged) {
		t.then()
		var d *widgets.Dialog
		leave := func(do func()) func() { return func() { d.Close(); do() } }
		d = widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "已收下“" + x.From + "”的交换包", Body: "回执 " + x.Receipt + "。请导出一个包给对方，对方就知道本机已收到。", Content: t.brought(x, leave), Back: "知道了", Width: 560})
	})
}

// work reads the file with a way to stop; dry: nothing is written. What is refused is told in its three parts.
func (t *receiving) work(doing string, dry bool, done func(app.Exchanged)) {
	p := widgets.NewProgress(doing+" "+filepath.Base(t.path), "停止不会留下半截数据。", func() { t.stop() })
	ask := widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "导入交换包", Content: p, Back: "在后台继续"})
	o := app.Receiving{Path: t.path, DryRun: dry, Asks: true, Progress: kibibytes(t.desk, p)}
	t.stop = run(t.desk, func(ctx context.Context) (app.Exchanged, error) { return t.desk.Receive(ctx, o) }, func(x app.Exchanged, err error) {
		ask.Close()
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		done(x)
	})
}

// kibibytes tells how much of a file is done.
func kibibytes(d *Desk, p *widgets.Progress) func(done, total int) {
	return func(done, total int) {
		d.onWindow(func() {
			p.Set(float32(done)/float32(max(total, 1)), fmt.Sprintf("%.1f MB，共 %.1f MB", float64(done)/1024, float64(total)/1024))
		})
	}
}

// brought lists what the file brings; leave, where it is in, closes what is asked before the records it touched are shown.
func (t *receiving) brought(x app.Exchanged, leave func(do func()) func()) fyne.CanvasObject {
	lines, notes := view.Brought(t.desk.Kinds, x)
	made := view.Moment(x.Made, t.frame.Now())
	rows := []fyne.CanvasObject{fact("文件", filepath.Base(t.path)), fact("做出时间", made), fact("内容", view.Amount(x))}
	if len(lines) > 0 {
		rows = append(rows, widgets.Rule())
	}
	for _, l := range lines {
		parts := []widgets.Part{widgets.Fixed(widgets.NewPicture(Icon(l.Kind), theme.Text2, 16)), widgets.Wide(120, widgets.Body(l.Label).Cut()), widgets.Part{CanvasObject: widgets.Body(l.What).Cut(), Weight: 1}}
		if leave != nil {
			see := widgets.NewButton("查看", "", widgets.Plain, leave(func() { t.frame.OpenList(l.Kind, app.Filter{Where: []string{app.ArrivalKey + "=" + x.Span}}) }))
			see.Small = true
			parts = append(parts, widgets.Fixed(see))
		}
		rows = append(rows, widgets.Tall(28, widgets.Row(8, parts...)))
	}
	for _, m := range notes {
		ink, _ := tints[m.Tone].Colours()
		rows = append(rows, widgets.Marked(m.Icon, ink, widgets.NewParagraph(m.Words, theme.SizeBody, theme.Text)))
	}
	room := func() float32 { return max(t.frame.Window().Canvas().Size().Height-300, 160) }
	list := widgets.UpTo(room, widgets.InsetEach(0, 10, 0, 0, widgets.Stack(8, rows...)))
	if leave == nil {
		return list
	}
	return widgets.Stack(8, append([]fyne.CanvasObject{list}, t.onward(x, leave)...)...) // seen however long the list is
}

// onward are the ways to what the file left to be done.
func (t *receiving) onward(x app.Exchanged, leave func(func()) func()) []fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if len(x.Conflicts) > 0 {
		buttons = append(buttons, widgets.NewButton("去裁决冲突", "git-compare", widgets.Usual, leave(func() { t.frame.Open("exchange/conflicts") })))
	}
	if len(x.Asks) > 0 {
		buttons = append(buttons, widgets.NewButton("去裁定台", "clipboard-check", widgets.Usual, leave(func() { t.frame.Open("exchange/rulings") })))
	}
	if len(buttons) == 0 {
		return nil
	}
	return []fyne.CanvasObject{widgets.Line(8, buttons...)}
}
