package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// shortcut is a combination that works wherever the focus is: what is typed into passes it on.
type shortcut struct {
	keys fyne.Shortcut
	do   func()
	any  bool // also while a dialog or a list is open
}

func (w *Window) shortcuts() []shortcut {
	list := []shortcut{
		{keys: control(fyne.KeyN), do: w.create},
		{keys: control(fyne.KeyK), do: w.palette},
		{keys: control(fyne.KeyF), do: w.find},
		{keys: alt(fyne.KeyLeft), do: w.Back},
		{keys: alt(fyne.KeyRight), do: w.Forward},
		{keys: control(fyne.KeyI), do: w.bring},
		{keys: control(fyne.KeyReturn), do: w.likely, any: true},
		{keys: &fyne.ShortcutUndo{}, do: w.undo, any: true},
		{keys: &fyne.ShortcutPaste{}, do: w.paste},
		{keys: control(fyne.KeyL), do: w.Leave, any: true}}
	for i, p := range places[:numbered] {
		list = append(list, shortcut{keys: control(fyne.KeyName(rune('1' + i))), do: func() { w.Open(p.opens()) }})
	}
	return list
}

// numbered is how many places have a key.
const numbered = 9

// bring goes to the import of what is listed.
func (w *Window) bring() {
	if w.Records != nil {
		w.Open("import", w.Records.Kind().Name)
		return
	}
	w.Open("import")
}

// bind makes the shortcuts work, or no more. The toolkit's main menu would carry them too, but draws a bar over the window.
func (w *Window) bind(on bool) {
	c := w.win.Canvas()
	for _, s := range w.shortcuts() {
		if !on {
			c.RemoveShortcut(s.keys)
			continue
		}
		c.AddShortcut(s.keys, func(fyne.Shortcut) {
			if s.any || w.free() {
				s.do()
			}
		})
	}
}

func control(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

// find goes to the search of the list.
func (w *Window) find() {
	w.someList()
	w.win.Canvas().Focus(w.Records.Search.Target())
}

// create registers a record of the list shown by hand, else a ticket.
func (w *Window) create() {
	w.someList()
	w.Records.Create()
}

// someList goes to the list of the place shown; to the tickets where it has none.
func (w *Window) someList() {
	if w.Records != nil {
		return
	}
	list := placeOf(w.trail.Here().Screen).screen
	if kindOf(list) == "" {
		list = "tickets"
	}
	w.Open(list)
}

// again reads the place shown anew.
func (w *Window) again() {
	if w.Face != nil {
		w.Face.Reread()
		w.Refresh()
		return
	}
	w.arrive(w.trail.Here())
}
