package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

var tall = fyne.NewSize(1000, 34+10*36)

func TestRowsAreAskedForByPageWhenTheyAreSeenAndFewAreKept(t *testing.T) {
	themed(t)
	d := &desk{count: 100_000}
	table := NewDataTable(ticketColumns, true)
	table.SetSource(d)
	opened(t, table, tall)
	if len(d.asked) != 1 || d.asked[0].Offset != 0 || d.asked[0].Limit != pageRows {
		t.Fatalf("at first %v was asked for", d.asked)
	}
	d.answer(table)
	for i := range 100 {
		table.list.ScrollToOffset(float32(i*1000) * rowHeight)
		d.answer(table)
	}
	if n := len(table.rows.held); n > keptPages {
		t.Errorf("%d pages are kept", n)
	}
	if r := rowsShown(table); r[0].item == nil || !strings.HasPrefix(r[0].item.Key, "t99") {
		t.Errorf("row %d shows %v", r[0].id, r[0].item)
	}
	table.list.ScrollToOffset(0)
	if len(d.asked) != 1 || d.asked[0].Offset != 0 {
		t.Errorf("a page that was forgotten is not asked for again: %v", d.asked)
	}
}

func TestAPageAskedForBeforeTheTableWasLoadedAnewIsDropped(t *testing.T) {
	themed(t)
	d := &desk{count: 50}
	table := NewDataTable(ticketColumns, true)
	table.SetSource(d)
	opened(t, table, tall)
	old := d.asked[0]
	table.Reload()
	table.SetPage(old, []Item{{Key: "stale", Cells: make([]Cell, len(ticketColumns))}})
	if item, ok := table.Item(0); ok {
		t.Errorf("%s is shown", item.Key)
	}
	d.answer(table)
	if item, _ := table.Item(0); item.Key != "t0" {
		t.Errorf("%q is shown", item.Key)
	}
}

func TestWhereThereAreMoreTheListGrowsAtItsEnd(t *testing.T) {
	themed(t)
	d := &desk{count: 100, more: true}
	table := NewDataTable(ticketColumns, false)
	table.SetSource(d)
	opened(t, table, tall)
	table.SetPage(d.asked[0], ticketItems(0, 100))
	d.asked = nil
	table.list.ScrollToOffset(96 * rowHeight)
	if len(d.asked) != 1 || d.asked[0].Offset != 100 {
		t.Fatalf("at the end %v is asked for", d.asked)
	}
	table.SetPage(d.asked[0], ticketItems(100, 140))
	if table.Rows() != 140 || table.list.Length() != 140 {
		t.Errorf("%d rows, the list has %d", table.Rows(), table.list.Length())
	}
}

func TestKeysMoveOpenAndStopAtTheEnds(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 50))
	w := opened(t, table, tall)
	var chosen, open string
	table.OnSelect, table.OnOpen = func(i Item) { chosen = i.Key }, func(i Item) { open = i.Key }
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyDown, "t0"}, {fyne.KeyDown, "t1"}, {fyne.KeyPageDown, "t10"}, {fyne.KeyEnd, "t49"}, {fyne.KeyDown, "t49"}, {fyne.KeyPageUp, "t40"}, {fyne.KeyUp, "t39"}, {fyne.KeyHome, "t0"}, {fyne.KeyUp, "t0"}} {
		press(table.list, step.key)
		if chosen != step.want {
			t.Errorf("after %s %s is chosen, not %s", step.key, chosen, step.want)
		}
		if first, last := table.list.seen(); table.at < first || table.at > last {
			t.Errorf("after %s row %d is out of sight (%d–%d)", step.key, table.at, first, last)
		}
	}
	if press(table.list, fyne.KeyReturn); open != "t0" {
		t.Errorf("Enter opened %q", open)
	}
	w.Canvas().Focus(table.list)
	if !rowsShown(table)[0].marks.focused || table.outline.Visible() {
		t.Error("the chosen row does not show the focus")
	}
	if press(table.list, fyne.KeyEscape); table.at != -1 || !table.outline.Visible() {
		t.Error("Esc leaves the row chosen, or the focus is not seen any more")
	}
	open = ""
	if press(table.list, fyne.KeyReturn); table.at != 0 || chosen != "t0" || open != "" {
		t.Errorf("Enter where none is chosen chose row %d (%s) and opened %q", table.at, chosen, open)
	}
}

