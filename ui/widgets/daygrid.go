package widgets

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

const (
	dayWidth  float32 = 40
	dayHeight float32 = 36
	weekHead  float32 = 24
)

// dayGrid draws the six weeks of a DatePicker: one object for all of them, so that a month is drawn at once.
type dayGrid struct {
	widget.BaseWidget
	of *DatePicker
}

func newDayGrid(of *DatePicker) *dayGrid {
	g := &dayGrid{of: of}
	g.ExtendBaseWidget(g)
	return g
}

// cell is the cell at a position, or -1.
func (g *dayGrid) cell(at fyne.Position) int {
	column, row := int(at.X/dayWidth), int((at.Y-weekHead)/dayHeight)
	if at.X < 0 || at.Y < weekHead || column > 6 || row > 5 {
		return -1
	}
	return row*7 + column
}

// The toolkit's callbacks.
func (g *dayGrid) Tapped(e *fyne.PointEvent) {
	if i := g.cell(e.Position); i >= 0 {
		g.of.pick(g.of.first().AddDate(0, 0, i))
	}
}
func (g *dayGrid) MouseIn(e *desktop.MouseEvent)    { g.hover(g.cell(e.Position)) }
func (g *dayGrid) MouseMoved(e *desktop.MouseEvent) { g.hover(g.cell(e.Position)) }
func (g *dayGrid) MouseOut()                        { g.hover(-1) }

func (g *dayGrid) hover(i int) {
	if g.of.hovered != i {
		g.of.hovered = i
		g.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (g *dayGrid) CreateRenderer() fyne.WidgetRenderer {
	r := &dayGridRenderer{g: g}
	for _, name := range []string{"一", "二", "三", "四", "五", "六", "日"} {
		t := canvas.NewText(name, nil)
		t.TextSize, t.Alignment = theme.SizeHelp, fyne.TextAlignCenter
		r.heads = append(r.heads, t)
		r.objects = append(r.objects, t)
	}
	for i := range r.cells {
		c := &r.cells[i]
		c.ground, c.number, c.mark = canvas.NewRectangle(nil), canvas.NewText("", nil), canvas.NewText("", nil)
		c.ground.CornerRadius = 6
		c.number.TextSize, c.number.Alignment = theme.SizeBody, fyne.TextAlignCenter
		c.mark.TextSize, c.mark.Alignment = 10, fyne.TextAlignCenter
		r.objects = append(r.objects, c.ground, c.number, c.mark)
	}
	r.Refresh()
	return r
}

type dayCell struct {
	ground       *canvas.Rectangle
	number, mark *canvas.Text
}

type dayGridRenderer struct {
	g       *dayGrid
	heads   []*canvas.Text
	cells   [42]dayCell
	objects []fyne.CanvasObject
}

func (r *dayGridRenderer) Destroy()                     {}
func (r *dayGridRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *dayGridRenderer) MinSize() fyne.Size {
	return fyne.NewSize(7*dayWidth, weekHead+6*dayHeight)
}

func (r *dayGridRenderer) Layout(fyne.Size) {
	for i, t := range r.heads {
		t.Resize(fyne.NewSize(dayWidth, weekHead))
		t.Move(fyne.NewPos(float32(i)*dayWidth, 0))
	}
	for i, c := range r.cells {
		x, y := float32(i%7)*dayWidth, weekHead+float32(i/7)*dayHeight
		c.ground.Resize(fyne.NewSize(dayWidth-4, dayHeight-2))
		c.ground.Move(fyne.NewPos(x+2, y+1))
		c.number.Resize(fyne.NewSize(dayWidth, 18))
		c.number.Move(fyne.NewPos(x, y+2+r.lift(c)))
		c.mark.Resize(fyne.NewSize(dayWidth, 12))
		c.mark.Move(fyne.NewPos(x, y+20))
	}
}

// lift centres a number that has no mark below it.
func (r *dayGridRenderer) lift(c dayCell) float32 {
	if c.mark.Text == "" {
		return 7
	}
	return 0
}

func (r *dayGridRenderer) Refresh() {
	p := r.g.of
	for _, t := range r.heads {
		t.Color = theme.Of(theme.Text3)
	}
	day := p.first()
	today := p.dates.Now().In(p.at.Location())
	for i := range r.cells {
		r.fill(&r.cells[i], i, day, today)
		day = day.AddDate(0, 0, 1)
	}
	r.Layout(r.g.Size())
	canvas.Refresh(r.g)
}

// fill draws a day: its ground by whether the keys are on it, it is today or hovered; its words by what it is.
func (r *dayGridRenderer) fill(c *dayCell, i int, day, today time.Time) {
	p := r.g.of
	m := p.mark(day)
	on, away := sameDate(day, p.at), day.Month() != p.at.Month()
	ink, markInk := theme.Text, theme.Red
	if away || !m.Work && (m.Off || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday) {
		ink = theme.Text3
	}
	c.mark.Text = map[bool]string{true: "休"}[m.Off]
	if m.Work {
		c.mark.Text, markInk = "班", theme.Primary
	}
	if away {
		c.mark.Text = ""
	}
	c.ground.Hidden, c.ground.StrokeWidth, c.ground.FillColor = true, 0, theme.Of(theme.Hovered)
	if i == p.hovered {
		c.ground.Hidden = false
	}
	if sameDate(day, today) {
		c.ground.Hidden, c.ground.StrokeWidth, c.ground.StrokeColor = false, 1, theme.Of(theme.Primary)
		if i != p.hovered {
			c.ground.FillColor = theme.Of(theme.Surface)
		}
	}
	if on {
		c.ground.Hidden, c.ground.StrokeWidth, c.ground.FillColor = false, 0, theme.Of(theme.Fill)
		ink, markInk = theme.OnFill, theme.OnFill
	}
	c.number.Text = strconv.Itoa(day.Day())
	c.number.Color, c.mark.Color = theme.Of(ink), theme.Of(markInk)
}

func sameDate(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
