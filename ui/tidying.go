package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/ui/work"
)

// tidyAfter is how long nobody must have touched the window before its store is tidied.
const tidyAfter = 10 * time.Second

// tidy has the store tidied a little, and goes on for as long as nobody touches the window and nothing else is under way. It is no use
// of the window: the lock comes when it would have come.
func (w *Window) tidy() {
	d := w.desk
	if d == nil || w.tidying == d || d.Busy() || w.wall().Sub(w.idle.last) < tidyAfter {
		return
	}
	w.tidying = d
	work.Run(func(ctx context.Context) (bool, error) { return d.Store.Tidy(ctx) }, func(more bool, err error) {
		if w.desk != d {
			return
		}
		if err != nil { // it is left alone until it is opened again
			fyne.LogError("tidying the store", err)
			return
		}
		if w.tidying = nil; more {
			w.tidy()
		}
	})
}
