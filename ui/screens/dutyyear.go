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
type DutyYear struct{ yearly }

// NewDutyYear makes the screen at this year.
func NewDutyYear(f Frame, d *Desk) *DutyYear {
	s := &DutyYear{ofThisYear(f, d)}
	s.Reread()
	return s
}

// Reread reads the year anew.
func (s *DutyYear) Reread() {
	readYear(&s.yearly, func(ctx context.Context, first time.Time) (duty.Cover, error) {
		return s.desk.Duty(ctx, first, first.AddDate(1, 0, 0))
	}, s.show)
}

func (s *DutyYear) show(c duty.Cover) {
	grid := widgets.NewYearGrid(s.year, s.frame.Now().In(ledger.Zone), nil).WithSigns(func(day time.Time) widgets.MonthCell { return signCell(view.DutySign(c, day)) })
	grid.OnChosen = func(day time.Time) { s.frame.Open("duty/calendar", day.Format("2006-01")) }
	legend := widgets.NewParagraph("字：当天中午主值班人的姓　空：有空档　叠：有重叠　框：今天。点某天看那个月", theme.SizeHelp, theme.Text2)
	year := widgets.Card("全年值班", s.head(s.Reread), widgets.Column(12, widgets.Fixed(legend), widgets.Grow(grid)))
	s.put(widgets.Row(12, widgets.Grow(year), widgets.Wide(yearSide, s.faults(c))))
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
