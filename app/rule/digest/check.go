package digest

import (
	"slices"
	"time"

	"opsledger/app/record/ticket"
)

// Check is the in-transit rate at one moment with the records behind it (R133, A4).
type Check struct {
	At      time.Time
	Open    []string // not resolved then, carried over ones included
	Counted []string // arrived in the contract year so far, and carried over into it
	Excused []string // of Open: paused for a reason outside the project, the excuse granted
	Rate    Rate
	Without Rate // the second reading: the excused ones left out of the numerator
}

// TakeCheck reckons the rate at a moment; yearStart begins the contract year. Void tickets and those merged into
// another are left out by the caller.
func TakeCheck(tickets []Ticket, at, yearStart time.Time) Check {
	c := Check{At: at}
	for _, t := range tickets {
		f := t.Facts.AsOf(at)
		open, counts := standing(f, yearStart)
		if open {
			c.Open = append(c.Open, t.Number)
		}
		if counts {
			c.Counted = append(c.Counted, t.Number)
		}
		if open && excused(f, at) {
			c.Excused = append(c.Excused, t.Number)
		}
	}
	c.Rate = RateOf(len(c.Open), len(c.Counted))
	c.Without = RateOf(len(c.Open)-len(c.Excused), len(c.Counted))
	return c
}

// standing says how a ticket stands in the year's in-transit rate by its facts up to then (A4). Numerator: not
// resolved; denominator: arrived in the contract year so far, or carried over into it.
func standing(f ticket.Facts, yearStart time.Time) (open, counts bool) {
	if f.Arrived.IsZero() {
		return false, false
	}
	open = f.Resolved.IsZero()
	carried := open || f.Resolved.After(yearStart) || resolvedAgain(f, yearStart)
	return open, carried || !f.Arrived.Before(yearStart)
}

// resolvedAgain reports whether a ticket of an earlier year was open at the start of this one.
func resolvedAgain(f ticket.Facts, start time.Time) bool {
	return slices.ContainsFunc(f.Resolves, func(r ticket.Resolve) bool { return r.At.Before(start) && r.Returned.After(start) })
}

// excused reports whether a ticket stands still at a moment for a reason the center granted.
func excused(f ticket.Facts, at time.Time) bool {
	return slices.ContainsFunc(f.Pauses, func(p ticket.Pause) bool {
		return p.Excuse == "granted" && (p.To.IsZero() || p.To.After(at))
	})
}
