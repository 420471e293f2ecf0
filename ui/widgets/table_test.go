package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"

	"opsledger/ui/theme"
)

// TestTable renders a table without a display and holds it against testdata/table.xml. Where the look changes on
// purpose, read testdata/failed/table.xml and put it in its place.
func TestTable(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Theme{})
	chosen := -1
	table := NewTable([]TableColumn{{Head: "工单号", Width: 120}, {Head: "标题", Width: 0}, {Head: "应完", Width: 90}}, func(row int) { chosen = row })
	w := test.NewTempWindow(t, table)
	w.Resize(fyne.NewSize(420, 160))
	table.SetRows([][]Cell{
		{{Text: "W2026-0001"}, {Text: "养老待遇计算结果与手工核对不一致，需要核查缴费基数"}, {Text: "延误 2 个工作日", Color: base.ColorNameError}},
		{{Text: "W2026-0002"}, {Text: "𬭎䶮㛃㬚旻"}, {Text: "按时", Color: base.ColorNameSuccess}},
	})
	test.AssertRendersToMarkup(t, "table.xml", w.Canvas())
	table.Select(1)
	if chosen != 1 {
		t.Errorf("row %d was chosen", chosen)
	}
}

func TestALongTextIsCutToItsColumn(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	row := newRow([]TableColumn{{Width: 80}})
	fill(row, []Cell{{Text: "一二三四五六七八九十一二三"}})
	row.Resize(fyne.NewSize(80, rowHeight))
	text := []rune(cellText(row, 0))
	if len(text) >= 13 || text[len(text)-1] != '…' {
		t.Errorf("%s", string(text))
	}
	row.Layout.(*rowLayout).columns[0].Width = 400
	row.Resize(fyne.NewSize(400, rowHeight))
	if got := cellText(row, 0); got != "一二三四五六七八九十一二三" {
		t.Errorf("a wider column shows %s", got)
	}
}

func cellText(o fyne.CanvasObject, i int) string {
	return o.(*fyne.Container).Objects[i].(*canvas.Text).Text
}
