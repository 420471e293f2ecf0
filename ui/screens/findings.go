package screens

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/rule/intake"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// listedFindings is how many of a kind are told one by one.
const listedFindings = 5000

// findings lists what is foundWrong with the rows of a file, what they change and what they add: row by row, or what is the same
// told once. Personal values in it are masked.
type findings struct {
	on    Frame
	table *widgets.DataTable
	copy  *widgets.Button
	save  *widgets.Button
	group *widgets.Button
	rows  []widgets.Item // what is listed; the table holds only those near what is seen

	out     app.Imported
	only    string // a kind of finding, "" all
	grouped bool
}

func newFindings(on Frame) *findings {
	f := &findings{on: on, table: widgets.NewDataTable([]widgets.TableColumn{
		{Key: "kind", Head: "类别", Width: 76}, {Key: "row", Head: "行", Width: 64}, {Key: "column", Head: "列", Width: 120},
		{Key: "value", Head: "内容", Width: 132, Spare: 1, Hideable: true}, {Key: "what", Head: "问题", Width: 240, Grow: true, Enough: 320}, {Key: "remedy", Head: "怎么改", Width: 240, Spare: 2, Hideable: true},
	}, false)}
	f.copy = widgets.NewButton("复制清单", "copy", widgets.Hushed, func() { fyne.CurrentApp().Clipboard().SetContent(f.text()) })
	f.save = widgets.NewButton("存为文件…", "download", widgets.Hushed, nil)
	f.group = widgets.NewButton("同类合并", "list-details", widgets.Hushed, f.turn)
	f.copy.Small, f.save.Small, f.group.Small = true, true, true
	f.table.OnOpen = func(item widgets.Item) {
		text := item.Cells[4].Text
		if item.Cells[5].Text != "" {
			text += "。" + item.Cells[5].Text
		}
		widgets.Ask(on.Window().Canvas(), widgets.Question{Title: "第 " + item.Cells[1].Text + " 行　" + item.Cells[2].Text, Body: text, Verb: "复制这一条",
			OnVerb: func() bool { fyne.CurrentApp().Clipboard().SetContent(line(item)); return false }})
	}
	f.table.SetEmpty(widgets.Least(420, 160, widgets.Empty("file-spreadsheet", "没有要列的行", "预览或导入之后，有误的行、有改动的行和新增的行列在这里。")))
	f.show(app.Imported{})
	return f
}

func (f *findings) card() fyne.CanvasObject {
	head := widgets.Row(8, widgets.Fixed(widgets.Title("逐行情况", theme.SizeCard)), widgets.Part{CanvasObject: widgets.Help("个人信息已遮盖").Cut(), Weight: 1},
		widgets.Fixed(f.group), widgets.Fixed(f.copy), widgets.Fixed(f.save))
	body := widgets.Column(0, widgets.Fixed(widgets.Inset(8, 16, widgets.Tall(28, head))), widgets.Grow(widgets.InsetEach(0, 1, 8, 1, f.table)))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), body)
}

// show lists what came of an import.
func (f *findings) show(out app.Imported) {
	f.out, f.only = out, ""
	f.list()
}

// narrow lists one kind of finding, and all where it is that already.
func (f *findings) narrow(kind string) {
	if f.only == kind {
		kind = ""
	}
	f.only = kind
	f.list()
}

// turn changes between row by row and what is the same told once.
func (f *findings) turn() {
	f.grouped = !f.grouped
	f.group.SetLabel(map[bool]string{true: "逐行列出", false: "同类合并"}[f.grouped])
	f.list()
}

func (f *findings) list() {
	rows, left := found(f.out, f.only, f.grouped)
	f.rows = rows
	press(f.copy, len(rows) > 0)
	press(f.save, len(f.out.Faults) > 0)
	press(f.group, len(f.out.Faults)+len(f.out.Warnings) > 1)
	words := ""
	if len(rows) > 0 {
		words = fmt.Sprintf("共 %s 条", thousands(len(rows)+left))
		if f.only != "" {
			words = "只列" + f.only + "：" + words
		}
	}
	if left > 0 {
		words += fmt.Sprintf("，另有 %s 条没有列出", thousands(left))
	}
	f.table.SetFoot(words)
	f.table.SetRows(rows)
}

