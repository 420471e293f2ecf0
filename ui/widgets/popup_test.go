package widgets

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

var districts = []Option{
	{Value: "dtq", Label: "丹徒区", Aliases: []string{"dtq", "dantuqu"}}, {Value: "dys", Label: "丹阳市", Aliases: []string{"dys"}},
	{Value: "jrs", Label: "句容市", Note: "县级市", Aliases: []string{"jrs"}}, {Value: "yzs", Label: "扬中市", Aliases: []string{"yzs"}}, {Value: "zjyl", Label: "镇江养老", Aliases: []string{"zjyl"}},
}

// over shows an object with something laid over the window by open.
func over(t *testing.T, name string, size fyne.Size, build func() (fyne.CanvasObject, func(fyne.Canvas))) {
	t.Helper()
	opened := map[fyne.Canvas]bool{}
	look(t, name, size, func() fyne.CanvasObject {
		o, open := build()
		return container.New(&opener{size, open, opened}, o)
	})
}

// opener opens what lies over the window once the window is laid out.
type opener struct {
	size   fyne.Size
	open   func(fyne.Canvas)
	opened map[fyne.Canvas]bool
}

func (p *opener) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
func (p *opener) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	if c := fyne.CurrentApp().Driver().CanvasForObject(o[0]); c != nil && s == p.size && !p.opened[c] {
		p.opened[c] = true
		p.open(c)
	}
}

func names(list []Option) []string {
	var out []string
	for _, o := range list {
		out = append(out, o.Label)
	}
	return out
}

func TestOptionsAreFoundByAnyCharactersAndByInitials(t *testing.T) {
	for query, want := range map[string][]string{
		"": names(districts), "市": {"丹阳市", "句容市", "扬中市"}, "丹": {"丹徒区", "丹阳市"}, "ZJ": {"镇江养老"}, "容": {"句容市"}, "县级 句": {"句容市"}, "dant": {"丹徒区"}, "没有": {},
	} {
		if got := names(matching(districts, query)); len(got) != len(want) || len(want) > 0 && !slices.Equal(got, want) {
			t.Errorf("%s: %v", query, got)
		}
	}
}

func selectIn(t *testing.T) (*SearchSelect, fyne.Window) {
	themed(t)
	s := NewSearchSelect("请选择", districts)
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(400, 400))
	w.Canvas().Focus(s)
	return s, w
}

func TestAChoiceIsMadeByTypingAndEnter(t *testing.T) {
	s, w := selectIn(t)
	told := 0
	s.OnChanged = func() { told++ }
	s.TypedRune('y')
	in := w.Canvas().Focused().(*entry)
	test.Type(in, "z")
	key(in, fyne.KeyReturn)
	if s.Value() != "yzs" || told != 1 || w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(s) {
		t.Errorf("%s, told %d, focus on %T", s.Value(), told, w.Canvas().Focused())
	}
	key(s, fyne.KeyDown)
	if s.list.lines.items[s.list.lines.current].title != "扬中市" {
		t.Error("the list does not begin at the choice")
	}
	key(w.Canvas().Focused(), fyne.KeyEscape)
	key(s, fyne.KeyBackspace)
	if s.Value() != "" || told != 2 {
		t.Errorf("%s, told %d", s.Value(), told)
	}
}

func TestSeveralAreChosenWithTheListOpen(t *testing.T) {
	s, w := selectIn(t)
	s.Many = true
	key(s, fyne.KeyReturn)
	in := w.Canvas().Focused()
	key(in, fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp, fyne.KeyReturn, fyne.KeyReturn)
	if got := names(s.Chosen()); !slices.Equal(got, []string{"丹徒区", "句容市"}) || !s.list.isOpen() {
		t.Errorf("%v", got)
	}
}

func TestWhatIsNotThereCanBeMadeWhereAllowed(t *testing.T) {
	s, w := selectIn(t)
	made := ""
	s.OnNew = func(text string) { made = text; s.Choose(Option{Value: "new", Label: text}) }
	s.Open("丹")
	test.Type(w.Canvas().Focused(), "江")
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if made != "丹江" || s.Value() != "new" {
		t.Errorf("made %q, chosen %s", made, s.Value())
	}
	s.Open("丹徒区")
	if n := len(s.list.lines.items); n != 1 {
		t.Errorf("%d lines for what is there", n)
	}
}

