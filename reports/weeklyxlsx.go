package reports

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
)

// workbook keeps the first error, so that drawing reads as drawing.
type workbook struct {
	f          *excelize.File
	head, wrap int
	err        error
}

func (b *workbook) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *workbook) style() {
	border := []excelize.Border{{Type: "left", Style: 1, Color: "#C2C9D2"}, {Type: "right", Style: 1, Color: "#C2C9D2"},
		{Type: "top", Style: 1, Color: "#C2C9D2"}, {Type: "bottom", Style: 1, Color: "#C2C9D2"}}
	var err1, err2 error
	b.head, err1 = b.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"#F0F2F5"}}})
	b.wrap, err2 = b.f.NewStyle(&excelize.Style{Border: border, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	b.do(errors.Join(err1, err2))
}

// sheet makes a sheet with column widths and prepares it for printing.
func (b *workbook) sheet(name string, widths ...float64) {
	if i, _ := b.f.GetSheetIndex("Sheet1"); i >= 0 {
		b.do(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.do(err)
	}
	for i, w := range widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.f.SetColWidth(name, col, col, w))
	}
	one, zero, size := 1, 0, 9
	b.do(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, FitToWidth: &one, FitToHeight: &zero}))
}

// row writes texts and numbers; a text is always text, whatever sign it begins with.
func (b *workbook) row(sheet string, n, style int, values ...any) {
	for i, v := range values {
		cell, err := excelize.CoordinatesToCellName(i+1, n)
		b.do(err)
		switch t := v.(type) {
		case string:
			b.do(b.f.SetCellStr(sheet, cell, t))
		case decimal:
			v, err := strconv.ParseFloat(string(t), 64) // a cell's number is one
			b.do(err)
			b.do(b.f.SetCellFloat(sheet, cell, v, -1, 64))
		case formula:
			b.do(b.f.SetCellFormula(sheet, cell, string(t)))
		default:
			b.do(b.f.SetCellValue(sheet, cell, v))
		}
		b.do(b.f.SetCellStyle(sheet, cell, cell, style))
	}
}

type formula string

func (b *workbook) weekly(r app.Report) {
	const main, records = "周报", "记录"
	b.sheet(main, 16, 14, 14, 14, 14, 40)
	b.row(main, 1, b.head, weeklyTitle)
	b.row(main, 2, b.wrap, weekLine(r), "截至", stamp(r.AsOf), "台账", r.Code, strings.Join(append(issued(r), marks(r)...), "　"))
	b.row(main, 4, b.head, "指标", "数量", "记录数（公式）")
	n := 5
	for _, f := range r.Counts() {
		b.row(main, n, b.wrap, f.Label, f.Value, formula(fmt.Sprintf(`COUNTIF(%s!$A:$A,A%d)`, records, n)))
		n++
	}
	b.row(main, n, b.wrap, "年累计工单", r.Rate.Denominator)
	b.row(main, n+1, b.wrap, "在途率（%）", formula(fmt.Sprintf("IF(B%d=0,\"\",ROUND(B%d/B%d*100,2))", n, 7, n)), "限值 "+r.Rate.Limit)
	n += 3
	for _, s := range append(sections(r), endings(r)...) {
		b.row(main, n, b.head, s.Title)
		n++
		for _, l := range s.Lines {
			b.row(main, n, b.wrap, l)
			b.do(b.f.MergeCell(main, fmt.Sprintf("A%d", n), fmt.Sprintf("F%d", n)))
			b.do(b.f.SetRowHeight(main, n, float64(16*(1+len([]rune(l))/52))))
			n++
		}
	}
	b.breakdowns(r)
	b.late(r)
	b.records(records, r)
}

// marks are the warnings a workbook carries where a page has its watermark.
func marks(r app.Report) []string {
	if r.Revealed {
		return []string{internal}
	}
	return nil
}

func (b *workbook) breakdowns(r app.Report) {
	const name = "分类统计"
	b.sheet(name, 12, 24, 12, 12, 12)
	b.row(name, 1, b.head, "分类", "项目", r.This()+"到达", r.This()+"办结", "在途")
	n := 2
	for _, d := range r.Breakdowns {
		for _, g := range d.Groups {
			b.row(name, n, b.wrap, d.Label, g.Label, g.Arrived.Value, g.Done.Value, g.InTransit.Value)
			n++
		}
	}
}

func (b *workbook) late(r app.Report) {
	const name = "超时工单"
	b.sheet(name, 20, 40, 12, 18, 12, 10, 80)
	b.row(name, 1, b.head, "工单号", "标题", "处理人", "应完时刻", "延误工作日", "状态", "推算")
	for i, l := range r.Late {
		why := ""
		for _, s := range l.Reasons {
			why += s + "\n"
		}
		b.row(name, i+2, b.wrap, l.Number, l.Title, l.Assignee, l.Due, l.Days, lateState(l), why)
	}
}

// records lists what each figure counts: the formulas count these rows.
func (b *workbook) records(name string, r app.Report) {
	b.sheet(name, 14, 24)
	b.row(name, 1, b.head, "指标", "工单号")
	n := 2
	for _, f := range r.Counts() {
		for _, number := range f.Records {
			b.row(name, n, b.wrap, f.Label, number)
			n++
		}
	}
}
