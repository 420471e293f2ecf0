package widgets

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

var ticketColumns = []TableColumn{{Key: "number", Head: "编号", Width: 132, Sortable: true}, {Key: "title", Head: "标题", Width: 160, Grow: true},
	{Key: "system", Head: "系统", Width: 116, Hideable: true, Spare: 1}, {Key: "region", Head: "区域", Width: 76, Hideable: true, Spare: 2},
	{Key: "state", Head: "状态", Width: 108}, {Key: "due", Head: "时限", Width: 124, Sortable: true}, {Key: "people", Head: "人数", Width: 56, Align: fyne.TextAlignTrailing, Hideable: true}}

var (
	titles = []string{"企业职工养老补缴记录到账后未生成缴费明细，涉及 3 家单位", "工伤联网结算三家医院目录对照缺失，报销单无法审核，需要省厅一并处理两批", "失业金重复发放疑点核查，涉及 4 人 6 个月",
		"居民养老丧葬补助批次回盘金额与发放表差 1 笔", "稽核疑点批量导出提示“数据集为空”", "Excel 模板 V2.3 导入后 2026-11 的缴费基数整列错位"}
	states = []TagSpec{{"st-doing", "处理中", Going}, {"arrow-back-up", "返工", Bad}, {"circle-arrow-up", "等待省厅", Waits}, {"help-circle", "待评估", Soon}, {"st-open", "待签收", Neutral}, {"circle-check", "已办结", Good}}
	dues   = []Cell{{Text: "超 2 工作日", Icon: "alert-circle", Color: theme.Red, Bold: true}, {Text: "剩 1 时 20 分", Icon: "alarm", Color: theme.Orange, Bold: true}, {Text: "暂停 2 天", Icon: "player-pause", Color: theme.Purple},
		{Text: "剩 7 时 2 分", Icon: "clock", Color: theme.Text2}}
)

func ticketItem(i int) Item {
	return Item{Key: fmt.Sprint("t", i), Cells: []Cell{{Text: fmt.Sprintf("GD-2026-%06d", 2291+i), Color: theme.Text2}, {Text: titles[i%6]}, {Text: []string{"社会保险系统", "工伤联网结算", "精准发放平台"}[i%3]},
		{Text: []string{"丹徒区", "京口区", "市本级", "润州区"}[i%4]}, {Tag: &states[i%6]}, dues[i%4], {Text: fmt.Sprint(i % 13)}}}
}

func ticketItems(from, to int) []Item {
	var out []Item
	for i := from; i < to; i++ {
		out = append(out, ticketItem(i))
	}
	return out
}

// desk is a source whose pages come when the test says so.
type desk struct {
	count int
	more  bool
	asked []Span
}

func (d *desk) Count() (int, bool) { return d.count, d.more }
func (d *desk) Want(a Span)        { d.asked = append(d.asked, a) }

// answer hands in what was asked for and forgets it.
func (d *desk) answer(t *DataTable) {
	asked := d.asked
	d.asked = nil
	for _, a := range asked {
		t.SetPage(a, ticketItems(a.Offset, min(a.Offset+a.Limit, max(d.count, 0))))
	}
}

func opened(t *testing.T, table *DataTable, size fyne.Size) fyne.Window {
	t.Helper()
	return window(t, size, func() fyne.CanvasObject { return table })
}

// themed starts a program with the theme: texts are measured by it.

// lookAt holds a window as it is now against testdata/NAME.xml.
func lookAt(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", name+".xml"), []byte(test.RenderToMarkup(w.Canvas())), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	test.AssertRendersToMarkup(t, name+".xml", w.Canvas())
	if *pictures != "" {
		draw(t, w, name)
	}
}

func press(l *rowList, names ...fyne.KeyName) {
	for _, n := range names {
		l.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func shifted(l *rowList, names ...fyne.KeyName) {
	l.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(l, names...)
	l.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func keysOf(items []Item) string {
	var keys []string
	for _, i := range items {
		keys = append(keys, i.Key)
	}
	return strings.Join(keys, " ")
}

func TestATable(t *testing.T) {
	look(t, "datatable", fyne.NewSize(1000, 420), func() fyne.CanvasObject {
		table := NewDataTable(ticketColumns, true)
		table.SetState(State{Sort: "due"})
		d := &desk{count: 72}
		table.SetSource(d)
		table.SetFoot("共 72 张，按时限先后　选中 1 张")
		w := window(t, fyne.NewSize(1000, 420), func() fyne.CanvasObject { return table })
		d.answer(table)
		w.Canvas().Focus(table.list)
		table.Select(3)
		table.toggle(5)
		table.toggle(6)
		return table
	})
}

func TestATableThatLoadsIsNarrow(t *testing.T) {
	look(t, "datatable-loading", fyne.NewSize(620, 220), func() fyne.CanvasObject {
		table := NewDataTable(ticketColumns, true)
		table.SetSource(&desk{count: 1000, more: true})
		table.SetFoot("共 1000+ 张")
		return table
	})
}

func TestATableWithoutRowsSaysWhatToDo(t *testing.T) {
	look(t, "datatable-empty", fyne.NewSize(620, 220), func() fyne.CanvasObject {
		table := NewDataTable(ticketColumns, false)
		table.SetEmpty(Help("还没有工单：从省工单系统导出表格后拖进来"))
		table.SetRows(nil)
		return table
	})
}

// rowsShown are the row widgets in the order of their rows.
func rowsShown(t *DataTable) []*row {
	var rows []*row
	for r := range t.live {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b *row) int { return a.id - b.id })
	return rows
}

func TestRowsFollowTheTheme(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Theme{})
	table := NewDataTable(ticketColumns, true)
	table.SetRows(ticketItems(0, 5))
	opened(t, table, tall)
	a.Settings().SetTheme(theme.Theme{Dark: true})
	table.Refresh()
	d := test.TempWidgetRenderer(t, rowsShown(table)[0]).(*rowRenderer)
	if got := d.cells[1].text.Color; got != theme.Of(theme.Text) {
		t.Errorf("after the change the words are %v", got)
	}
}
