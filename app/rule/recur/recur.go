// Package recur reckons when a routine falls due (R013, R025, R049, R053, R058, R073, R075, R101, R103): every occurrence of its
// rules in a span of days, moved off closed days as it says. It is pure, over the routine and the working calendar.
package recur

import (
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/routine"
	"opsledger/app/rule/worktime"
)

// Occurrence is one time a routine falls due. Day names it, the same on every device whatever holidays each knows; On is the day
// it is due.
type Occurrence struct {
	Day ledger.Day
	On  time.Time // midnight
	Due time.Time
}

// reach is how many days an occurrence may be moved.
const reach = 15

// Occurrences gives those due on the days of [from, to], in order. A day that is closed has none: one that falls on it is due
// before it, after it or not at all. Of a week it stays within the week, and a week without a working day on that side has none.
func Occurrences(f routine.Facts, cal *worktime.Calendar, from, to time.Time) []Occurrence {
	from, to = dateOf(from), dateOf(to)
	var out []Occurrence
	for i, v := range f.Versions {
		rule, err := routine.ParseRule(v.Rule)
		if err != nil {
			continue // of a newer version of the program, or never checked
		}
		first, last := later(midnight(v.Since), from.AddDate(0, 0, -reach)), to.AddDate(0, 0, reach)
		if i+1 < len(f.Versions) {
			last = earlier(last, midnight(f.Versions[i+1].Since).AddDate(0, 0, -1))
		}
		if f.Until != "" {
			last = earlier(last, midnight(f.Until))
		}
		for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
			if !falls(rule, v, cal, d) {
				continue
			}
			on, ok := moved(rule, v.Shift, cal, d)
			if ok && !on.Before(from) && !on.After(to) {
				out = append(out, Occurrence{Day: ledger.Day(d.Format(time.DateOnly)), On: on, Due: dueOn(cal, on, v.At)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int { return a.On.Compare(b.On) })
	return slices.CompactFunc(out, func(a, b Occurrence) bool { return a.On.Equal(b.On) })
}

// falls reports whether a rule names the day, closed or not.
func falls(r routine.Rule, v routine.Version, cal *worktime.Calendar, d time.Time) bool {
	switch {
	case r.Every == routine.Workday:
		return cal.Workday(d)
	case r.Every == routine.Week:
		weeks := int(monday(d).Sub(monday(midnight(v.Since))).Hours()+12) / (24 * 7)
		return slices.Contains(r.Weekdays, d.Weekday()) && weeks%max(r.Weeks, 1) == 0
	case r.Nth > 0:
		return cal.Workday(d) && nth(cal, roundOf(r.Every, d), d) == r.Nth
	}
	begin := roundOf(r.Every, d)
	month := r.Month
	if month == 0 {
		month = r.Every.Months()
	}
	if d.Month() != begin.AddDate(0, month-1, 0).Month() {
		return false
	}
	last := time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, ledger.Zone).Day()
	return d.Day() == r.Day && r.Day <= last || d.Day() == last && (r.Day == 0 || r.Day > last)
}

// roundOf is the first day of the month, quarter, half-year or year a day lies in.
func roundOf(p routine.Period, d time.Time) time.Time {
	n := p.Months()
	return time.Date(d.Year(), time.Month((int(d.Month())-1)/n*n+1), 1, 0, 0, 0, 0, ledger.Zone)
}

// nth is which working day of its round a day is, from 1.
func nth(cal *worktime.Calendar, begin, d time.Time) int {
	if d.Sub(begin) > 60*24*time.Hour {
		return -1 // no rule counts as far
	}
	return len(cal.WorkdaysIn(begin.AddDate(0, 0, -1), d))
}

// moved finds the working day an occurrence is due on; ok is false where there is none.
func moved(r routine.Rule, shift string, cal *worktime.Calendar, d time.Time) (on time.Time, ok bool) {
	step := map[string]int{routine.Earlier: -1, routine.Later: 1}[shift]
	for n := range reach {
		on = d.AddDate(0, 0, n*step)
		switch {
		case r.Every == routine.Week && !monday(on).Equal(monday(d)):
			return on, false
		case cal.Workday(on):
			return on, true
		case step == 0:
			return on, false
		}
	}
	return on, false
}

// dueOn is the clock time on a day, or the end of its work.
func dueOn(cal *worktime.Calendar, on time.Time, at string) time.Time {
	if t, err := time.Parse("15:04", at); err == nil {
		return time.Date(on.Year(), on.Month(), on.Day(), t.Hour(), t.Minute(), 0, 0, ledger.Zone)
	}
	closing, _ := cal.Closing(on)
	return closing
}

func monday(d time.Time) time.Time { return d.AddDate(0, 0, -(int(d.Weekday())+6)%7) }

func dateOf(t time.Time) time.Time {
	t = t.In(ledger.Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, ledger.Zone)
}

// midnight is the beginning of a day; of none the zero time.
func midnight(d ledger.Day) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), ledger.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
