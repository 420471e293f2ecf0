package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// signDrawn draws one MonthCell: its character on its tint, or a dot, and the mark in its corner.
type signDrawn struct {
	ground, dot, mark *canvas.Rectangle
	sign              *canvas.Text
	parts             [3]fyne.CanvasObject
}

func newSignDrawn() *signDrawn {
	d := &signDrawn{ground: canvas.NewRectangle(nil), dot: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), sign: canvas.NewText("", nil)}
	d.ground.CornerRadius, d.dot.CornerRadius, d.mark.CornerRadius = 4, 2.5, 2.5
	d.sign.TextSize, d.sign.Alignment = theme.SizeHelp, fyne.TextAlignCenter
	return d
}

// draw fills the sign in for a cell at a place, and gives the objects it takes.
func (d *signDrawn) draw(c MonthCell, x, y, w, h float32) []fyne.CanvasObject {
	out := d.parts[:0]
	ink, ground := c.Tint.Colours()
	side := min(monthCell, w-2)
	left, top := x+round((w-side)/2), y+round((h-side)/2)
	switch c.Sign {
	case "":
		return out
	case "·":
		d.dot.FillColor = theme.Of(theme.Text3)
		d.dot.Move(fyne.NewPos(x+round((w-5)/2), y+round((h-5)/2)))
		d.dot.Resize(fyne.NewSquareSize(5))
		out = append(out, d.dot)
	default:
		d.ground.FillColor = theme.Of(ground)
		d.ground.Move(fyne.NewPos(left, top))
		d.ground.Resize(fyne.NewSquareSize(side))
		d.sign.Text, d.sign.Color = c.Sign, theme.Of(ink)
		d.sign.Move(fyne.NewPos(x, y))
		d.sign.Resize(fyne.NewSize(w, h))
		out = append(out, d.ground, d.sign)
	}
	if c.Marked {
		d.mark.FillColor = theme.Of(theme.Control)
		d.mark.Move(fyne.NewPos(left+side-4, top-1))
		d.mark.Resize(fyne.NewSquareSize(5))
		out = append(out, d.mark)
	}
	return out
}

// monthLine is the head or the foot of a MonthGrid.
type monthLine struct {
	widget.BaseWidget
	of     *MonthGrid
	height float32
}

func newMonthLine(of *MonthGrid, height float32) *monthLine {
	l := &monthLine{of: of, height: height}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *monthLine) CreateRenderer() fyne.WidgetRenderer {
	r := &monthLineRenderer{l: l, drawing: &drawing{}}
	r.Refresh()
	return r
}

type monthLineRenderer struct {
	*drawing
	l     *monthLine
	signs []*signDrawn
}

func (r *monthLineRenderer) Destroy()           {}
func (r *monthLineRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.l.height) }
func (r *monthLineRenderer) Layout(fyne.Size)   { r.Refresh() }

func (r *monthLineRenderer) Refresh() {
	g, size := r.l.of, r.l.Size()
	name, width := g.columns(size.Width)
	r.begin()
	r.box(theme.Sunken, 0, 0, 0, size.Width, size.Height)
	if r.l == g.head {
		r.head(name, width, size)
	} else {
		r.foot(name, width, size)
	}
	r.box(theme.Border, 0, 0, size.Height-1, size.Width, 1)
	canvas.Refresh(r.l)
}

func (r *monthLineRenderer) head(name, width float32, size fyne.Size) {
	g := r.l.of
	r.text("人员", theme.SizeHelp, theme.Text2, fyne.TextAlignLeading, fyne.NewPos(16, 0), fyne.NewSize(name, size.Height))
	for i, d := range g.month.Days {
		x, ink, small := name+float32(i)*width, theme.Text, theme.Text3
		switch {
		case d.Today:
			ink, small = theme.OnFill, theme.OnFill
			r.box(theme.Fill, 6, x+1, 3, width-2, size.Height-6)
		case d.Rest:
			ink = theme.Text3
			r.box(theme.Rest, 0, x, 0, width, size.Height-1)
		}
		r.text(d.Number, theme.SizeHelp, ink, fyne.TextAlignCenter, fyne.NewPos(x, 4), fyne.NewSize(width, 18))
		r.text(d.Name, theme.SizeAxis, small, fyne.TextAlignCenter, fyne.NewPos(x, 22), fyne.NewSize(width, 16))
	}
	x := name + width*float32(len(g.month.Days))
	for i, head := range g.month.Heads {
		r.text(head, theme.SizeHelp, theme.Text2, fyne.TextAlignTrailing, fyne.NewPos(x+float32(i)*monthTotal, 0), fyne.NewSize(monthTotal-12, size.Height))
	}
}

func (r *monthLineRenderer) foot(name, width float32, size fyne.Size) {
	f := r.l.of.month.Foot
	r.text(f.Name, theme.SizeHelp, theme.Text2, fyne.TextAlignLeading, fyne.NewPos(16, 0), fyne.NewSize(name-16, size.Height))
	for i, c := range f.Cells {
		x := name + float32(i)*width
		if r.l.of.month.Days[i].Rest {
			r.box(theme.Rest, 0, x, 0, width, size.Height-1)
		}
		if i == len(r.signs) {
			r.signs = append(r.signs, newSignDrawn())
		}
		if c.Tint == Neutral {
			r.text(c.Sign, theme.SizeHelp, theme.Text, fyne.TextAlignCenter, fyne.NewPos(x, 0), fyne.NewSize(width, size.Height))
			continue
		}
		r.objects = append(r.objects, r.signs[i].draw(c, x, 0, width, size.Height-1)...)
	}
	x := name + width*float32(len(f.Cells))
	for i, c := range f.Totals {
		ink, _ := c.Tint.Colours()
		r.text(c.Sign, theme.SizeBody, ink, fyne.TextAlignTrailing, fyne.NewPos(x+float32(i)*monthTotal, 0), fyne.NewSize(monthTotal-12, size.Height))
	}
}

// without is a colour without any of it.
func without(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0
	return n
}

// Sign is a MonthCell by itself, as a legend shows it.
type Sign struct {
	widget.BaseWidget
	cell MonthCell
}

// NewSign makes one.
func NewSign(c MonthCell) *Sign {
	s := &Sign{cell: c}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Sign) CreateRenderer() fyne.WidgetRenderer {
	r := &signRenderer{s: s, drawn: newSignDrawn()}
	r.Refresh()
	return r
}

type signRenderer struct {
	s       *Sign
	drawn   *signDrawn
	objects []fyne.CanvasObject
}

func (r *signRenderer) Destroy()                     {}
func (r *signRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *signRenderer) Layout(fyne.Size)             { r.Refresh() }
func (r *signRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(monthCell + 2) }
func (r *signRenderer) Refresh() {
	r.objects = r.drawn.draw(r.s.cell, 0, 0, r.s.Size().Width, r.s.Size().Height)
	canvas.Refresh(r.s)
}
