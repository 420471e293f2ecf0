package main

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/demo"
	"opsledger/ui"
)

// listing opens the window on the list of a demo's tickets.
func listing(t *testing.T, tickets int) *ui.Window {
	t.Helper()
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: tickets, Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	until(t, "the list", func() bool { return loaded(w) })
	return w
}

func loaded(w *ui.Window) bool {
	_, ok := w.Tickets.Table.Item(0)
	return ok
}

// says reports whether what lies over the window holds a text.
func says(w *ui.Window, text string) bool {
	top := w.Window().Canvas().Overlays().Top()
	return top != nil && strings.Contains(test.RenderObjectToMarkup(top), text)
}

func TestOnce(t *testing.T) {
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 30, Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("tickets") })
	n := 0
	until(t, "x", func() bool { n++; return n > 300 || loaded(w) })
	onWindow(func() {
		if top := w.Window().Canvas().Overlays().Top(); top != nil {
			t.Log(test.RenderObjectToMarkup(top))
		}
		t.Log(w.Tickets.Table.Rows())
	})
}
