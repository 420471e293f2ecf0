package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// listedMoves is how many moved dues are named before a calendar is taken in.
const listedMoves = 12

// calendar shows a year's holidays and takes new holiday data in.
func (s *Settings) calendar() {
	read(s, s.desk.HolidayYears, func(years []worktime.Year) {
		s.Act = widgets.NewButton("导入节假日数据…", "package-import", widgets.Main, func() { chooseFile(s.frame.Window(), s.desk, "选节假日数据", "选择", nil, s.PreviewCalendar) })
		year, known := worktime.Year{}, slices.IndexFunc(years, func(y worktime.Year) bool { return y.Year == s.year })
		about := "这一年还没有节假日数据：只按周一至周五算工作日。国务院办公厅公布放假安排后，请导入。"
		if known >= 0 {
			year = years[known]
			about = "依据：" + year.Source
		}
		beside := turner(func(by int) { s.year += by; s.calendar() }, widgets.Title(view.YearName(s.year), theme.SizeCard), 64, true)
		grid := widgets.NewYearGrid(s.year, s.frame.Now().In(ledger.Zone), marks(year))
		legend := widgets.NewText("休：放假　班：调休上班　灰：周末　框：今天", theme.SizeHelp, theme.Text2)
		s.show(card("工作日历", about, beside, legend, grid),
			card("放假安排", "", s.Act, holidayRows(year)...))
	})
}

// marks says what a year's days are.
func marks(y worktime.Year) func(time.Time) widgets.DayMark {
	days := map[string]widgets.DayMark{}
	for _, n := range y.Holidays {
		days[n.Date] = widgets.DayMark{Off: true, Name: n.Name}
	}
	for _, n := range y.Workdays {
		days[n.Date] = widgets.DayMark{Work: true, Name: n.Name}
	}
	return func(day time.Time) widgets.DayMark { return days[day.Format(time.DateOnly)] }
}

func holidayRows(y worktime.Year) (out []fyne.CanvasObject) {
	for _, l := range view.HolidayLines(y) {
		work := l.Work
		if work != "" {
			work = "班 " + work
		}
		out = append(out, widgets.Row(12, widgets.Wide(96, widgets.Body(l.Name)), widgets.Wide(220, widgets.Body("休 "+l.Off).Cut()), widgets.Grow(widgets.NewText(work, theme.SizeBody, theme.Text2).Cut())))
	}
	return out
}

// PreviewCalendar tells which dues a file of holiday data would move, and asks whether to take it in.
func (s *Settings) PreviewCalendar(path string) {
	type seen struct {
		raw   []byte
		year  worktime.Year
		moved []app.MovedDue
	}
	read(s, func(ctx context.Context) (v seen, err error) {
		if v.raw, err = s.desk.Office.ReadFile(path); err == nil {
			v.year, v.moved, err = s.desk.App.PreviewCalendar(ctx, v.raw)
		}
		return v, err
	}, func(v seen) {
		body := fmt.Sprintf("%d 年，放假 %d 天，调休上班 %d 天。依据：%s。", v.year.Year, len(v.year.Holidays), len(v.year.Workdays), v.year.Source)
		widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "导入节假日数据", Body: body, Content: movedText(v.moved), Verb: "导入", Width: 560, OnVerb: func() bool {
			s.year = v.year.Year
			s.do(fmt.Sprintf("已导入 %d 年的节假日数据", v.year.Year), func(ctx context.Context) error {
				_, err := s.desk.ImportCalendar(ctx, v.raw)
				return err
			})
			return false
		}})
	})
}

// movedText names the dues that move, the first of many.
func movedText(moved []app.MovedDue) fyne.CanvasObject {
	if len(moved) == 0 {
		return widgets.NewParagraph("没有在办工单的时限因此移动。", theme.SizeBody, theme.Text)
	}
	lines := []string{fmt.Sprintf("%d 个在办时限会移动：", len(moved))}
	for i, m := range moved {
		if i == listedMoves {
			lines = append(lines, fmt.Sprintf("……其余 %d 个", len(moved)-i))
			break
		}
		lines = append(lines, view.MovedLine(m))
	}
	return widgets.NewParagraph(strings.Join(lines, "\n"), theme.SizeBody, theme.Text)
}
