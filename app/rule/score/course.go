package score

import (
	"time"

	"opsledger/app/ledger"
)

// Stand is what the total had come to by the end of a day.
type Stand struct {
	On    ledger.Day
	Total Points
}

// Course is how the total came to be: where it stood at the end of each month of the year so far, and last where it stands. A piece
// takes off from the day it counts on, under its clause's cap. What was set outright for a clause (核定) has no day: it shows in the last.
func (c Card) Course() (out []Stand) {
	last := min(c.To, dayOf(c.AsOf))
	first, err := time.Parse(time.DateOnly, string(c.From))
	if err != nil {
		return nil
	}
	for month := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC); ; month = month.AddDate(0, 1, 0) {
		end := ledger.Day(month.AddDate(0, 1, -1).Format(time.DateOnly))
		if end >= last {
			return append(out, Stand{last, c.Total})
		}
		out = append(out, Stand{end, c.by(end)})
	}
}

// by is the total of the pieces that count by a day.
func (c Card) by(day ledger.Day) Points {
	total := c.Base
	for _, l := range c.Clauses {
		var sum Points
		for _, p := range l.Evidence {
			if p.On <= day {
				sum += p.Points
			}
		}
		total += Clause{Cap: l.Cap}.capped(sum)
	}
	return total
}
