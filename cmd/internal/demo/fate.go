package demo

import (
	"math"
	"slices"
	"time"

	"opsledger/app/rule/sla"
)

// crowd gives the last arrivals the moments that a morning's list is full of: just in, due today, overdue.
func (y *year) crowd() {
	ages := []float64{0.4, 1.2, 2.6, 5, 6.5, 7.6, 11, 15, 26, 44}
	n := min(len(ages), max(4, len(y.tickets)/20))
	for i := range n {
		age := ages[i*len(ages)/n]
		t := y.tickets[len(y.tickets)-1-i]
		t.arrived = y.later(y.now, -time.Duration(age*float64(time.Hour)))
		t.raised = t.arrived.Add(-20 * time.Minute)
		if t.responded = y.later(t.arrived, y.hours(0.5, 1.5)); age < 1.5 {
			t.responded = y.now.AddDate(1, 0, 0) // nobody has looked at it
		}
		t.resolved, t.confirmed, t.fixed = y.now.AddDate(1, 0, 0), y.now.AddDate(1, 0, 0), true
		if open := []way{nil, nil, plain, noted, sentUp, toVendor, nil, held, extended, nil}[i]; age > 2 {
			t.hand = open
		}
	}
	byArrival(y.tickets)
}

func byArrival(list []*tale) {
	slices.SortStableFunc(list, func(a, b *tale) int { return a.arrived.Compare(b.arrived) })
}

// backlog makes some tickets wait for others, for weeks, so that about three in a hundred are in transit at each
// week's check, in a few weeks more. Before a contract year ends they are cleared up.
func (y *year) backlog() {
	for week := sla.WeekOf(y.starts[0]); week.From.Before(y.now); week = sla.WeekOf(week.To) {
		at, ok := week.Due(y.cal)
		if !ok {
			continue
		}
		open, year := 0, 0
		var may []*tale
		for _, t := range y.tickets {
			if t.open(at) {
				open++
			}
			if !t.arrived.Before(y.start(at)) && !t.arrived.After(at) {
				year++
			}
			if !t.fixed && !t.arrived.Before(week.From) && t.arrived.Before(at) {
				may = append(may, t)
			}
		}
		y.Shuffle(len(may), func(i, j int) { may[i], may[j] = may[j], may[i] })
		for range min(int(math.Round(y.transit(week, at)*float64(year)))-open, (len(may)+1)*2/5) {
			y.stretch(may[0], at)
			may = may[1:]
		}
	}
}

// transit is the part of a year's tickets that is in transit at a week's check.
func (y *year) transit(week sla.Week, at time.Time) float64 {
	last := y.start(at).Equal(y.starts[len(y.starts)-1])
	switch part := y.part(at); {
	case !last && part > 0.85:
		return 0.008
	case week.Number%17 == 5:
		return 0.039
	default:
		return 0.024 + y.Float64()*0.006
	}
}

// stretch makes a ticket wait for weeks, and chooses what is done about it.
func (y *year) stretch(t *tale, check time.Time) {
	t.long, t.fixed, t.reworked = true, true, ""
	if t.responded.After(check) {
		t.responded = y.later(t.arrived, 10*time.Minute)
	}
	t.result = "省端处理后验证通过。" + t.result
	n := y.IntN(100)
	if n < 96 {
		t.hand = map[bool]way{true: extended, false: held}[n < 62]
		y.finish(t, time.Duration(10+y.IntN(30))*workday+y.hours(0, 8))
		t.delay = ""
		return
	}
	t.hand = []way{notExtended, notExcused, nil, nil}[n%4]
	y.finish(t, y.hours(10, 20)) // who is refused makes haste
	if t.delay = ""; t.hand == nil {
		t.delay, t.paused = "省厅原因", [2]time.Time{y.later(t.responded, time.Hour), t.resolved}
	}
}

// decide chooses who of the others is worked on by hand and how; each way is taken at least once.
func (y *year) decide() {
	late := func(t *tale) bool { return t.resolved.Sub(t.arrived) > 72*time.Hour }
	online := func(t *tale) bool { return t.channel == "线上渠道" }
	each := func(*tale) bool { return true }
	for _, c := range []struct {
		way      way
		permille int
		fits     func(*tale) bool
	}{{forgiven, 6, late}, {unforgiven, 2, late}, {passedOn, 25, online}, {sentUp, 18, each}, {toVendor, 14, func(t *tale) bool { return t.vendor != "" }}, {paused, 14, each},
		{doneAgain, 1, each}, {actedFirst, 7, each}, {filedLate, 0, each}, {noted, 14, each}, {takenOver, 6, each}, {sentBack, 5, each}, {withdrawn, 4, each}} {
		y.choose(max(1, c.permille*len(y.tickets)/1000), c.way, c.fits)
	}
	y.twins(max(1, len(y.tickets)/400))
	y.again()
	for _, t := range y.tickets {
		t.tag = t.Issue != "" && y.one(3)
	}
}

// choose gives a way to so many tickets that took an hour at least and whose fate is open.
func (y *year) choose(n int, w way, fits func(*tale) bool) {
	for range 60 * n {
		t := pick(y.chance, y.tickets)
		if n > 0 && !t.fixed && fits(t) && t.resolved.Before(y.now) && time.Duration(y.cal.Between(t.responded, t.resolved))*time.Second > time.Hour {
			t.hand, t.fixed = w, true
			n--
		}
	}
}

// again marks a few of those the export alone tells of as done again, and as withdrawn.
func (y *year) again() {
	for _, t := range y.tickets {
		switch {
		case t.fixed || t.resolved.After(y.now):
		case y.one(700):
			t.reworked = pick(y.chance, []string{"数据修改后仍有差异", "处理结果与申请不符", "资料补充后需重新处理"})
		case y.one(300):
			t.voided, t.resolved, t.confirmed = t.resolved, time.Time{}, time.Time{}
		}
	}
}
