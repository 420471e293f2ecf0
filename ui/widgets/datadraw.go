package widgets

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"opsledger/ui/theme"
)

// rowRenderer draws a row with as few objects as it shows: what is not there is not in the tree.
type rowRenderer struct {
	r                 *row
	ground, line, bar *canvas.Rectangle
	ring              *canvas.Rectangle
	box               checkBox
	cells             []cellParts // by place on the screen
	objects           []fyne.CanvasObject
}

// cellParts are what a cell may consist of; those it needs are made.
type cellParts struct {
	ground *canvas.Rectangle
	icon   *canvas.Image
	text   *canvas.Text
}

func newRowRenderer(r *row) *rowRenderer {
	return &rowRenderer{r: r, line: canvas.NewRectangle(color.Transparent)}
}

func (d *rowRenderer) MinSize() fyne.Size           { return d.r.MinSize() }
func (d *rowRenderer) Objects() []fyne.CanvasObject { return d.objects }
func (d *rowRenderer) Destroy()                     {}

// Layout implements fyne.WidgetRenderer: the columns stand elsewhere in another width, so all is drawn anew.
func (d *rowRenderer) Layout(fyne.Size) { d.Refresh() }

// Refresh implements fyne.WidgetRenderer.
func (d *rowRenderer) Refresh() {
	size := d.r.Size()
	d.objects = d.objects[:0]
	d.marks(fyne.NewSize(size.Width, d.r.table.list.heightOf(d.r.id)))
	for place, s := range d.r.table.spans(size.Width).spans {
		if place == len(d.cells) {
			d.cells = append(d.cells, cellParts{})
		}
		d.cell(&d.cells[place], s)
	}
	d.r.drawn = drawn{d.r.table.laid.turn, size.Width}
	canvas.Refresh(d.r)
}

// marks draws the ground, the bar, the ring of focus, the check and the line below.
func (d *rowRenderer) marks(size fyne.Size) {
	m := d.r.marks
	switch {
	case m.selected || m.checked:
		d.rect(&d.ground, theme.Selected, fyne.NewPos(0, 0), size)
	case m.hovered:
		d.rect(&d.ground, theme.Hovered, fyne.NewPos(0, 0), size)
	}
	d.rect(&d.line, theme.Border, fyne.NewPos(0, size.Height-1), fyne.NewSize(size.Width, 1))
	if m.focused {
		d.rect(&d.ring, theme.Selected, fyne.NewPos(1, 1), fyne.NewSize(size.Width-2, size.Height-3))
		d.ring.StrokeWidth, d.ring.StrokeColor, d.ring.CornerRadius = 2, theme.Of(theme.Fill), 4
	}
	if edge := d.edge(); edge != "" {
		d.rect(&d.bar, edge, fyne.NewPos(0, 0), fyne.NewSize(3, size.Height-1))
	}
	if d.r.table.checks && d.r.item != nil {
		state := unticked
		if m.checked {
			state = ticked
		}
		d.objects = append(d.objects, d.box.draw(fyne.NewPos(margin, (rowHeight-checkSize)/2), state)...)
	}
}

// edge is the colour of the bar at the left: that of the choice, else of what is urgent.
func (d *rowRenderer) edge() fyne.ThemeColorName {
	switch {
	case d.r.marks.selected:
		return theme.Fill
	case d.r.item != nil:
		return d.r.item.Edge
	}
	return ""
}

func (d *rowRenderer) rect(r **canvas.Rectangle, fill fyne.ThemeColorName, at fyne.Position, size fyne.Size) {
	if *r == nil {
		*r = canvas.NewRectangle(color.Transparent)
	}
	if c := theme.Of(fill); (*r).FillColor != c {
		(*r).FillColor = c
		(*r).Refresh()
	}
	(*r).Move(at)
	(*r).Resize(size)
	d.objects = append(d.objects, *r)
}

// cell draws one value into its span.
func (d *rowRenderer) cell(p *cellParts, s span) {
	room := s.width - cellGap
	if d.r.item == nil {
		d.loading(p, s.x, room)
		return
	}
	if s.column >= len(d.r.item.Cells) {
		return
	}
	c := d.r.item.Cells[s.column]
	if c.Tag != nil {
		d.tag(p, *c.Tag, s.x, room)
		return
	}
	ink := c.Color
	if ink == "" {
		ink = theme.Text
	}
	x := s.x
	if c.Icon != "" {
		d.icon(p, c.Icon, ink, x)
		x, room = x+20, room-20
	}
	d.text(p, words{c.Text, theme.SizeBody, ink, c.Bold, d.r.table.columns[s.column].Align}, x, room)
}

// loading is a grey bar where a value will stand; lengths differ so that it looks like text.
func (d *rowRenderer) loading(p *cellParts, x, room float32) {
	part := 0.55 + 0.1*float32((d.r.id*7+int(x))%4)
	d.rect(&p.ground, theme.GreySoft, fyne.NewPos(x, 13), fyne.NewSize(float32(math.Floor(float64(room*part))), 10))
	p.ground.CornerRadius = 4
}

// tag draws a state on its ground.
func (d *rowRenderer) tag(p *cellParts, tag TagSpec, x, room float32) {
	ink, ground := tag.Tint.Colours()
	lead := float32(6)
	if tag.Icon != "" {
		lead = 24
	}
	short := cut(tag.Words, room-lead-6, theme.SizeHelp, false)
	d.rect(&p.ground, ground, fyne.NewPos(x, 7), fyne.NewSize(lead+6+float32(math.Ceil(float64(lengthOf(short, theme.SizeHelp, false)))), 22))
	p.ground.CornerRadius = 4
	if tag.Icon != "" {
		d.icon(p, tag.Icon, ink, x+6)
	}
	d.text(p, words{short, theme.SizeHelp, ink, false, fyne.TextAlignLeading}, x+lead, 0)
}

func (d *rowRenderer) icon(p *cellParts, name string, ink fyne.ThemeColorName, x float32) {
	if p.icon == nil {
		p.icon = canvas.NewImageFromResource(nil)
		p.icon.FillMode = canvas.ImageFillContain
		p.icon.Resize(fyne.NewSquareSize(14))
	}
	if r := theme.Line(name, ink); p.icon.Resource != r {
		p.icon.Resource = r
		p.icon.Refresh()
	}
	p.icon.Move(fyne.NewPos(x, 11))
	d.objects = append(d.objects, p.icon)
}

// words are a text and how it is drawn.
type words struct {
	text  string
	size  float32
	ink   fyne.ThemeColorName
	bold  bool
	align fyne.TextAlign
}

// text draws words into a room; what does not fit is cut. No room: all of it.
func (d *rowRenderer) text(p *cellParts, w words, x, room float32) {
	if p.text == nil {
		p.text = canvas.NewText("", nil)
	}
	ink, text := theme.Of(w.ink), w.text
	if room > 0 {
		text = cut(w.text, room, w.size, w.bold)
	}
	t := p.text
	if t.Text != text || t.Color != ink || t.TextSize != w.size || t.TextStyle.Bold != w.bold || t.Alignment != w.align {
		t.Text, t.Color, t.TextSize, t.Alignment = text, ink, w.size, w.align
		weigh(t, w.bold)
		t.Refresh()
	}
	t.Move(fyne.NewPos(x, -1)) // the face sits low in its line
	t.Resize(fyne.NewSize(max(room, 0), rowHeight-1))
	d.objects = append(d.objects, t)
}
