package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

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

// Drop takes files up: with a record open they are attached to it, else an import of the one there is is previewed; nothing is
// written yet.
func (w *Window) Drop(paths ...string) {
	if len(paths) == 0 || !w.free() {
		return // locked, or something is asked first: nothing is taken in
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
