// Package widgets owns parts that know nothing of the ledger: they show what they are given and call back.
package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// TableColumn of a table; Width 0 takes what is left.
type TableColumn struct {
	Head  string
	Width float32
}

// Cell is a text with its colour; the zero colour is the foreground.
type Cell struct {
	Text  string
	Color fyne.ThemeColorName
}

const rowHeight = 32

// Table is a dense list of rows on widget.List: the stock table costs several times as much.
type Table struct {
	widget.BaseWidget
	columns []TableColumn
	rows    [][]Cell
	list    *widget.List
	content *fyne.Container
}

// NewTable makes a table that calls back with the row chosen.
func NewTable(columns []TableColumn, chosen func(row int)) *Table {
	t := &Table{columns: columns}
	t.list = widget.NewList(func() int { return len(t.rows) }, func() fyne.CanvasObject { return newRow(columns) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(t.rows) {
			fill(o, t.rows[i])
		}
	})
	t.list.OnSelected = chosen
	head := newRow(columns)
	cells := make([]Cell, len(columns))
	for i, c := range columns {
		cells[i] = Cell{Text: c.Head, Color: base.ColorNamePlaceHolder}
	}
	fill(head, cells)
	t.content = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil, t.list)
	t.ExtendBaseWidget(t)
	return t
}

// SetRows shows other rows; the choice is dropped.
func (t *Table) SetRows(rows [][]Cell) {
	t.rows = rows
	t.list.UnselectAll()
	t.list.Refresh()
}

// Rows is how many rows there are.
func (t *Table) Rows() int { return len(t.rows) }

// Select chooses a row as a click would.
func (t *Table) Select(row int) { t.list.Select(row) }

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }

func newRow(columns []TableColumn) *fyne.Container {
	texts := make([]fyne.CanvasObject, len(columns))
	for i := range columns {
		texts[i] = canvas.NewText("", nil)
	}
	return container.New(&rowLayout{columns: columns, whole: make([]string, len(columns))}, texts...)
}

func fill(o fyne.CanvasObject, cells []Cell) {
	settings := fyne.CurrentApp().Settings()
	row := o.(*fyne.Container)
	for i, c := range cells {
		row.Layout.(*rowLayout).whole[i] = c.Text
		text := row.Objects[i].(*canvas.Text)
		color := c.Color
		if color == "" {
			color = base.ColorNameForeground
		}
		text.TextSize = base.TextSize()
		text.Color = settings.Theme().Color(color, settings.ThemeVariant())
	}
	row.Layout.Layout(row.Objects, row.Size())
	row.Refresh()
}

// rowLayout sets cells at their columns and cuts what does not fit, with an ellipsis.
type rowLayout struct {
	columns []TableColumn
	whole   []string // the texts uncut: a wider column shows more again
}

// MinSize implements fyne.Layout.
func (r *rowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, c := range r.columns {
		w += max(c.Width, 80)
	}
	return fyne.NewSize(w, rowHeight)
}

// Layout implements fyne.Layout.
func (r *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	fixed, open := float32(0), 0
	for _, c := range r.columns {
		fixed += c.Width
		if c.Width == 0 {
			open++
		}
	}
	x := float32(0)
	for i, c := range r.columns {
		w := c.Width
		if w == 0 {
			w = max(80, (size.Width-fixed)/float32(max(open, 1)))
		}
		text := objects[i].(*canvas.Text)
		text.Text = r.whole[i]
		shorten(text, w-8)
		text.Move(fyne.NewPos(x+4, (size.Height-text.MinSize().Height)/2))
		text.Resize(fyne.NewSize(w-8, text.MinSize().Height))
		x += w
	}
}

// shorten cuts a text to a width.
func shorten(t *canvas.Text, width float32) {
	if fyne.MeasureText(t.Text, t.TextSize, t.TextStyle).Width <= width {
		return
	}
	runes := []rune(t.Text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", t.TextSize, t.TextStyle).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	t.Text = string(runes[:lo]) + "…"
}
