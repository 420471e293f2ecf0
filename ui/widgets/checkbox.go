package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"opsledger/ui/theme"
)

const checkSize float32 = 16

// tick is the state of a check box.
type tick int

const (
	unticked tick = iota
	ticked
	partly // some of what it stands for
)

// checkBox is a check box as objects to put into a renderer.
type checkBox struct {
	box  *canvas.Rectangle
	sign *canvas.Image
}

// draw gives the objects of the box in a state, at a place.
func (b *checkBox) draw(at fyne.Position, state tick) []fyne.CanvasObject {
	if b.box == nil {
		b.box = canvas.NewRectangle(color.Transparent)
		b.box.CornerRadius = 3
		b.box.Resize(fyne.NewSquareSize(checkSize))
	}
	fill, edge := theme.Surface, theme.Control
	if state != unticked {
		fill, edge = theme.Fill, theme.Fill
	}
	b.box.FillColor, b.box.StrokeColor, b.box.StrokeWidth = theme.Of(fill), theme.Of(edge), 1.2
	b.box.Move(at)
	b.box.Refresh()
	if state == unticked {
		return []fyne.CanvasObject{b.box}
	}
	if b.sign == nil {
		b.sign = canvas.NewImageFromResource(nil)
		b.sign.FillMode = canvas.ImageFillContain
		b.sign.Resize(fyne.NewSquareSize(12))
	}
	b.sign.Resource = theme.Line(map[tick]string{ticked: "check", partly: "minus"}[state], theme.OnFill)
	b.sign.Move(at.AddXY(2, 2))
	b.sign.Refresh()
	return []fyne.CanvasObject{b.box, b.sign}
}
