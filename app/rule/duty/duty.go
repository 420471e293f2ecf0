// Package duty says who is on duty when, and where a span of time has nobody or more than one first on duty (R081). It is pure,
// over records' facts.
package duty

import (
	"slices"
	"time"

	"opsledger/app/ledger"
	record "opsledger/app/record/duty"
)

// Shift is one record's turns.
type Shift struct {
	Record ledger.RecordID
	Number string
	Phone  string // masked
	Turns  []record.Turn
}

// Held is one turn with the record it stands in.
type Held struct {
	Record ledger.RecordID `json:"record"`
	Number string          `json:"number"`
	Phone  string          `json:"phone,omitempty"`
	record.Turn
}

// Span is a stretch of time, its end left out, in which nobody or several people are first on duty.
type Span struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	People []string  `json:"people,omitempty"`
}

// Cover is a span's duty.
type Cover struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Turns    []Held    `json:"turns"`
	Gaps     []Span    `json:"gaps"`
	Overlaps []Span    `json:"overlaps"`
}

// Of lays out the duty between two moments.
func Of(shifts []Shift, from, to time.Time) Cover {
	c := Cover{From: from, To: to, Turns: within(shifts, from, to), Gaps: []Span{}, Overlaps: []Span{}}
	at := c.moments()
	for i := 1; i < len(at); i++ {
		people := firsts(c.Turns, at[i-1])
		switch {
		case len(people) == 0:
			c.Gaps = extend(c.Gaps, Span{at[i-1], at[i], nil})
		case len(people) > 1:
			c.Overlaps = extend(c.Overlaps, Span{at[i-1], at[i], people})
		}
	}
	return c
}

// At are the turns that hold at a moment.
func At(shifts []Shift, t time.Time) []Held { return within(shifts, t, t.Add(1)) }

func within(shifts []Shift, from, to time.Time) []Held {
	out := []Held{}
	for _, s := range shifts {
		for _, t := range s.Turns {
			if t.From.Before(to) && t.To.After(from) {
				out = append(out, Held{s.Record, s.Number, s.Phone, t})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Held) int { return a.From.Compare(b.From) })
	return out
}

// moments are the ends of the span and all beginnings and ends within it, in order.
func (c Cover) moments() []time.Time {
	at := []time.Time{c.From, c.To}
	for _, t := range c.Turns {
		for _, end := range []time.Time{t.Turn.From, t.Turn.To} {
			if end.After(c.From) && end.Before(c.To) {
				at = append(at, end)
			}
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	return slices.CompactFunc(at, time.Time.Equal)
}

// firsts are those first on duty at a moment, each once.
func firsts(turns []Held, at time.Time) (people []string) {
	for _, t := range turns {
		if t.Turn.From.After(at) {
			break
		}
		if t.Turn.To.After(at) && !slices.Contains(people, t.Primary) {
			people = append(people, t.Primary)
		}
	}
	slices.Sort(people)
	return people
}

// extend adds a span, or lengthens the last where they touch and say the same.
func extend(list []Span, s Span) []Span {
	if n := len(list); n > 0 && list[n-1].To.Equal(s.From) && slices.Equal(list[n-1].People, s.People) {
		list[n-1].To = s.To
		return list
	}
	return append(list, s)
}
