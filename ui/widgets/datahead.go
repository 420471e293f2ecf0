package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// head is the row of column names: a click sorts, an edge or a name is dragged; with the focus ← → choose a column, Enter
// sorts, + and − change its width, < and > move it.
type head struct {
	widget.BaseWidget
	table   *DataTable
	focused bool
	hovered bool
	pointer float32
	column  int // place that has the focus
	moving  int // place whose name is dragged, -1 none
	dragged int // place whose edge is dragged, -1 none
}

func newHead(t *DataTable) *head {
	h := &head{table: t, dragged: -1, moving: -1}
	h.ExtendBaseWidget(h)
	return h
}

// MinSize implements fyne.CanvasObject.
func (h *head) MinSize() fyne.Size { return fyne.NewSize(100, headHeight) }

func (h *head) spread() spread { return h.table.spans(h.Size().Width) }

// Tapped sorts by the column, or checks all that are loaded, or none.
func (h *head) Tapped(e *fyne.PointEvent) {
	l := h.spread()
	if h.table.checks && e.Position.X < h.table.lead()-4 {
		h.toggleAll()
	} else if i := l.at(e.Position.X); i >= 0 && l.edge(e.Position.X) < 0 {
		h.sort(l.spans[i].column)
	}
}

func (h *head) toggleAll() {
	if len(h.table.checked) > 0 {
		h.table.ClearChecks()
	} else {
		h.table.CheckAll()
	}
}

// sort asks for an order: by a column, the other way round where it is sorted by already.
func (h *head) sort(column int) {
	t, c := h.table, h.table.columns[column]
	if !c.Sortable {
		return
	}
	t.state.Down = t.state.Sort == c.Key && !t.state.Down
	t.state.Sort = c.Key
	h.Refresh()
	if t.OnState != nil {
		t.OnState(t.state)
	}
	if t.OnSort != nil {
		t.OnSort(c.Key, t.state.Down)
	}
}

// Dragged moves the edge the drag began on.
func (h *head) Dragged(e *fyne.DragEvent) {
	if h.dragged < 0 && h.moving < 0 {
		from := e.Position.X - e.Dragged.DX
		if h.dragged = h.spread().edge(from); h.dragged < 0 {
			h.moving = h.spread().at(from)
		}
	}
	if h.pointer = e.Position.X; h.dragged >= 0 {
		h.table.drag(h.dragged, e.Dragged.DX)
	}
}

// DragEnd tells the owner; a name is put where it was let go.
func (h *head) DragEnd() {
	if to := h.spread().at(h.pointer); h.moving >= 0 && to >= 0 {
		h.table.shift(h.moving, to-h.moving)
	}
	h.moving = -1
	if h.dragged >= 0 {
		h.dragged = -1
		h.table.changed()
	}
}

