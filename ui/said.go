package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/screens"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// under puts the place where things are told over a screen.
func (w *Window) under(content fyne.CanvasObject) fyne.CanvasObject {
	w.toasts = widgets.NewToasts(work.Later)
	return container.NewStack(content, w.toasts)
}

// Tell implements screens.Frame.
func (w *Window) Tell(t widgets.Toast) {
	if w.desk != nil && w.toasts != nil {
		w.toasts.Tell(t)
	}
}

// Told is how many things are told now.
func (w *Window) Told() int { return w.toasts.Count() }

// Desk is the open store, nil where the window is locked.
func (w *Window) Desk() *screens.Desk { return w.desk }

// Changed implements screens.Frame: what is shown is read anew.
func (w *Window) Changed() {
	if w.Records != nil {
		w.Records.Reread()
		w.Refresh()
		return
	}
	w.again() // a face keeps where it stands
}

// OpenRecord implements screens.Frame: a record opens beside the list of its kind.
func (w *Window) OpenRecord(kind, id string) {
	if registry.Kind(kind) != nil {
		w.Open(screenOf(kind), recordMark+id)
	}
}
