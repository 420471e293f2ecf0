package sla

import (
	"time"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/worktime"
)

// warnBefore is how long before the 24 hours are over the warning shows (R034).
const warnBefore = 2 * time.Hour

// day is the 24-hour warning: it runs in natural hours and does not score (R034, A26). Resolving ends it, and so does asking
// the center for an assessment (R035).
func day(f ticket.Facts, p Policy, now time.Time) Clock {
	c := Clock{Name: Day, Label: "24小时预警", From: f.Arrived, Due: f.Arrived.Add(p.Day)}
	c.Warn = c.Due.Add(-warnBefore)
	var how string
	c.Stopped, how = reported(f)
	c.judge(now)
	c.say("到达 %s，按自然时间 %d 小时，至 %s", stamp(c.From), int(p.Day.Hours()), stamp(c.Due))
	switch {
	case !c.Stopped.IsZero():
		c.say("%s %s", how, stamp(c.Stopped))
	case c.State == Overdue:
		c.say("已过24小时，没有办结也没有报信息中心评估")
	}
	return c
}

// reported is when the 24 hours were answered, and by what.
func reported(f ticket.Facts) (at time.Time, how string) {
	at, how = f.Resolved, "处理完毕"
	if len(f.Resolves) > 0 {
		at = f.Resolves[0].At // what happens after the first resolve is the assessed clock's
	}
	for _, r := range f.Requests {
		if at.IsZero() || r.At.Before(at) {
			at, how = r.At, "报信息中心评估"
		}
	}
	return at, how
}

// nudge tells of an open ticket whose 24 hours end outside working time: it must be reported before work ends the last time
// until then (A26, R098). ok is false where there is no need.
func nudge(f ticket.Facts, cal *worktime.Calendar, p Policy, now time.Time) (c Clock, ok bool) {
	mark := f.Arrived.Add(p.Day)
	if at, _ := reported(f); !at.IsZero() || working(cal, mark) {
		return c, false
	}
	c = Clock{Name: Nudge, Label: "下班前报评估", From: f.Arrived, Due: f.Arrived}
	for d := mark; d.After(f.Arrived.AddDate(0, 0, -1)); d = d.AddDate(0, 0, -1) {
		if closing, open := cal.Closing(d); open && closing.After(f.Arrived) && !closing.After(mark) {
			c.Due = closing
			break
		}
	}
	c.judge(now)
	if c.Due.Equal(f.Arrived) {
		c.say("24小时到 %s，其间没有工作时间：请即报信息中心评估", stamp(mark))
	} else {
		c.say("24小时到 %s，已不在工作时间：请在 %s 下班前办结或报信息中心评估", stamp(mark), stamp(c.Due))
	}
	return c, true
}

// working reports whether a moment lies between a day's opening and its closing, breaks included.
func working(cal *worktime.Calendar, t time.Time) bool {
	opening, open := cal.Opening(t)
	closing, _ := cal.Closing(t)
	return open && !t.Before(opening) && t.Before(closing)
}

// FilingClocks are the clocks of work done before its ticket (R130, A20).
func FilingClocks(f ticket.Facts, cal *worktime.Calendar, p Policy, now time.Time) (out []Clock, err error) {
	for _, a := range f.Ahead {
		c := Clock{Name: FileLate, Label: "补单", From: a.Acted, Stopped: a.Filed}
		due := a.Acted
		if !cal.IsOpen(due) {
			if due, err = cal.NextOpen(due); err != nil {
				return nil, err
			}
		}
		for range max(p.FileLate, 1) {
			if due, err = nextWorkday(cal, due); err != nil {
				return nil, err
			}
		}
		c.Due = due
		c.judge(now)
		c.say("%s 经%s批准先行实施，%d 个工作日内补单，至 %s", stamp(a.Acted), a.Approver, max(p.FileLate, 1), stamp(c.Due))
		out = append(out, c)
	}
	return out, nil
}

// vendors are the clocks of what other companies have to do, as agreed (R009). The ticket's end ends them.
func vendors(f ticket.Facts, now time.Time) (out []Clock) {
	for _, w := range f.Waits {
		if w.Due.IsZero() {
			continue
		}
		c := Clock{Name: Vendor, Label: "厂商（" + w.Whom + "）", From: w.At, Due: w.Due, Stopped: w.Done}
		if c.Stopped.IsZero() {
			c.Stopped = f.Resolved
		}
		c.judge(now)
		c.say("%s 交%s办理，约定 %s", stamp(w.At), w.Whom, stamp(w.Due))
		out = append(out, c)
	}
	return out
}
