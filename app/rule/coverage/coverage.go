// Package coverage reckons how many of those who should be trained were (R096), and how a common issue fared before and after the
// training that was meant to end it (R122). It is pure, over records.
package coverage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/training"
)

// Coverage is trained of invited. Percent is "" where nobody was invited by number.
type Coverage struct {
	Trainings int      `json:"trainings"`
	Trained   int64    `json:"trained"` // signed in, over the trainings with a number invited: one who came twice counts twice
	Came      int64    `json:"came"`    // the same over all trainings
	Invited   int64    `json:"invited"`
	Percent   string   `json:"percent,omitempty"`
	People    int      `json:"people"`            // each once
	Uncounted int      `json:"uncounted"`         // trainings without a number invited: left out of the rate
	Absent    []string `json:"absent,omitempty"`  // units invited of which nobody came
	Parties   []string `json:"parties,omitempty"` // present
}

// Of reckons the coverage of trainings that took place.
func Of(list ...training.Training) (c Coverage) {
	people := map[string]bool{}
	var all training.Facts
	for _, t := range list {
		c.Trainings++
		came := map[string]bool{}
		for _, p := range t.Facts.Participants {
			people[plain(p.Name)+"\x00"+plain(p.Unit)], came[plain(p.Unit)] = true, true
		}
		for _, q := range t.Expected() {
			if !came[plain(q.Unit)] && !slices.Contains(c.Absent, q.Unit) {
				c.Absent = append(c.Absent, q.Unit)
			}
		}
		c.Came += int64(len(t.Facts.Participants))
		all.Participants = append(all.Participants, t.Facts.Participants...)
		if t.Facts.Invited <= 0 {
			c.Uncounted++
			continue
		}
		c.Trained += int64(len(t.Facts.Participants))
		c.Invited += t.Facts.Invited
	}
	c.People, c.Percent, c.Parties = len(people), ledger.Percent(c.Trained, c.Invited), all.Parties()
	return c
}

// Reach is how far trainings reached a unit, or several taken together. Of trainings that say how many of the unit are invited, people
// are counted; of the others it is known only whether somebody came.
type Reach struct {
	Unit    string `json:"unit"`
	Trained int64  `json:"trained"`           // who came from it to trainings that say how many of it are invited
	Due     int64  `json:"due"`               // how many these trainings invite of it; 0: none says (应训未登记)
	Percent string `json:"percent,omitempty"` // Trained of Due
	Invited int    `json:"invited"`           // trainings that invite it
	Came    int    `json:"came"`              // of these, to how many somebody came
	Untold  int    `json:"untold"`            // of these, how many do not say how many of it
	People  int    `json:"people"`            // who signed in, each once
}

// ByUnit reckons the reach of trainings by what group makes of a unit's name: the name itself, or its kind. A unit that came uninvited
// counts its people only. Those reached least come first, those of which it can't be reckoned last.
func ByUnit(group func(unit string) string, list ...training.Training) (out []Reach) {
	at, people := map[string]int{}, map[string]bool{}
	of := func(unit string) *Reach {
		name := group(unit)
		if _, ok := at[name]; !ok {
			at[name] = len(out)
			out = append(out, Reach{Unit: name})
		}
		return &out[at[name]]
	}
	for _, t := range list {
		came := map[string]int64{}
		for _, p := range t.Facts.Participants {
			came[plain(p.Unit)]++
			if p.Unit != "" && !people[plain(p.Name)+"\x00"+plain(p.Unit)] {
				people[plain(p.Name)+"\x00"+plain(p.Unit)] = true
				of(p.Unit).People++
			}
		}
		for _, q := range t.Expected() {
			of(q.Unit).count(q, came[plain(q.Unit)])
		}
	}
	for i, r := range out {
		out[i].Percent = ledger.Percent(r.Trained, r.Due)
	}
	slices.SortStableFunc(out, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(min(b.Due, 1), min(a.Due, 1)), cmp.Compare(a.Trained*b.Due, b.Trained*a.Due), cmp.Compare(b.Invited, a.Invited), cmp.Compare(a.Unit, b.Unit))
	})
	return out
}

// count adds a training that invites the unit, to which so many of it came.
func (r *Reach) count(q training.Quota, came int64) {
	r.Invited++
	if came > 0 {
		r.Came++
	}
	if q.Invited == 0 {
		r.Untold++
		return
	}
	r.Due += q.Invited
	r.Trained += came
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

// Effect is how many tickets carried a common issue before and after a training, in spans of equal length.
type Effect struct {
	Issue  string    `json:"issue"`
	From   time.Time `json:"from"`  // the span before begins
	Start  time.Time `json:"start"` // the training begins: the span before ends
	End    time.Time `json:"end"`   // it ends: the span after begins
	Until  time.Time `json:"until"` // the span after ends
	Days   int       `json:"days"`  // of each span
	Before int       `json:"before"`
	After  int       `json:"after"`
	Whole  bool      `json:"whole"` // the spans have the length asked for; not yet: they reach until now
}

// Tagged is a ticket that carries a common issue.
type Tagged struct {
	Issue   string
	Arrived time.Time
}

// Compare counts the tickets of an issue in the days before a training and in as many after it. Where fewer have passed since,
// both spans are that long; on the very day there is nothing to compare yet.
func Compare(issue string, tickets []Tagged, start, end, now time.Time, days int) Effect {
	e := Effect{Issue: issue, Start: start, End: end, Days: days, Whole: true}
	if e.End.Before(start) {
		e.End = start
	}
	if passed := int(now.Sub(e.End) / (24 * time.Hour)); passed < days {
		e.Days, e.Whole = max(passed, 0), false
	}
	e.From, e.Until = e.Start.AddDate(0, 0, -e.Days), e.End.AddDate(0, 0, e.Days)
	for _, t := range tickets {
		switch {
		case plain(t.Issue) != plain(issue):
		case !t.Arrived.Before(e.From) && t.Arrived.Before(e.Start):
			e.Before++
		case t.Arrived.After(e.End) && !t.Arrived.After(e.Until):
			e.After++
		}
	}
	return e
}
