// Package widgets owns parts that know nothing of the ledger: they show what they are given and call back. It imports Fyne
// and the theme only.
package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

const (
	rowHeight  float32 = 36
	headHeight float32 = 34
	footHeight float32 = 34
	margin     float32 = 16 // beside the first and last column
	checkWidth float32 = 26 // of the column of checks
	cellGap    float32 = 14
	leastWidth float32 = 48
)

// DataTable is a dense list of rows of which a source gives those that are seen. Rows are chosen by ↑↓ PgUp PgDn Home
// End and the pointer, checked by Space, Shift and Ctrl, opened by Enter.
type DataTable struct {
	widget.BaseWidget
	OnSelect func(Item)                  // a row was chosen
	OnOpen   func(Item)                  // Enter on a row
	OnAgain  func(Item)                  // the row chosen was clicked once more; nil: it is chosen anew
	OnSort   func(key string, down bool) // another order is wanted: the source must be asked anew
	OnCheck  func(checked int)
	OnAll    func()      // all rows are to be checked: the owner reads them and hands them to Check; nil: those loaded are
	OnState  func(State) // widths, columns or order were changed by the user
	OnCopy   func(text string)
	OnEscape func() // Esc where nothing is checked; without it the row is no longer chosen

	columns []TableColumn
	checks  bool
	state   State
	laid    spread
	rows    pages
	at      int    // row chosen, -1 none
	key     string // what is chosen, "" none or still loading
	checked map[string]mark
	anchor  int // row a range of checks began at, -1 none

	list    *rowList
	head    *head
	empty   *fyne.Container
	tip     *tip
	outline *canvas.Rectangle // the focus where no row is chosen
	foot    *Text
	keys    *Text
	bottom  fyne.CanvasObject
	content *fyne.Container
	over    *row          // below the pointer, nil none
	live    map[*row]bool // row widgets told what to show since the list was last built anew
}

// NewDataTable makes a table; with checks, rows can be checked for a batch.
func NewDataTable(columns []TableColumn, checks bool) *DataTable {
	t := &DataTable{columns: columns, checks: checks, at: -1, anchor: -1, checked: map[string]mark{}, live: map[*row]bool{}}
	t.ExtendBaseWidget(t)
	t.list, t.head, t.tip = newRowList(t), newHead(t), newTip()
	t.empty = container.NewStack()
	t.foot, t.keys = Help("").Cut(), Help("↑↓ 移动　Enter 打开")
	if checks {
		t.keys.Set("↑↓ 移动　Shift+↑↓ 连选　空格 勾选　Enter 打开")
	}
	t.bottom = Tall(footHeight, Column(0, Fixed(Rule()), Grow(Inset(0, margin, Row(12, Grow(t.foot), Fixed(t.keys))))))
	t.bottom.Hide()
	t.empty.Hide()
	t.outline = canvas.NewRectangle(color.Transparent)
	t.outline.Hide()
	body := container.NewStack(t.list, t.empty, Inset(1, 1, t.outline), t.tip.layer)
	t.content = On(NewPanel(theme.Surface, "", 0), Column(0, Fixed(t.head), Grow(body), Fixed(t.bottom)))
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(t.content)
}

// MinSize keeps room for the growing column and a few rows.
func (t *DataTable) MinSize() fyne.Size { return fyne.NewSize(320, headHeight+3*rowHeight) }

// Resize drops the hint of keys where the foot is narrow.
func (t *DataTable) Resize(s fyne.Size) {
	t.tip.hide()
	t.BaseWidget.Resize(s)
	t.fitFoot()
}

func (t *DataTable) fitFoot() {
	wide := fyne.MeasureText(t.foot.Value(), theme.SizeHelp, fyne.TextStyle{}).Width+t.keys.MinSize().Width+2*margin+24 < t.Size().Width
	if wide != t.keys.Visible() {
		if wide {
			t.keys.Show()
		} else {
			t.keys.Hide()
		}
		t.bottom.Refresh()
	}
}

// SetFoot says below the rows how many there are; "" takes the line away.
func (t *DataTable) SetFoot(words string) {
	t.foot.Set(words)
	if (words != "") != t.bottom.Visible() {
		if words != "" {
			t.bottom.Show()
		} else {
			t.bottom.Hide()
		}
		t.content.Refresh()
	}
	t.fitFoot()
}

// SetEmpty is what stands in the middle where there is no row.
func (t *DataTable) SetEmpty(o fyne.CanvasObject) {
	t.empty.Objects = []fyne.CanvasObject{container.NewCenter(o)}
	t.empty.Refresh()
}

// State is what the user chose so far.
func (t *DataTable) State() State { return t.state }

// SetState puts back what was chosen before; columns that are no more are passed over.
func (t *DataTable) SetState(s State) {
	t.state = s
	t.relay()
}

// relay lays the columns out anew.
func (t *DataTable) relay() {
	t.laid = spread{turn: t.laid.turn + 1}
	t.head.Refresh()
	t.redraw()
}

// changed lays out anew and tells the owner.
func (t *DataTable) changed() {
	t.relay()
	if t.OnState != nil {
		t.OnState(t.state)
	}
}

// redraw shows in each visible row what it has to show now; those that show it already are passed over.
func (t *DataTable) redraw() {
	first, last := t.list.seen()
	for r := range t.live {
		if r.id < first || r.id > last { // waits in the list's pool
			delete(t.live, r)
			continue
		}
		t.fill(r.id, r)
	}
	t.showFocus()
}

// showFocus draws the focus around the rows where none of them is chosen and could show it.
func (t *DataTable) showFocus() {
	if on := t.list.focused && t.at < 0; on == t.outline.Hidden {
		edge := color.NRGBAModel.Convert(theme.Of(theme.Fill)).(color.NRGBA)
		t.outline.StrokeColor, t.outline.StrokeWidth = edge, 2
		edge.A = 0 // another colour would shine through the edge's rim
		t.outline.FillColor = edge
		t.outline.Hidden = !on
		t.outline.Refresh()
	}
}

// rebuild takes up another number of rows.
func (t *DataTable) rebuild() {
	clear(t.live)
	t.list.Refresh()
	t.head.Refresh()
	if none := t.rows.count == 0 && !t.rows.more; none != t.empty.Visible() {
		if none {
			t.empty.Show()
		} else {
			t.empty.Hide()
		}
	}
}

// fill tells a row widget which row it shows.
func (t *DataTable) fill(id int, r *row) {
	t.live[r] = true
	if r.id != id {
		t.scrolled()
	}
	item := t.rows.item(id)
	checked := false
	if item != nil {
		_, checked = t.checked[item.Key]
	}
	r.show(id, item, marks{selected: t.chosen(id, item), checked: checked, focused: id == t.at && t.list.focused})
}

// scrolled takes away what belongs to the row that was below the pointer.
func (t *DataTable) scrolled() {
	t.tip.hide()
	if t.over != nil {
		t.over.hover(false)
		t.over = nil
	}
}
