package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// marks are what a row is besides its cells.
type marks struct{ selected, checked, focused, hovered bool }

// drawn is the spread a row was drawn by.
type drawn struct {
	turn  int
	width float32
}

// row shows one item of a table. The list puts the theme's padding between rows: a row asks for that much less and
// draws over it.
type row struct {
	widget.BaseWidget
	table *DataTable
	id    int
	item  *Item // nil: still loading
	marks marks
	drawn drawn
	held  fyne.KeyModifier
}

func newDataRow(t *DataTable) *row {
	r := &row{table: t, id: -1}
	r.ExtendBaseWidget(r)
	return r
}

// MinSize implements fyne.CanvasObject without drawing anything: the list makes a row at every refresh to ask for it.
func (r *row) MinSize() fyne.Size { return fyne.NewSize(100, rowHeight-base.Padding()) }

// Resize implements fyne.CanvasObject.
func (r *row) Resize(s fyne.Size) { r.BaseWidget.Resize(fyne.NewSize(s.Width, rowHeight)) }

// show puts an item into the row; what is shown already is not drawn again.
func (r *row) show(id int, item *Item, m marks) {
	m.hovered = r.marks.hovered && r.id == id
	same := r.drawn == (drawn{r.table.laid.turn, r.Size().Width}) && r.marks == m && sameItem(r.item, item)
	r.id, r.item, r.marks = id, item, m
	if !same {
		r.Refresh()
	}
}

func sameItem(a, b *Item) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a == b || a.Key == b.Key && a.Edge == b.Edge && slices.EqualFunc(a.Cells, b.Cells, Cell.same)
}

// hover marks the row below the pointer; rows that scroll away from it are told by no one but the table.
func (r *row) hover(on bool) {
	if on {
		r.table.over = r
	}
	if r.marks.hovered != on {
		r.marks.hovered = on
		r.Refresh()
	}
}

// The toolkit's callbacks.
func (r *row) Tapped(e *fyne.PointEvent)       { r.table.tapped(r.id, e.Position.X, r.held) }
func (r *row) MouseDown(e *desktop.MouseEvent) { r.held = e.Modifier }
func (r *row) MouseUp(*desktop.MouseEvent)     {}
func (r *row) MouseIn(e *desktop.MouseEvent)   { r.MouseMoved(e) }
func (r *row) MouseMoved(e *desktop.MouseEvent) {
	r.hover(true)
	r.table.stay(r, e.Position.X)
}
func (r *row) MouseOut() { r.hover(false); r.table.tip.hide() }

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	d := newRowRenderer(r)
	d.Refresh()
	return d
}
