// Package digest owns the figures and drafted sentences of periodic reports (R057, R059, R074, R133). Each figure
// carries the numbers of the records behind it. It is pure, over tickets' facts and a calendar.
package digest

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// Ticket is what a report reads of a ticket. Labels, not keys.
type Ticket struct {
	Number, Title, System, Region, Category, Insurance, Assignee string
	Facts                                                        ticket.Facts
}

// Input is what a period's report is made from.
type Input struct {
	Tickets      []Ticket // all of the ledger, void ones left out; of a week also only those in transit and those it touches
	Rest         int      // how many of the year's are not among them
	Period       sla.Period
	Due          time.Time // when the report is due
	At           time.Time // when what is in transit is looked at: a week's check (A4), else the period's end
	Calendar     *worktime.Calendar
	Policy       func(arrived time.Time) sla.Policy // the reading of a ticket's clock; nil: the standard one
	Now          time.Time
	Since        time.Time // zero: the period's own beginning
	ContractFrom time.Time // zero: no contract year is known, the calendar year counts
}

// Standing reckons the figures of a week as they stand now: those of its report, but what is in transit too is looked at
// now and not at the week's check. A week without a working day has them as well.
func Standing(in Input) (Report, error) {
	in.At = in.Period.To
	return Draw(in)
}

