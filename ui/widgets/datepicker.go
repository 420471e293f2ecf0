package widgets

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// DatePicker is a month of days, Monday first. Arrows move by day and week, PgUp and PgDn by month, [ and ] by year, Home
// goes to today; Enter picks, Esc gives up.
type DatePicker struct {
	widget.BaseWidget
	OnPicked func(day time.Time)
	OnCancel func()

	dates   Dates
	at      time.Time // the day the keys are on, at noon
	chosen  time.Time
	hovered int // cell, -1 none
	focused bool

	title, name *Text
	grid        *dayGrid
	content     *fyne.Container
}

// NewDatePicker shows the month of a day.
func NewDatePicker(dates Dates, at time.Time) *DatePicker {
	p := &DatePicker{dates: dates, at: noon(at), chosen: noon(at), hovered: -1, title: Title("", theme.SizeCard).Centre(), name: Help("").Cut()}
	p.grid = newDayGrid(p)
	step := func(icon string, years, months int) fyne.CanvasObject {
		return newGlyph(icon, func() { p.stepped(years, months) })
	}
	today := NewButton("今天", "", Plain, func() { p.goTo(p.dates.Now()); focusOn(p, p) })
	today.Small = true
	p.content = Stack(4,
		Row(0, Fixed(step("chevrons-left", -1, 0)), Fixed(step("chevron-left", 0, -1)), Grow(p.title), Fixed(step("chevron-right", 0, 1)), Fixed(step("chevrons-right", 1, 0))),
		p.grid, Row(8, Grow(p.name), Fixed(today)))
	p.ExtendBaseWidget(p)
	p.show()
	return p
}

// Popped is a panel that lies over others.
func Popped(o fyne.CanvasObject) fyne.CanvasObject {
	return On(NewPanel(base.ColorNameOverlayBackground, theme.Strong, 8), Inset(10, 10, o))
}

// Day is the day the keys are on.
func (p *DatePicker) Day() time.Time { return p.at }

func noon(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, t.Location())
}

func (p *DatePicker) goTo(day time.Time) {
	if y := day.Year(); y >= 1950 && y <= 2100 {
		p.at = noon(day)
		p.show()
	}
}

// stepped goes by whole months: from the 31st to the last day of a shorter one.
func (p *DatePicker) stepped(years, months int) {
	first := time.Date(p.at.Year()+years, p.at.Month()+time.Month(months), 1, 12, 0, 0, 0, p.at.Location())
	last := first.AddDate(0, 1, -1).Day()
	p.goTo(first.AddDate(0, 0, min(p.at.Day(), last)-1))
	focusOn(p, p)
}

func (p *DatePicker) show() {
	p.title.Set(fmt.Sprintf("%d 年 %d 月", p.at.Year(), p.at.Month()))
	p.name.Set(p.told())
	p.grid.Refresh()
	p.Refresh()
}

// told says the day the keys are on, with what it is.
func (p *DatePicker) told() string {
	s := fmt.Sprintf("%d 月 %d 日 周%s", p.at.Month(), p.at.Day(), string([]rune("日一二三四五六")[p.at.Weekday()]))
	m := p.mark(p.at)
	if m.Name != "" {
		s += "，" + m.Name
	}
	if m.Work {
		s += "，调休上班"
	} else if m.Off && m.Name == "" {
		s += "，休"
	}
	return s
}

func (p *DatePicker) mark(day time.Time) DayMark {
	if p.dates.Mark == nil {
		return DayMark{}
	}
	return p.dates.Mark(day)
}

// first is the Monday on or before the first of the month.
func (p *DatePicker) first() time.Time {
	first := p.at.AddDate(0, 0, 1-p.at.Day())
	return first.AddDate(0, 0, -((int(first.Weekday()) + 6) % 7))
}

func (p *DatePicker) pick(day time.Time) {
	p.at = day
	if p.OnPicked != nil {
		p.OnPicked(day)
	}
}

// The toolkit's callbacks: focus and keys.
func (p *DatePicker) FocusGained() { p.focused = true; p.grid.Refresh() }
func (p *DatePicker) FocusLost()   { p.focused = false; p.grid.Refresh() }
func (p *DatePicker) TypedRune(r rune) {
	switch r {
	case '[', '【':
		p.stepped(-1, 0)
	case ']', '】':
		p.stepped(1, 0)
	}
}
func (p *DatePicker) TypedKey(k *fyne.KeyEvent) {
	days := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -7, fyne.KeyDown: 7}
	switch k.Name {
	case fyne.KeyPageUp:
		p.stepped(0, -1)
	case fyne.KeyPageDown:
		p.stepped(0, 1)
	case fyne.KeyHome:
		p.goTo(p.dates.Now())
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.pick(p.at)
	case fyne.KeyEscape:
		if p.OnCancel != nil {
			p.OnCancel()
		}
	default:
		if n := days[k.Name]; n != 0 {
			p.goTo(p.at.AddDate(0, 0, n))
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (p *DatePicker) CreateRenderer() fyne.WidgetRenderer { return &wholeRenderer{p.content} }
