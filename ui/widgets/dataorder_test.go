package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func TestUrgentRowsHaveABarAndAMenuSaysWhatKeepsAStepFromBeingTaken(t *testing.T) {
	over(t, "urgent", fyne.NewSize(900, 460), func() (fyne.CanvasObject, func(fyne.Canvas)) {
		table := NewDataTable(ticketColumns, true)
		items := ticketItems(0, 6)
		for i, edge := range []fyne.ThemeColorName{theme.Red, theme.Red, theme.Orange} {
			items[i].Edge = edge
		}
		table.SetRows(items)
		table.Select(1)
		table.ShowColumns([]string{"due", "number", "title", "state", "region"})
		table.SetFoot("共 6 张，按时限先后")
		more := NewButton("", "dots", Usual, nil)
		events := Timeline([]Event{{Icon: "circle-check", Tint: Good, Title: "办结", Who: "陈立　驻场一号机", Time: "14:20", Text: "处理结果：已补发", Action: "撤回", OnAction: func() {}}, {Icon: "check", Title: "签收", Who: "陈立", Time: "10:43"}})
		content := Column(8, Grow(table), Fixed(Inset(0, 16, Row(16, Grow(events), Fixed(more)))))
		return content, func(fyne.Canvas) {
			Menu(more, []Option{{Value: "a", Label: "转派…"}, {Value: "b", Label: "签收…", Off: "处于“处理中”"}, {Value: "c", Label: "厂商办结…", Off: "没有等待它的交厂商办理"}}, func(string) {})
		}
	})
}

func TestAStepThatCannotBeTakenIsNotTakenFromTheMenu(t *testing.T) {
	test.NewTempApp(t)
	more := NewButton("", "dots", Usual, nil)
	w := test.NewTempWindow(t, more)
	w.Resize(fyne.NewSize(400, 300))
	var chosen []string
	Menu(more, []Option{{Value: "b", Label: "签收", Off: "处于“处理中”"}, {Value: "a", Label: "转派"}}, func(v string) { chosen = append(chosen, v) })
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(chosen) != 0 {
		t.Fatalf("%v", chosen)
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !slices.Equal(chosen, []string{"a"}) {
		t.Errorf("%v", chosen)
	}
}

func TestColumnsAreMovedByKeysAndByDraggingTheirNames(t *testing.T) {
	table := NewDataTable(ticketColumns, false)
	told := State{}
	table.OnState = func(s State) { told = s }
	opened(t, table, fyne.NewSize(1000, 300))
	table.SetRows(ticketItems(0, 3))
	first := func() string { return strings.Join(table.Columns()[:3], " ") }
	table.head.TypedRune('>')
	if first() != "title number system" || len(told.Order) != len(ticketColumns) {
		t.Errorf("%s %v", first(), told.Order)
	}
	table.head.TypedRune('<')
	table.head.TypedRune('<') // at the end already
	if first() != "number title system" {
		t.Error(first())
	}
	spans := table.spans(table.head.Size().Width).spans
	from, to := spans[2].x+20, spans[0].x+20
	table.head.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(to, 10)}, Dragged: fyne.NewDelta(to-from, 0)})
	table.head.DragEnd()
	if first() != "system number title" {
		t.Error(first())
	}
	table.SetState(State{Order: []string{"due", "gone", "number"}})
	if got := table.Columns(); got[0] != "due" || len(got) != len(ticketColumns) {
		t.Errorf("%v", got)
	}
	if text := func() string { table.Select(0); return table.Text() }(); !strings.HasPrefix(text, "时限\t") {
		t.Error(text)
	}
}

func TestKeysAWidgetHasNoUseForGoToTheWindow(t *testing.T) {
	test.NewTempApp(t)
	table, button, in := NewDataTable(ticketColumns, true), NewButton("办结", "", Main, nil), NewInput("")
	w := test.NewTempWindow(t, Column(0, Fixed(button), Fixed(in), Grow(table)))
	w.Resize(fyne.NewSize(600, 400))
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { got = append(got, k.Name) })
	for _, f := range []fyne.Focusable{button, in.Target(), table.list, table.head} {
		w.Canvas().Focus(f)
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5})
	}
	if len(got) != 4 {
		t.Errorf("%v", got)
	}
	if w.Canvas().Focus(in.Target()); Typing(w.Canvas()) == nil {
		t.Error("typing is not seen")
	}
	if w.Canvas().Focus(button); Typing(w.Canvas()) != nil {
		t.Error("a button is typed into")
	}
}

func TestAllRowsAreCheckedByTheirOwnerAndStayCheckedWhereTheListGrew(t *testing.T) {
	table := NewDataTable(ticketColumns, true)
	opened(t, table, fyne.NewSize(900, 300))
	table.SetSource(&desk{count: 500})
	table.OnAll = func() { table.Check(ticketItems(0, 500)) }
	table.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if n := len(table.Checked()); n != 500 {
		t.Fatalf("%d", n)
	}
	table.ReloadFrom(&desk{count: 501})
	if n := len(table.Checked()); n != 500 || table.Rows() != 501 {
		t.Errorf("%d of %d", n, table.Rows())
	}
}

func TestAFormAsksForMoreAndHandsOverWhatItShows(t *testing.T) {
	test.NewTempApp(t)
	f := NewForm([]FieldSpec{{Key: "a", Label: "类别"}, {Key: "b", Label: "批次号", Value: "1"}}, Dates{})
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(300, 300))
	var handed map[string]string
	f.OnSubmit = func(v map[string]string) { handed = v }
	f.Ask("b", false, true)
	if f.Submit(); handed == nil || handed["b"] != "" {
		t.Errorf("%v", handed)
	}
	handed = nil
	f.Ask("b", true, true)
	f.Set("b", "")
	if f.Submit(); handed != nil || f.Field("b").Error() != "请填写批次号" {
		t.Errorf("%v %s", handed, f.Field("b").Error())
	}
}

func TestAFilterThatIsShownOnlyWhileItIsSet(t *testing.T) {
	test.NewTempApp(t)
	bare := NewChip("另有条件", nil, nil)
	bare.Bare = true
	row := NewFilterRow(NewChip("状态", nil, nil), bare)
	w := test.NewTempWindow(t, row)
	w.Resize(fyne.NewSize(600, 60))
	if bare.Visible() || row.more.Visible() {
		t.Error("it is shown empty")
	}
	bare.Set("有待裁定")
	if !bare.Visible() {
		t.Error("it is not shown")
	}
}

func TestAToastOfTheSameMatterTakesThePlaceOfTheOneBefore(t *testing.T) {
	test.NewTempApp(t)
	toasts := NewToasts((&waiting{}).later)
	for _, k := range []string{"step", "", "step"} {
		toasts.Tell(Toast{Title: "已记录", Key: k})
	}
	if toasts.Count() != 2 {
		t.Errorf("%d", toasts.Count())
	}
}

func TestCtrlEnterHandsInAQuestionThatIsNotDangerous(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, Spring())
	w.Resize(fyne.NewSize(600, 400))
	if HandIn(w.Canvas()) {
		t.Error("without a question")
	}
	done := 0
	danger := Ask(w.Canvas(), Question{Title: "作废？", Verb: "作废", Danger: true, OnVerb: func() bool { done++; return false }})
	if HandIn(w.Canvas()) || done != 0 {
		t.Error("something dangerous")
	}
	danger.Close()
	Ask(w.Canvas(), Question{Title: "签收", Verb: "签收", OnVerb: func() bool { done++; return false }})
	if !HandIn(w.Canvas()) || done != 1 {
		t.Error("it is not handed in")
	}
}
