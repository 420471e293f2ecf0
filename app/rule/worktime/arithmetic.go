package worktime

import (
	"errors"
	"slices"
	"time"
)

// ErrNeverOpen means that no open time was found in reach: the calendar has none.
var ErrNeverOpen = errors.New("calendar has no open time within reach")

// reach bounds every walk, in days without any open time.
const reach = 3660

// Merge sorts intervals, drops empty ones and joins those that touch, so that overlaps count once.
func Merge(list []Interval) []Interval {
	list = slices.DeleteFunc(slices.Clone(list), func(i Interval) bool { return !i.To.After(i.From) })
	slices.SortFunc(list, func(a, b Interval) int { return a.From.Compare(b.From) })
	var out []Interval
	for _, i := range list {
		if n := len(out); n > 0 && !i.From.After(out[n-1].To) {
			if i.To.After(out[n-1].To) {
				out[n-1].To = i.To
			}
			continue
		}
		out = append(out, i)
	}
	return out
}

// subtract cuts merged pauses out of an interval.
func subtract(i Interval, pauses []Interval) []Interval {
	var out []Interval
	for _, p := range pauses {
		if !p.To.After(i.From) || !p.From.Before(i.To) {
			continue
		}
		if p.From.After(i.From) {
			out = append(out, Interval{i.From, p.From})
		}
		if i.From = p.To; !i.From.Before(i.To) {
			return out
		}
	}
	return append(out, i)
}

// walk gives open intervals from start on, cut at start and without pauses, until yield says stop.
func (c *Calendar) walk(start time.Time, pauses []Interval, yield func(Interval) bool) error {
	pauses = Merge(pauses)
	idle := 0
	for day := c.midnight(start); idle < reach; day = nextDay(day, 1) {
		idle++
		for _, o := range c.open(day) {
			if !o.To.After(start) {
				continue
			}
			if o.From.Before(start) {
				o.From = start
			}
			idle = 0
			for _, part := range subtract(o, pauses) {
				if !yield(part) {
					return nil
				}
			}
		}
	}
	return ErrNeverOpen
}

// NextOpen is t where it is open, else the next opening.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	var at time.Time
	err := c.walk(t, nil, func(i Interval) bool { at = i.From; return false })
	return at, err
}

// Add goes seconds of open time on from start, skipping pauses; a negative number goes back.
func (c *Calendar) Add(start time.Time, seconds int64, pauses ...Interval) (time.Time, error) {
	if seconds < 0 {
		return c.back(start, -seconds, Merge(pauses))
	}
	if seconds == 0 && !c.Roll && c.AtClosing(start) {
		return start, nil
	}
	left := time.Duration(seconds) * time.Second
	at := start
	err := c.walk(start, pauses, func(i Interval) bool {
		length := i.To.Sub(i.From)
		if left < length || left == length && !c.Roll {
			at = i.From.Add(left)
			return false
		}
		left -= length
		return true
	})
	return at, err
}

// back goes seconds of open time back from start, skipping merged pauses.
func (c *Calendar) back(start time.Time, seconds int64, pauses []Interval) (time.Time, error) {
	left := time.Duration(seconds) * time.Second
	idle := 0
	for day := c.midnight(start); idle < reach; day = nextDay(day, -1) {
		idle++
		open := c.open(day)
		for _, o := range slices.Backward(open) {
			if !o.From.Before(start) {
				continue
			}
			if o.To.After(start) {
				o.To = start
			}
			idle = 0
			for _, part := range slices.Backward(subtract(o, pauses)) {
				if length := part.To.Sub(part.From); left > length {
					left -= length
				} else {
					return part.To.Add(-left), nil
				}
			}
		}
	}
	return start, ErrNeverOpen
}

// Between counts the open seconds of [from, to) that lie in no pause; 0 where to is before from.
func (c *Calendar) Between(from, to time.Time, pauses ...Interval) int64 {
	if !to.After(from) {
		return 0
	}
	pauses = Merge(pauses)
	var sum time.Duration
	for day := c.midnight(from); day.Before(to); day = nextDay(day, 1) {
		for _, o := range c.open(day) {
			for _, part := range subtract(clip(o, from, to), pauses) {
				if part.To.After(part.From) {
					sum += part.To.Sub(part.From)
				}
			}
		}
	}
	return int64(sum / time.Second)
}

func clip(i Interval, from, to time.Time) Interval {
	if i.From.Before(from) {
		i.From = from
	}
	if i.To.After(to) {
		i.To = to
	}
	return i
}

// workdays steps n working dates on (or back) from the date of start and gives that date's midnight.
func (c *Calendar) workdays(midnight time.Time, n int) (time.Time, error) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	idle := 0
	for n > 0 {
		midnight = nextDay(midnight, step)
		if idle++; idle > reach {
			return midnight, ErrNeverOpen
		}
		if len(c.open(midnight)) > 0 {
			n--
			idle = 0
		}
	}
	return midnight, nil
}

// begin is start, or the first opening of the next working day where start lies on a closed one.
func (c *Calendar) begin(start time.Time) (time.Time, error) {
	if c.Workday(start) {
		return start, nil
	}
	return c.NextOpen(start)
}

func sameClock(midnight, as time.Time) time.Time {
	as = as.In(midnight.Location())
	return time.Date(midnight.Year(), midnight.Month(), midnight.Day(), as.Hour(), as.Minute(), as.Second(), 0, midnight.Location())
}

// AddWorkdays is GLPI's "work in days": n working dates later at the same clock time, cut at the last closing.
func (c *Calendar) AddWorkdays(start time.Time, n int) (time.Time, error) {
	start, err := c.begin(start)
	if err != nil {
		return start, err
	}
	day, err := c.workdays(c.midnight(start), n)
	if err != nil {
		return start, err
	}
	at := sameClock(day, start)
	if closing, ok := c.Closing(day); ok && at.After(closing) {
		return closing, nil
	}
	return at, nil
}

// Belated reports whether what happened at a moment was entered more than one working day after it (补录).
func (c *Calendar) Belated(at, entered time.Time) bool {
	due, err := c.AddWorkdays(at, 1)
	return err == nil && entered.After(due)
}

// AddWorkdaysEnd is the closing of the n-th working day after start.
func (c *Calendar) AddWorkdaysEnd(start time.Time, n int) (time.Time, error) {
	start, err := c.begin(start)
	if err != nil {
		return start, err
	}
	day, err := c.workdays(c.midnight(start), n)
	if err != nil {
		return start, err
	}
	closing, ok := c.Closing(day)
	if !ok {
		return start, ErrNeverOpen
	}
	return closing, nil
}

// AddDaysSnap goes n business dates on at the same clock time, then forward to the next open moment.
func (c *Calendar) AddDaysSnap(start time.Time, n int) (time.Time, error) {
	day, err := c.workdays(c.midnight(start), n)
	if err != nil {
		return start, err
	}
	return c.NextOpen(sameClock(day, start))
}

// Periods are the first n open stretches from start on.
func (c *Calendar) Periods(start time.Time, n int) ([]Interval, error) {
	var out []Interval
	if n <= 0 {
		return out, nil
	}
	err := c.walk(start, nil, func(i Interval) bool {
		out = append(out, i)
		return len(out) < n
	})
	return out, err
}

// Covered reports whether merged intervals cover all open time of the date at midnight.
func (c *Calendar) Covered(midnight time.Time, by []Interval) bool {
	for _, o := range c.open(midnight) {
		for _, part := range subtract(o, by) {
			if part.To.After(part.From) {
				return false
			}
		}
	}
	return true
}