// Draw reckons a period's report as of now, or as of the period's end where that has passed.
func Draw(in Input) (Report, error) {
	w := Report{Type: in.Period.Type, Period: in.Period.Name, From: in.Period.From, To: in.Period.To, Since: in.Period.From, Due: in.Due, AsOf: earlier(in.Now, in.Period.To.Add(-time.Second)).Truncate(time.Second),
		Late: []Late{}, More: []Section{}, Edited: []string{},
		InTransit: Figure{Key: "in_transit", Label: "在途"},
		Overdue:   Figure{Key: "overdue", Label: "超时"}, Rework: Figure{Key: "rework", Label: "返工"}, Quality: Figure{Key: "quality_rework", Label: "质量返工"}}
	w.Arrived, w.Done = Figure{Key: "arrived", Label: w.this() + "到达"}, Figure{Key: "done", Label: w.this() + "办结"}
	if !in.Since.IsZero() {
		w.Since = in.Since
	}
	if w.Type == sla.Weekly {
		w.Type = "" // as the first weekly reports were frozen
	}
	b := builder{in: in, w: &w, groups: map[string]map[string]*Group{}, year: in.Rest}
	if b.measured() {
		b.m, b.parts = newMeasures(b.policy(in.Period.From).Response, w.this()), spans(in.Period)
		w.Spans = spanned(b.parts)
	}
	for _, t := range in.Tickets {
		if err := b.take(t); err != nil {
			return w, fmt.Errorf("ticket %s: %w", t.Number, err)
		}
	}
	b.finish()
	return w, nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

type builder struct {
	in       Input
	w        *Report
	groups   map[string]map[string]*Group
	year     int // denominator of the rate
	oldDone  int // resolved this week, arrived before it
	m        measures
	parts    []sla.Period
	upcoming []string
	unsorted []string
}

// dimensions are the tables of the report.
var dimensions = []struct {
	by, label string
	of        func(Ticket) string
}{
	{"system", "所属系统", func(t Ticket) string { return t.System }},
	{"region", "区域", func(t Ticket) string { return t.Region }},
	{"category", "工单类别", func(t Ticket) string { return t.Category }},
	{"insurance", "险种", func(t Ticket) string { return t.Insurance }},
}

// measured reports whether the report has rates: a week's has not.
func (b *builder) measured() bool { return b.w.Type != "" && b.w.counts() }

// within reports whether a moment is this report's: after what the last one told, up to the moment it looks at.
func (b *builder) within(t time.Time) bool {
	return !t.IsZero() && !t.Before(b.w.Since) && !t.After(b.w.AsOf)
}

func (b *builder) take(t Ticket) error {
	full := t.Facts
	t.Facts = full.AsOf(b.w.AsOf)
	if t.Facts.Arrived.IsZero() {
		return nil
	}
	arrived, done := b.within(t.Facts.Arrived), b.within(t.Facts.Resolved)
	if arrived {
		b.w.Arrived.add(t.Number)
	}
	if done {
		b.w.Done.add(t.Number)
		if !arrived {
			b.oldDone++
		}
	}
	b.rework(t)
	open := b.transit(t.Number, full)
	b.group(t, arrived, done, open)
	if b.measured() {
		if err := b.measure(t, t.Facts); err != nil {
			return err
		}
	}
	if t.Category == "" && (arrived || open) {
		b.unsorted = append(b.unsorted, t.Number)
	}
	return b.lateness(t, done)
}

func (b *builder) rework(t Ticket) {
	returned, quality := false, false
	for _, r := range t.Facts.Resolves {
		if b.within(r.Returned) {
			returned, quality = true, quality || r.Quality
		}
	}
	if returned {
		b.w.Rework.add(t.Number)
	}
	if quality {
		b.w.Quality.add(t.Number)
	}
}

// transit counts the in-transit rate as it stands at the week's check: the report's deadline (A4).
func (b *builder) transit(number string, full ticket.Facts) bool {
	open, counts := standing(full.AsOf(earlier(b.in.Now, b.in.At)), b.in.YearStart())
	if counts {
		b.year++
	}
	if open {
		b.w.InTransit.add(number)
	}
	return open
}

// YearStart begins the year whose tickets the in-transit rate counts.
func (in Input) YearStart() time.Time {
	if !in.ContractFrom.IsZero() {
		return in.ContractFrom
	}
	return time.Date(in.Period.From.Year(), 1, 1, 0, 0, 0, 0, in.Period.From.Location())
}

func (b *builder) group(t Ticket, arrived, done, open bool) {
	if !arrived && !done && !open {
		return
	}
	for _, d := range dimensions {
		label := d.of(t)
		if label == "" {
			label = map[string]string{"category": "待分类"}[d.by]
		}
		if label == "" {
			label = "未填"
		}
		if b.groups[d.by] == nil {
			b.groups[d.by] = map[string]*Group{}
		}
		g := b.groups[d.by][label]
		if g == nil {
			g = &Group{Label: label}
			b.groups[d.by][label] = g
		}
		for _, f := range []struct {
			is bool
			to *Figure
		}{{arrived, &g.Arrived}, {done, &g.Done}, {open, &g.InTransit}} {
			if f.is {
				f.to.add(t.Number)
			}
		}
	}
}

// lateness lists tickets past their due: still open, or resolved late this week.
func (b *builder) lateness(t Ticket, done bool) error {
	if !t.Facts.Resolved.IsZero() && !done {
		return nil
	}
	c, err := sla.Assess(t.Facts, b.in.Calendar, b.policy(t.Facts.Arrived), b.w.AsOf)
	if err != nil {
		return err
	}
	switch c.State {
	case sla.Overdue, sla.Missed:
		b.w.Overdue.add(t.Number)
		b.w.Late = append(b.w.Late, Late{Number: t.Number, Title: t.Title, Assignee: t.Assignee, Due: stamp(c.Due),
			Days: len(c.LateDays), Open: c.State == sla.Overdue, Reasons: c.Reasons})
	case sla.Running:
		b.upcoming = append(b.upcoming, t.Number)
	}
	return nil
}

func (b *builder) finish() {
	b.w.Rate = RateOf(b.w.InTransit.Value, b.year)
	sort.SliceStable(b.w.Late, func(i, j int) bool { return b.w.Late[i].Days > b.w.Late[j].Days })
	for _, d := range dimensions {
		b.w.Breakdowns = append(b.w.Breakdowns, Breakdown{By: d.by, Label: d.label, Groups: sorted(b.groups[d.by])})
	}
	for _, f := range []*Figure{&b.w.Arrived, &b.w.Done, &b.w.InTransit, &b.w.Overdue, &b.w.Rework, &b.w.Quality} {
		if f.Records == nil {
			f.Records = []string{}
		}
	}
	if b.measured() {
		b.closeMeasures()
	}
	b.draft()
}

func sorted(groups map[string]*Group) []Group {
	out := []Group{}
	for _, g := range groups {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(x, y Group) int {
		if c := (y.Arrived.Value + y.InTransit.Value) - (x.Arrived.Value + x.InTransit.Value); c != 0 {
			return c
		}
		return strings.Compare(x.Label, y.Label)
	})
	return out
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04") }
