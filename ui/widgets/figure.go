package widgets

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
)

// Figure is a number that matters: what it counts, how many of what, and a note.
type Figure struct {
	Label, Number, Unit string
	Icon, Note          string
	Tint                Tint // of the note; of the number too where it is Soon or Bad
	OnTapped            func()
}

// NewFigure makes a card of a figure.
func NewFigure(f Figure) fyne.CanvasObject {
	ink, number := theme.Text3, theme.Text
	if f.Tint != Neutral {
		ink, _ = f.Tint.Colours()
	}
	if f.Tint == Soon || f.Tint == Bad {
		number = ink
	}
	big := NewText(f.Number, theme.SizeFigure, number).Bold()
	count := Line(6, big, InsetEach(9, 0, 0, 0, NewText(f.Unit, theme.SizeHelp, theme.Text3)))
	rows := []Part{Fixed(NewText(f.Label, theme.SizeHelp, theme.Text2).Cut()), Fixed(count)}
	if f.Icon != "" {
		rows = append(rows, Fixed(Tall(18, Row(6, Fixed(lowered(NewPicture(f.Icon, ink, 14))), Grow(NewText(f.Note, theme.SizeHelp, ink).Cut())))))
	}
	body := Column(2, rows...)
	return On(NewPanel(theme.Surface, theme.Border, 8), NewSpot(Inset(12, 16, body), 8, f.OnTapped))
}