func TestALateAnswerToAnEarlierQuestionIsDropped(t *testing.T) {
	s, w := selectIn(t)
	answers := map[string]func([]Option){}
	s.Find = func(query string, answer func([]Option)) { answers[query] = answer }
	s.Open("")
	test.Type(w.Canvas().Focused(), "丹")
	answers["丹"](districts[:2])
	answers[""](districts)
	if n := len(s.list.lines.items); n != 2 {
		t.Errorf("%d lines", n)
	}
}

func TestALongListIsShownInPartAndFollowsTheKeys(t *testing.T) {
	themed(t)
	p := newPicks(3 * pickHeight)
	var items []pick
	for i := range 9 {
		items = append(items, pick{title: string(rune('a' + i)), heading: i == 0 || i == 5})
	}
	p.set(items, 0)
	for range 20 {
		p.key(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if p.current != 8 || p.shownTo() != 9 {
		t.Errorf("current %d, shown %d to %d", p.current, p.top, p.shownTo())
	}
	p.key(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	if p.current != 1 || p.top != 0 {
		t.Errorf("current %d, shown from %d: the heading is hidden", p.current, p.top)
	}
	p.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -10}})
	if p.top != 1 {
		t.Errorf("scrolled to %d", p.top)
	}
}

func TestAnOpenChoice(t *testing.T) {
	over(t, "select", fyne.NewSize(640, 330), func() (fyne.CanvasObject, func(fyne.Canvas)) {
		s := NewSearchSelect("请选择", districts)
		s.Many = true
		s.SetValues("dtq", "jrs")
		s.OnNew = func(string) {}
		one := NewSearchSelect("请选择所属系统", nil)
		wrong := NewSearchSelect("请选择", districts)
		f := NewField("原因分类", true, "", wrong)
		f.SetError("请选择原因分类")
		return Inset(16, 16, Row(12, Grow(NewField("区域", true, "", s)), Grow(Stack(12, NewField("系统", false, "", one), f)))), func(fyne.Canvas) { s.Open("市") }
	})
}

var zone = time.FixedZone("", 8*3600)

func testDates() Dates {
	now := time.Date(2026, 10, 15, 10, 30, 0, 0, zone)
	return Dates{Now: func() time.Time { return now }, Parse: parseTest, Mark: func(d time.Time) DayMark {
		if d.Month() == 10 && d.Day() <= 7 {
			return DayMark{Off: true, Name: "国庆节"}
		}
		return DayMark{Work: d.Month() == 10 && d.Day() == 10}
	}}
}

// parseTest knows the written form and 10-20 9:05.
func parseTest(text string) (time.Time, bool, error) {
	if text == "10-20 9:05" {
		return time.Date(2026, 10, 20, 9, 5, 0, 0, zone), true, nil
	}
	if t, err := time.ParseInLocation("2006-01-02 15:04", text, zone); err == nil {
		return t, true, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, zone)
	return t, false, err
}

