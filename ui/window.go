// Package ui owns the window: which screen is shown, the navigation, locking. It calls use cases only, through the
// gate it is given; it imports app, assets and its own parts.
package ui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/ui/screens"
)

// Window is the program's one window.
type Window struct {
	win  fyne.Window
	gate screens.Gate
	now  func() time.Time
	desk *screens.Desk
	main *fyne.Container

	Login    *screens.Login
	FirstRun *screens.FirstRun
	Tickets  *screens.Tickets
	Board    *screens.Dashboard
	Import   *screens.Import
	Weekly   *screens.Weekly
}

// New puts the first screen into a window: first run where there is no store, else login.
func New(win fyne.Window, gate screens.Gate, now func() time.Time) *Window {
	w := &Window{win: win, gate: gate, now: now}
	win.SetTitle("运维台账")
	win.Resize(fyne.NewSize(1280, 720))
	win.SetOnClosed(w.Lock)
	w.Knock()
	return w
}

// Knock shows the screen before the store: first run or login.
func (w *Window) Knock() {
	if !w.gate.Exists() {
		w.FirstRun = screens.NewFirstRun(w, w.gate)
		w.Show(w.FirstRun.Content())
		return
	}
	w.Login = screens.NewLogin(w, w.gate)
	w.Show(w.Login.Content())
	w.win.Canvas().Focus(w.Login.Password)
}

// Window implements screens.Frame.
func (w *Window) Window() fyne.Window { return w.win }

// Now implements screens.Frame.
func (w *Window) Now() time.Time { return w.now() }

// Show implements screens.Frame.
func (w *Window) Show(content fyne.CanvasObject) { w.win.SetContent(content) }

// Enter implements screens.Frame: the store is open.
func (w *Window) Enter(d *screens.Desk) {
	w.desk = d
	w.main = container.NewStack()
	w.win.SetMainMenu(w.menu())
	w.win.SetContent(container.NewBorder(nil, w.status(), w.navigation(), nil, container.NewPadded(w.main)))
	w.Open("tickets")
}

// Open implements screens.Frame.
func (w *Window) Open(screen string, _ ...string) {
	var content fyne.CanvasObject
	switch screen {
	case "dashboard":
		w.Board = screens.NewDashboard(w, w.desk)
		content = w.Board.Content()
	case "import":
		w.Import = screens.NewImport(w, w.desk)
		content = w.Import.Content()
	case "weekly":
		w.Weekly = screens.NewWeekly(w, w.desk)
		content = w.Weekly.Content()
	default:
		w.Tickets = screens.NewTickets(w, w.desk)
		content = w.Tickets.Content()
	}
	w.main.Objects = []fyne.CanvasObject{content}
	w.main.Refresh()
}

// OpenTickets implements screens.Frame.
func (w *Window) OpenTickets(f app.Filter) {
	w.Open("tickets")
	w.Tickets.Only(f)
}

var places = []struct{ screen, label string }{{"tickets", "工单"}, {"import", "导入"}, {"weekly", "周报"}, {"dashboard", "工作台"}}

func (w *Window) navigation() fyne.CanvasObject {
	nav := container.NewVBox(widget.NewLabelWithStyle("运维台账", fyne.TextAlignLeading, fyne.TextStyle{Bold: true}))
	for _, p := range places {
		b := widget.NewButton(p.label, func() { w.Open(p.screen) })
		b.Alignment, b.Importance = widget.ButtonAlignLeading, widget.LowImportance
		nav.Add(b)
	}
	lock := widget.NewButtonWithIcon("锁定", base.LogoutIcon(), func() { w.Lock(); w.Knock() })
	lock.Alignment, lock.Importance = widget.ButtonAlignLeading, widget.LowImportance
	nav.Add(layout.NewSpacer())
	nav.Add(lock)
	width := canvas.NewRectangle(color.Transparent)
	width.SetMinSize(fyne.NewSize(120, 0))
	return container.NewStack(width, container.NewPadded(nav))
}

// menu carries the shortcuts: a focused entry would swallow them elsewhere.
func (w *Window) menu() *fyne.MainMenu {
	var items []*fyne.MenuItem
	for i, p := range places {
		item := fyne.NewMenuItem(p.label, func() { w.Open(p.screen) })
		item.Shortcut = shortcut(fyne.KeyName(string(rune('1' + i))))
		items = append(items, item)
	}
	find := fyne.NewMenuItem("查找", func() {
		if w.Tickets != nil {
			w.win.Canvas().Focus(w.Tickets.Search)
		}
	})
	find.Shortcut = shortcut(fyne.KeyF)
	lock := fyne.NewMenuItem("锁定", func() { w.Lock(); w.Knock() })
	lock.Shortcut = shortcut(fyne.KeyL)
	return fyne.NewMainMenu(fyne.NewMenu("转到", append(items, find, lock)...))
}

func (w *Window) status() fyne.CanvasObject {
	return widget.NewLabel(w.desk.Name + "　账号：" + w.desk.Account + "　台账：" + w.desk.Dir)
}

// Lock closes the store and frees it for other programs.
func (w *Window) Lock() {
	if w.desk == nil {
		return
	}
	d := w.desk
	w.desk, w.Tickets, w.Board, w.Import, w.Weekly = nil, nil, nil, nil, nil
	if err := d.Close(); err != nil {
		fyne.LogError("closing store", err)
	}
	w.win.SetMainMenu(nil)
}
