package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// MonthDay is a column of a MonthGrid.
type MonthDay struct {
	Number, Name string // 16 一
	Rest, Today  bool
}

// MonthCell is one person's day: one Han character on its tint, or "·" where there is nothing to say of a day worked. "" is nothing.
type MonthCell struct {
	Sign   string
	Tint   Tint
	Marked bool // entered belatedly: a dot in the corner
}

// MonthRow is a person's month: a cell a day and a total under each head.
type MonthRow struct {
	Name, Note string
	Cells      []MonthCell
	Totals     []MonthCell
}

// Month is what a MonthGrid shows: as many cells a row as days, as many totals as heads. Foot counts by day.
type Month struct {
	Days  []MonthDay
	Heads []string
	Rows  []MonthRow
	Foot  MonthRow
}

// Sizes of the grid.
const (
	monthHead  float32 = 44
	monthRow   float32 = 38
	monthFoot  float32 = 34
	monthName  float32 = 116
	monthTotal float32 = 44
	monthCell  float32 = 22
	dayLeast   float32 = 22
	dayMost    float32 = 44
)

// MonthGrid shows a month of people by days. The arrows go from cell to cell, PageUp and PageDown by months; other characters are
// the owner's. Days stand under a head that stays, people scroll. Its cells are kept: another month is drawn into them.
type MonthGrid struct {
	widget.BaseWidget
	OnMove func(row, day int)
	OnOpen func()
	OnPage func(by int)
	OnRune func(rune) // a character that is no arrow

	month    Month
	row, day int
	focused  bool
	head     *monthLine
	body     *monthBody
	foot     *monthLine
	scroll   *container.Scroll
}

// NewMonthGrid makes an empty grid.
func NewMonthGrid() *MonthGrid {
	g := &MonthGrid{}
	g.head, g.foot, g.body = newMonthLine(g, monthHead), newMonthLine(g, monthFoot), &monthBody{of: g}
	g.body.ExtendBaseWidget(g.body)
	g.scroll = container.NewVScroll(g.body)
	g.ExtendBaseWidget(g)
	return g
}

// SetMonth shows another month; the cursor stays as near as it can.
func (g *MonthGrid) SetMonth(m Month) {
	g.month = m
	g.row, g.day = max(min(g.row, len(m.Rows)-1), 0), max(min(g.day, len(m.Days)-1), 0)
	g.Refresh()
	g.head.Refresh()
	g.foot.Refresh()
	g.body.Refresh()
	g.scroll.Refresh()
}

// At is where the cursor is: a row and a day, both from 0.
func (g *MonthGrid) At() (row, day int) { return g.row, g.day }

// Go moves the cursor, and tells where it came.
func (g *MonthGrid) Go(row, day int) {
	if len(g.month.Rows) == 0 {
		return
	}
	g.row, g.day = max(min(row, len(g.month.Rows)-1), 0), max(min(day, len(g.month.Days)-1), 0)
	g.reveal()
	g.body.Refresh()
	if g.OnMove != nil {
		g.OnMove(g.row, g.day)
	}
}

// reveal scrolls as little as shows the row of the cursor.
func (g *MonthGrid) reveal() {
	top, room := float32(g.row)*monthRow, g.scroll.Size().Height
	offset := max(min(g.scroll.Offset.Y, top), top+monthRow-room)
	if room > 0 && offset != g.scroll.Offset.Y {
		g.scroll.ScrollToOffset(fyne.NewPos(0, offset))
	}
}

// Focus gives the keys to the grid.
func (g *MonthGrid) Focus() { focusOn(g, g.body) }

// Target is what takes the focus.
func (g *MonthGrid) Target() fyne.Focusable { return g.body }

// columns says where the columns of a width stand: how wide the name is, and each day. The name takes what is left.
func (g *MonthGrid) columns(width float32) (name, day float32) {
	n := max(len(g.month.Days), 1)
	left := width - monthName - monthTotal*float32(len(g.month.Heads))
	day = min(max(float32(int(left)/n), dayLeast), dayMost)
	return width - day*float32(n) - monthTotal*float32(len(g.month.Heads)), day
}

// CreateRenderer implements fyne.Widget.
func (g *MonthGrid) CreateRenderer() fyne.WidgetRenderer { return &monthRenderer{g} }

type monthRenderer struct{ g *MonthGrid }

func (r *monthRenderer) Destroy() {}
func (r *monthRenderer) Refresh() { r.Layout(r.g.Size()) }
func (r *monthRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.g.head, r.g.scroll, r.g.foot}
}

func (r *monthRenderer) MinSize() fyne.Size {
	n := float32(max(len(r.g.month.Days), 28))
	return fyne.NewSize(monthName+n*dayLeast+monthTotal*float32(len(r.g.month.Heads)), monthHead+monthRow+r.footHeight())
}

func (r *monthRenderer) footHeight() float32 {
	if r.g.month.Foot.Name == "" {
		return 0
	}
	return monthFoot
}

func (r *monthRenderer) Layout(s fyne.Size) {
	foot := r.footHeight()
	body := min(max(s.Height-monthHead-foot, 0), float32(len(r.g.month.Rows))*monthRow)
	r.g.head.Resize(fyne.NewSize(s.Width, monthHead))
	r.g.head.Move(fyne.NewPos(0, 0))
	r.g.scroll.Resize(fyne.NewSize(s.Width, body))
	r.g.scroll.Move(fyne.NewPos(0, monthHead))
	r.g.foot.Resize(fyne.NewSize(s.Width, foot))
	r.g.foot.Move(fyne.NewPos(0, monthHead+body))
	r.g.foot.Hidden = foot == 0
}
