package main

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/demo"
	"opsledger/ui"
)

// menu does what an entry of the main menu is for.
func menu(t *testing.T, w *ui.Window, label string) {
	t.Helper()
	for _, m := range w.Window().MainMenu().Items {
		for _, item := range m.Items {
			if item.Label == label {
				item.Action()
				return
			}
		}
	}
	t.Fatalf("no menu entry %s", label)
}

func TestAnythingIsFoundByAFewCharacters(t *testing.T) {
	dir := t.TempDir()
	made, err := demo.Make(t.Context(), demo.Options{Dir: dir, Tickets: 30, Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { menu(t, w, "查找一切") })
	until(t, "places and commands", func() bool {
		top := w.Window().Canvas().Overlays().Top()
		return top != nil && strings.Contains(test.RenderObjectToMarkup(top), "登记工单")
	})
	onWindow(func() { w.Window().Canvas().Overlays().Remove(w.Window().Canvas().Overlays().Top()) })
	onWindow(func() { menu(t, w, "筛选工单") })
	until(t, "the list", func() bool { return w.Tickets != nil && w.Tickets.Table.Rows() > 0 })
	onWindow(func() { menu(t, w, "后退") })
	onWindow(func() { menu(t, w, "前进") })
	until(t, "the list again", func() bool { return w.Tickets.Table.Rows() > 0 })
}
