// Package reports draws documents: PDF in official layout, spreadsheets with live formulas. Each draws a value that
// a use case reckoned; it fetches and reckons nothing. It imports app and assets only.
package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/rule/digest"
	"opsledger/reports/paper"
)

const (
	weeklyTitle = "镇江人社省级一体化平台本地运维周报"
	issuer      = "社会保险运维项目组"
	internal    = "内部资料"
)

// numeral numbers headings: 一 to 九十九, and in digits beyond.
func numeral(n int) string {
	digits := []rune("〇一二三四五六七八九")
	switch tens, ones := n/10, n%10; {
	case n > 99:
		return strconv.Itoa(n)
	case tens == 0:
		return string(digits[ones])
	case tens == 1 && ones == 0:
		return "十"
	case tens == 1:
		return "十" + string(digits[ones])
	case ones == 0:
		return string(digits[tens]) + "十"
	default:
		return string(digits[tens]) + "十" + string(digits[ones])
	}
}

// weekly lays the document out.
func weekly(d paper.Paper, r app.Report) {
	d.Title(weeklyTitle)
	d.Line(weekLine(r))
	for _, l := range issued(r) {
		d.Line(l)
	}
	d.Blank()
	n := 0
	head := func(title string) {
		n++
		d.Heading(1, numeral(n)+"、"+title)
	}
	for _, s := range sections(r) {
		head(s.Title)
		for _, p := range s.Lines {
			d.Para(p)
		}
	}
	head("统计数字")
	d.Table(figureTable(r))
	for i, b := range r.Breakdowns {
		if len(b.Groups) > 0 {
			d.Heading(2, fmt.Sprintf("（%s）按%s", numeral(i+1), b.Label))
			d.Table(groupTable(r, b))
		}
	}
	if len(r.Late) > 0 {
		head("超时工单")
		d.Table(lateTable(r))
	}
	for _, s := range endings(r) {
		head(s.Title)
		for i, p := range s.Lines {
			if p = strconv.Itoa(i+1) + "." + p; i+1 < len(s.Lines) {
				d.Para(p)
			} else {
				d.Closing(p)
			}
		}
	}
	d.Signature(issuer, dated(r))
}

// dated is the report's date: when it was finalised, else the moment it looks at.
func dated(r app.Report) time.Time {
	if r.Version > 0 {
		return r.Finalised
	}
	return r.AsOf
}

// foot is the small line of every page: the moment, the version, the head it was reckoned from.
func foot(r app.Report) string {
	state := "草稿"
	if r.Version > 0 {
		state = fmt.Sprintf("第%d版 %s定稿", r.Version, stamp(r.Finalised))
	}
	if r.Revealed {
		state += "　　" + internal
	}
	return fmt.Sprintf("截至 %s　　%s　　台账 %s", stamp(r.AsOf), state, r.Code)
}

func watermark(r app.Report) string {
	if r.Revealed {
		return internal
	}
	return ""
}

// issued are the lines under the title: a draft says so, a version says when it was finalised and submitted.
func issued(r app.Report) []string {
	switch {
	case r.Version > 0:
		return r.Issued()
	case r.Status == app.Trial:
		return []string{"试算，不是定稿"}
	}
	return []string{"草稿，未定稿"}
}

func weekLine(r app.Report) string {
	year, week, _ := strings.Cut(r.Period, "-W")
	return fmt.Sprintf("%s年第%s周（%s至%s）", year, strings.TrimLeft(week, "0"), r.From.Format("1月2日"), r.To.AddDate(0, 0, -1).Format("1月2日"))
}

// sections are the three the contract names, in its order (R074), and what was added.
func sections(r app.Report) []digest.Section {
	t := r.Titles()
	return append([]digest.Section{{Title: t[0], Lines: r.Work}, {Title: t[1], Lines: r.Problems}, {Title: t[2], Lines: r.Next}}, r.More...)
}

// endings are the numbered sections at the end: what a corrected version changes, and how figures are reckoned.
func endings(r app.Report) []digest.Section {
	var out []digest.Section
	if r.Version > 1 {
		out = append(out, digest.Section{Title: "更正说明", Lines: append([]string{"更正原因：" + r.Reason}, r.Corrected...)})
	}
	return append(out, digest.Section{Title: "说明", Lines: r.Notes})
}

func figureTable(r app.Report) paper.Table {
	t := paper.Table{}
	var row []string
	for _, f := range r.Counts() {
		t.Columns = append(t.Columns, paper.Column{Head: f.Label, Weight: float64(1 + len([]rune(f.Label))), Align: paper.Center})
		row = append(row, strconv.Itoa(f.Value))
	}
	t.Columns = append(t.Columns, paper.Column{Head: "在途率", Weight: 4.4, Align: paper.Center}, paper.Column{Head: "限值", Weight: 3.4, Align: paper.Center})
	t.Rows = [][]string{append(row, percent(r.Rate), r.Rate.Limit+"%")}
	return t
}

func percent(r digest.Rate) string {
	if r.Percent == "" {
		return "—"
	}
	return r.Percent + "%"
}

func groupTable(r app.Report, b digest.Breakdown) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: b.Label, Weight: 4}, {Head: r.This() + "到达", Weight: 1.4, Align: paper.Center},
		{Head: r.This() + "办结", Weight: 1.4, Align: paper.Center}, {Head: "在途", Weight: 1.2, Align: paper.Center}}}
	for _, g := range b.Groups {
		t.Rows = append(t.Rows, []string{g.Label, strconv.Itoa(g.Arrived.Value), strconv.Itoa(g.Done.Value), strconv.Itoa(g.InTransit.Value)})
	}
	return t
}

func lateTable(r app.Report) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "工单号", Weight: 4}, {Head: "标题", Weight: 4.6}, {Head: "处理人", Weight: 1.7, Align: paper.Center},
		{Head: "应完时刻", Weight: 3}, {Head: "延误日", Weight: 1.8, Align: paper.Center}, {Head: "状态", Weight: 1.8, Align: paper.Center}}}
	for _, l := range r.Late {
		t.Rows = append(t.Rows, []string{l.Number, l.Title, l.Assignee, l.Due, strconv.Itoa(l.Days), lateState(l)})
	}
	return t
}

func lateState(l digest.Late) string {
	if l.Open {
		return "未办结"
	}
	return "已办结"
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04") }
