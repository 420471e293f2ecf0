package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"opsledger/ui/screens"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// dropped takes files that were let go over the window.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, filepath.FromSlash(f.Path()))
		}
	}
	w.Drop(paths...)
}

// paste attaches the files that the clipboard names to the record shown. The toolkit gives text only: a picture has to be a file first.
func (w *Window) paste() {
	if entry := widgets.Typing(w.win.Canvas()); entry != nil {
		entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
		return
	}
	if !w.free() || w.Records == nil {
		return
	}
	if paths := view.PastedFiles(fyne.CurrentApp().Clipboard().Content()); len(paths) == 0 {
		w.Tell(widgets.Toast{Tint: widgets.Going, Title: "剪贴板里没有文件", Text: "能粘贴的是文件的路径；图片请先存成文件，再拖进来或点“添加…”。"})
	} else if !w.Records.Attach(paths...) {
		w.Tell(widgets.Toast{Tint: widgets.Going, Title: "没有打开的记录", Text: "要粘贴附件，请先在列表里打开一条记录。"})
	}
}

// Drop takes files up: one of the exchange is looked into wherever it is let go; with a record open others are attached to it, else an
// import of the one there is is previewed. Nothing is written yet.
func (w *Window) Drop(paths ...string) {
	if len(paths) == 0 || !w.free() {
		return // locked, or something is asked first: nothing is taken in
	}
	if len(paths) == 1 && w.exchanged(paths[0]) {
		return
	}
	if w.Records != nil && w.Records.Attach(paths...) {
		return
	}
	if len(paths) > 1 {
		widgets.Ask(w.win.Canvas(), widgets.Question{Title: "一次拖一个文件", Body: "拖进来的有几个文件，没有导入。请一个一个来，每个先预览再导入。要作为附件添加，请先在列表里打开一条记录。", Back: "知道了"})
		return
	}
	if w.Import == nil || w.trail.Here().Screen != "import" {
		w.bring()
	}
	w.Import.Begin(paths[0])
}

// exchanged looks into a file of the exchange where its name is that of one: an exchange file, a request, a certificate.
func (w *Window) exchanged(path string) bool {
	switch filepath.Ext(path) {
	case screens.BundleEnding:
		if _, there := w.Face.(*screens.Exchange); !there {
			w.Open("exchange")
		}
		w.Face.(*screens.Exchange).Begin(path)
	case screens.RequestEnding:
		w.Open("exchange/enrol")
		w.Face.(*screens.Enrol).OpenRequest(path)
	case screens.CertificateEnding:
		w.Open("exchange/enrol")
		w.Face.(*screens.Enrol).OpenCertificate(path)
	default:
		return false
	}
	return true
}
