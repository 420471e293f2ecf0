package screens

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app/ledger"
	"opsledger/app/rule/duty"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// yearSide is what stands beside the strip of a year; at the least width of the window both fit.
const yearSide = 300

// DutyYear is a year of duty as a strip a month, with its gaps and overlaps beside it (R081).
type DutyYear struct {
	frame   Frame
	desk    *Desk
	year    int
	content *fyne.Container

	reads reads
}

// NewDutyYear makes the screen at this year.
func NewDutyYear(f Frame, d *Desk) *DutyYear {
	s := &DutyYear{frame: f, desk: d, year: f.Now().In(ledger.Zone).Year(), content: container.NewStack()}
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *DutyYear) Content() fyne.CanvasObject { return s.content }

// Reread reads the year anew.
func (s *DutyYear) Reread() {
	year := s.year
	from := time.Date(year, 1, 1, 0, 0, 0, 0, ledger.Zone)
	reread(s.desk, &s.reads, func(ctx context.Context) (duty.Cover, error) { return s.desk.Duty(ctx, from, from.AddDate(1, 0, 0)) }, func(c duty.Cover, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.show(c)
	})
}

func (s *DutyYear) show(c duty.Cover) {
	turn := func(icon string, by int) fyne.CanvasObject {
		b := widgets.NewButton("", icon, widgets.Usual, func() { s.year += by; s.Reread() })
		b.Small = true
		return b
	}
	beside := widgets.Line(8, turn("chevron-left", -1), widgets.Title(fmt.Sprintf("%d 年", s.year), theme.SizeCard), turn("chevron-right", 1))
	grid := widgets.NewYearGrid(s.year, s.frame.Now().In(ledger.Zone), nil).WithSigns(func(day time.Time) widgets.MonthCell { return signCell(view.DutySign(c, day)) })
	grid.OnChosen = func(day time.Time) { s.frame.Open("duty/calendar", day.Format("2006-01")) }
	legend := widgets.NewParagraph("字：当天中午主值班人的姓　空：有空档　叠：有重叠　框：今天。点某天看那个月", theme.SizeHelp, theme.Text2)
	year := widgets.Card("全年值班", beside, widgets.Column(12, widgets.Fixed(legend), widgets.Fixed(widgets.Row(0, widgets.Fixed(grid), widgets.Grow(widgets.Spring()))), widgets.Grow(widgets.Spring())))
	s.content.Objects = []fyne.CanvasObject{widgets.Row(12, widgets.Grow(year), widgets.Wide(yearSide, s.faults(c)))}
	s.content.Refresh()
}

// faults lists all gaps and overlaps of the year; pressing one goes to its month.
func (s *DutyYear) faults(c duty.Cover) fyne.CanvasObject {
	title := fmt.Sprintf("空档 %d　重叠 %d", len(c.Gaps), len(c.Overlaps))
	var rows []fyne.CanvasObject
	add := func(list []duty.Span, what string) {
		for _, f := range list {
			words := widgets.Stack(0, widgets.NewText(what+view.People(f.People), theme.SizeBody, theme.Red).Cut(), widgets.Help(view.Between(f.From, f.To)))
			rows = append(rows, widgets.NewSpot(widgets.Inset(3, 4, words), 4, func() { s.frame.Open("duty/calendar", f.From.In(ledger.Zone).Format("2006-01")) }))
		}
	}
	add(c.Overlaps, "重叠")
	add(c.Gaps, "空档")
	if len(rows) == 0 {
		return widgets.Card(title, nil, container.NewCenter(widgets.Help("全年每一时刻都有且只有一名主值班人")))
	}
	return widgets.Card(title, nil, widgets.Scrolled(widgets.Stack(2, rows...)))
}
