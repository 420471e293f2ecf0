package widgets

import "fyne.io/fyne/v2"

// Menu opens things to do below an object; the one chosen is told by its value.
func Menu(below fyne.CanvasObject, options []Option, chosen func(value string)) {
	var l *choices
	l = openChoices(below, options, func(string) bool { return false }, true, func(value string, _ bool) {
		l.close()
		chosen(value)
	})
}
