package widgets

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func fiveWeeks() (out []CalendarDay) {
	for i := range 35 {
		d := CalendarDay{Number: strconv.Itoa(i%31 + 1), Away: i > 30, Rest: i%7 > 4, Today: i == 11, Lines: []CalendarLine{{Text: "陈立"}, {Text: "备 周明远", Soft: true}}}
		switch i {
		case 7:
			d.Lines = []CalendarLine{{Text: "至08:30 李娜"}, {Text: "08:30起 陈立"}}
		case 16:
			d.Lines = slices.Insert(d.Lines, 0, CalendarLine{Text: "空档 08:30–18:00", Tint: Bad})
		case 18:
			d.Lines = []CalendarLine{{Text: "甲"}, {Text: "乙"}, {Text: "丙"}, {Text: "丁"}, {Text: "戊"}}
		}
		out = append(out, d)
	}
	return out
}

func TestACalendarShowsWhatStandsOnEachDay(t *testing.T) {
	look(t, "calendargrid", fyne.NewSize(760, 460), func() fyne.CanvasObject {
		g := NewCalendarGrid()
		g.SetDays(fiveWeeks())
		g.Choose(14, 16)
		return g
	})
}

func TestDaysOfACalendarAreChosenByKeysAndByDragging(t *testing.T) {
	test.NewTempApp(t)
	g := NewCalendarGrid()
	g.SetDays(fiveWeeks())
	w := test.NewTempWindow(t, g)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(700, calendarHead+5*60))
	var told [2]int
	opened := 0
	g.OnChoose, g.OnOpen = func(from, to int) { told = [2]int{from, to} }, func() { opened++ }
	w.Canvas().Focus(g)
	for _, name := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyUp, fyne.KeyReturn} {
		g.TypedKey(&fyne.KeyEvent{Name: name})
	}
	if told != [2]int{8, 8} || opened != 1 {
		t.Errorf("keys chose %v, opened %d", told, opened)
	}
	place := func(i int) fyne.Position { return fyne.NewPos(float32(i%7)*100+50, calendarHead+float32(i/7)*60+30) }
	drag := func(from, to fyne.Position) {
		g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.Delta{DX: to.X - from.X, DY: to.Y - from.Y}})
	}
	drag(place(17), place(16))
	drag(place(16), place(15))
	g.DragEnd()
	if told != [2]int{15, 17} {
		t.Errorf("dragging back chose %v", told)
	}
	drag(place(2), place(3))
	g.DragEnd()
	if told != [2]int{2, 3} {
		t.Errorf("another drag chose %v", told)
	}
	before := slices.Clone(test.WidgetRenderer(g).Objects())
	g.SetDays(fiveWeeks())
	if !slices.Equal(before, test.WidgetRenderer(g).Objects()) {
		t.Error("other weeks are drawn into new objects")
	}
}

func TestAYearTellsWhichDayIsTapped(t *testing.T) {
	test.NewTempApp(t)
	today := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	g := NewYearGrid(2026, today, nil).WithSigns(func(time.Time) MonthCell { return MonthCell{Sign: "陈", Tint: Going} })
	var chosen []string
	g.OnChosen = func(day time.Time) { chosen = append(chosen, day.Format(time.DateOnly)) }
	for _, at := range []fyne.Position{{X: yearLabel + 11.5*yearCell, Y: 3.5 * yearRow}, {X: yearLabel + 30.5*yearCell, Y: 2.5 * yearRow}, {X: 3, Y: 3.5 * yearRow}, {X: yearLabel + 5, Y: 3}} {
		g.Tapped(&fyne.PointEvent{Position: at})
	}
	if !slices.Equal(chosen, []string{"2026-03-12"}) { // there is no 31st of February
		t.Errorf("%v", chosen)
	}
	g.Resize(fyne.NewSize(yearLabel+31*40, 13*30)) // days grow with their room
	if g.Tapped(&fyne.PointEvent{Position: fyne.Position{X: yearLabel + 11.5*40, Y: 3.5 * 30}}); len(chosen) != 2 || chosen[1] != "2026-03-12" {
		t.Errorf("%v", chosen)
	}
}

func TestTabsTellTheViewShown(t *testing.T) {
	look(t, "tabs", fyne.NewSize(260, 50), func() fyne.CanvasObject {
		return Inset(8, 8, Line(0, Tabs([]Tab{{"a", "月历"}, {"b", "全年"}, {"c", "列表"}}, "b", func(string) {})))
	})
}

func TestAnEnlargedInputIsAsHighAsItsText(t *testing.T) {
	test.NewTempApp(t)
	in := NewInput("姓名")
	w := test.NewTempWindow(t, Enlarged(in, 30))
	w.Resize(fyne.NewSize(400, 200))
	if h := in.MinSize().Height; h < 60 {
		t.Errorf("%v high", h)
	}
	if h := in.entry.MinSize().Height; h < 32 {
		t.Errorf("its text is %v high", h)
	}
}
