package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
	"opsledger/reports/paper"
)

const platform = "镇江人社省级一体化平台本地运维"

// titles name the documents of each type; a week's is the contract's 运维报告 (A12). A long one is broken by its meaning.
var titles = map[string]string{sla.Weekly: weeklyTitle, sla.Monthly: platform + "\n月度问题报告", sla.Quarterly: platform + "\n季度质量报告",
	sla.Annual: platform + "年度总结", sla.Attendance: "驻场人员考勤月报"}

// shownLate is how many overdue tickets a document of a longer period lists; its spreadsheet lists all.
const shownLate = 40

// numbered counts headings.
type numbered struct {
	paper.Paper
	n int
}

func (p *numbered) head(title string) {
	p.n++
	p.Heading(1, numeral(p.n)+"、"+title)
}

// periodic lays out a report that is longer than a week, or a month's attendance: the three sections, then what they rest on.
func periodic(to paper.Paper, r app.Report) {
	p := &numbered{Paper: to}
	p.Title(titles[r.Kind()])
	p.Line(periodLine(r))
	for _, l := range issued(r) {
		p.Line(l)
	}
	p.Blank()
	for _, s := range sections(r) {
		p.head(s.Title)
		for _, l := range s.Lines {
			p.Para(l)
		}
	}
	if r.Kind() != sla.Attendance {
		p.figures(r)
		p.trends(r)
	}
	for _, part := range r.Parts {
		p.part(part)
	}
	p.late(r)
	p.endings(r)
	p.Signature(issuer, dated(r))
}

// periodLine says which period it is: 2026年第1季度（1月1日至3月31日）.
func periodLine(r app.Report) string {
	name := r.From.Format("2006年1月")
	switch r.Kind() {
	case sla.Weekly:
		return weekLine(r)
	case sla.Quarterly:
		_, n, _ := strings.Cut(r.Period, "-Q")
		name = fmt.Sprintf("%d年第%s季度", r.From.Year(), n)
	case sla.Annual:
		name = r.Period + "年度"
	}
	from, to := r.From, r.To.AddDate(0, 0, -1)
	if from.Year() != to.Year() {
		return fmt.Sprintf("%s（%s至%s）", name, from.Format("2006年1月2日"), to.Format("2006年1月2日"))
	}
	return fmt.Sprintf("%s（%s至%s）", name, from.Format("1月2日"), to.Format("1月2日"))
}

// figures are the counts, the rates beside those of the period before, and the counts in groups.
func (p *numbered) figures(r app.Report) {
	p.head("统计数字")
	p.Table(figureTable(r))
	if len(r.Measures) > 0 {
		p.Table(measureTable(r))
	}
	for i, b := range r.Breakdowns {
		if len(b.Groups) > 0 {
			p.Heading(2, fmt.Sprintf("（%s）按%s", numeral(i+1), b.Label))
			p.Table(groupTable(r, b))
		}
	}
}

func measureTable(r app.Report) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "指标", Weight: 3}, {Head: r.This() + "（%）", Weight: 3, Align: paper.Center}, {Head: "分子", Weight: 2, Align: paper.Center},
		{Head: "分母", Weight: 2, Align: paper.Center}, {Head: "不计入", Weight: 2, Align: paper.Center}, {Head: "上期（%）", Weight: 3, Align: paper.Center}}}
	for _, m := range r.Measures {
		apart := "—"
		if m.Apart != nil {
			apart = strconv.Itoa(m.Apart.Value)
		}
		t.Rows = append(t.Rows, []string{m.Label, orDash(m.Percent), strconv.Itoa(m.Of.Value), strconv.Itoa(m.All.Value), apart, orDash(m.Before)})
	}
	return t
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// trends are drawn and told: a chart shows the shape, the table below it the numbers.
func (p *numbered) trends(r app.Report) {
	if len(r.Spans) == 0 && len(r.Checks) == 0 {
		return
	}
	p.head("变化情况")
	if len(r.Spans) > 0 {
		p.Chart(spanChart(r))
		p.Table(spanTable(r))
	}
	if len(r.Checks) > 0 {
		p.Chart(checkChart(r))
	}
	for _, b := range r.Breakdowns {
		if b.By == "system" && len(b.Groups) > 1 {
			p.Chart(groupChart(r, b))
		}
	}
}

