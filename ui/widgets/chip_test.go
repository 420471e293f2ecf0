package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func regions() []Option {
	return []Option{{Value: "dt", Label: "丹徒区", Aliases: []string{"dtq"}, Count: 12}, {Value: "jk", Label: "京口区", Aliases: []string{"jkq"}, Count: 9}, {Value: "rz", Label: "润州区", Aliases: []string{"rzq"}, Count: 21},
		{Value: "jkq", Label: "经开区", Aliases: []string{"jkq"}, Count: 3}, {Value: "dy", Label: "丹阳市", Aliases: []string{"dys"}, Count: 30}, {Value: "jr", Label: "句容市", Aliases: []string{"jrs"}, Count: 18},
		{Value: "yz", Label: "扬中市", Aliases: []string{"yzs"}}, {Value: "sb", Label: "市本级", Aliases: []string{"sbj"}, Count: 44}}
}

func filters(t *testing.T) (*FilterRow, []*Chip) {
	t.Helper()
	state := NewChip("状态", []Option{{Value: "open", Label: "在途"}, {Value: "done", Label: "已办结"}}, nil)
	region := NewChip("区域", regions(), nil)
	chips := []*Chip{state, region, NewChip("系统", regions(), nil), NewChip("险种", regions(), nil), NewChip("时限", regions(), nil)}
	return NewFilterRow(chips...), chips
}

func TestChips(t *testing.T) {
	look(t, "chips", fyne.NewSize(720, 150), func() fyne.CanvasObject {
		wide, chips := filters(t)
		chips[0].Set("open")
		chips[1].Set("dt", "jk")
		chips[2].FocusGained()
		narrow, few := filters(t)
		few[1].Set("rz")
		return Inset(16, 16, Stack(12, wide, Row(0, Wide(330, narrow))))
	})
}

func TestAChipsOptionsAreFoundByInitialsAndCheckedByKeys(t *testing.T) {
	themed(t)
	row, chips := filters(t)
	w := window(t, fyne.NewSize(480, 420), func() fyne.CanvasObject { return Inset(16, 16, Stack(0, row)) })
	var told []string
	region := chips[1]
	region.OnChange = func(chosen []string) { told = append(told, strings.Join(chosen, " ")) }
	region.Set("dy")
	region.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	search := w.Canvas().Focused().(*entry)
	lookAt(t, w, "chip-open")
	test.Type(search, "JK")
	if found := region.list.visible(); len(found) != 2 || found[0].option.Value != "jk" || found[1].option.Value != "jkq" {
		t.Errorf("%d are found", len(found))
	}
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	first := w.Canvas().Focused().(*choice)
	first.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.Canvas().Focused().(*choice).TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	first.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if want := []string{"jk dy", "jk jkq dy", "jkq dy"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	if region.Value() != "经开区等 2 个" {
		t.Error(region.Value())
	}
	first.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if w.Canvas().Focused() != fyne.Focusable(search) {
		t.Error("above the first is not the search")
	}
	test.Type(search, "没有这项")
	if !region.list.none.Visible() {
		t.Error("it is not said that nothing is found")
	}
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if region.list != nil || w.Canvas().Overlays().Top() != nil {
		t.Error("Esc leaves the list open")
	}
}

func TestAChipIsClearedByItsCrossByDeleteAndAllByTheButton(t *testing.T) {
	themed(t)
	row, chips := filters(t)
	w := window(t, fyne.NewSize(900, 200), func() fyne.CanvasObject { return Inset(16, 16, Stack(0, row)) })
	told, cleared := 0, 0
	chips[0].OnChange = func([]string) { told++ }
	row.OnClear = func() { cleared++ }
	chips[0].Set("open")
	test.TapAt(chips[0], fyne.NewPos(chips[0].Size().Width-16, 10))
	if told != 1 || row.Any() {
		t.Errorf("the × told %d times", told)
	}
	chips[0].Set("done")
	chips[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if told != 2 || row.Any() || row.clear.Visible() {
		t.Errorf("Delete told %d times", told)
	}
	chips[0].Set("done")
	chips[3].Set("yz")
	if !row.clear.Visible() {
		t.Error("nothing offers to clear")
	}
	test.Tap(row.clear)
	if cleared != 1 || told != 2 || row.Any() {
		t.Errorf("cleared %d, told %d", cleared, told)
	}
	test.TapAt(chips[0], fyne.NewPos(5, 10))
	test.TapCanvas(w.Canvas(), fyne.NewPos(800, 190))
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a click beside the list leaves it open")
	}
}

func TestNarrowRowsPutEmptyChipsBehindMore(t *testing.T) {
	themed(t)
	row, chips := filters(t)
	w := window(t, fyne.NewSize(300, 400), func() fyne.CanvasObject { return Inset(16, 16, Stack(0, row)) })
	chips[4].Set("dt")
	if !chips[4].Visible() || chips[3].Visible() || !row.more.Visible() {
		t.Error("a set chip gave way to an empty one")
	}
	if right := row.clear.Position().X + row.clear.Size().Width; right > row.Size().Width {
		t.Errorf("the row is %v wide and ends at %v", row.Size().Width, right)
	}
	test.Tap(row.more)
	w.Canvas().Focused().(*choice).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if row.hidden[0].list == nil {
		t.Error("a hidden chip's options can't be reached")
	}
}

func TestABatchBar(t *testing.T) {
	look(t, "batchbar", fyne.NewSize(760, 60), func() fyne.CanvasObject {
		b := batch(nil)
		b.Set(4)
		return Stack(0, b)
	})
}

func batch(cleared func()) *BatchBar {
	return NewBatchBar(Line(8, NewButton("登记工单", "plus", Main, nil), NewButton("导入", "package-import", Usual, nil)), func(n int) string { return "已选 " + string(rune('0'+n)) + " 张" }, cleared,
		NewButton("转派", "user", Usual, nil), NewButton("暂停", "player-pause", Usual, nil), NewButton("复制为表格", "copy", Usual, nil))
}

func TestABatchBarTakesTheToolbarsPlaceWhileRowsAreChecked(t *testing.T) {
	themed(t)
	b := batch(nil)
	window(t, fyne.NewSize(760, 60), func() fyne.CanvasObject { return Stack(0, b) })
	height := b.MinSize().Height
	for _, n := range []int{3, 0} {
		b.Set(n)
		if b.bar.Visible() != (n > 0) || b.toolbar.Visible() == (n > 0) || b.MinSize().Height != height {
			t.Errorf("%d checked: bar %v, toolbar %v, %v high", n, b.bar.Visible(), b.toolbar.Visible(), b.MinSize().Height)
		}
	}
}

func TestABatchBarMakesRoomForItself(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	spare := NewButton("标记共性问题", "bookmark", Usual, nil)
	b := NewBatchBar(Help(""), func(n int) string { return "已选 4 张" }, func() {}, NewButton("转派", "user", Usual, nil), spare).Spare(spare)
	b.Set(4)
	b.Resize(fyne.NewSize(2000, 44))
	whole := b.bar.MinSize().Width
	b.Resize(fyne.NewSize(whole-10, 44))
	if spare.Visible() || b.MinSize().Width >= whole {
		t.Errorf("%v wide of %v", b.MinSize(), whole)
	}
	if b.Resize(fyne.NewSize(whole+10, 44)); !spare.Visible() {
		t.Error("it does not come back")
	}
}
