package demo

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// tale is a ticket's whole life as it really went, known beforehand. What lies after now never came: zero.
type tale struct {
	number, id string // number "" where only the ledger knows it: then the record's ID once it is there
	*subject
	unit                                            unit
	engineer, first                                 *engineer // first: who accepted it, where another took over
	title, text, result, requester, phone, channel  string
	vendor                                          string // who must do their part, if anyone
	requesterKind                                   string
	more                                            map[string]string // what the category asks beyond
	raised, arrived, responded, resolved, confirmed time.Time
	reworked                                        string // why it was done again; "" where it was not
	delay                                           string // who is said to be to blame for its lateness
	voided                                          time.Time
	paused                                          [2]time.Time // the second zero: still
	returned                                        [2]time.Time // given back until it was accepted again
	long                                            bool         // waits for others, for weeks
	fixed                                           bool         // its fate is settled
	tag                                             bool         // someone notes the common problem it is a case of
	hand                                            way          // how it is worked on in the ledger; nil: the export alone tells
	entered                                         time.Time    // when it is registered by hand
	twin                                            *tale        // the same trouble told of again
	exported                                        string       // its row when last exported
}

// way gives the steps that a ticket takes by hand after it was accepted.
type way func(*tale, *year) []event

var exportHead = []string{"工单编号", "问题标题", "问题内容", "系统名称", "险种类型", "所属区域", "工单类型", "主类型", "来源渠道", "提单单位", "提单人", "手机号",
	"提交时间", "到达项目组时间", "签收时间", "处理人员", "工单状态", "办结时间", "确认时间", "处理意见", "原因分类", "是否返工", "返工原因", "超时责任"}

// row is what the province's system says of a ticket at a moment.
func (t *tale) row(at time.Time) []string {
	told := func(m time.Time) string {
		if past(m, at) {
			return stamp(m)
		}
		return ""
	}
	row := []string{t.number, t.title, t.text, t.system, t.Insurance, t.unit.region, t.Category, t.Kind, t.channel, t.unit.name, t.requester, t.phone,
		stamp(t.raised), stamp(t.arrived), "", "", t.state(at), told(t.resolved), told(t.confirmed), "", "", "否", "", ""}
	if t.accepted(at) {
		row[14], row[15] = stamp(t.responded), t.engineer.name
	}
	if !past(t.resolved, at) {
		return row
	}
	row[19], row[20], row[23] = t.result, t.Cause, t.delay
	if t.reworked != "" {
		row[21], row[22] = "是", t.reworked
	}
	return row
}

// state is the word the province's system has for where a ticket stands.
func (t *tale) state(at time.Time) string {
	switch {
	case past(t.voided, at):
		return "已撤销"
	case past(t.confirmed, at):
		return "已确认"
	case past(t.resolved, at):
		return "已办结"
	case past(t.paused[0], at) && !past(t.paused[1], at):
		return "已挂起"
	case t.accepted(at):
		return "处理中"
	}
	return "待签收"
}

// accepted reports whether somebody had taken a ticket by a moment, and not given it back.
func (t *tale) accepted(at time.Time) bool {
	return past(t.responded, at) && (!past(t.returned[0], at) || past(t.returned[1], at))
}

// past reports whether something has happened by a moment.
func past(m, at time.Time) bool { return !m.IsZero() && !m.After(at) }

// open reports whether a ticket is in transit at a moment.
func (t *tale) open(at time.Time) bool {
	return !t.arrived.After(at) && (t.resolved.IsZero() || t.resolved.After(at)) && (t.voided.IsZero() || t.voided.After(at))
}

// key is what a step names the ticket by.
func (t *tale) key() string { return cmp.Or(t.number, t.id) }

// done reports whether the work has ended by now.
func (t *tale) done() bool { return !t.resolved.IsZero() }

// changed reports whether a ticket's row says something else than when last exported, and remembers it.
func (t *tale) changed(row []string) bool {
	said := strings.Join(row, "\x00")
	fresh := said != t.exported
	t.exported = said
	return fresh
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

// numbered gives tickets the numbers of the province's system, in order of their arrival.
func numbered(list []*tale) {
	for i, t := range list {
		t.number = fmt.Sprintf("GD%s%05d", t.arrived.Format("20060102"), i+1)
	}
}
