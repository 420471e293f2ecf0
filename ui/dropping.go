package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"opsledger/ui/widgets"
)

// Drop takes up a file dropped onto the window: an import of it is previewed, nothing is written yet.
func (w *Window) Drop(_ fyne.Position, dropped []fyne.URI) {
	if w.desk == nil || len(dropped) == 0 {
		return // locked: nothing is taken in
	}
	if len(dropped) > 1 {
		widgets.Ask(w.win.Canvas(), widgets.Question{Title: "一次拖一个文件", Body: "拖进来的有几个文件，没有导入。请一个一个来，每个先预览再导入。", Back: "知道了"})
		return
	}
	if w.Import == nil || w.trail.Here().Screen != "import" {
		w.Open("import")
	}
	w.Import.Begin(filepath.FromSlash(dropped[0].Path()))
}
