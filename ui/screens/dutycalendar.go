package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app/ledger"
	record "opsledger/app/record/duty"
	"opsledger/app/rule/duty"
	"opsledger/app/rule/worktime"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// dutySide is the pane of the chosen days.
const dutySide = 336

// DutyCalendar is the 值班月历: who is on duty now, the month with its gaps and overlaps, the days chosen (R081).
type DutyCalendar struct {
	Grid *widgets.CalendarGrid

	frame   Frame
	desk    *Desk
	month   time.Time // its first day
	cover   duty.Cover
	days    []view.DutyDay
	title   *widgets.Text
	now     *fyne.Container // who is on duty
	side    *fyne.Container
	content fyne.CanvasObject
	reads   reads
}

// NewDutyCalendar makes the screen at a month (2026-03); "" is the one shown last, else this one.
func NewDutyCalendar(f Frame, d *Desk, about string) *DutyCalendar {
	s := &DutyCalendar{frame: f, desk: d, Grid: widgets.NewCalendarGrid(), title: widgets.Title("", theme.SizeSection), now: container.NewStack(), side: container.NewStack()}
	s.Grid.OnChoose = func(int, int) { s.showSide() }
	s.Grid.OnOpen = s.Schedule
	s.Grid.OnPage = s.Turn
	s.content = s.layOut()
	s.see(d.monthOf("duty/calendar", about))
	return s
}

// restDays tells the days nobody works: weekends and holidays, less what is worked in their stead.
func restDays(years []worktime.Year) func(time.Time) bool {
	var list []func(time.Time) widgets.DayMark
	for _, y := range years {
		list = append(list, marks(y))
	}
	return func(day time.Time) bool {
		w := day.Weekday()
		rest := w == time.Saturday || w == time.Sunday
		for _, mark := range list {
			m := mark(day)
			rest = m.Off || rest && !m.Work
		}
		return rest
	}
}

// Content is the screen laid out.
func (s *DutyCalendar) Content() fyne.CanvasObject { return s.content }

func (s *DutyCalendar) layOut() fyne.CanvasObject {
	bar := widgets.Row(8, widgets.Fixed(turner(s.Turn, s.title, 118, false)),
		widgets.Fixed(widgets.NewButton("本月", "", widgets.Usual, func() { s.see(s.frame.Now()) })), widgets.Part{CanvasObject: s.now, Weight: 1},
		widgets.Fixed(widgets.NewButton("排班…", "plus", widgets.Main, s.Schedule)))
	grid := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, s.Grid))
	return widgets.Column(12, widgets.Fixed(bar), widgets.Grow(widgets.Row(12, widgets.Grow(grid), widgets.Wide(dutySide, s.side))))
}

// Turn goes by months.
func (s *DutyCalendar) Turn(by int) { s.see(s.month.AddDate(0, by, 0)) }

// Reread reads the month anew.
func (s *DutyCalendar) Reread() { s.load(false) }

func (s *DutyCalendar) see(at time.Time) {
	s.month = s.desk.sawMonth("duty/calendar", at)
	s.title.Set(view.MonthName(s.month))
	s.load(true)
}

// dutyFound is what the calendar shows.
type dutyFound struct {
	cover duty.Cover
	now   []duty.Held
	years []worktime.Year
}

func (s *DutyCalendar) load(anew bool) {
	from, to := view.DutySpan(s.month)
	reread(s.desk, &s.reads, func(ctx context.Context) (d dutyFound, err error) {
		if d.cover, err = s.desk.Duty(ctx, from, to); err != nil {
			return d, err
		}
		if d.now, err = s.desk.OnDuty(ctx, s.frame.Now()); err != nil {
			return d, err
		}
		d.years, err = s.desk.HolidayYears(ctx)
		return d, err
	}, func(d dutyFound, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.cover = d.cover
		s.show(d, anew)
	})
}

func (s *DutyCalendar) show(d dutyFound, anew bool) {
	icon, tint := "phone", widgets.Going
	if len(d.now) == 0 {
		icon, tint = "alert-circle", widgets.Bad
	}
	s.now.Objects = []fyne.CanvasObject{widgets.Row(0, widgets.Fixed(widgets.NewTag(icon, view.OnDuty(d.now), tint)), widgets.Grow(widgets.Spring()))}
	s.now.Refresh()
	s.days = view.DutyDays(s.cover, s.month, s.frame.Now(), restDays(d.years))
	cells := make([]widgets.CalendarDay, len(s.days))
	at := 0
	for i, d := range s.days {
		cells[i] = widgets.CalendarDay{Number: d.Number, Away: d.Away, Rest: d.Rest, Today: d.Today}
		for _, l := range d.Lines {
			cells[i].Lines = append(cells[i].Lines, widgets.CalendarLine{Text: whenWho(l), Tint: tints[l.Tone], Soft: l.Tone == view.Quiet})
		}
		if d.Today || d.Date.Equal(s.month) && at == 0 {
			at = i
		}
	}
	s.Grid.SetDays(cells)
	if anew {
		s.Grid.Choose(at, at)
		if c := s.frame.Window().Canvas(); c.Focused() == nil && c.Overlays().Top() == nil {
			c.Focus(s.Grid)
		}
	}
	s.showSide()
	s.content.Refresh()
}

