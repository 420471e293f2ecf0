package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// CalendarLine is a line in a day of a CalendarGrid.
type CalendarLine struct {
	Text string
	Tint Tint
	Soft bool // secondary
}

// CalendarDay is a day of a CalendarGrid: its number and what stands below.
type CalendarDay struct {
	Number            string
	Away, Rest, Today bool
	Lines             []CalendarLine
}

// Sizes of the grid.
const (
	calendarHead float32 = 28
	calendarLine float32 = 17
	calendarTop  float32 = 22
)

// CalendarGrid shows weeks of days, Monday first. Days are chosen by a tap, several by dragging over them; the arrows go from day to
// day. Its cells are kept: other weeks are drawn into them.
type CalendarGrid struct {
	widget.BaseWidget
	OnChoose func(from, to int) // days, both included
	OnOpen   func()
	OnPage   func(by int)

	days     []CalendarDay
	from, to int
	focused  bool
	dragging bool
}

// NewCalendarGrid makes an empty grid.
func NewCalendarGrid() *CalendarGrid {
	g := &CalendarGrid{}
	g.ExtendBaseWidget(g)
	return g
}

// SetDays shows other weeks: seven days each.
func (g *CalendarGrid) SetDays(days []CalendarDay) {
	g.days = days
	g.from, g.to = g.clamp(g.from), g.clamp(g.to)
	g.Refresh()
}

func (g *CalendarGrid) clamp(i int) int { return max(min(i, len(g.days)-1), 0) }

// Chosen are the days chosen, from the earlier to the later.
func (g *CalendarGrid) Chosen() (from, to int) { return min(g.from, g.to), max(g.from, g.to) }

// Choose chooses days, and tells so.
func (g *CalendarGrid) Choose(from, to int) {
	from, to = g.clamp(from), g.clamp(to)
	if len(g.days) == 0 {
		return
	}
	g.from, g.to = from, to
	g.Refresh()
	if g.OnChoose != nil {
		g.OnChoose(g.Chosen())
	}
}

func (g *CalendarGrid) weeks() int { return max((len(g.days)+6)/7, 1) }

// cell is where a day stands.
func (g *CalendarGrid) cell(i int) (pos fyne.Position, size fyne.Size) {
	s := g.Size()
	x := func(c int) float32 { return float32(int(s.Width * float32(c) / 7)) }
	y := func(w int) float32 {
		return calendarHead + float32(int((s.Height-calendarHead)*float32(w)/float32(g.weeks())))
	}
	c, w := i%7, i/7
	return fyne.NewPos(x(c), y(w)), fyne.NewSize(x(c+1)-x(c), y(w+1)-y(w))
}

// at is the day at a place, the nearest one beside the grid.
func (g *CalendarGrid) at(p fyne.Position) int {
	s := g.Size()
	column := max(min(int(p.X*7/max(s.Width, 1)), 6), 0)
	week := max(min(int((p.Y-calendarHead)*float32(g.weeks())/max(s.Height-calendarHead, 1)), g.weeks()-1), 0)
	return g.clamp(week*7 + column)
}

// The toolkit's callbacks: pointer, focus, keys.
func (g *CalendarGrid) Tapped(e *fyne.PointEvent) {
	focusOn(g, g)
	i := g.at(e.Position)
	g.Choose(i, i)
}
func (g *CalendarGrid) DoubleTapped(e *fyne.PointEvent) { g.Tapped(e); g.open() }
func (g *CalendarGrid) Dragged(e *fyne.DragEvent) {
	i := g.at(e.Position)
	start := g.at(e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY))
	if !g.dragging {
		focusOn(g, g)
		g.Choose(start, i)
		g.dragging = true
	} else if i != g.to {
		g.Choose(g.from, i)
	}
}
func (g *CalendarGrid) DragEnd()               { g.dragging = false }
func (g *CalendarGrid) Cursor() desktop.Cursor { return desktop.PointerCursor }
func (g *CalendarGrid) FocusGained()           { g.focused = true; g.Refresh() }
func (g *CalendarGrid) FocusLost()             { g.focused = false; g.Refresh() }
func (g *CalendarGrid) TypedRune(rune)         {}
func (g *CalendarGrid) TypedKey(k *fyne.KeyEvent) {
	moves := map[fyne.KeyName]int{fyne.KeyUp: -7, fyne.KeyDown: 7, fyne.KeyLeft: -1, fyne.KeyRight: 1}
	pages := map[fyne.KeyName]int{fyne.KeyPageUp: -1, fyne.KeyPageDown: 1}
	by, moved := moves[k.Name]
	page, paged := pages[k.Name]
	switch {
	case moved:
		g.Choose(g.to+by, g.to+by)
	case paged && g.OnPage != nil:
		g.OnPage(page)
	case presses(k):
		g.open()
	default:
		pass(g, k)
	}
}

