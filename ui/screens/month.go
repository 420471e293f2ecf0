package screens

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/attendance"
	"opsledger/app/rule/duty"
	"opsledger/app/rule/presence"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Sizes of the month's cards.
const (
	monthCards = 188
	dutyAhead  = 5 // days of duty shown below the month
)

// Month is the 考勤月历: people by days, what the chosen day amounts to and why, who is on duty, what waits (R076, R088, R143).
type Month struct {
	Grid *widgets.MonthGrid

	frame   Frame
	desk    *Desk
	month   time.Time // its first day
	data    monthData
	shown   view.Month
	title   *widgets.Text
	mark    *fyne.Container
	confirm *widgets.Button
	day     *fyne.Container // cards below the grid
	watch   *fyne.Container
	tasks   *fyne.Container
	content fyne.CanvasObject
	reads   reads
	offers  []app.Offer // steps of the day the cursor is on
	wanted  string      // what the day is to be judged once they are known, "" nothing
	at      [2]int      // whose and which day that is; the offers belong to it
}

// monthData is what a month shows.
type monthData struct {
	month attendance.Month
	site  []presence.Day
	now   []duty.Held
	ahead duty.Cover
	cost  app.Docked
}

// NewMonth makes the screen at a month (2026-03); "" is the one shown last, else this one.
func NewMonth(f Frame, d *Desk, about string) *Month {
	s := &Month{frame: f, desk: d, Grid: widgets.NewMonthGrid(), title: widgets.Title("", theme.SizeSection), mark: container.NewStack(),
		day: container.NewStack(), watch: container.NewStack(), tasks: container.NewStack()}
	s.Grid.OnMove = func(int, int) { s.chosen() }
	s.Grid.OnOpen = s.openDay
	s.Grid.OnPage = s.Turn
	s.Grid.OnRune = s.key
	s.content = s.layOut()
	s.see(d.monthOf("attendance/month", about))
	return s
}

// Content is the screen laid out.
func (s *Month) Content() fyne.CanvasObject { return s.content }

func (s *Month) layOut() fyne.CanvasObject {
	s.confirm = widgets.NewButton("登记月度确认…", "circle-check", widgets.Main, s.askConfirm)
	bar := widgets.Row(8, widgets.Fixed(turner(s.Turn, s.title, 118, false)),
		widgets.Fixed(widgets.NewButton("本月", "", widgets.Usual, func() { s.see(s.frame.Now()) })), widgets.Fixed(s.mark), widgets.Grow(widgets.Spring()), widgets.Fixed(s.confirm))
	grid := widgets.Column(0, widgets.Grow(s.Grid), widgets.Fixed(widgets.Rule()), widgets.Fixed(widgets.Tall(34, widgets.Inset(0, 16, legend()))))
	cards := widgets.Row(12, widgets.Part{CanvasObject: s.day, Weight: 5, Fill: true}, widgets.Part{CanvasObject: s.watch, Weight: 4, Fill: true}, widgets.Part{CanvasObject: s.tasks, Weight: 5, Fill: true})
	return widgets.Column(12, widgets.Fixed(bar), widgets.Grow(widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, grid))), widgets.Fixed(widgets.Tall(monthCards, cards)))
}

func centred(t *widgets.Text) fyne.CanvasObject {
	return widgets.Row(0, widgets.Part{CanvasObject: t, Weight: 1})
}

// legend explains the signs and the keys.
func legend() fyne.CanvasObject {
	var parts []widgets.Part
	for _, l := range view.Legend {
		parts = append(parts, widgets.Fixed(widgets.NewSign(signCell(l.Sign))), widgets.Fixed(widgets.InsetEach(0, 8, 0, 0, widgets.Help(l.Words))))
	}
	parts = append(parts, widgets.Part{CanvasObject: widgets.Help("方向键移动　Q 缺勤　J 请假　C 迟到：只登记裁定，平时随签到时刻而定").Right().Cut(), Weight: 1})
	return widgets.Row(4, parts...)
}

// Turn goes by months.
func (s *Month) Turn(by int) { s.see(s.month.AddDate(0, by, 0)) }

// Shown is the first day of the month shown.
func (s *Month) Shown() time.Time { return s.month }

func (s *Month) see(at time.Time) {
	first := s.month.IsZero()
	s.month = s.desk.sawMonth("attendance/month", at)
	s.title.Set(view.MonthName(s.month))
	s.load(first)
}

// Reread reads the month anew; the cursor stays.
func (s *Month) Reread() { s.load(false) }

