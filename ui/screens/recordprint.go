package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/ui/widgets"
)

// Print offers to save or print the record shown as a page; masked unless it is shown unmasked, which says so on every page.
func (t *Records) Print() {
	id, reveal := string(t.shown.ID), t.reason
	run(t.desk, func(ctx context.Context) (app.Printed, error) { return t.desk.Print(ctx, t.kind.Name, id, reveal) }, func(p app.Printed, err error) {
		if err != nil {
			Retry(t.frame.Window(), t.desk, err, t.Print)
			return
		}
		t.output(p)
	})
}

// output asks whether a page is to be saved only, or printed too.
func (t *Records) output(p app.Printed) {
	body := "先存下 PDF；打印的就是这一份，不另留临时文件。个人信息是遮蔽的。"
	if p.Revealed {
		body = "这一份含个人信息明文，每页标明“内部资料”，请妥善保管。"
	}
	save := widgets.NewButton("存为 PDF…", "download", widgets.Usual, nil)
	content := widgets.Stack(8, widgets.Line(0, save))
	var ask *widgets.Dialog
	for _, f := range t.desk.Forms(t.kind.Name) {
		content.Add(t.formRow(f, p, func() { ask.Close() }))
	}
	ask = widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: p.Kind + " " + p.Number, Body: body, Content: content, Verb: "打印…",
		OnVerb: func() bool { t.savePage(p, true); return false }})
	save.OnTapped = func() { ask.Close(); t.savePage(p, false) }
}

// Form is a form that offices sign, of a kind's records.
type Form struct{ Name, Title string }

// formRow offers a form as PDF to be signed, and as a Word file to be edited.
func (t *Records) formRow(f Form, p app.Printed, close func()) fyne.CanvasObject {
	line := widgets.Line(8, widgets.Help("表单“"+f.Title+"”"))
	for _, as := range []struct{ label, ending string }{{"PDF…", ".pdf"}, {"Word…", ".docx"}} {
		line.Add(widgets.NewButton(as.label, "file-text", widgets.Usual, func() {
			close()
			s := saving{frame: t.frame, desk: t.desk, title: "存为" + f.Title, verb: "保存", name: t.desk.FormName(f.Name, p) + as.ending, folderOf: "report", done: t.saved,
				write: func(_ context.Context, path string) error { return t.desk.FormFile(f.Name, p, path) }}
			s.begin()
		}))
	}
	return line
}

// savePage makes the PDF where a person says, and prints that file where asked to.
func (t *Records) savePage(p app.Printed, printed bool) {
	title, verb := "存为 PDF", "保存"
	if printed {
		title, verb = "打印"+p.Kind, "保存并打印"
	}
	s := saving{frame: t.frame, desk: t.desk, title: title, verb: verb, name: t.desk.PageName(p) + ".pdf", folderOf: "report",
		write: func(_ context.Context, path string) error { return t.desk.Sheet(p, path) }}
	s.done = func(path string) {
		if !printed {
			t.saved(path)
			return
		}
		run(t.desk, func(context.Context) (string, error) { return t.desk.Files.Print(path) }, func(said string, err error) {
			if err != nil {
				Fail(t.frame.Window(), err)
				return
			}
			t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: said, Text: path})
		})
	}
	s.begin()
}

// saved tells where a file lies, and shows it there.
func (t *Records) saved(path string) {
	t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已保存", Text: path, Action: "打开文件夹", OnAction: func() {
		if err := t.desk.Files.Show(path); err != nil {
			Fail(t.frame.Window(), err)
		}
	}})
}
