package ui

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/widgets"
)

// key is what the window does with a key nothing in it has a use for. The toolkit's menu takes no key without Ctrl or Alt.
func (w *Window) key(k *fyne.KeyEvent) {
	if !w.free() {
		return
	}
	switch k.Name {
	case fyne.KeyF1:
		w.help()
	case fyne.KeyF5:
		w.again()
	case fyne.KeyF6:
		w.pane()
	case fyne.KeyEscape:
		w.escape()
	}
}

// free reports whether no question lies over the window: what is asked must be answered first.
func (w *Window) free() bool { return w.desk != nil && w.win.Canvas().Overlays().Top() == nil }

// escape closes the innermost thing that is open; where nothing is, it goes back.
func (w *Window) escape() {
	switch {
	case w.toasts.Dismiss():
	case w.touring():
		w.endTour()
	case w.Records != nil && w.Records.Escape():
	default:
		w.Back()
	}
}

// pane moves the focus between a list and the record beside it.
func (w *Window) pane() {
	if w.Records != nil {
		w.Records.OtherPane()
	}
}

// undo takes back the last step; while something is typed, it is the typing that is taken back.
func (w *Window) undo() {
	if entry := widgets.Typing(w.win.Canvas()); entry != nil {
		entry.TypedShortcut(&fyne.ShortcutUndo{})
	} else if w.free() {
		w.desk.Undo(w)
	}
}

// likely takes the step that comes next; in a form, Ctrl+Enter hands it in.
func (w *Window) likely() {
	if entry := widgets.Typing(w.win.Canvas()); entry != nil {
		entry.TypedShortcut(control(fyne.KeyReturn))
	} else if !widgets.HandIn(w.win.Canvas()) && w.free() && w.Records != nil {
		w.Records.Likely()
	}
}
