package widgets

import "fyne.io/fyne/v2"

// TableColumn of a DataTable.
type TableColumn struct {
	Key, Head string
	Width     float32 // in pixels at first; what a growing column has at least
	Grow      bool    // takes what the others leave; one column does
	Enough    float32 // width of a growing column beyond which the others grow with it, until one was sized by hand; 0: it grows alone
	Align     fyne.TextAlign
	Hideable  bool
	Hidden    bool // at first
	Sortable  bool
	Spare     int // where it is narrow, columns of the highest Spare fall away first; 0: never
}

// Cell is one value of a row, ready to be shown. The zero colour is the text's.
type Cell struct {
	Text  string
	Icon  string // name of a line icon before the text, "" none
	Color fyne.ThemeColorName
	Bold  bool
	Tag   *TagSpec // shown in place of text and icon
}

// TagSpec is a state as NewTag shows it.
type TagSpec struct {
	Icon, Words string
	Tint        Tint
}

// Words is what a cell says.
func (c Cell) Words() string {
	if c.Tag != nil {
		return c.Tag.Words
	}
	return c.Text
}

func (c Cell) same(d Cell) bool {
	if c.Tag != nil && d.Tag != nil && *c.Tag == *d.Tag {
		c.Tag, d.Tag = nil, nil
	}
	return c == d
}

// Item is one row: what it is known by, and a cell for every column in the order they were declared.
type Item struct {
	Key   string
	Cells []Cell
	Edge  fyne.ThemeColorName // a bar at the left that says it is urgent, "" none
}

// State is what a user chose of a table: the owner keeps it from one run to the next.
type State struct {
	Widths map[string]float32 `json:"widths,omitempty"` // by column, where it was dragged
	Shown  map[string]bool    `json:"shown,omitempty"`  // by column, where it was chosen
	Order  []string           `json:"order,omitempty"`  // columns as they were put
	Sort   string             `json:"sort,omitempty"`   // column, "" the source's own order
	Down   bool               `json:"down,omitempty"`   // greatest first
}
