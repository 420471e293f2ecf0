package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func columnsSeen(t *DataTable) []string {
	var keys []string
	for _, s := range t.spans(t.list.Size().Width).spans {
		keys = append(keys, t.columns[s.column].Key)
	}
	return keys
}

func TestAHeadSortsAndTurnsTheOrderRound(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	opened(t, table, tall)
	var asked []string
	table.OnSort = func(key string, down bool) { asked = append(asked, key+map[bool]string{true: "-", false: "+"}[down]) }
	due := table.spans(1000).spans[5].x + 10
	for _, x := range []float32{due, due, due, table.lead() + 10, table.spans(1000).spans[1].x + 30} { // the title can't be sorted by
		test.TapAt(table.head, fyne.NewPos(x, 10))
	}
	if !slices.Equal(asked, []string{"due+", "due-", "due+", "number+"}) {
		t.Errorf("%v", asked)
	}
	table.head.FocusGained()
	for range 5 {
		table.head.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	table.head.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s := table.State(); s.Sort != "due" || s.Down {
		t.Errorf("the keys leave %+v", s)
	}
}

func dragHead(h *head, from, by float32) {
	for range 4 {
		from += by / 4
		h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(from, 10)}, Dragged: fyne.NewDelta(by/4, 0)})
	}
	h.DragEnd()
}

func TestAnEdgeFollowsThePointerOnEitherSideOfTheGrowingColumn(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	opened(t, table, tall)
	told := 0
	table.OnState = func(State) { told++ }
	edge := func(i int) float32 { s := table.spans(1000).spans[i]; return s.x + s.width - cellGap/2 }
	for _, c := range []struct {
		place int
		by    float32
	}{{0, 40}, {1, -24}, {3, 20}, {4, -16}} {
		before := edge(c.place)
		dragHead(table.head, before, c.by)
		if got := edge(c.place) - before; got != c.by {
			t.Errorf("edge %d moved by %v, not %v", c.place, got, c.by)
		}
	}
	if told != 4 || table.State().Widths["number"] != 172 {
		t.Errorf("told %d times, %v", told, table.State().Widths)
	}
	dragHead(table.head, edge(0), 2000)
	if s := table.spans(1000).spans; s[1].width < 160 || s[len(s)-1].x+s[len(s)-1].width > 1000 {
		t.Errorf("a column was dragged over the others: %v", s)
	}
	again := NewDataTable(ticketColumns, true)
	again.SetState(table.State())
	if again.Resize(tall); !slices.Equal(again.spans(1000).spans, table.spans(1000).spans) {
		t.Error("the state put back looks different")
	}
}

func TestTheCursorShowsWhereAnEdgeIs(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	opened(t, table, tall)
	s := table.spans(1000).spans[0]
	for x, want := range map[float32]desktop.Cursor{s.x + s.width - cellGap/2: desktop.HResizeCursor, s.x + 10: desktop.PointerCursor, 400: desktop.DefaultCursor} {
		table.head.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 5)}})
		if table.head.Cursor() != want {
			t.Errorf("at %v: %v", x, table.head.Cursor())
		}
	}
}

func TestNarrowTablesDropTheSparestColumnsAndChosenOnesAreKept(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	w := opened(t, table, fyne.NewSize(1000, 300))
	if got := columnsSeen(table); len(got) != 7 {
		t.Errorf("%v", got)
	}
	w.Resize(fyne.NewSize(800, 300))
	if got := columnsSeen(table); slices.Contains(got, "region") || !slices.Contains(got, "system") {
		t.Errorf("800 wide: %v", got)
	}
	w.Resize(fyne.NewSize(660, 300))
	if got := columnsSeen(table); slices.Contains(got, "system") || len(got) != 5 {
		t.Errorf("660 wide: %v", got)
	}
	w.Resize(fyne.NewSize(1000, 300))
	table.ChooseColumns(table.head)
	flyout := w.Canvas().Overlays().Top().(*Flyout)
	press := w.Canvas().Focused().(*choice)
	if press.option.Label != "系统" || !press.on {
		t.Errorf("the first choice is %+v", press.option)
	}
	press.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if slices.Contains(columnsSeen(table), "system") || table.State().Shown["system"] {
		t.Error("the column is still there")
	}
	press.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if flyout.open || w.Canvas().Overlays().Top() != nil {
		t.Error("Esc leaves the list open")
	}
}

func TestACutTextIsShownWholeOnceThePointerStays(t *testing.T) {
	themed(t)
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 20))
	w := opened(t, table, fyne.NewSize(720, 260))
	rowsShown(table)[1].MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 10)}})
	lookAt(t, w, "datatable-tip")
	if len(table.tip.layer.Objects) < 2 {
		t.Fatal("no text is shown")
	}
	rowsShown(table)[1].MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(60, 10)}})
	if len(table.tip.layer.Objects) > 0 {
		t.Error("the text stays when the pointer has gone, or shows for a text that is whole")
	}
}

func TestColumnsShareWhatTheTitleDoesNotNeedUntilOneIsSizedByHand(t *testing.T) {
	themed(t)
	columns := slices.Clone(ticketColumns)
	title := slices.IndexFunc(columns, func(c TableColumn) bool { return c.Grow })
	columns[title].Enough = columns[title].Width + 40
	table := NewDataTable(columns, true)
	opened(t, table, tall)
	var shown []int
	for _, s := range table.spans(4000).spans {
		shown = append(shown, s.column)
	}
	needs := table.needs(shown)
	for width, shares := range map[float32]bool{needs + table.lead() + margin + 30: false, needs + table.lead() + margin + 640: true} {
		sum := float32(0)
		for _, s := range table.spans(width).spans {
			sum += s.width
			if more := s.width - table.widthOf(s.column); s.column != title && more > 0 != shares || s.column == title && more <= 0 {
				t.Errorf("at %v column %s has %v more", width, columns[s.column].Key, more)
			}
		}
		if left := width - table.lead() - margin - sum; left < 0 || left >= float32(len(columns)) { // what rounding leaves
			t.Errorf("at %v %v stays empty", width, left)
		}
	}
	before := slices.Clone(table.spans(2000).spans)
	table.widen(table.spans(2000), before[title+1].column, 24)
	for i, s := range table.spans(2000).spans {
		want := before[i].width
		if i == title+1 {
			want += 24
		}
		if s.column != title && s.width != want {
			t.Errorf("%s was %v, is %v", columns[s.column].Key, before[i].width, s.width)
		}
	}
}
