package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// monthBody is the people of a MonthGrid: one object for all their cells, so that a month is drawn at once.
type monthBody struct {
	widget.BaseWidget
	of *MonthGrid
}

// cell is the row and day at a place; ok is false beside the days.
func (b *monthBody) cell(at fyne.Position) (row, day int, ok bool) {
	name, width := b.of.columns(b.Size().Width)
	row, day = int(at.Y/monthRow), int((at.X-name)/width)
	return row, day, at.X >= name && at.Y >= 0 && day < len(b.of.month.Days) && row < len(b.of.month.Rows)
}

// The toolkit's callbacks: pointer, focus, keys.
func (b *monthBody) Tapped(e *fyne.PointEvent) {
	focusOn(b, b)
	row, day, ok := b.cell(e.Position)
	if !ok {
		row, day = int(e.Position.Y/monthRow), b.of.day
	}
	b.of.Go(row, day)
}
func (b *monthBody) DoubleTapped(e *fyne.PointEvent) { b.Tapped(e); b.open() }
func (b *monthBody) Cursor() desktop.Cursor          { return desktop.PointerCursor }
func (b *monthBody) FocusGained()                    { b.of.focused = true; b.Refresh() }
func (b *monthBody) FocusLost()                      { b.of.focused = false; b.Refresh() }

func (b *monthBody) open() {
	if b.of.OnOpen != nil {
		b.of.OnOpen()
	}
}

func (b *monthBody) TypedRune(r rune) {
	if b.of.OnRune != nil {
		b.of.OnRune(r)
	}
}

func (b *monthBody) TypedKey(k *fyne.KeyEvent) {
	g := b.of
	moves := map[fyne.KeyName][2]int{fyne.KeyUp: {-1, 0}, fyne.KeyDown: {1, 0}, fyne.KeyLeft: {0, -1}, fyne.KeyRight: {0, 1}, fyne.KeyHome: {0, -g.day}, fyne.KeyEnd: {0, len(g.month.Days)}}
	pages := map[fyne.KeyName]int{fyne.KeyPageUp: -1, fyne.KeyPageDown: 1}
	by, moved := moves[k.Name]
	page, paged := pages[k.Name]
	switch {
	case moved:
		g.Go(g.row+by[0], g.day+by[1])
	case paged && g.OnPage != nil:
		g.OnPage(page)
	case presses(k):
		b.open()
	case k.Name >= fyne.KeyA && k.Name <= fyne.KeyZ && len(k.Name) == 1: // comes as a character too
	default:
		pass(b, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *monthBody) CreateRenderer() fyne.WidgetRenderer {
	r := &monthBodyRenderer{b: b, ring: canvas.NewRectangle(nil), picked: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

// monthBodyRenderer keeps what it drew: a refresh fills it anew, and adds only what a longer month or more people need.
type monthBodyRenderer struct {
	b       *monthBody
	rest    []*canvas.Rectangle // of the days off
	picked  *canvas.Rectangle   // the row of the cursor
	rows    []*monthRowDrawn
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
}

type monthRowDrawn struct {
	name, note *canvas.Text
	line       *canvas.Rectangle
	cells      []*signDrawn
	totals     []*canvas.Text
}

func (r *monthBodyRenderer) Destroy()                     {}
func (r *monthBodyRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *monthBodyRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, float32(len(r.b.of.month.Rows))*monthRow)
}
func (r *monthBodyRenderer) Layout(fyne.Size) { r.Refresh() }

func (r *monthBodyRenderer) Refresh() {
	g, size := r.b.of, r.b.Size()
	name, width := g.columns(size.Width)
	r.objects = r.objects[:0]
	for i, d := range g.month.Days {
		if i == len(r.rest) {
			r.rest = append(r.rest, canvas.NewRectangle(nil))
		}
		if d.Rest {
			r.box(r.rest[i], theme.Rest, name+float32(i)*width, 0, width, size.Height)
		}
	}
	if len(g.month.Rows) > 0 {
		r.box(r.picked, theme.Selected, 0, float32(g.row)*monthRow, name, monthRow-1)
	}
	for i, row := range g.month.Rows {
		if i == len(r.rows) {
			r.rows = append(r.rows, &monthRowDrawn{name: canvas.NewText("", nil), note: canvas.NewText("", nil), line: canvas.NewRectangle(nil)})
		}
		r.row(r.rows[i], row, float32(i)*monthRow, name, width, size.Width)
	}
	r.cursor(name, width)
	canvas.Refresh(r.b)
}

func (r *monthBodyRenderer) box(b *canvas.Rectangle, fill fyne.ThemeColorName, x, y, w, h float32) {
	b.FillColor = theme.Of(fill)
	b.Move(fyne.NewPos(x, y))
	b.Resize(fyne.NewSize(w, h))
	r.objects = append(r.objects, b)
}

func (r *monthBodyRenderer) row(d *monthRowDrawn, row MonthRow, y, name, width, all float32) {
	put := func(t *canvas.Text, words string, size float32, ink fyne.ThemeColorName, at fyne.Position, room fyne.Size) {
		t.Text, t.TextSize, t.Color = cut(words, room.Width, size, t.TextStyle.Bold), size, theme.Of(ink)
		t.Move(at)
		t.Resize(room)
		r.objects = append(r.objects, t)
	}
	put(d.name, row.Name, theme.SizeBody, theme.Text, fyne.NewPos(16, y+2), fyne.NewSize(name-20, 19))
	put(d.note, row.Note, theme.SizeAxis, theme.Text3, fyne.NewPos(16, y+19), fyne.NewSize(name-20, 16))
	for i, c := range row.Cells {
		if i == len(d.cells) {
			d.cells = append(d.cells, newSignDrawn())
		}
		r.objects = append(r.objects, d.cells[i].draw(c, name+float32(i)*width, y, width, monthRow-1)...)
	}
	x := name + width*float32(len(row.Cells))
	for i, c := range row.Totals {
		if i == len(d.totals) {
			t := canvas.NewText("", nil)
			t.Alignment = fyne.TextAlignTrailing
			d.totals = append(d.totals, t)
		}
		ink, _ := c.Tint.Colours()
		put(d.totals[i], c.Sign, theme.SizeBody, ink, fyne.NewPos(x+float32(i)*monthTotal, y-1), fyne.NewSize(monthTotal-12, monthRow-1))
	}
	r.box(d.line, theme.Border, 0, y+monthRow-1, all, 1)
}

// cursor draws the ring: strong where the keys go to the grid.
func (r *monthBodyRenderer) cursor(name, width float32) {
	g := r.b.of
	if len(g.month.Rows) == 0 || len(g.month.Days) == 0 {
		return
	}
	focusRing(r.ring)
	if !g.focused {
		r.ring.StrokeColor, r.ring.FillColor = theme.Of(theme.Control), without(theme.Of(theme.Control))
	}
	side := min(width, monthCell+6)
	r.ring.CornerRadius = 6
	r.ring.Move(fyne.NewPos(name+float32(g.day)*width+round((width-side)/2), float32(g.row)*monthRow+round((monthRow-1-monthCell-6)/2)))
	r.ring.Resize(fyne.NewSize(side, monthCell+6))
	r.objects = append(r.objects, r.ring)
}
