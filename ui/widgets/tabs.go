package widgets

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
)

// Tab is one view of a place.
type Tab struct{ Key, Label string }

// Tabs offer the views of one place side by side; the one shown is told by its edge and its weight.
func Tabs(tabs []Tab, current string, chosen func(key string)) fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(tabs))
	for i, t := range tabs {
		look := Hushed
		if t.Key == current {
			look = Usual
		}
		b := NewButton(t.Label, "", look, func() { chosen(t.Key) })
		b.Small = true
		parts[i] = b
	}
	return On(NewPanel(theme.GreySoft, "", 6), Inset(2, 2, Line(2, parts...)))
}