func TestARowChosenBeforeItIsLoadedIsToldWhenItComes(t *testing.T) {
	themed(t)
	d := &desk{count: 100_000}
	table := NewDataTable(ticketColumns, true)
	table.SetSource(d)
	opened(t, table, tall)
	d.answer(table)
	var chosen string
	table.OnSelect = func(i Item) { chosen = i.Key }
	press(table.list, fyne.KeyEnd)
	press(table.list, fyne.KeyDown, fyne.KeyEnd)
	if chosen != "" {
		t.Errorf("%s is told", chosen)
	}
	table.list.FocusGained()
	table.Select(99_999)
	if d.answer(table); chosen != "t99999" {
		t.Errorf("%q is told", chosen)
	}
}

func TestSpaceShiftAndControlCheckRows(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 50))
	opened(t, table, tall)
	told := -1
	table.OnCheck = func(n int) { told = n }
	l := table.list
	check := func(what, want string) {
		t.Helper()
		if got := keysOf(table.Checked()); got != want || want != "" && told != len(strings.Fields(want)) {
			t.Errorf("%s: %q is checked, %d told; want %q", what, got, told, want)
		}
	}
	press(l, fyne.KeyHome, fyne.KeyDown, fyne.KeySpace)
	check("space", "t1")
	press(l, fyne.KeyDown, fyne.KeyDown)
	shifted(l, fyne.KeyDown, fyne.KeyDown)
	check("shift and down twice", "t1 t3 t4 t5")
	shifted(l, fyne.KeyUp)
	check("shift and up takes back", "t1 t3 t4")
	shifted(l, fyne.KeyUp, fyne.KeyUp)
	check("shift past the row it began at", "t1 t2 t3")
	press(l, fyne.KeyDown)
	check("moving on", "t1 t2 t3")
	click(rowsShown(table)[7], 300, fyne.KeyModifierControl)
	check("a click with Ctrl", "t1 t2 t3 t7")
	click(rowsShown(table)[1], 20, 0)
	check("a click on the check", "t2 t3 t7")
	click(rowsShown(table)[4], 300, 0)
	check("a plain click", "t2 t3 t7")
	click(rowsShown(table)[6], 300, fyne.KeyModifierShift)
	check("a click with Shift", "t2 t3 t4 t5 t6 t7")
	l.TypedShortcut(&fyne.ShortcutSelectAll{})
	if told != 50 || table.head.Size().Width == 0 {
		t.Errorf("Ctrl+A checks %d", told)
	}
	press(l, fyne.KeyEscape)
	check("Esc", "")
	if told != 0 || table.at != 6 {
		t.Errorf("Esc tells %d and leaves row %d", told, table.at)
	}
	test.TapAt(table.head, fyne.NewPos(20, 10))
	if told != 50 {
		t.Errorf("the head's check checks %d", told)
	}
}

func click(r *row, x float32, held fyne.KeyModifier) {
	r.MouseDown(&desktop.MouseEvent{Modifier: held})
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 10)})
}

func TestAReloadKeepsWhatIsChosenAndChecked(t *testing.T) {
	themed(t)
	d := &desk{count: 50}
	table := NewDataTable(ticketColumns, true)
	table.SetSource(d)
	opened(t, table, tall)
	d.answer(table)
	table.Select(4)
	table.toggle(2)
	table.Reload()
	a := d.asked[0]
	d.asked = nil
	table.SetPage(a, append([]Item{ticketItem(99)}, ticketItems(0, 49)...)) // a new one came before them
	if item, _ := table.Selected(); item.Key != "t4" || table.at != 5 {
		t.Errorf("%s in row %d is chosen", item.Key, table.at)
	}
	if table.checked["t2"].index != 3 {
		t.Errorf("%v", table.checked)
	}
	table.Reload()
	a, d.asked = d.asked[0], nil
	table.SetPage(a, ticketItems(10, 60)) // the chosen one has gone
	if item, ok := table.Selected(); ok || rowsShown(table)[5].marks.selected {
		t.Errorf("%s is chosen in the place of another", item.Key)
	}
	table.SetSource(d)
	if _, ok := table.Selected(); ok || len(table.Checked()) > 0 {
		t.Error("another source keeps the old choice")
	}
}

