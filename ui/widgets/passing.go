package widgets

import "fyne.io/fyne/v2"

// passKey gives a key that a widget has no use for to the window.
func passKey(o fyne.CanvasObject, k *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

// passShortcut gives a shortcut that a widget has no use for to the window: the toolkit asks the focused one only.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if window, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(fyne.Shortcutable); ok {
		window.TypedShortcut(s)
	}
}
