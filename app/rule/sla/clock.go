// Package sla owns the clocks: when a ticket is due, what stops its clock, how late it is, and the reckoning in
// words a person can check with a wall calendar (R033–R035, R097, R131; A1–A3, A12, A26, A27). It is pure, over
// records' facts and a calendar.
package sla

import (
	"slices"
	"time"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/worktime"
)

// State of a clock.
type State string

// States of a clock.
const (
	Running State = "running"
	Paused  State = "paused"
	Overdue State = "overdue" // past its due, not stopped
	Met     State = "met"     // stopped by its due
	Missed  State = "missed"  // stopped after its due
)

// Clock is one clock of a record as it stands at a moment.
type Clock struct {
	Name     string    // assessed, shown, day, response, …
	Label    string    // Chinese
	From     time.Time // where it starts
	Due      time.Time
	First    time.Time // the due before extension, zero where there was none
	Stopped  time.Time // zero while it runs
	Warn     time.Time // from when it is shown as coming due; zero: not
	State    State
	LateDays []time.Time // the working dates it is late by, each at midnight (A3); shared, not to be changed
	Reasons  []string    // the reckoning
}

// OnTime reports whether it was stopped by its due.
func (c Clock) OnTime() bool { return c.State == Met }

// Mode is how "one working day" is read (A1).
type Mode string

// Readings of one working day.
const (
	SameTime  Mode = "same_time"  // the next working day at the same clock time: the reading taken
	NextClose Mode = "next_close" // the next working day's end of work
	OpenHours Mode = "hours"      // a number of open hours
	Earlier   Mode = "earlier"    // the earlier of same time and 24 natural hours
)

// Policy is what a contract may set about a ticket's clocks.
type Policy struct {
	Mode     Mode
	Hours    int           // for OpenHours
	Day      time.Duration // the natural-hours warning (R034)
	Response time.Duration // open time to accept (A29)
	FileLate int           // working days to file what was done first (A20)
}

// Standard is the reading taken in requirements.md.
var Standard = Policy{Mode: SameTime, Hours: 8, Day: 24 * time.Hour, Response: 2 * time.Hour, FileLate: 1}

// Names of the ticket's clocks.
const (
	Assessed = "assessed"
	Shown    = "shown"
	Day      = "day"
	Response = "response"
	Nudge    = "nudge"
	FileLate = "file_late"
	Vendor   = "vendor"
)

// Measure gives every clock of a ticket as it stands at now. A ticket that has not arrived has none.
func Measure(f ticket.Facts, cal *worktime.Calendar, p Policy, now time.Time) ([]Clock, error) {
	if f.Arrived.IsZero() {
		return nil, nil
	}
	assessed, err := Assess(f, cal, p, now)
	if err != nil {
		return nil, err
	}
	clocks := []Clock{assessed}
	if len(f.Pauses) > 0 {
		shown, err := measure(f, cal, p, now, shownGaps(f, now))
		if err != nil {
			return nil, err
		}
		shown.Name, shown.Label = Shown, "显示时钟"
		clocks = append(clocks, shown)
	}
	response, err := respond(f, cal, p, now)
	if err != nil {
		return nil, err
	}
	clocks = append(clocks, day(f, p, now), response)
	if n, ok := nudge(f, cal, p, now); ok {
		clocks = append(clocks, n)
	}
	late, err := FilingClocks(f, cal, p, now)
	return append(append(clocks, late...), vendors(f, now)...), err
}

// Assess gives the clock that scores. Only excused pauses stop it (A27). Where the province tells another end than the ledger, it uses the
// province's (records.md).
func Assess(f ticket.Facts, cal *worktime.Calendar, p Policy, now time.Time) (Clock, error) {
	here := f
	f = f.ByProvince(now)
	c, err := measure(f, cal, p, now, excusedGaps(f, now))
	c.Name, c.Label = Assessed, "考核时限"
	if until := forgiven(f); len(c.LateDays) > 0 && !until.IsZero() {
		after := slices.DeleteFunc(slices.Clone(c.LateDays), func(d time.Time) bool { return !d.After(until) })
		c.say("延误不在运维单位，%s 认定免责：截至认定当日（含）的 %d 个工作日不计", stamp(until), len(c.LateDays)-len(after))
		c.LateDays = after
	}
	if !f.Resolved.Equal(here.Resolved) {
		c.say("省系统的处理完毕时间为 %s，本地办结 %s；考核时限按省系统的", stamp(f.Resolved), stamp(here.Resolved))
	}
	c.pending(f)
	return c, err
}

// pending says what the center has not answered yet: until then it moves nothing.
func (c *Clock) pending(f ticket.Facts) {
	for _, r := range f.Requests {
		if r.Answer == ticket.Claimed {
			c.say("%s 申请延期至 %s，待信息中心评估", stamp(r.At), stamp(r.Proposed))
		}
	}
	for _, e := range f.Excuses {
		if e.Answer == ticket.Claimed {
			c.say("%s 提请免责（%s），待信息中心认定，认定前不剔除", stamp(e.At), e.Code)
		}
	}
}

// respond is the time to accept, in open time (A29). It is no contract value.
func respond(f ticket.Facts, cal *worktime.Calendar, p Policy, now time.Time) (Clock, error) {
	due, err := cal.Add(f.Arrived, int64(p.Response/time.Second))
	c := Clock{Name: Response, Label: "响应", From: f.Arrived, Due: due, Stopped: f.Accepted}
	c.judge(now)
	c.say("到达 %s，%g 工时内签收，至 %s", stamp(c.From), p.Response.Hours(), stamp(c.Due))
	if f.Accepted.IsZero() && len(f.Resolves) > 0 {
		c.Stopped, c.State = f.Resolves[0].At, Met
		c.say("没有签收时间，不计入响应率")
	}
	return c, err
}

func (c *Clock) judge(now time.Time) {
	switch {
	case c.Stopped.IsZero() && now.After(c.Due):
		c.State = Overdue
	case c.Stopped.IsZero():
		c.State = Running
	case c.Stopped.After(c.Due):
		c.State = Missed
	default:
		c.State = Met
	}
}
