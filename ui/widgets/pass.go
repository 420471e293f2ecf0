package widgets

import "fyne.io/fyne/v2"

// pass hands a key a widget has no use for to the window, which has keys of its own (F5, Esc): the toolkit gives it those
// only while nothing has the focus.
func pass(from fyne.CanvasObject, k *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(k)
	}
}

// Typing gives what is being typed into, nil where the focus is on something else: shortcuts of text are its own.
func Typing(on fyne.Canvas) fyne.Shortcutable {
	if e, ok := on.Focused().(*entry); ok {
		return e
	}
	return nil
}

// passShortcut gives a shortcut that a widget has no use for to the window: the toolkit asks the focused one only.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if window, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(fyne.Shortcutable); ok {
		window.TypedShortcut(s)
	}
}
