package worktime

import (
	"sort"
	"sync"
	"time"
)

// known is what a calendar has worked out so far: clocks ask for the same few days over and over.
type known struct {
	mu       sync.Mutex
	open     map[int][]Interval // by day
	workdays []time.Time        // midnights of all working dates of [first, last], in order
	first    time.Time
	last     time.Time
}

// dayNumber tells dates of one zone apart.
func dayNumber(midnight time.Time) int { return midnight.Year()*400 + midnight.YearDay() }

// open gives the open intervals of the date that begins at midnight. They are shared: nobody may change them.
func (c *Calendar) open(midnight time.Time) []Interval {
	k := &c.known
	k.mu.Lock()
	defer k.mu.Unlock()
	return c.openKnown(midnight)
}

func (c *Calendar) openKnown(midnight time.Time) []Interval {
	k, n := &c.known, dayNumber(midnight)
	list, ok := k.open[n]
	if !ok {
		if k.open == nil {
			k.open = map[int][]Interval{}
		}
		list = c.reckonOpen(midnight)
		k.open[n] = list
	}
	return list
}

// WorkdaysIn lists the working dates in (after, until], by their midnights. The list is shared: nobody may change it.
func (c *Calendar) WorkdaysIn(after, until time.Time) []time.Time {
	first, last := nextDay(c.midnight(after), 1), c.midnight(until)
	if last.Before(first) {
		return nil
	}
	k := &c.known
	k.mu.Lock()
	defer k.mu.Unlock()
	c.cover(first, last)
	i := sort.Search(len(k.workdays), func(i int) bool { return !k.workdays[i].Before(first) })
	j := sort.Search(len(k.workdays), func(i int) bool { return k.workdays[i].After(last) })
	if i == j {
		return nil
	}
	return k.workdays[i:j:j]
}

// cover works the dates out that are not known yet.
func (c *Calendar) cover(first, last time.Time) {
	k := &c.known
	switch {
	case k.first.IsZero():
		k.first, k.last, k.workdays = first, last, c.workdaysOf(first, last)
		return
	case first.Before(k.first):
		k.workdays = append(c.workdaysOf(first, nextDay(k.first, -1)), k.workdays...)
		k.first = first
	}
	if last.After(k.last) {
		k.workdays = append(k.workdays, c.workdaysOf(nextDay(k.last, 1), last)...)
		k.last = last
	}
}

func (c *Calendar) workdaysOf(first, last time.Time) (out []time.Time) {
	for day := first; !day.After(last); day = nextDay(day, 1) {
		if len(c.openKnown(day)) > 0 {
			out = append(out, day)
		}
	}
	return out
}