func TestARowIsKeptChosenWhereverItStandsAfterAReload(t *testing.T) {
	themed(t)
	d := &desk{count: 50}
	table := NewDataTable(ticketColumns, true)
	told := 0
	table.OnSelect = func(Item) { told++ }
	table.SetSource(d)
	opened(t, table, tall)
	d.answer(table)
	table.Keep("t7")
	if item, ok := table.Selected(); !ok || item.Key != "t7" {
		t.Errorf("%q is chosen of those loaded", item.Key)
	}
	table.Reload()
	table.Keep("t99") // made just now
	a := d.asked[0]
	d.asked = nil
	table.SetPage(a, append([]Item{ticketItem(99)}, ticketItems(0, 49)...))
	if item, ok := table.Selected(); !ok || item.Key != "t99" || table.at != 0 || told != 0 {
		t.Errorf("%q in row %d is chosen, told %d times", item.Key, table.at, told)
	}
	table.Select(49)
	table.ReloadFrom(&desk{count: 20}) // the last has gone, with others
	if table.at != 19 {
		t.Errorf("the next is %d", table.at)
	}
}

func TestRowsAreCopiedAsATableOfTheColumnsSeen(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns[:2], true)
	table.SetRows([]Item{{Key: "a", Cells: []Cell{{Text: "1"}, {Text: "一\t二\n三"}}}, {Key: "b", Cells: []Cell{{Text: "2"}, {Tag: &TagSpec{Words: "处理中"}}}}, {Key: "c", Cells: []Cell{{Text: "3"}, {Text: "四"}}}})
	opened(t, table, tall)
	table.list.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "" {
		t.Errorf("nothing chosen copies %q", got)
	}
	table.Select(2)
	table.list.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "编号\t标题\n3\t四\n" {
		t.Errorf("%q", got)
	}
	table.toggle(1)
	table.toggle(0)
	var got string
	table.OnCopy = func(text string) { got = text }
	if table.Copy(); got != "编号\t标题\n1\t一 二 三\n2\t处理中\n" {
		t.Errorf("%q", got)
	}
}

func TestARowThatShowsTheSameIsNotDrawnAgain(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 50))
	opened(t, table, tall)
	r := rowsShown(table)[0]
	d := test.TempWidgetRenderer(t, r).(*rowRenderer)
	shown := d.cells[0].text
	fresh := ticketItem(0)
	fresh.Cells[4].Tag = &TagSpec{"st-doing", "处理中", Going}
	shown.Text = "left as it was"
	r.show(0, &fresh, r.marks)
	if shown.Text != "left as it was" || r.item != &fresh {
		t.Errorf("an equal item is drawn again: %s", shown.Text)
	}
	other := ticketItem(1)
	if r.show(0, &other, r.marks); shown.Text != "GD-2026-002292" {
		t.Errorf("another item shows %s", shown.Text)
	}
}

func TestFewerRowsAreShownFromTheTop(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 5000))
	opened(t, table, tall)
	press(table.list, fyne.KeyEnd)
	table.SetRows(ticketItems(7, 10))
	if r := rowsShown(table); len(r) != 3 || r[0].item == nil || r[0].item.Key != "t7" || table.list.GetScrollOffset() != 0 {
		t.Errorf("%d rows are shown, at %v", len(r), table.list.GetScrollOffset())
	}
}

func TestARowIsNoLongerHoveredWhenItScrollsAwayFromThePointer(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 50))
	opened(t, table, tall)
	r := rowsShown(table)[5]
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(500, 10)}}
	if r.MouseIn(at); !r.marks.hovered {
		t.Error("the row is not hovered")
	}
	table.list.ScrollToOffset(3 * rowHeight)
	if r.id != 5 || r.marks.hovered {
		t.Errorf("row %d is still hovered", r.id)
	}
	if r.MouseMoved(at); !r.marks.hovered {
		t.Error("the row the pointer moves on is not hovered")
	}
}