func (s *Month) load(first bool) {
	month, now := s.month, s.frame.Now().In(ledger.Zone)
	reread(s.desk, &s.reads, func(ctx context.Context) (d monthData, err error) {
		if d.month, err = s.desk.Attendance(ctx, month); err != nil {
			return d, err
		}
		if d.site, err = s.desk.OnSiteDays(ctx, month, month.AddDate(0, 1, -1)); err != nil {
			return d, err
		}
		if d.cost, err = s.desk.Docked(ctx, month); err != nil {
			return d, err
		}
		if d.now, err = s.desk.OnDuty(ctx, now); err != nil {
			return d, err
		}
		today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, ledger.Zone)
		d.ahead, err = s.desk.Duty(ctx, today, today.AddDate(0, 0, dutyAhead))
		return d, err
	}, func(d monthData, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.data = d
		s.show(first)
	})
}

// show fills the month in; at first the cursor is on today, and the keys go to the grid.
func (s *Month) show(first bool) {
	m := s.data.month
	s.shown = view.Attendance(m, s.data.site, s.data.cost, s.frame.Now())
	s.Grid.SetMonth(gridOf(s.shown))
	mark := view.MonthMark(m)
	s.mark.Objects = []fyne.CanvasObject{widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone])}
	s.mark.Refresh()
	enable(s.confirm, m.Open > 0)
	s.watch.Objects = []fyne.CanvasObject{s.dutyCard()}
	s.tasks.Objects = []fyne.CanvasObject{s.taskCard()}
	s.watch.Refresh()
	s.tasks.Refresh()
	if first {
		if c := s.frame.Window().Canvas(); c.Focused() == nil && c.Overlays().Top() == nil {
			c.Focus(s.Grid.Target())
		}
		for i, c := range s.shown.Columns {
			if c.Today {
				s.Grid.Go(0, i)
			}
		}
	}
	s.chosen()
	s.content.Refresh()
}

func signCell(s view.Sign) widgets.MonthCell {
	return widgets.MonthCell{Sign: s.Text, Tint: tints[s.Tone], Marked: s.Marked}
}

func signCells(list []view.Sign) []widgets.MonthCell {
	out := make([]widgets.MonthCell, len(list))
	for i, s := range list {
		out[i] = signCell(s)
	}
	return out
}

// gridOf hands a month to the grid.
func gridOf(m view.Month) widgets.Month {
	row := func(r view.SignRow) widgets.MonthRow {
		return widgets.MonthRow{Name: r.Name, Note: r.Note, Cells: signCells(r.Signs), Totals: signCells(r.Totals)}
	}
	out := widgets.Month{Heads: m.Heads, Foot: row(m.Foot)}
	for _, c := range m.Columns {
		out.Days = append(out.Days, widgets.MonthDay{Number: c.Number, Name: c.Name, Rest: c.Rest, Today: c.Today})
	}
	for _, r := range m.Rows {
		out.Rows = append(out.Rows, row(r))
	}
	return out
}

// dutyCard tells who is on duty now and in the days ahead.
func (s *Month) dutyCard() fyne.CanvasObject {
	all := widgets.NewButton("值班日历", "", widgets.Plain, func() { s.frame.Open("duty/calendar") })
	all.Small = true
	ink := theme.Primary
	if len(s.data.now) == 0 {
		ink = theme.Red
	}
	rows := []fyne.CanvasObject{widgets.NewParagraph(view.OnDuty(s.data.now), theme.SizeBody, ink).Bold()}
	for _, l := range view.DutyAhead(s.data.ahead, s.frame.Now()) {
		rows = append(rows, widgets.Row(8, widgets.Wide(96, widgets.Help(l.When)), widgets.Part{CanvasObject: widgets.NewText(l.Who, theme.SizeBody, inkOf(l.Tone)).Cut(), Weight: 1}))
	}
	return widgets.Card("7×24 值班", all, widgets.Scrolled(widgets.Stack(6, rows...)))
}

// inkOf is the colour of words of a tone.
func inkOf(t view.Tone) fyne.ThemeColorName {
	if t == view.Plain {
		return theme.Text
	}
	ink, _ := tints[t].Colours()
	return ink
}

// taskCard lists what waits in the month; pressing a line goes to its day.
func (s *Month) taskCard() fyne.CanvasObject {
	list := view.Tasks(s.data.month, s.data.site, s.frame.Now())
	if len(list) == 0 {
		return widgets.Card("要处理", nil, container.NewCenter(widgets.Help("本月没有要处理的事")))
	}
	var rows []fyne.CanvasObject
	for _, t := range list {
		line := widgets.Marked(t.Icon, inkOf(t.Tone), widgets.NewParagraph(t.Text, theme.SizeBody, theme.Text))
		rows = append(rows, widgets.NewSpot(widgets.Inset(3, 0, line), 4, func() { s.Grid.Go(max(t.Row, 0), t.Day); s.Grid.Focus() }))
	}
	return widgets.Card(fmt.Sprintf("要处理 %d", len(list)), nil, widgets.Scrolled(widgets.Stack(0, rows...)))
}
