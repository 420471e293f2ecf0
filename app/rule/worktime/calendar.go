// Package worktime owns open time: weekly hours with the date from which they hold, holidays, make-up days, and the
// arithmetic over them. Precedence: holiday > break > make-up day > weekly. It is pure; a year without holiday data
// is named by Uncovered, never guessed silently. It may import nothing of storage, reports or ui.
package worktime

import (
	"slices"
	"sort"
	"time"
	_ "time/tzdata" // an air-gapped Windows has no zone files
)

// Span is an open stretch of a day in seconds from its midnight; To may be 86400.
type Span struct{ From, To int }

// Day is a calendar date, 2006-01-02.
type Day string

// DayOf gives the date of an instant in a zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// Hours are weekly hours from a date on; Weekly[1] is Monday, [7] Sunday.
type Hours struct {
	From   Day
	Weekly [8][]Span
}

// Calendar answers what is open when. Its fields are set before it is first asked and not changed then: it remembers what it
// worked out.
type Calendar struct {
	Zone     *time.Location
	Versions []Hours         // by rising From; the first holds for all before the second
	Holidays map[Day]string  // date → name
	Annual   map[string]bool // "01-02" of every year
	Shifts   map[Day][]Span  // replace the weekly hours of a date; nil spans: the hours of an ordinary working day
	Breaks   map[Day][]Span  // cut out of a date
	Years    map[int]bool    // years with holiday data; nil: not kept
	Roll     bool            // a budget that ends exactly at closing goes on to the next opening

	known known
}

// Interval is an open stretch between two instants.
type Interval struct{ From, To time.Time }

func (c *Calendar) hours(d Day) Hours {
	i := sort.Search(len(c.Versions), func(i int) bool { return c.Versions[i].From > d })
	return c.Versions[max(0, i-1)]
}

// spans gives the open spans of a date.
func (c *Calendar) spans(d Day, weekday time.Weekday) []Span {
	if _, off := c.Holidays[d]; off || c.Annual[string(d[5:])] {
		return nil
	}
	h := c.hours(d)
	open := h.Weekly[isoWeekday(weekday)]
	if shift, ok := c.Shifts[d]; ok {
		if open = shift; shift == nil {
			open = h.ordinary()
		}
	}
	if cut, ok := c.Breaks[d]; ok {
		open = without(open, cut)
	}
	return open
}

// ordinary are the hours of the first working day of the week: what a make-up day is worked by.
func (h Hours) ordinary() []Span {
	for _, s := range h.Weekly[1:] {
		if len(s) > 0 {
			return s
		}
	}
	return nil
}

func isoWeekday(w time.Weekday) int {
	if w == time.Sunday {
		return 7
	}
	return int(w)
}

func without(open, cut []Span) []Span {
	for _, c := range cut {
		var left []Span
		for _, o := range open {
			if c.To <= o.From || c.From >= o.To {
				left = append(left, o)
				continue
			}
			if c.From > o.From {
				left = append(left, Span{o.From, c.From})
			}
			if c.To < o.To {
				left = append(left, Span{c.To, o.To})
			}
		}
		open = left
	}
	return open
}

// midnight is the start of a date in the calendar's zone.
func (c *Calendar) midnight(t time.Time) time.Time {
	t = t.In(c.Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, c.Zone)
}

func nextDay(midnight time.Time, by int) time.Time {
	return time.Date(midnight.Year(), midnight.Month(), midnight.Day()+by, 0, 0, 0, 0, midnight.Location())
}

// reckonOpen works out the open intervals of the date that begins at midnight. Wall-clock hours hold on days with a changed
// clock too.
func (c *Calendar) reckonOpen(midnight time.Time) []Interval {
	y, m, d := midnight.Date()
	spans := c.spans(Day(midnight.Format(time.DateOnly)), midnight.Weekday())
	out := make([]Interval, 0, len(spans))
	for _, s := range spans {
		out = append(out, Interval{time.Date(y, m, d, 0, 0, s.From, 0, c.Zone), time.Date(y, m, d, 0, 0, s.To, 0, c.Zone)})
	}
	return out
}

// Open gives the open intervals of the date of t, in order.
func (c *Calendar) Open(t time.Time) []Interval { return c.open(c.midnight(t)) }

// Workday reports whether the date of t has open time.
func (c *Calendar) Workday(t time.Time) bool { return len(c.open(c.midnight(t))) > 0 }

// Opening is the first opening of the date of t; ok is false on a closed day.
func (c *Calendar) Opening(t time.Time) (at time.Time, ok bool) {
	open := c.open(c.midnight(t))
	if len(open) == 0 {
		return time.Time{}, false
	}
	return open[0].From, true
}

// Closing is the last closing of the date of t; ok is false on a closed day.
func (c *Calendar) Closing(t time.Time) (at time.Time, ok bool) {
	open := c.open(c.midnight(t))
	if len(open) == 0 {
		return time.Time{}, false
	}
	return open[len(open)-1].To, true
}

// IsOpen reports whether t lies in open time, its start included, its end not.
func (c *Calendar) IsOpen(t time.Time) bool {
	return slices.ContainsFunc(c.open(c.midnight(t)), func(i Interval) bool { return !t.Before(i.From) && t.Before(i.To) })
}

// AtClosing reports whether t is exactly the end of an open stretch.
func (c *Calendar) AtClosing(t time.Time) bool {
	return slices.ContainsFunc(c.open(c.midnight(t.Add(-time.Second))), func(i Interval) bool { return t.Equal(i.To) })
}

// Uncovered lists the years of [from, to] without holiday data.
func (c *Calendar) Uncovered(from, to time.Time) []int {
	var out []int
	for y := from.In(c.Zone).Year(); c.Years != nil && y <= to.In(c.Zone).Year(); y++ {
		if !c.Years[y] {
			out = append(out, y)
		}
	}
	return out
}

// DayName gives the name of a holiday or make-up day, "" for an ordinary date.
func (c *Calendar) DayName(t time.Time) string { return c.Holidays[DayOf(t, c.Zone)] }
