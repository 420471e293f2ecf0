package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Tray puts the program beside the system's clock; call it only where the system has such a place, as the toolkit falls over
// on leaving where it has none. Its menu names nothing of the ledger.
func (w *Window) Tray(a fyne.App) {
	place, ok := a.(desktop.App)
	if !ok {
		return
	}
	quit := fyne.NewMenuItem("退出", a.Quit)
	quit.IsQuit = true
	place.SetSystemTrayMenu(fyne.NewMenu("运维台账", fyne.NewMenuItem("打开", w.Raise), fyne.NewMenuItem("锁定", w.lockFromTray), fyne.NewMenuItemSeparator(), quit))
}

// Raise brings the window before the others.
func (w *Window) Raise() {
	w.win.Show()
	w.win.RequestFocus()
}

func (w *Window) lockFromTray() {
	if w.desk != nil {
		w.Leave()
	}
}