// text is the list as cells, to be put into a sheet.
func (f *findings) text() string {
	lines := []string{"类别\t行\t列\t内容\t问题\t怎么改"}
	for _, item := range f.rows {
		lines = append(lines, line(item))
	}
	return strings.Join(lines, "\n")
}

// line is a row as cells.
func line(item widgets.Item) string {
	var cells []string
	for _, c := range item.Cells {
		if c.Tag != nil {
			c.Text = c.Tag.Words
		}
		cells = append(cells, inert(c.Text))
	}
	return strings.Join(cells, "\t")
}

// inert is a text that a sheet takes for text: what begins like a formula would be reckoned there.
func inert(text string) string {
	text = plain.Replace(text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}

var plain = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

// Kinds of findings, the gravest first.
const (
	foundWrong   = "有误"
	foundRemind  = "提醒"
	foundUpdated = "更新"
	foundCreated = "新增"
)

var findingTags = map[string]widgets.TagSpec{foundWrong: {Icon: "alert-circle", Words: foundWrong, Tint: widgets.Bad}, foundRemind: {Icon: "alert-triangle", Words: foundRemind, Tint: widgets.Soon},
	foundUpdated: {Icon: "pencil", Words: foundUpdated, Tint: widgets.Going}, foundCreated: {Icon: "plus", Words: foundCreated, Tint: widgets.Good}}

// listing gathers findings as rows of a table.
type listing struct {
	only string
	rows []widgets.Item
	left int
}

func (l *listing) add(kind, row, column, value, what string) {
	tag := findingTags[kind]
	what, remedy := parted(what)
	l.rows = append(l.rows, widgets.Item{Key: strconv.Itoa(len(l.rows)), Cells: []widgets.Cell{{Tag: &tag}, {Text: row}, {Text: column}, {Text: value}, {Text: what}, {Text: remedy}}})
}

// parted is what is wrong, and what to do about it.
func parted(text string) (what, remedy string) {
	for _, begins := range []string{"请", "可填"} {
		if what, remedy, ok := strings.Cut(text, "。"+begins); ok {
			return what, begins + remedy
		}
	}
	return text, ""
}

// take gives the first of a list that is n long; a kind that is not asked for gives none.
func (l *listing) take(kind string, n int, give func(i int)) {
	if l.only != "" && l.only != kind {
		return
	}
	for i := range min(n, listedFindings) {
		give(i)
	}
	l.left += max(n-listedFindings, 0)
}

// found are the findings of an import, the gravest first, and how many are left out: of one kind, or ("") of all.
func found(out app.Imported, only string, grouped bool) (rows []widgets.Item, left int) {
	l := &listing{only: only}
	faults := func(kind string, list []intake.Fault) {
		if grouped {
			groups := intake.Grouped(list)
			l.take(kind, len(groups), func(i int) { g := groups[i]; l.add(kind, rowsOf(g), g.Column, g.Value, textOf(g)) })
			return
		}
		l.take(kind, len(list), func(i int) { f := list[i]; l.add(kind, strconv.Itoa(f.Row), f.Column, f.Value, f.Text) })
	}
	faults(foundWrong, out.Faults)
	faults(foundRemind, out.Warnings)
	l.take(foundUpdated, len(out.Changes), func(i int) {
		c := out.Changes[i]
		l.add(foundUpdated, strconv.Itoa(c.Row), "", c.Number, strings.TrimPrefix(c.String(), c.Number+"："))
	})
	if only == "" || only == foundUpdated {
		l.left += out.LeftOut
	}
	l.take(foundCreated, len(out.Samples), func(i int) { s := out.Samples[i]; l.add(foundCreated, strconv.Itoa(s.Row), "", s.Number, s.Title) })
	if only == "" || only == foundCreated {
		l.left += out.Created - len(out.Samples)
	}
	return l.rows, max(l.left, 0)
}

// rowsOf names the rows of a group: the first, and how many there are.
func rowsOf(g intake.Group) string {
	if g.Count == 1 {
		return strconv.Itoa(g.Row)
	}
	return fmt.Sprintf("%d 等 %s 行", g.Row, thousands(g.Count))
}

func textOf(g intake.Group) string {
	if g.Texts > 1 {
		return fmt.Sprintf("%d 种情况，例如：%s", g.Texts, g.Text)
	}
	return g.Text
}

// thousands writes a count in groups of three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
