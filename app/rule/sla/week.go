package sla

import (
	"fmt"
	"time"

	"opsledger/app/rule/worktime"
)

// Week is a reporting week: from Friday to Thursday, named by the ISO week of that Thursday (A12).
type Week struct {
	Year, Number int
	From, To     time.Time // midnight of the Friday, midnight after the Thursday
}

// WeekOf gives the reporting week a moment falls into.
func WeekOf(t time.Time) Week {
	t = t.In(zone)
	back := (int(t.Weekday()) - int(time.Friday) + 7) % 7
	friday := time.Date(t.Year(), t.Month(), t.Day()-back, 0, 0, 0, 0, zone)
	w := Week{From: friday, To: friday.AddDate(0, 0, 7)}
	w.Year, w.Number = friday.AddDate(0, 0, 6).ISOWeek()
	return w
}

// ParseWeek reads 2026-W11.
func ParseWeek(s string) (Week, error) {
	var year, n int
	if _, err := fmt.Sscanf(s, "%d-W%d", &year, &n); err != nil || n < 1 || n > 53 || year < 2000 || year > 2100 {
		return Week{}, fmt.Errorf("week %q is not of the form 2026-W11", s)
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, zone) // always in ISO week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	w := WeekOf(monday.AddDate(0, 0, 7*(n-1)+3))
	if w.Year != year || w.Number != n || w.String() != s {
		return Week{}, fmt.Errorf("year %d has no week %d", year, n)
	}
	return w, nil
}

// String names the week: 2026-W11.
func (w Week) String() string { return fmt.Sprintf("%d-W%02d", w.Year, w.Number) }

// Thursday is the last day of the week.
func (w Week) Thursday() time.Time { return w.To.AddDate(0, 0, -1) }

// Due is when the week's report and check are due: Thursday's end of work; where Thursday is closed, that of the
// last working day of the week before it. ok is false for a week without a working day (A12).
func (w Week) Due(cal *worktime.Calendar) (due time.Time, ok bool) {
	for d := w.Thursday(); !d.Before(w.From); d = d.AddDate(0, 0, -1) {
		if closing, open := cal.Closing(d); open {
			return closing, true
		}
	}
	return time.Time{}, false
}
