package reports

import (
	"fmt"
	"io"
	"strings"

	"opsledger/app"
	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// RecordPDF draws one record of any kind: its values, files, links and history.
func RecordPDF(w io.Writer, p app.Printed) error {
	d := gongwen.New(recordMeta(p))
	record(d, p)
	return d.Write(w)
}

func recordMeta(p app.Printed) paper.Meta {
	foot := fmt.Sprintf("打印于 %s　　已办%d步　　台账 %s", stamp(p.AsOf), len(p.Steps), p.Code) // a page is held against the record by its steps
	meta := paper.Meta{Title: p.Kind + " " + p.Number, Author: issuer, Created: p.AsOf, Foot: foot}
	if p.Revealed {
		meta.Foot, meta.Watermark = foot+"　　"+internal, internal
	}
	return meta
}

func record(d paper.Paper, p app.Printed) {
	d.Title(p.Kind)
	d.Line(p.Number + "　　" + p.State)
	if p.Conflict {
		d.Line("有未裁决的冲突，以下为暂定的值")
	}
	d.Blank()
	d.Table(pairs(p.Short))
	for _, t := range p.Long {
		d.Heading(2, t.Label)
		for _, line := range strings.Split(t.Value, "\n") {
			d.Para(line)
		}
	}
	listed(d, "附件", p.Files)
	listed(d, "关联", p.Links)
	d.Heading(1, "办理经过")
	d.Table(history(p.Steps))
}

// pairs sets labels and values two to a row.
func pairs(short []app.Told) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "项目", Weight: 2.2}, {Head: "内容", Weight: 3.4}, {Head: "项目", Weight: 2.2}, {Head: "内容", Weight: 3.4}}}
	for i := 0; i < len(short); i += 2 {
		row := []string{short[i].Label, short[i].Value, "", ""}
		if i+1 < len(short) {
			row[2], row[3] = short[i+1].Label, short[i+1].Value
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func listed(d paper.Paper, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	d.Heading(2, title)
	for _, l := range lines {
		d.Para(l)
	}
}

func history(steps []app.PrintedStep) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: "时间", Weight: 2.4}, {Head: "办理人", Weight: 1.6}, {Head: "步骤", Weight: 1.8}, {Head: "内容", Weight: 6}}}
	for _, s := range steps {
		what := s.Changes
		if s.Note != "" {
			what = strings.TrimLeft(what+"（"+s.Note+"）", "；")
		}
		t.Rows = append(t.Rows, []string{s.Time, s.Actor + "\n" + s.Device, s.Label, what})
	}
	return t
}
