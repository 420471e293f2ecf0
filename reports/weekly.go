// Package reports draws documents: PDF in official layout, spreadsheets with live formulas. Each draws a value that
// a use case reckoned; it fetches and reckons nothing. It imports app and assets only.
package reports

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/rule/digest"
	"opsledger/reports/gongwen"
)

var numerals = []string{"一", "二", "三", "四", "五", "六", "七"}

const weeklyTitle = "镇江人社省级一体化平台本地运维周报"

// WeeklyPDF draws a weekly report in official layout (R057, R074; GB/T 9704).
func WeeklyPDF(w io.Writer, r app.Report) error {
	d := gongwen.New(gongwen.Meta{Title: weeklyTitle + " " + r.Period, Author: r.Author, Created: r.AsOf,
		Foot: fmt.Sprintf("截至 %s　　台账 %s", r.AsOf.Format("2006-01-02 15:04"), r.Code)})
	d.Title(weeklyTitle)
	d.Line(weekLine(r))
	d.Blank()
	for i, s := range sections(r) {
		d.Heading(1, numerals[i]+"、"+s.title)
		for _, p := range s.lines {
			d.Para(p)
		}
	}
	d.Heading(1, "四、统计数字")
	d.Table(figureTable(r))
	for i, b := range r.Breakdowns {
		if len(b.Groups) > 0 {
			d.Heading(2, fmt.Sprintf("（%s）按%s", numerals[i], b.Label))
			d.Table(groupTable(b))
		}
	}
	if len(r.Late) > 0 {
		d.Heading(1, "五、超时工单")
		d.Table(lateTable(r))
	}
	d.Heading(1, fmt.Sprintf("%s、说明", map[bool]string{true: "六", false: "五"}[len(r.Late) > 0]))
	for i, n := range r.Notes {
		d.Para(strconv.Itoa(i+1) + "." + n)
	}
	d.Signature("社会保险运维项目组", r.AsOf)
	return d.Write(w)
}

func weekLine(r app.Report) string {
	year, week, _ := strings.Cut(r.Period, "-W")
	return fmt.Sprintf("%s年第%s周（%s至%s）", year, strings.TrimLeft(week, "0"), r.From.Format("1月2日"), r.To.AddDate(0, 0, -1).Format("1月2日"))
}

type section struct {
	title string
	lines []string
}

// sections are the three the contract names, in its order (R074).
func sections(r app.Report) []section {
	return []section{{"本周工作", r.Work}, {"存在问题", r.Problems}, {"下周工作安排", r.Next}}
}

// figures are the report's counts in the order they are shown.
func figures(r app.Report) []digest.Figure {
	return []digest.Figure{r.Arrived, r.Done, r.InTransit, r.Overdue, r.Rework, r.Quality}
}

func figureTable(r app.Report) gongwen.Table {
	t := gongwen.Table{}
	var row []string
	for _, f := range figures(r) {
		t.Columns = append(t.Columns, gongwen.Column{Head: f.Label, Weight: float64(1 + len([]rune(f.Label))), Align: gongwen.Center})
		row = append(row, strconv.Itoa(f.Value))
	}
	t.Columns = append(t.Columns, gongwen.Column{Head: "在途率", Weight: 4.4, Align: gongwen.Center}, gongwen.Column{Head: "限值", Weight: 3.4, Align: gongwen.Center})
	t.Rows = [][]string{append(row, percent(r.Rate), r.Rate.Limit+"%")}
	return t
}

func percent(r digest.Rate) string {
	if r.Percent == "" {
		return "—"
	}
	return r.Percent + "%"
}

func groupTable(b digest.Breakdown) gongwen.Table {
	t := gongwen.Table{Columns: []gongwen.Column{{Head: b.Label, Weight: 4}, {Head: "本周到达", Weight: 1.4, Align: gongwen.Center},
		{Head: "本周办结", Weight: 1.4, Align: gongwen.Center}, {Head: "在途", Weight: 1.2, Align: gongwen.Center}}}
	for _, g := range b.Groups {
		t.Rows = append(t.Rows, []string{g.Label, strconv.Itoa(g.Arrived.Value), strconv.Itoa(g.Done.Value), strconv.Itoa(g.InTransit.Value)})
	}
	return t
}

func lateTable(r app.Report) gongwen.Table {
	t := gongwen.Table{Columns: []gongwen.Column{{Head: "工单号", Weight: 4}, {Head: "标题", Weight: 5}, {Head: "处理人", Weight: 1.7, Align: gongwen.Center},
		{Head: "应完时刻", Weight: 3}, {Head: "延误（日）", Weight: 1.6, Align: gongwen.Center}, {Head: "状态", Weight: 1.6, Align: gongwen.Center}}}
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
