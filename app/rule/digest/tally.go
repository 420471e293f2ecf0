package digest

import (
	"slices"
	"time"

	"opsledger/app/record/ticket"
)

// Tally takes checks of several moments in one pass over the tickets: what TakeCheck would find at each, in numbers. A ticket is
// looked at only at the moments it was not settled yet; for all later ones it counts the same.
type Tally struct {
	moments []time.Time
	start   time.Time
	open    []int
	excused []int
	counted []int
	settled []int // from this moment on, so many more are counted
}

// Tallied are the numbers of one moment.
type Tallied struct{ Open, Excused, Counted int }

// NewTally begins one for moments in order; yearStart begins the contract year.
func NewTally(moments []time.Time, yearStart time.Time) *Tally {
	n := len(moments)
	return &Tally{moments: moments, start: yearStart, open: make([]int, n), excused: make([]int, n), counted: make([]int, n), settled: make([]int, n+1)}
}

// Add takes a ticket in. Void ones and those merged into another are left out by the caller.
func (t *Tally) Add(f ticket.Facts) {
	if f.Arrived.IsZero() {
		return
	}
	last := settledAt(f)
	for i := t.at(f.Arrived); i < len(t.moments); i++ {
		at := t.moments[i]
		now := f.AsOf(at)
		open, counts := standing(now, t.start)
		if !last.IsZero() && !at.Before(last) {
			if counts {
				t.settled[i]++
			}
			return
		}
		t.add(i, open, counts, open && excused(now, at))
	}
}

func (t *Tally) add(i int, open, counts, excused bool) {
	for _, part := range []struct {
		is   bool
		list []int
	}{{open, t.open}, {counts, t.counted}, {excused, t.excused}} {
		if part.is {
			part.list[i]++
		}
	}
}

// at is the first moment not before a time.
func (t *Tally) at(from time.Time) int {
	i, _ := slices.BinarySearchFunc(t.moments, from, time.Time.Compare)
	return i
}

// settledAt is when nothing of a ticket that a check reads changes any more; zero while it is open.
func settledAt(f ticket.Facts) (last time.Time) {
	if f.Resolved.IsZero() {
		return last
	}
	for _, r := range f.Resolves {
		for _, at := range []time.Time{r.At, r.Returned} {
			if at.After(last) {
				last = at
			}
		}
	}
	return last
}

// Found gives the numbers of each moment.
func (t *Tally) Found() []Tallied {
	out := make([]Tallied, len(t.moments))
	more := 0
	for i := range t.moments {
		more += t.settled[i]
		out[i] = Tallied{Open: t.open[i], Excused: t.excused[i], Counted: t.counted[i] + more}
	}
	return out
}