func TestADayIsPickedWithTheKeyboard(t *testing.T) {
	themed(t)
	d := NewDateEntry(testDates(), true)
	w := test.NewTempWindow(t, d)
	w.Resize(fyne.NewSize(500, 500))
	w.Canvas().Focus(d.Target())
	d.SetText("2026-01-31 09:05")
	key(d.in.entry, fyne.KeyDown)
	p := w.Canvas().Focused().(*DatePicker)
	for _, c := range []struct {
		do   func()
		want string
	}{
		{func() { key(p, fyne.KeyPageDown) }, "2026-02-28"}, {func() { key(p, fyne.KeyRight) }, "2026-03-01"}, {func() { key(p, fyne.KeyUp) }, "2026-02-22"},
		{func() { p.TypedRune('[') }, "2025-02-22"}, {func() { key(p, fyne.KeyPageUp, fyne.KeyPageUp) }, "2024-12-22"}, {func() { key(p, fyne.KeyHome) }, "2026-10-15"},
		{func() { key(p, fyne.KeyLeft, fyne.KeyDown) }, "2026-10-21"},
	} {
		if c.do(); p.Day().Format(time.DateOnly) != c.want {
			t.Errorf("on %s, want %s", p.Day().Format(time.DateOnly), c.want)
		}
	}
	key(p, fyne.KeyReturn)
	if d.Value() != "2026-10-21 09:05" || w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != d.Target() {
		t.Errorf("%s; focus on %T", d.Value(), w.Canvas().Focused())
	}
	d.Pick()
	key(w.Canvas().Focused(), fyne.KeyLeft, fyne.KeyEscape)
	if d.Value() != "2026-10-21 09:05" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Esc changed it to %s", d.Value())
	}
}

func TestWeeksBeginOnMondayAndATapPicks(t *testing.T) {
	themed(t)
	p := NewDatePicker(testDates(), testDates().Now())
	var picked time.Time
	p.OnPicked = func(day time.Time) { picked = day }
	if f := p.first(); f.Weekday() != time.Monday || f.Format(time.DateOnly) != "2026-09-28" {
		t.Errorf("begins %s", f)
	}
	p.grid.Tapped(&fyne.PointEvent{Position: fyne.NewPos(3*dayWidth+5, weekHead+5)})
	if picked.Format(time.DateOnly) != "2026-10-01" || p.told() != "10 月 1 日 周四，国庆节" {
		t.Errorf("%s, %s", picked, p.told())
	}
}

func TestWhatWasUnderstoodStandsInTheEntry(t *testing.T) {
	themed(t)
	d := NewDateEntry(testDates(), true)
	problem := ""
	d.OnProblem = func(text string) { problem = text }
	w := test.NewTempWindow(t, d)
	w.Canvas().Focus(d.Target())
	test.Type(d.in.entry, "10-20 9:05")
	if d.in.tail != "→ 2026-10-20 09:05" || problem != "" {
		t.Errorf("%q, %q", d.in.tail, problem)
	}
	w.Canvas().Unfocus()
	if d.in.Value() != "2026-10-20 09:05" || d.in.tail != "" {
		t.Errorf("%s %s", d.in.Value(), d.in.tail)
	}
	for _, text := range []string{"2026-10-20", "乱写"} {
		d.SetText(text)
		key(d.in.entry, fyne.KeyReturn)
		if problem == "" || d.Value() != text || !d.When().IsZero() {
			t.Errorf("%s: %q, kept %s", text, problem, d.Value())
		}
	}
}

func TestAnOpenCalendar(t *testing.T) {
	over(t, "calendar", fyne.NewSize(400, 400), func() (fyne.CanvasObject, func(fyne.Canvas)) {
		d := NewDateEntry(testDates(), true)
		d.in.SetValue("10-20 9:05")
		d.typed("10-20 9:05")
		d.in.entered()
		return Inset(16, 16, Stack(0, d)), func(fyne.Canvas) { d.Pick() }
	})
}

func TestWhatIsOpenedFromALayerStaysWhenThatCloses(t *testing.T) {
	themed(t)
	w, box := test.NewTempWindow(t, Body("")), NewInput("文件名")
	var progress *Dialog
	asked := Ask(w.Canvas(), Question{Title: "收下", Verb: "收下", OnVerb: func() bool {
		progress = Ask(w.Canvas(), Question{Title: "正在收下", Content: box, First: box.Target(), Back: "在后台继续"})
		return false
	}})
	asked.Do()
	if top := w.Canvas().Overlays().Top(); top != fyne.CanvasObject(&progress.layer) || w.Canvas().Focused() != box.Target() {
		t.Errorf("over the window lies %v, and %v has the focus", top, w.Canvas().Focused())
	}
	progress.Close()
	if top := w.Canvas().Overlays().Top(); top != nil {
		t.Errorf("over the window lies %v at the end", top)
	}
}
