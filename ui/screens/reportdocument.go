package screens

import (
	"context"
	"image"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/report"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// afterTyping is how long nothing is typed before the page is drawn anew.
const afterTyping = 400 * time.Millisecond

// drawn is a page ready to be shown.
type drawn struct {
	img         image.Image
	page, pages int
}

// document is the picture of a report's pages: of the very document that is saved and printed.
type document struct {
	*widgets.PagePreview
	desk *Desk
	show func() (app.Report, bool) // what the document says now; false: there is none

	stop   func() // what waits
	cancel func() // what is being drawn
	latest int    // only the last one asked for is shown
}

func newDocument(d *Desk, shows func() (app.Report, bool)) *document {
	p := &document{PagePreview: widgets.NewPagePreview(nil), desk: d, show: shows, stop: func() {}, cancel: func() {}}
	p.OnPage = p.draw
	return p
}

// later draws the page shown anew once nothing was typed for a while.
func (p *document) later() {
	p.stop()
	p.SetLoading()
	p.stop = work.Later(afterTyping, p.again)
}

// again draws the page shown anew.
func (p *document) again() {
	page, width := p.Page()
	p.draw(max(page, 1), width)
}

// draw draws a page off the window's thread. Where the document has become shorter, its last page is drawn.
func (p *document) draw(page, width int) {
	p.stop()
	p.cancel()
	p.latest++
	n := p.latest
	rep, ok := p.show()
	if !ok || width < 1 {
		p.SetPage(nil, 0, 0)
		return
	}
	p.SetLoading()
	p.cancel = run(p.desk, func(context.Context) (drawn, error) {
		img, pages, err := p.desk.Page(rep, page, width)
		if err == nil && page > pages {
			page = pages
			img, pages, err = p.desk.Page(rep, page, width)
		}
		return drawn{img, page, pages}, err
	}, func(d drawn, err error) {
		switch {
		case n != p.latest:
		case err != nil:
			p.SetPage(nil, 0, 0)
			p.SetNote(fault.Of(err).Message)
		default:
			p.SetPage(d.img, d.page, d.pages)
		}
	})
}

// written are the sections as they stand in their entries: those a person wrote or is writing.
func (w *Reports) written() map[string]string {
	out := map[string]string{}
	for key, in := range w.Parts {
		if text := in.Value(); text != w.shown[key] || w.report.Written[key] != "" {
			out[key] = text
		}
	}
	if _, ok := out["more"]; !ok {
		out["more"] = w.shown["more"]
	}
	return out
}

// document is what is shown, saved and printed: the report as read, with what is being written put in.
func (w *Reports) document() (app.Report, bool) {
	switch {
	case w.report == nil:
		return app.Report{}, false
	case w.report.Version > 0 && !w.correcting:
		return *w.report, true
	}
	return w.report.As(w.written()), true
}

// saveAs asks where the document is to lie, as the ending says, and makes it there.
func (w *Reports) saveAs(title, ending, verb, body string, done func(path string)) {
	rep, ok := w.document()
	if !ok {
		return
	}
	s := saving{frame: w.frame, desk: w.desk, title: title, body: body, verb: verb, name: w.desk.ReportName(rep) + ending, folderOf: "report",
		write: func(_ context.Context, path string) error { return w.desk.Report(rep, path) }, done: done}
	s.begin()
}

func (w *Reports) savePDF()  { w.saveAs("存为 PDF", ".pdf", "保存", w.unsaved(), w.saved) }
func (w *Reports) saveXLSX() { w.saveAs("存为 XLSX", ".xlsx", "保存", w.unsaved(), w.saved) }
func (w *Reports) saveDOCX() { w.saveAs("存为 Word", ".docx", "保存", w.unsaved(), w.saved) }

// unsaved says that a file may hold words the ledger does not.
func (w *Reports) unsaved() string {
	if len(w.changed()) > 0 {
		return "有改动的章节还没有保存到台账；文件按现在所见生成。"
	}
	return ""
}

func (w *Reports) saved(path string) {
	w.tell("已存为 "+path, lies(w.frame, w.desk, "已存为", path))
}

// print makes the PDF where a person says and prints that file: nothing is written beside it.
func (w *Reports) print() {
	w.saveAs("打印"+report.Name(w.period.Type), ".pdf", "保存并打印", "先存下 PDF，再打印这一份；不另留临时文件。"+w.unsaved(), func(path string) {
		run(w.desk, func(context.Context) (string, error) { return w.desk.Files.Print(path) }, func(said string, err error) {
			w.saved(path)
			if err != nil {
				Fail(w.frame.Window(), err)
				return
			}
			w.tell(said+"："+path, lies(w.frame, w.desk, said+"：", path))
		})
	})
}
