package sla

import (
	"fmt"
	"time"

	"opsledger/app/rule/worktime"
)

// Types of periodic reports, as their dictionary keys them.
const (
	Weekly     = "weekly"
	Monthly    = "monthly"
	Quarterly  = "quarterly"
	Annual     = "annual"
	Attendance = "attendance" // a month's
)

// Period is what a report tells of: a reporting week, a calendar month or quarter, a year (A11–A14).
type Period struct {
	Type     string
	Name     string    // 2026-W11, 2026-03, 2026-Q1, 2026
	From, To time.Time // midnight of its first day, midnight after its last
}

// Period is the week as what a report tells of.
func (w Week) Period() Period { return Period{Type: Weekly, Name: w.String(), From: w.From, To: w.To} }

// PeriodOf is the period of a type that a moment falls into. A year is the calendar's: whose contract runs otherwise says so.
func PeriodOf(kind string, t time.Time) Period {
	t = t.In(zone)
	switch kind {
	case Weekly:
		return WeekOf(t).Period()
	case Quarterly:
		q := QuarterOf(t)
		return Period{kind, q.String(), q.From, q.To}
	case Annual:
		from := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, zone)
		return Period{kind, t.Format("2006"), from, from.AddDate(1, 0, 0)}
	}
	from := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, zone)
	return Period{kind, t.Format("2006-01"), from, from.AddDate(0, 1, 0)}
}

// ParsePeriod reads a period's name as its type writes it.
func ParsePeriod(kind, text string) (p Period, err error) {
	var from time.Time
	switch kind {
	case Weekly:
		w, err := ParseWeek(text)
		return w.Period(), err
	case Monthly, Attendance:
		from, err = time.ParseInLocation("2006-01", text, zone)
	case Quarterly:
		var year, n int
		if _, err = fmt.Sscanf(text, "%d-Q%d", &year, &n); err == nil {
			from = time.Date(year, time.Month(3*n-2), 1, 0, 0, 0, 0, zone)
		}
	case Annual:
		from, err = time.ParseInLocation("2006", text, zone)
	default:
		err = fmt.Errorf("no reports of type %q", kind)
	}
	if err != nil {
		return p, err
	}
	if p = PeriodOf(kind, from); p.Name != text || from.Year() < 2000 || from.Year() > 2100 {
		return p, fmt.Errorf("period %q is not one of a %s report", text, kind)
	}
	return p, nil
}

// Before is the period right before it, of the same length.
func (p Period) Before() Period { return PeriodOf(p.Type, p.From.Add(-time.Second)) }

// Deadlines are the working days after a period by which its report is due, where the contract leaves them open.
type Deadlines struct {
	Month   int // A14
	Quarter int // A13; of a year as well
}

// Due is when a period's report is due. ok is false for a week without a working day, which has none (A12).
func (p Period) Due(cal *worktime.Calendar, d Deadlines) (due time.Time, ok bool, err error) {
	days := d.Quarter
	switch p.Type {
	case Weekly:
		due, ok = WeekOf(p.From).Due(cal)
		return due, ok, nil
	case Monthly, Attendance:
		days = d.Month
	}
	due, err = AfterDays(cal, p.To.AddDate(0, 0, -1), days)
	return due, err == nil, err
}

// Closing is the end of work of its last working day; its last midnight where it has none. Of a week that is
// its check's moment (A4).
func (p Period) Closing(cal *worktime.Calendar) time.Time {
	for d := p.To.AddDate(0, 0, -1); !d.Before(p.From); d = d.AddDate(0, 0, -1) {
		if closing, open := cal.Closing(d); open {
			return closing
		}
	}
	return p.To
}