func (g *CalendarGrid) open() {
	if g.OnOpen != nil {
		g.OnOpen()
	}
}

// CreateRenderer implements fyne.Widget.
func (g *CalendarGrid) CreateRenderer() fyne.WidgetRenderer {
	r := &calendarRenderer{g: g, drawing: &drawing{}}
	r.Refresh()
	return r
}

type calendarRenderer struct {
	*drawing
	g *CalendarGrid
}

func (r *calendarRenderer) Destroy()           {}
func (r *calendarRenderer) Layout(fyne.Size)   { r.Refresh() }
func (r *calendarRenderer) MinSize() fyne.Size { return fyne.NewSize(7*96, calendarHead+6*48) }

func (r *calendarRenderer) Refresh() {
	g := r.g
	r.begin()
	r.box(theme.Sunken, 0, 0, 0, g.Size().Width, calendarHead)
	for i, name := range []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"} {
		pos, size := g.cell(i)
		r.text(name, theme.SizeHelp, theme.Text2, fyne.TextAlignLeading, fyne.NewPos(pos.X+10, 0), fyne.NewSize(size.Width-10, calendarHead))
	}
	for i, d := range g.days {
		r.day(i, d)
	}
	for w := range g.weeks() {
		pos, _ := g.cell(w * 7)
		r.box(theme.Border, 0, 0, pos.Y, g.Size().Width, 1)
	}
	for c := 1; c < 7; c++ {
		pos, _ := g.cell(c)
		r.box(theme.Border, 0, pos.X, calendarHead, 1, g.Size().Height-calendarHead)
	}
	canvas.Refresh(g)
}

func (r *calendarRenderer) day(i int, d CalendarDay) {
	g := r.g
	pos, size := g.cell(i)
	from, to := g.Chosen()
	ground, ink := fyne.ThemeColorName(""), theme.Text
	if d.Rest {
		ground = theme.Rest
	}
	if d.Away {
		ink = theme.Text3
	}
	if i >= from && i <= to {
		ground = theme.Selected
	}
	if ground != "" {
		r.box(ground, 0, pos.X, pos.Y, size.Width, size.Height)
	}
	if i >= from && i <= to {
		bar := theme.Strong
		if g.focused {
			bar = theme.Fill
		}
		r.box(bar, 0, pos.X, pos.Y, 3, size.Height)
	}
	if d.Today {
		r.box(theme.Fill, 9, pos.X+6, pos.Y+3, 24, 18)
		r.text(d.Number, theme.SizeHelp, theme.OnFill, fyne.TextAlignCenter, fyne.NewPos(pos.X+6, pos.Y+2), fyne.NewSize(24, 18))
	} else {
		r.text(d.Number, theme.SizeHelp, ink, fyne.TextAlignLeading, fyne.NewPos(pos.X+10, pos.Y+2), fyne.NewSize(24, 18))
	}
	r.lines(d, pos, size)
}

// lines are as many as there is room for; the last says how many more there are.
func (r *calendarRenderer) lines(d CalendarDay, pos fyne.Position, size fyne.Size) {
	room := max(int((size.Height-calendarTop)/calendarLine), 0)
	for j, l := range d.Lines {
		if j >= room {
			break
		}
		at, width := fyne.NewPos(pos.X+8, pos.Y+calendarTop+float32(j)*calendarLine), size.Width-14
		ink, ground := l.Tint.Colours()
		if l.Tint != Neutral {
			r.box(ground, 3, at.X, at.Y, width, calendarLine-1)
		} else if ink = theme.Text; l.Soft || d.Away {
			ink = theme.Text3
		}
		words := l.Text
		if more := len(d.Lines) - room; j == room-1 && more > 0 {
			words, ink = "另有 "+itoa(more+1)+" 项", theme.Text3
		}
		r.text(cut(words, width-4, theme.SizeHelp, false), theme.SizeHelp, ink, fyne.TextAlignLeading, fyne.NewPos(at.X+3, at.Y-1), fyne.NewSize(width-4, calendarLine))
	}
}
