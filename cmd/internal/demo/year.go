package demo

import (
	"time"

	"opsledger/app/rule/worktime"
)

// year plans one or several contract years: every ticket's true life, and what people do about it.
type year struct {
	chance
	cal      *worktime.Calendar
	subjects []subject
	starts   []time.Time // of the contract years
	now      time.Time
	tickets  []*tale // of the province's system, by arrival
	calls    []*tale // known here only: told by telephone or at the desk
	err      error   // the calendar's first complaint
}

// later goes on by open time, to the minute.
func (y *year) later(t time.Time, open time.Duration) time.Time {
	at, err := y.cal.Add(t, int64(open/time.Second))
	if err != nil && y.err == nil {
		y.err = err
	}
	return at.Truncate(time.Minute)
}

// workday is the open time of a working day.
const workday = 8 * time.Hour

// hours draws a span between two numbers of hours.
func (y *year) hours(from, to float64) time.Duration {
	return time.Duration((from + y.Float64()*(to-from)) * float64(time.Hour))
}

// start is the beginning of the contract year of a moment.
func (y *year) start(at time.Time) (start time.Time) {
	for _, s := range y.starts {
		if start.IsZero() || !s.After(at) {
			start = s
		}
	}
	return start
}

// part is how much of its contract year has passed at a moment, from 0 to 1.
func (y *year) part(at time.Time) float64 { return at.Sub(y.start(at)).Hours() / (365 * 24) }

// served is the part of the last contract year that has passed at a moment: people come and go in that one.
func (y *year) served(at time.Time) float64 {
	return max(0, at.Sub(y.starts[len(y.starts)-1]).Hours()/(365*24))
}

// plan makes so many tickets a year, and so many calls beside them.
func (y *year) plan(tickets int) error {
	for i, from := range y.starts {
		to := y.now
		if i+1 < len(y.starts) {
			to = y.starts[i+1]
		}
		for _, at := range y.arrivals(tickets, from, to) {
			y.tickets = append(y.tickets, y.tale(at))
		}
		for _, at := range y.arrivals(1+tickets/40, from, to) {
			y.calls = append(y.calls, y.call(at))
		}
	}
	y.crowd()
	y.backlog()
	y.decide()
	for _, t := range append(y.tickets, y.calls...) {
		t.settle(y.now)
	}
	numbered(y.tickets)
	return y.err
}

// tale makes a ticket up that arrives at a moment.
func (y *year) tale(at time.Time) *tale {
	part := y.part(at)
	t := &tale{subject: y.subject(y.subjects, at, part), engineer: y.engineer(y.served(at)), arrived: at, requester: y.name(), phone: y.phone(), requesterKind: "业务部门"}
	t.unit = y.unit(t.subject)
	fill := y.filler(at, t.unit.region)
	t.title, t.text = fill.Replace(t.Title), t.unit.name+"反映："+fill.Replace(t.Text)
	t.result, t.vendor = fill.Replace(pick(y.chance, t.Fix)), fill.Replace(t.Vendor)
	t.channel = "工单系统"
	if y.one(7) {
		t.channel, t.requesterKind = "线上渠道", pick(y.chance, []string{"参保人员", "参保单位"})
	}
	t.more = y.asked(t)
	t.raised = at.Add(-time.Duration(3+y.IntN(50)) * time.Minute)
	wait := y.hours(0.1, 1.8)
	if y.one(14) {
		wait += y.hours(0.5, 3)
	}
	t.responded = y.later(at, wait)
	y.finish(t, y.effort(t.engineer))
	return t
}

// call makes a request up that never was in the province's system.
func (y *year) call(at time.Time) *tale {
	t := y.tale(at)
	t.channel, t.hand, t.fixed = pick(y.chance, []string{"电话", "电话", "现场", "走访"}), plain, true
	return t
}

// asked fills what some categories ask beyond the common fields.
func (y *year) asked(t *tale) map[string]string {
	switch t.Category {
	case "接口":
		return map[string]string{"interface_name": t.system + "数据接口", "interface_batch": t.arrived.Format("20060102") + "-01", "interface_count": "36"}
	case "新增医院机构":
		return map[string]string{"hospital_code": "H3211" + t.arrived.Format("0102"), "hospital_effective": t.arrived.AddDate(0, 0, 7).Format(time.DateOnly)}
	}
	return nil
}

// effort is the open time an engineer needs: mostly within the day, now and then days too long.
func (y *year) effort(e *engineer) time.Duration {
	hours := min(y.ExpFloat64()*1.9*e.pace, 7)
	if y.one(240) {
		hours += 6 + y.Float64()*8
	}
	return time.Duration(min(hours, 72)*float64(time.Hour)) + 10*time.Minute
}

// finish ends a ticket so much open time after it was accepted. Late ones are not always our fault.
func (y *year) finish(t *tale, effort time.Duration) {
	t.resolved = y.later(t.responded, effort)
	t.confirmed = y.later(t.resolved, y.hours(0.5, 12))
	t.delay = ""
	if effort > workday && y.one(3) {
		t.delay = pick(y.chance, []string{"省厅原因", "用户原因", "第三方"})
	}
}

// settle leaves out what has not come by now.
func (t *tale) settle(now time.Time) {
	for _, at := range []*time.Time{&t.responded, &t.resolved, &t.confirmed, &t.voided, &t.paused[0], &t.paused[1]} {
		if at.After(now) {
			*at = time.Time{}
		}
	}
	if t.responded.IsZero() {
		t.resolved, t.paused = time.Time{}, [2]time.Time{}
	}
	if t.resolved.IsZero() {
		t.confirmed, t.reworked = time.Time{}, ""
	}
	if t.raised.After(t.arrived) {
		t.raised = t.arrived
	}
}
