package reports

import (
	"fmt"
	"io"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/duty"
	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// RosterTitle is what the duty of a span of time is called on paper.
const RosterTitle = "应急值班表"

// RosterPDF draws who is on duty when (R081).
func RosterPDF(w io.Writer, r app.Roster) error {
	d := gongwen.New(rosterMeta(r))
	roster(d, r)
	return d.Write(w)
}

// RosterDOCX writes the same for an office to edit.
func RosterDOCX(w io.Writer, r app.Roster) error {
	d := newDOCX(rosterMeta(r))
	roster(d, r)
	return d.Write(w)
}

func rosterMeta(r app.Roster) paper.Meta {
	m := paper.Meta{Title: RosterTitle + " " + span(r), Author: issuer, Created: r.AsOf, Foot: fmt.Sprintf("打印于 %s　　台账 %s", stamp(r.AsOf), r.Code)}
	if r.Revealed {
		m.Foot, m.Watermark = m.Foot+"　　"+internal, internal
	}
	return m
}

func span(r app.Roster) string {
	return r.From.In(ledger.Zone).Format("2006年1月2日") + "至" + r.To.In(ledger.Zone).AddDate(0, 0, -1).Format("2006年1月2日")
}

func roster(d paper.Paper, r app.Roster) {
	d.Title(RosterTitle)
	d.Line(span(r))
	d.Blank()
	t := paper.Table{Columns: []paper.Column{{Head: "开始", Weight: 41}, {Head: "结束", Weight: 41}, {Head: "主值班", Weight: 17}, {Head: "备值班", Weight: 17}}}
	if r.Revealed {
		t.Columns = append(t.Columns, paper.Column{Head: "值班电话", Weight: 28})
	}
	t.Columns = append(t.Columns, paper.Column{Head: "备注", Weight: 14})
	for _, h := range r.Turns {
		t.Rows = append(t.Rows, rosterRow(r, h))
	}
	d.Table(t)
	for _, g := range r.Gaps {
		d.Para("空档：" + moment(g.From) + "至" + moment(g.To) + "无人值班。")
	}
	for _, o := range r.Overlaps {
		d.Para(fmt.Sprintf("重叠：%s至%s有%d名主值班人。", moment(o.From), moment(o.To), len(o.People)))
	}
	d.Signature(issuer, r.AsOf)
}

func rosterRow(r app.Roster, h duty.Held) []string {
	row := []string{moment(h.From), moment(h.To), h.Primary, h.Backup}
	if r.Revealed {
		row = append(row, r.Phones[h.Record])
	}
	if h.Swapped {
		row = append(row, "换班")
	}
	return row
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// moment is a day with its weekday and the clock.
func moment(t time.Time) string {
	t = t.In(ledger.Zone)
	return fmt.Sprintf("%d月%d日（%s）%s", t.Month(), t.Day(), weekdays[t.Weekday()], t.Format("15:04"))
}
