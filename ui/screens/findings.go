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

// findings lists what is wrong with the rows of a file and what they change. Personal values in it are masked.
type findings struct {
	table *widgets.DataTable
	copy  *widgets.Button
	rows  []widgets.Item // the table holds only those near what is seen
}

func newFindings(on Frame) *findings {
	f := &findings{table: widgets.NewDataTable([]widgets.TableColumn{
		{Key: "kind", Head: "类别", Width: 92}, {Key: "row", Head: "行", Width: 72},
		{Key: "column", Head: "列", Width: 140}, {Key: "value", Head: "内容", Width: 160, Spare: 1, Hideable: true}, {Key: "what", Head: "说明", Width: 280, Grow: true},
	}, false)}
	f.copy = widgets.NewButton("复制清单", "copy", widgets.Usual, func() { fyne.CurrentApp().Clipboard().SetContent(f.text()) })
	f.copy.Small = true
	f.table.OnOpen = func(item widgets.Item) {
		widgets.Ask(on.Window().Canvas(), widgets.Question{Title: "第 " + item.Cells[1].Text + " 行　" + item.Cells[2].Text, Body: item.Cells[4].Text, Verb: "复制这一条",
			OnVerb: func() bool { fyne.CurrentApp().Clipboard().SetContent(line(item)); return false }})
	}
	f.table.SetEmpty(widgets.Least(420, 160, widgets.Empty("file-spreadsheet", "没有要列的行", "预览或导入之后，有误的行和有改动的行列在这里。")))
	f.show(nil, 0)
	return f
}

func (f *findings) card() fyne.CanvasObject {
	head := widgets.Row(12, widgets.Fixed(widgets.Title("逐行情况", theme.SizeCard)), widgets.Part{CanvasObject: widgets.Help("个人信息已遮盖").Cut(), Weight: 1}, widgets.Fixed(f.copy))
	body := widgets.Column(0, widgets.Fixed(widgets.Inset(8, 16, widgets.Tall(28, head))), widgets.Grow(widgets.InsetEach(0, 1, 8, 1, f.table)))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), body)
}

// show lists rows; left is how many more there are.
func (f *findings) show(rows []widgets.Item, left int) {
	f.rows = rows
	press(f.copy, len(rows) > 0)
	words := ""
	if len(rows) > 0 {
		words = fmt.Sprintf("共 %s 条", thousands(len(rows)+left))
	}
	if left > 0 {
		words += fmt.Sprintf("，另有 %s 条没有列出", thousands(left))
	}
	f.table.SetFoot(words)
	f.table.SetRows(rows)
}

// text is the list as cells, to be put into a sheet.
func (f *findings) text() string {
	lines := []string{"类别\t行\t列\t内容\t说明"}
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

// found are the findings of an import, the gravest first, and how many are left out.
func found(out app.Imported) (rows []widgets.Item, left int) {
	add := func(tag widgets.TagSpec, row int, column, value, what string) {
		rows = append(rows, widgets.Item{Key: strconv.Itoa(len(rows)), Cells: []widgets.Cell{{Tag: &tag}, {Text: strconv.Itoa(row)}, {Text: column}, {Text: value}, {Text: what}}})
	}
	faults := func(list []intake.Fault, tag widgets.TagSpec) {
		for _, f := range list[:min(len(list), listedFindings)] {
			add(tag, f.Row, f.Column, f.Value, f.Text)
		}
		left += max(len(list)-listedFindings, 0)
	}
	faults(out.Faults, widgets.TagSpec{Icon: "alert-circle", Words: "有误", Tint: widgets.Bad})
	faults(out.Warnings, widgets.TagSpec{Icon: "alert-triangle", Words: "提醒", Tint: widgets.Soon})
	for _, c := range out.Changes[:min(len(out.Changes), listedFindings)] {
		add(widgets.TagSpec{Icon: "pencil", Words: "更新", Tint: widgets.Going}, c.Row, "", c.Number, c.String())
	}
	left += max(len(out.Changes)-listedFindings, 0) + out.LeftOut
	return rows, left
}

// thousands writes a count in groups of three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
