package widgets

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// aMonth is a month of days that begins on a Sunday, today being its 20th.
func aMonth(people, days int) Month {
	m := Month{Heads: []string{"出勤", "迟到", "缺勤"}, Foot: MonthRow{Name: "在岗人数"}}
	week := []rune("日一二三四五六")
	for d := range days {
		m.Days = append(m.Days, MonthDay{Number: fmt.Sprint(d + 1), Name: string(week[d%7]), Rest: d%7 == 0 || d%7 == 6, Today: d == 19})
		m.Foot.Cells = append(m.Foot.Cells, MonthCell{Sign: map[bool]string{false: "3"}[m.Days[d].Rest]})
	}
	m.Foot.Cells[9] = MonthCell{Sign: "2", Tint: Bad}
	for p := range people {
		row := MonthRow{Name: []string{"周明远", "陈立", "欧阳锛琪"}[p%3], Note: "驻场工程师", Totals: []MonthCell{{Sign: "13"}, {Sign: "1", Tint: Soon}, {Sign: "0"}}}
		for d := range days {
			c := MonthCell{Sign: "·"}
			if m.Days[d].Rest || d > 19 {
				c.Sign = ""
			}
			row.Cells = append(row.Cells, c)
		}
		row.Cells[4+p%3] = []MonthCell{{Sign: "迟", Tint: Soon}, {Sign: "缺", Tint: Bad}, {Sign: "假", Tint: Waits}}[p%3]
		row.Cells[9] = []MonthCell{{Sign: "外", Tint: Going, Marked: true}, {Sign: "加", Tint: Good}, {Sign: "补"}}[p%3]
		m.Rows = append(m.Rows, row)
	}
	return m
}

func TestAMonthIsShownPeopleByDays(t *testing.T) {
	look(t, "monthgrid", fyne.NewSize(1040, 220), func() fyne.CanvasObject {
		g := NewMonthGrid()
		g.SetMonth(aMonth(3, 30))
		g.Go(1, 5)
		return g
	})
}

func TestAnotherMonthIsDrawnIntoTheSameCells(t *testing.T) {
	test.NewTempApp(t)
	g := NewMonthGrid()
	g.SetMonth(aMonth(10, 30))
	w := test.NewTempWindow(t, g)
	w.Resize(fyne.NewSize(1100, 500))
	body := test.WidgetRenderer(g.body)
	before := slices.Clone(body.Objects())
	g.SetMonth(aMonth(10, 30))
	g.Go(3, 3)
	w.Resize(fyne.NewSize(1300, 500))
	for i, o := range body.Objects() {
		if o != before[i] {
			t.Fatalf("object %d of %d is another", i, len(before))
		}
	}
	g.SetMonth(aMonth(2, 28))
	if n := len(body.Objects()); n >= len(before)/4 {
		t.Errorf("%d of %d objects are drawn for two people", n, len(before))
	}
}

func TestTheMonthIsWalkedByKeys(t *testing.T) {
	test.NewTempApp(t)
	g := NewMonthGrid()
	w := test.NewTempWindow(t, g)
	g.SetMonth(aMonth(40, 30))
	w.Resize(fyne.NewSize(1100, 400))
	w.Canvas().Focus(g.Target())
	var typed []rune
	pages, opened := 0, 0
	g.OnRune, g.OnPage, g.OnOpen = func(r rune) { typed = append(typed, r) }, func(by int) { pages += by }, func() { opened++ }
	for _, name := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyUp, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyPageDown, fyne.KeyReturn} {
		g.body.TypedKey(&fyne.KeyEvent{Name: name})
	}
	g.body.TypedRune('c')
	if row, day := g.At(); row != 1 || day != 0 || pages != 1 || opened != 1 || string(typed) != "c" {
		t.Errorf("at %d %d, pages %d, opened %d, typed %q", row, day, pages, opened, string(typed))
	}
	g.body.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	g.Go(39, 29)
	if row, day := g.At(); row != 39 || day != 29 || g.scroll.Offset.Y == 0 {
		t.Errorf("at %d %d, scrolled %v", row, day, g.scroll.Offset.Y)
	}
	test.TapAt(g.body, fyne.NewPos(400, 3*monthRow+5))
	name, width := g.columns(g.body.Size().Width)
	if row, day := g.At(); row != 3 || day != int((400-name)/width) {
		t.Errorf("tapped at %d %d", row, day)
	}
}
