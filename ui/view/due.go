package view

import (
	"fmt"
	"math"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

// DueLine is a line of what falls due.
type DueLine struct {
	Item                                          app.DueItem
	Icon, Rest, Kind, Title, Clause, Person, When string
	Tone                                          Tone
	Open                                          app.Filter
}

// DueGroup is what falls due at about the same time.
type DueGroup struct {
	Head  string
	Today bool
	Lines []DueLine
}

// KindDue is a kind of which something falls due.
type KindDue struct {
	Key, Label string
	N          int
}

// DueKinds are the kinds of which something falls due, in their order.
func DueKinds(k *ledger.Registry, o app.Overview) (out []KindDue) {
	n := map[string]int{}
	for _, list := range [][]app.DueItem{once(o.Due.Overdue), o.Due.Today, o.Due.Week, o.Due.Later} {
		for _, d := range list {
			n[d.Kind]++
		}
	}
	for _, kind := range k.Kinds() {
		if n[kind.Name] > 0 {
			out = append(out, KindDue{kind.Name, kind.Label, n[kind.Name]})
		}
	}
	return out
}

// DueGroups are what falls due, most urgent first, of one person or ("") of all, of one kind or ("") of all; groups with nothing are
// left out.
func DueGroups(o app.Overview, person, kind string) (out []DueGroup) {
	for _, g := range []struct {
		head string
		list []app.DueItem
	}{{"已超期", once(o.Due.Overdue)}, {"今天", o.Due.Today}, {"本周（至 " + o.Week.Thursday().Format("01-02") + " 周四）", o.Due.Week}, {"以后", o.Due.Later}} {
		var lines []DueLine
		for _, d := range g.list {
			if (person == "" || d.Person == person) && (kind == "" || d.Kind == kind) {
				lines = append(lines, dueLine(d, o.AsOf))
			}
		}
		if len(lines) > 0 {
			out = append(out, DueGroup{fmt.Sprintf("%s %d", g.head, len(lines)), g.head == "今天", lines})
		}
	}
	return out
}

// once leaves one line a ticket among what is overdue: where the clock that scores is, its other clocks say nothing more.
func once(list []app.DueItem) (out []app.DueItem) {
	scored := map[ledger.RecordID]bool{}
	for _, d := range list {
		scored[d.Record] = scored[d.Record] || d.Clock == sla.Assessed
	}
	for _, d := range list {
		if d.Kind != ticket.Kind.Name || d.Clock == sla.Assessed || d.Clock == sla.Vendor || !scored[d.Record] {
			out = append(out, d)
		}
	}
	return out
}

// clauses name what of the contract's score a clock touches.
var clauses = map[string]string{sla.Assessed: "工单(2)", sla.FileLate: "工单(1)"}

// reportClauses are those that a late report touches, by its type.
var reportClauses = map[string]string{sla.Weekly: "服务(2)", sla.Quarterly: "服务(3)"}

func dueLine(d app.DueItem, now time.Time) DueLine {
	l := DueLine{Item: d, Open: app.Numbered([]string{d.Number}), Title: strings.TrimSpace(d.Number + "　" + d.Title), Kind: d.Label, Clause: clauses[d.Clock], Person: d.Person, When: When(d.Due, now)}
	if d.Kind == report.Kind.Name {
		kind, _, _ := strings.Cut(d.Number, " ")
		l.Title, l.Kind, l.Clause = d.Label+" 还没有报送", report.Name(kind), reportClauses[kind]
	}
	left := d.Due.Sub(now)
	switch {
	case d.State == sla.Paused:
		l.Icon, l.Rest, l.Tone = "st-pause", "已暂停", Quiet
	case d.State == sla.Overdue:
		l.Icon, l.Rest, l.Tone = "alert-circle", fmt.Sprintf("超 %d 工作日", d.Late), Bad
		if d.Late == 0 {
			l.Rest = "当日超时"
		}
	case sameDay(d.Due, now):
		l.Icon, l.Rest, l.Tone = "clock", rest(left), Soon
		if left < 2*time.Hour {
			l.Icon = "alarm"
		}
	default:
		l.Icon, l.Rest, l.Tone = "clock", rest(left), Plain
	}
	return l
}

// rest writes time that is left: minutes, hours and minutes, or days and hours.
func rest(d time.Duration) string {
	m := int(math.Ceil(d.Minutes()))
	switch {
	case m < 60:
		return fmt.Sprintf("剩 %d 分", max(m, 0))
	case m < 24*60 && m%60 == 0:
		return fmt.Sprintf("剩 %d 小时", m/60)
	case m < 24*60:
		return fmt.Sprintf("剩 %d 小时 %d 分", m/60, m%60)
	case m/60%24 == 0:
		return fmt.Sprintf("剩 %d 天", m/60/24)
	}
	return fmt.Sprintf("剩 %d 天 %d 小时", m/60/24, m/60%24)
}

// When writes a due: 今天 18:00, 明天 10:05, 11-18 10:20, else 2025-11-18.
func When(t, now time.Time) string {
	switch {
	case sameDay(t, now):
		return "今天 " + t.In(ledger.Zone).Format("15:04")
	case sameDay(t, now.AddDate(0, 0, 1)):
		return "明天 " + t.In(ledger.Zone).Format("15:04")
	}
	return Moment(ledger.FormatTime(t), now)
}
