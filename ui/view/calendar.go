package view

import (
	"fmt"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
)

// HolidayLine is a holiday of a year: when one is off, and what is worked in its stead.
type HolidayLine struct{ Name, Off, Work string }

// HolidayLines tells a year's holidays in their order; days in a row are one span.
func HolidayLines(y worktime.Year) (out []HolidayLine) {
	names, off, work := []string{}, map[string][]string{}, map[string][]string{}
	for _, n := range y.Holidays {
		if off[n.Name] == nil {
			names = append(names, n.Name)
		}
		off[n.Name] = append(off[n.Name], n.Date)
	}
	for _, n := range y.Workdays {
		name := strings.TrimSuffix(n.Name, "调休")
		if off[name] == nil && work[name] == nil {
			names = append(names, name)
		}
		work[name] = append(work[name], n.Date)
	}
	for _, name := range names {
		out = append(out, HolidayLine{Name: name, Off: spans(off[name]), Work: spans(work[name])})
	}
	return out
}

// spans joins days that follow each other: 02-15 至 02-23.
func spans(dates []string) string {
	var parts []string
	for i := 0; i < len(dates); {
		j := i
		for j+1 < len(dates) && follows(dates[j], dates[j+1]) {
			j++
		}
		text := monthDay(dates[i])
		if j > i {
			text += " 至 " + monthDay(dates[j])
		}
		parts = append(parts, text)
		i = j + 1
	}
	return strings.Join(parts, "、")
}

func follows(a, b string) bool {
	day, err := time.Parse(time.DateOnly, a)
	return err == nil && day.AddDate(0, 0, 1).Format(time.DateOnly) == b
}

func monthDay(date string) string {
	if len(date) == len(time.DateOnly) {
		return date[5:]
	}
	return date
}

// MovedLine tells a due that holiday data moves.
func MovedLine(m app.MovedDue) string {
	at := func(t time.Time) string { return t.In(ledger.Zone).Format("2006-01-02 15:04") }
	return fmt.Sprintf("%s　%s　%s → %s", m.Number, m.Label, at(m.Before), at(m.After))
}
