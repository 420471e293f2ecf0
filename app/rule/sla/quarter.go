package sla

import (
	"fmt"
	"time"

	"opsledger/app/rule/worktime"
)

// Quarter is a calendar quarter (A13).
type Quarter struct {
	Year, Number int
	From, To     time.Time // midnight of its first day, midnight after its last
}

// QuarterOf gives the quarter a moment falls into.
func QuarterOf(t time.Time) Quarter {
	t = t.In(zone)
	n := (int(t.Month())-1)/3 + 1
	from := time.Date(t.Year(), time.Month(3*n-2), 1, 0, 0, 0, 0, zone)
	return Quarter{Year: t.Year(), Number: n, From: from, To: from.AddDate(0, 3, 0)}
}

// Next is the quarter after it.
func (q Quarter) Next() Quarter { return QuarterOf(q.To) }

// String names the quarter: 2026-Q1.
func (q Quarter) String() string { return fmt.Sprintf("%d-Q%d", q.Year, q.Number) }

// Closing is the end of work of the quarter's last working day; its last midnight where it has none.
func (q Quarter) Closing(cal *worktime.Calendar) time.Time {
	return Period{From: q.From, To: q.To}.Closing(cal)
}

// AfterDays is the end of work of the n-th working day after a date (R063); n counts from 1.
func AfterDays(cal *worktime.Calendar, day time.Time, n int) (time.Time, error) {
	for range max(n, 1) {
		next, err := cal.NextOpen(midnightAfter(day))
		if err != nil {
			return day, err
		}
		day = next
	}
	closing, _ := cal.Closing(day)
	return closing, nil
}

func midnightAfter(t time.Time) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone)
}