// whenWho writes a line of a day; of what is wrong, that comes first: a line may be cut.
func whenWho(l view.DutyLine) string {
	if l.Tone == view.Bad {
		return strings.TrimSpace(l.Who + " " + l.When)
	}
	return strings.TrimSpace(l.When + " " + l.Who)
}

// chosen is the time from the first day chosen to the end of the last.
func (s *DutyCalendar) chosen() (from, to time.Time) {
	a, b := s.Grid.Chosen()
	if len(s.days) == 0 {
		return s.month, s.month.AddDate(0, 0, 1)
	}
	return s.days[a].Date, s.days[b].Date.AddDate(0, 0, 1)
}

// showSide tells the turns of the days chosen, what is wrong with them first; each turn can be swapped or opened.
func (s *DutyCalendar) showSide() {
	from, to := s.chosen()
	touched := stretch(s.cover, from, to)
	var rows []fyne.CanvasObject
	for _, l := range view.Turns(touched) {
		rows = append(rows, s.turn(l))
	}
	if len(rows) == 0 {
		rows = append(rows, widgets.NewParagraph("没有排班。", theme.SizeBody, theme.Text3))
	}
	rows = append(rows, widgets.Rule(), widgets.NewParagraph("拖动可选几天一起排班；方向键移动，Enter 排班。", theme.SizeHelp, theme.Text3))
	title := view.DaySpan(from, to.AddDate(0, 0, -1))
	s.side.Objects = []fyne.CanvasObject{widgets.Card(title, nil, widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(10, rows...))))}
	s.side.Refresh()
}

func (s *DutyCalendar) turn(l view.DutyLine) fyne.CanvasObject {
	icon := "clock"
	if l.Tone == view.Bad {
		icon = "alert-circle"
	}
	words := widgets.Stack(0, widgets.NewText(l.Who, theme.SizeBody, inkOf(l.Tone)).Cut(), widgets.Help(l.When))
	parts := []widgets.Part{widgets.Fixed(widgets.NewPicture(icon, inkOf(l.Tone), 14))}
	if l.Record == "" {
		return widgets.Row(8, append(parts, widgets.Grow(words))...)
	}
	swap := widgets.NewButton("换班…", "", widgets.Plain, nil)
	swap.Small = true
	swap.OnTapped = func() { s.swap(swap, l) }
	parts = append(parts, widgets.Grow(widgets.NewSpot(words, 4, func() { s.frame.OpenRecord(record.Kind.Name, string(l.Record)) })), widgets.Fixed(swap))
	return widgets.Row(8, parts...)
}

// swap offers to swap the whole turn or a part of it.
func (s *DutyCalendar) swap(below fyne.CanvasObject, l view.DutyLine) {
	var options []widgets.Option
	for _, name := range []string{"swap", "swap-part"} {
		a, _ := record.Kind.Action(name)
		options = append(options, widgets.Option{Value: name, Label: a.Label + "…", Aliases: view.Aliases(a.Label)})
	}
	widgets.Menu(below, options, func(name string) {
		a, _ := record.Kind.Action(name)
		s.ask(string(l.Record), a, nil)
	})
}

// Schedule asks for a turn over the days chosen: of a gap among them where there is one.
func (s *DutyCalendar) Schedule() {
	from, to := s.chosen()
	if gaps := stretch(s.cover, from, to).Gaps; len(gaps) > 0 {
		from, to = gaps[0].From, gaps[0].To
	}
	const form = "2006-01-02 15:04"
	a, _ := record.Kind.Action("schedule")
	s.ask("new", a, map[string]string{"from": from.In(ledger.Zone).Format(form), "to": to.In(ledger.Zone).Format(form)})
}

func (s *DutyCalendar) ask(key string, a ledger.Action, given map[string]string) {
	d := newStepDialog(s.frame, s.desk, record.Kind, key, a, func(rec *ledger.Record) {
		s.Reread()
		s.desk.Recorded(s.frame, a.Label, rec)
	})
	d.known.given = given
	d.ask(key)
}

// stretch cuts a cover down to what touches a span; gaps and overlaps end where it does.
func stretch(c duty.Cover, from, to time.Time) duty.Cover {
	out := duty.Cover{From: from, To: to, Gaps: spansIn(c.Gaps, from, to), Overlaps: spansIn(c.Overlaps, from, to)}
	for _, h := range c.Turns {
		if h.Turn.From.Before(to) && h.Turn.To.After(from) {
			out.Turns = append(out.Turns, h)
		}
	}
	return out
}

func spansIn(list []duty.Span, from, to time.Time) (out []duty.Span) {
	for _, s := range list {
		if !s.From.Before(to) || !s.To.After(from) {
			continue
		}
		if s.From.Before(from) {
			s.From = from
		}
		if s.To.After(to) {
			s.To = to
		}
		out = append(out, s)
	}
	return out
}