// Cursor shows where an edge can be dragged.
func (h *head) Cursor() desktop.Cursor {
	l := h.spread()
	if l.edge(h.pointer) >= 0 {
		return desktop.HResizeCursor
	}
	if i := l.at(h.pointer); i >= 0 && h.table.columns[l.spans[i].column].Sortable {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// The toolkit's callbacks: pointer, focus, keys.
func (h *head) MouseIn(e *desktop.MouseEvent)    { h.pointer, h.hovered = e.Position.X, true; h.Refresh() }
func (h *head) MouseMoved(e *desktop.MouseEvent) { h.pointer = e.Position.X }
func (h *head) MouseOut()                        { h.hovered = false; h.Refresh() }
func (h *head) FocusGained()                     { h.focused = true; h.Refresh() }
func (h *head) FocusLost()                       { h.focused = false; h.Refresh() }

// TypedRune changes a width or a place.
func (h *head) TypedRune(r rune) {
	if by := map[rune]int{'<': -1, ',': -1, '>': 1, '.': 1}[r]; by != 0 {
		h.column = h.table.shift(h.column, by)
		h.Refresh()
		return
	}
	l := h.spread()
	by := map[rune]float32{'+': 8, '=': 8, '-': -8, '−': -8}[r]
	if by != 0 && h.column < len(l.spans) {
		h.table.widen(l, l.spans[h.column].column, by)
		h.table.changed()
	}
}

// TypedKey chooses a column and sorts by it.
func (h *head) TypedKey(k *fyne.KeyEvent) {
	l := h.spread()
	switch k.Name {
	case fyne.KeyLeft:
		h.column = max(h.column-1, 0)
	case fyne.KeyRight:
		h.column = min(h.column+1, len(l.spans)-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if h.column < len(l.spans) {
			h.sort(l.spans[h.column].column)
		}
	default:
		pass(h, k)
	}
	h.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *head) CreateRenderer() fyne.WidgetRenderer {
	d := &headRenderer{h: h, rowRenderer: newRowRenderer(nil)}
	d.Refresh()
	return d
}

// headRenderer draws names with the parts a row draws values with.
type headRenderer struct {
	h *head
	*rowRenderer
	edges []*canvas.Rectangle
}

func (d *headRenderer) MinSize() fyne.Size { return d.h.MinSize() }
func (d *headRenderer) Layout(fyne.Size)   { d.Refresh() }

func (d *headRenderer) Refresh() {
	size, t := d.h.Size(), d.h.table
	d.objects = d.objects[:0]
	d.rect(&d.ground, theme.Sunken, fyne.NewPos(0, 0), size)
	d.rect(&d.line, theme.Border, fyne.NewPos(0, size.Height-1), fyne.NewSize(size.Width, 1))
	if t.checks {
		d.objects = append(d.objects, d.box.draw(fyne.NewPos(margin, (size.Height-checkSize)/2), d.ticks())...)
	}
	l := d.h.spread()
	for len(d.cells) < len(l.spans) {
		d.cells, d.edges = append(d.cells, cellParts{}), append(d.edges, canvas.NewRectangle(color.Transparent))
	}
	for place, s := range l.spans {
		if d.h.focused && place == d.h.column {
			d.rect(&d.ring, theme.Sunken, fyne.NewPos(s.x-8, 3), fyne.NewSize(s.width-2, size.Height-7))
			d.ring.StrokeWidth, d.ring.StrokeColor, d.ring.CornerRadius = 2, theme.Of(theme.Fill), 4
		}
		d.name(&d.cells[place], s)
		if d.h.hovered && place+1 < len(l.spans) {
			d.rect(&d.edges[place], theme.Strong, fyne.NewPos(s.x+s.width-cellGap/2-1, 9), fyne.NewSize(1, 16))
		}
	}
	canvas.Refresh(d.h)
}

// ticks says whether all, some or none of the loaded rows are checked.
func (d *headRenderer) ticks() tick {
	t, loaded := d.h.table, 0
	for _, page := range t.rows.held {
		loaded += len(page)
	}
	switch n := len(t.checked); {
	case n == 0:
		return unticked
	case n < loaded:
		return partly
	}
	return ticked
}

// name draws a column's name, with an arrow where rows are sorted by it.
func (d *headRenderer) name(p *cellParts, s span) {
	c, state := d.h.table.columns[s.column], d.h.table.state
	ink, room := theme.Text2, s.width-cellGap
	sorted := state.Sort == c.Key && c.Key != ""
	if sorted {
		ink, room = theme.Primary, room-18
	}
	d.text(p, words{c.Head, theme.SizeHelp, ink, sorted, c.Align}, s.x, room)
	p.text.Resize(fyne.NewSize(room, headHeight-1))
	if !sorted {
		return
	}
	x := s.x + min(lengthOf(c.Head, theme.SizeHelp, true), room) + 4
	if c.Align == fyne.TextAlignTrailing {
		x = s.x + room + 4
	}
	d.icon(p, map[bool]string{false: "arrow-up", true: "arrow-down"}[state.Down], ink, x)
	p.icon.Move(fyne.NewPos(x, 10))
}
