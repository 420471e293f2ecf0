package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/theme"
)

// Side is what one of several wrote. Off says why it can't be taken, "" it can.
type Side struct{ Words, Off string }

// ConflictRow is a field that several wrote differently: one of the sides is chosen.
type ConflictRow struct {
	OnChosen func(side int)

	chosen int // -1 none
	rounds []*roundMark
}

// NewConflictRow makes one of which no side is chosen.
func NewConflictRow() *ConflictRow { return &ConflictRow{chosen: -1} }

// Chosen is the side chosen, -1 none.
func (r *ConflictRow) Chosen() int { return r.chosen }

// Choose chooses a side.
func (r *ConflictRow) Choose(side int) {
	r.chosen = side
	for i, o := range r.rounds {
		o.set(i == side)
	}
	if r.OnChosen != nil {
		r.OnChosen(side)
	}
}

// Content lays the sides out below the field's name: those that can be taken have a mark to choose them by, the others their reason.
func (r *ConflictRow) Content(field string, sides []Side) fyne.CanvasObject {
	return Stack(2, append([]fyne.CanvasObject{Help(field)}, r.spots(sides)...)...)
}

// Beside lays the sides out next to each other, the field's name before them; of more than three in rows of three.
func (r *ConflictRow) Beside(field string, sides []Side) fyne.CanvasObject {
	const abreast = 3
	var rows []fyne.CanvasObject
	var line []Part
	for i, spot := range r.spots(sides) {
		line = append(line, Part{CanvasObject: Column(0, Fixed(spot), Grow(Spring())), Weight: 1, Fill: true})
		if i == len(sides)-1 || len(line) == abreast {
			rows, line = append(rows, Row(12, line...)), nil
		}
	}
	return Row(12, Part{CanvasObject: Column(0, Fixed(Inset(3, 0, NewText(field, theme.SizeBody, theme.Text2).Cut())), Grow(Spring())), Basis: 84, Fill: true}, Grow(Stack(2, rows...)))
}

func (r *ConflictRow) spots(sides []Side) (out []fyne.CanvasObject) {
	r.rounds = nil
	for i, s := range sides {
		mark := newRoundMark(s.Off != "")
		r.rounds = append(r.rounds, mark)
		words := Stack(0, NewParagraph(s.Words, theme.SizeBody, theme.Text))
		choose := func() { r.Choose(i) }
		if s.Off != "" {
			words.Add(NewParagraph(s.Off, theme.SizeHelp, theme.Text2))
			choose = nil
		}
		line := Row(8, Fixed(mark.Container), Grow(words))
		out = append(out, NewSpot(Inset(3, 4, line), 4, choose))
	}
	return out
}

// roundMark is what one of several is chosen by.
type roundMark struct {
	*fyne.Container
	edge, dot *canvas.Rectangle
	off       bool
}

func newRoundMark(off bool) *roundMark {
	o := &roundMark{edge: canvas.NewRectangle(nil), dot: canvas.NewRectangle(nil), off: off}
	o.edge.StrokeWidth, o.edge.CornerRadius, o.dot.CornerRadius = 1, tickSize/2, tickSize/4
	o.Container = Least(tickSize, tickSize, container.NewStack(o.edge, container.NewCenter(Least(tickSize/2, tickSize/2, o.dot))))
	o.set(false)
	return o
}

func (o *roundMark) set(on bool) {
	edge, fill := theme.Control, theme.Surface
	switch {
	case o.off:
		edge, fill = theme.Border, theme.Sunken
	case on:
		edge, fill = theme.Fill, theme.Fill
	}
	o.edge.StrokeColor, o.edge.FillColor, o.dot.FillColor = theme.Of(edge), theme.Of(fill), theme.Of(theme.OnFill)
	o.dot.Hidden = !on
	o.Refresh()
}
