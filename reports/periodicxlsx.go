package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

// periodic draws a report that is longer than a week as a workbook: every figure counts its rows on the sheet of records by
// formula, the rates divide what is counted, the charts read the sheets.
func (b *workbook) periodic(r app.Report) {
	const main = "报告"
	b.sheet(main, 22, 14, 16, 14, 14, 40)
	b.row(main, 1, b.head, meta(r).Title)
	b.row(main, 2, b.wrap, periodLine(r), "截至", stamp(r.AsOf), "台账", r.Code, strings.Join(append(issued(r), marks(r)...), "　"))
	n := b.figures(main, 4, r)
	n = b.measures(main, n+1, r)
	for _, s := range append(sections(r), endings(r)...) {
		n = b.section(main, n+1, s)
	}
	if r.Kind() != sla.Attendance {
		b.breakdowns(r)
		b.spans(r)
		b.checks(r)
		b.late(r)
	}
	for _, p := range r.Parts {
		b.part(p)
	}
	b.track(r)
}

const tracked = "记录"

// counted is the formula that counts a figure's rows on the sheet of records by its label.
func counted(row int) formula {
	return formula(fmt.Sprintf(`COUNTIF('%s'!$A:$A,A%d)`, tracked, row))
}

// plain takes the signs out of a label that a formula would read as any characters.
var plain = strings.NewReplacer("*", "＊", "?", "？", "~", "～")

// tracking are all figures of a report under labels that are its own.
func tracking(r app.Report) []digest.Figure {
	list := r.Counts()
	for _, m := range r.Measures {
		list = append(list, m.Of, m.All)
		if m.Apart != nil {
			list = append(list, *m.Apart)
		}
	}
	return append(list, partFigures(r)...)
}

func partFigures(r app.Report) (list []digest.Figure) {
	for _, p := range r.Parts {
		for _, f := range p.Figures {
			f.Label = plain.Replace(p.Title + "：" + f.Label)
			list = append(list, f)
		}
	}
	return list
}

func (b *workbook) figures(sheet string, n int, r app.Report) int {
	b.row(sheet, n, b.head, "指标", "数量", "记录数（公式）")
	for _, f := range append(r.Counts(), partFigures(r)...) {
		n++
		b.row(sheet, n, b.wrap, f.Label, f.Value, counted(n))
	}
	if r.Kind() != sla.Attendance {
		n++
		b.row(sheet, n, b.wrap, "年累计工单", r.Rate.Denominator)
	}
	return n + 1
}

// measures are the rates, each over two counted rows.
func (b *workbook) measures(sheet string, n int, r app.Report) int {
	if len(r.Measures) == 0 {
		return n
	}
	b.row(sheet, n, b.head, "指标", "数值（%）", "公式（%）", "上期（%）", "", "口径")
	for _, m := range r.Measures {
		n++
		b.row(sheet, n, b.wrap, m.Label, m.Percent, formula(fmt.Sprintf(`IF(C%d=0,"",ROUND(C%d/C%d*100,2))`, n+2, n+1, n+2)), m.Before, "", m.Definition)
		for _, f := range []digest.Figure{m.Of, m.All} {
			n++
			b.row(sheet, n, b.wrap, f.Label, f.Value, counted(n))
		}
		if m.Apart != nil {
			n++
			b.row(sheet, n, b.wrap, m.Apart.Label, m.Apart.Value, counted(n))
		}
	}
	return n + 1
}

// section writes a heading and its lines over the sheet's width.
func (b *workbook) section(sheet string, n int, s digest.Section) int {
	b.row(sheet, n, b.head, s.Title)
	for _, l := range s.Lines {
		n++
		b.row(sheet, n, b.wrap, l)
		b.do(b.f.MergeCell(sheet, fmt.Sprintf("A%d", n), fmt.Sprintf("F%d", n)))
		b.do(b.f.SetRowHeight(sheet, n, float64(16*(1+len([]rune(l))/60))))
	}
	return n + 1
}

// spans are the parts of the period with a chart that reads them.
func (b *workbook) spans(r app.Report) {
	if len(r.Spans) == 0 {
		return
	}
	const name = "变化情况"
	b.sheet(name, 18, 12, 12, 12, 12, 14)
	b.row(name, 1, b.head, "时段", "到达", "办结", "应完", "按时", "完成率（%）")
	n := 1
	for _, s := range r.Spans {
		n++
		b.row(name, n, b.wrap, s.Label, s.Arrived.Value, s.Done.Value, s.Completion.All.Value, s.Completion.Of.Value, formula(fmt.Sprintf(`IF(D%d=0,"",ROUND(E%d/D%d*100,2))`, n, n, n)))
	}
	b.plot(name, excelize.Col, "到达与办结（件）", n, "B", "C")
}

// checks are the weekly checks as they were taken, with their line.
func (b *workbook) checks(r app.Report) {
	if len(r.Checks) == 0 {
		return
	}
	const name = "每周检查"
	b.sheet(name, 12, 12, 14, 14, 12, 10)
	b.row(name, 1, b.head, "周", "在途", "年累计", "在途率（%）", "限值（%）", "回溯")
	n := 1
	for _, c := range r.Checks {
		n++
		b.row(name, n, b.wrap, c.Week, c.Numerator, c.Denominator, formula(fmt.Sprintf(`IF(C%d=0,"",ROUND(B%d/C%d*100,2))`, n, n, n)), 3.5, map[bool]string{true: "回溯"}[c.Retro])
	}
	b.plot(name, excelize.Line, "每周检查的年工单在途率（%）", n, "D", "E")
}

// plot draws columns of a sheet over its first one, from under its head down to a row.
func (b *workbook) plot(sheet string, kind excelize.ChartType, title string, last int, columns ...string) {
	cells := func(col string) string { return fmt.Sprintf("'%s'!$%s$2:$%s$%d", sheet, col, col, last) }
	c := &excelize.Chart{Type: kind, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}}, Legend: excelize.ChartLegend{Position: "bottom"}}
	for _, col := range columns {
		c.Series = append(c.Series, excelize.ChartSeries{Name: fmt.Sprintf("'%s'!$%s$1", sheet, col), Categories: cells("A"), Values: cells(col)})
	}
	b.do(b.f.AddChart(sheet, "H2", c))
}

// part is a sheet of its own where the part has a table.
func (b *workbook) part(p digest.Part) {
	if len(p.Rows) == 0 {
		return
	}
	var widths []float64
	heads := make([]any, len(p.Heads))
	for i, h := range p.Heads {
		width := 10.0
		if i < len(p.Weights) {
			width = max(6, 1.6*float64(p.Weights[i]))
		}
		widths, heads[i] = append(widths, width), h
	}
	b.sheet(p.Title, widths...)
	b.row(p.Title, 1, b.head, heads...)
	for i, row := range p.Rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		b.row(p.Title, i+2, b.wrap, cells...)
	}
}

// track lists what each figure counts: the formulas count these rows.
func (b *workbook) track(r app.Report) {
	b.sheet(tracked, 30, 24)
	b.row(tracked, 1, b.head, "指标", "编号")
	n := 2
	for _, f := range tracking(r) {
		for _, number := range f.Records {
			b.row(tracked, n, b.wrap, f.Label, number)
			n++
		}
	}
}
