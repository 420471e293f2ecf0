package demo

import (
	"slices"
	"time"
)

// monthly is how busy a month is: interest in January, the festival in February, pensions raised in summer, holidays
// in October, contributions and year's end in December.
var monthly = [13]float64{0, 1.15, 0.7, 1.1, 1.1, 0.85, 1.25, 1.5, 0.95, 1.15, 0.75, 0.95, 1.35}

// weekly is how busy a day of the week is.
var weekly = [7]float64{time.Monday: 1.45, time.Tuesday: 1.1, time.Wednesday: 1, time.Thursday: 0.95, time.Friday: 0.85, time.Saturday: 1, time.Sunday: 1}

// hourly is how busy an hour of a working day is, from 0 to 23.
var hourly = [24]int{7: 2, 8: 10, 9: 24, 10: 20, 11: 12, 12: 2, 13: 8, 14: 22, 15: 17, 16: 12, 17: 7, 18: 2, 19: 1, 20: 1}

// busyness of a day; few come on days off, more on the first day after several.
func (y *year) busyness(day time.Time) float64 {
	w := monthly[day.Month()] * weekly[day.Weekday()]
	switch {
	case !y.cal.Workday(day):
		return 0.03 * w
	case !y.cal.Workday(day.AddDate(0, 0, -1)) && !y.cal.Workday(day.AddDate(0, 0, -3)):
		return 1.3 * w
	}
	return w
}

// arrivals gives n moments between two in order, as people work.
func (y *year) arrivals(n int, from, to time.Time) (out []time.Time) {
	var days []time.Time
	var upTo []float64
	sum := 0.0
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		sum += y.busyness(day)
		days, upTo = append(days, day), append(upTo, sum)
	}
	for len(out) < n {
		i, _ := slices.BinarySearch(upTo, y.Float64()*sum)
		if at := days[min(i, len(days)-1)].Add(y.clockTime()); at.Before(to) {
			out = append(out, at)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// clockTime draws a time of the day, to the minute.
func (y *year) clockTime() time.Duration {
	sum := 0
	for _, w := range hourly {
		sum += w
	}
	n := y.IntN(sum)
	for h, w := range hourly {
		if n -= w; n < 0 {
			return time.Duration(h)*time.Hour + time.Duration(y.IntN(60))*time.Minute
		}
	}
	return 0
}