func spanChart(r app.Report) paper.Chart {
	c := paper.Chart{Title: "到达、办结与完成率", Unit: "件", RightUnit: "%", Series: []paper.Series{{Name: "到达"}, {Name: "办结"}, {Name: "完成率", Line: true, Right: true, Decimals: 1}}}
	for _, s := range r.Spans {
		c.Labels = append(c.Labels, s.Label)
		for i, v := range []float64{float64(s.Arrived.Value), float64(s.Done.Value), plotted(s.Completion.Percent)} {
			c.Series[i].Values = append(c.Series[i].Values, v)
		}
	}
	return c
}

// plotted is a percentage as a chart draws it; what is not there is left out.
func plotted(percent string) float64 {
	v, err := strconv.ParseFloat(percent, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

func spanTable(r app.Report) paper.Table {
	head := "月份"
	if r.Kind() == sla.Monthly {
		head = "周"
	}
	t := paper.Table{Columns: []paper.Column{{Head: head, Weight: 3}, {Head: "到达", Weight: 2, Align: paper.Center}, {Head: "办结", Weight: 2, Align: paper.Center},
		{Head: "应完", Weight: 2, Align: paper.Center}, {Head: "按时", Weight: 2, Align: paper.Center}, {Head: "完成率（%）", Weight: 3, Align: paper.Center}}}
	for _, s := range r.Spans {
		t.Rows = append(t.Rows, []string{s.Label, strconv.Itoa(s.Arrived.Value), strconv.Itoa(s.Done.Value), strconv.Itoa(s.Completion.All.Value), strconv.Itoa(s.Completion.Of.Value), orDash(s.Completion.Percent)})
	}
	return t
}

func checkChart(r app.Report) paper.Chart {
	c := paper.Chart{Title: "每周检查的年工单在途率", Unit: "%", Series: []paper.Series{{Name: "在途率", Line: true, Decimals: 2}}, Limit: &paper.Limit{Label: "限值3.5%", Value: 3.5}}
	for _, k := range r.Checks {
		_, week, _ := strings.Cut(k.Week, "-")
		c.Labels = append(c.Labels, week)
		c.Series[0].Values = append(c.Series[0].Values, plotted(k.Percent))
	}
	return c
}

func groupChart(r app.Report, b digest.Breakdown) paper.Chart {
	c := paper.Chart{Title: "按" + b.Label + "：办结与在途", Unit: "件", Stacked: true, Series: []paper.Series{{Name: r.This() + "办结"}, {Name: "在途"}}}
	for _, g := range b.Groups {
		c.Labels = append(c.Labels, g.Label)
		c.Series[0].Values = append(c.Series[0].Values, float64(g.Done.Value))
		c.Series[1].Values = append(c.Series[1].Values, float64(g.InTransit.Value))
	}
	return c
}

// part is a section drawn from other records.
func (p *numbered) part(part digest.Part) {
	p.head(part.Title)
	for _, l := range part.Lines {
		p.Para(l)
	}
	if len(part.Rows) > 0 {
		p.Table(partTable(part))
	}
}

func partTable(part digest.Part) paper.Table {
	t := paper.Table{Rows: part.Rows}
	for i, h := range part.Heads {
		c := paper.Column{Head: h, Weight: 1}
		if i < len(part.Weights) {
			c.Weight = float64(part.Weights[i])
		}
		if c.Weight <= 9 && i > 0 {
			c.Align = paper.Center
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

func (p *numbered) late(r app.Report) {
	if len(r.Late) == 0 {
		return
	}
	p.head("超时工单")
	more := len(r.Late) - shownLate
	if more > 0 {
		r.Late = r.Late[:shownLate]
	}
	p.Table(lateTable(r))
	if more > 0 {
		p.Para(fmt.Sprintf("以上按延误日数列出%d件，其余%d件见同期的表格文件。", shownLate, more))
	}
}

// endings are the numbered sections at the end; the last of them keeps to the signature.
func (p *numbered) endings(r app.Report) {
	for _, s := range endings(r) {
		p.head(s.Title)
		for i, l := range s.Lines {
			if l = strconv.Itoa(i+1) + "." + l; i+1 < len(s.Lines) {
				p.Para(l)
			} else {
				p.Closing(l)
			}
		}
	}
}
