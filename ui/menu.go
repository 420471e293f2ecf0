package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// menu carries the shortcuts: a focused entry would swallow them elsewhere.
func (w *Window) menu() *fyne.MainMenu {
	var items []*fyne.MenuItem
	for i, p := range places {
		items = append(items, entry(p.label, control(fyne.KeyName(rune('1'+i))), w.freely(func() { w.Open(p.screen) })))
	}
	items = append(items, fyne.NewMenuItemSeparator(),
		entry("登记工单", control(fyne.KeyN), w.freely(w.create)),
		entry("查找一切", control(fyne.KeyK), w.freely(w.palette)),
		entry("筛选工单", control(fyne.KeyF), w.freely(w.find)),
		entry("办理下一步", control(fyne.KeyReturn), w.likely),
		entry("撤回上一步", &fyne.ShortcutUndo{}, w.undo),
		entry("后退", alt(fyne.KeyLeft), w.freely(w.Back)),
		entry("前进", alt(fyne.KeyRight), w.freely(w.Forward)),
		entry("刷新", &desktop.CustomShortcut{KeyName: fyne.KeyF5}, w.freely(w.again)),
		entry("锁定", control(fyne.KeyL), w.Leave))
	return fyne.NewMainMenu(fyne.NewMenu("转到", items...))
}

func entry(label string, keys fyne.Shortcut, do func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, do)
	item.Shortcut = keys
	return item
}

func control(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

// find goes to the search of the list.
func (w *Window) find() {
	if w.trail.Here().Screen != "tickets" {
		w.Open("tickets")
	}
	w.win.Canvas().Focus(w.Tickets.Search.Target())
}

// create registers a ticket by hand.
func (w *Window) create() {
	if w.trail.Here().Screen != "tickets" {
		w.Open("tickets")
	}
	w.Tickets.Create()
}

// again reads the place shown anew.
func (w *Window) again() { w.arrive(w.trail.Here()) }
