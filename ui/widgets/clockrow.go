package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"opsledger/ui/theme"
)

// ClockRow shows a clock: how much of its time is gone, what is left, and the reckoning in sentences.
func ClockRow(icon, name, rest string, tint Tint, gone float32, reckoning string) fyne.CanvasObject {
	ink, _ := tint.Colours()
	head := Row(6, Fixed(lowered(NewPicture(icon, ink, 16))), Grow(Body(name).Cut()), Fixed(NewText(rest, theme.SizeBody, ink).Bold()))
	bar := newGauge(int(min(max(gone, 0), 1)*1000), 1000, ink, 4, false)
	return Column(4, Fixed(head), Fixed(bar), Fixed(NewParagraph(reckoning, theme.SizeHelp, theme.Text2)))
}

// KeyValue is a label and what stands beside it.
type KeyValue struct{ Key, Value string }

// KeyValues sets labels and values in two columns, 26 a row; keys are as wide as the widest.
func KeyValues(list []KeyValue) fyne.CanvasObject {
	width := float32(0)
	for _, kv := range list {
		width = max(width, fyne.MeasureText(kv.Key, theme.SizeHelp, fyne.TextStyle{}).Width)
	}
	pair := func(i int) fyne.CanvasObject {
		if i >= len(list) {
			return layout.NewSpacer()
		}
		return Row(12, Wide(min(width, 96), NewText(list[i].Key, theme.SizeHelp, theme.Text3).Cut()), Grow(Body(list[i].Value).Cut()))
	}
	var rows []fyne.CanvasObject
	for i := 0; i < len(list); i += 2 {
		rows = append(rows, Tall(26, Row(16, Grow(pair(i)), Grow(pair(i+1)))))
	}
	return Stack(0, rows...)
}
