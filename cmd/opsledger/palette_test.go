package main

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"opsledger/cmd/internal/demo"
	"opsledger/ui"
)

// press gives a shortcut as the desktop does: to what has the focus where that takes shortcuts, else to the window.
func press(w *ui.Window, modifier fyne.KeyModifier, key fyne.KeyName) {
	hold()
	shortcut(w, &desktop.CustomShortcut{KeyName: key, Modifier: modifier})
}

func shortcut(w *ui.Window, s fyne.Shortcut) {
	hold()
	c := w.Window().Canvas()
	if focused, ok := c.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
		return
	}
	c.(fyne.Shortcutable).TypedShortcut(s)
}

// command presses the keys of what can be done from anywhere.
func command(t *testing.T, w *ui.Window, label string) {
	t.Helper()
	hold()
	s, ok := map[string]fyne.Shortcut{"查找一切": control(fyne.KeyK), "办理下一步": control(fyne.KeyReturn), "登记工单": control(fyne.KeyN), "撤回上一步": &fyne.ShortcutUndo{}}[label]
	if !ok {
		t.Fatalf("no keys for %s", label)
	}
	shortcut(w, s)
}

func control(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func TestAnythingIsFoundByAFewCharacters(t *testing.T) {
	dir := t.TempDir()
	made, err := demo.Make(t.Context(), demo.Options{Dir: dir, Tickets: 30, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() { w.Login.Password.SetText(demo.Password); test.Tap(w.Login.Enter) })
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { press(w, fyne.KeyModifierControl, fyne.KeyK) })
	until(t, "places and commands", func() bool {
		top := w.Window().Canvas().Overlays().Top()
		return top != nil && strings.Contains(marked(top), "登记工单")
	})
	onWindow(func() { w.Window().Canvas().Overlays().Remove(w.Window().Canvas().Overlays().Top()) })
	onWindow(func() { press(w, fyne.KeyModifierControl, fyne.KeyF) })
	until(t, "the list", func() bool { return w.Tickets != nil && w.Tickets.Table.Rows() > 0 })
	onWindow(func() { press(w, fyne.KeyModifierAlt, fyne.KeyLeft) }) // the search has the focus: it passes the keys on
	until(t, "the dashboard again", func() bool { return w.Board != nil })
	onWindow(func() { press(w, fyne.KeyModifierAlt, fyne.KeyRight) })
	until(t, "the list again", func() bool { return w.Tickets.Table.Rows() > 0 })
}
