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

// Figure is a count with the records it counts.
type Figure struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Value   int      `json:"value"`
	Records []string `json:"records"`
}

func (f *Figure) add(number string) {
	f.Value++
	f.Records = append(f.Records, number)
}

// Rate is a fraction kept exact. Percent is rounded for showing; Over compares exactly.
type Rate struct {
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Percent     string `json:"percent"` // "3.48", "" without a denominator
	Limit       string `json:"limit"`
	Over        bool   `json:"over"`
}

// inTransitLimit is 3.5 % in tenths of a percent (R133).
const inTransitLimit = 35

// RateOf is the in-transit rate of n tickets of d.
func RateOf(n, d int) Rate {
	r := Rate{Numerator: n, Denominator: d, Limit: "3.5"}
	if d > 0 {
		hundredths := (n*20000 + d) / (2 * d) // half up
		r.Percent = fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
		r.Over = n*1000 > inTransitLimit*d
	}
	return r
}

// Group is one line of a breakdown.
type Group struct {
	Label     string `json:"label"`
	Arrived   Figure `json:"arrived"`
	Done      Figure `json:"done"`
	InTransit Figure `json:"in_transit"`
}

// Breakdown is a table of groups, largest first.
type Breakdown struct {
	By     string  `json:"by"`
	Label  string  `json:"label"`
	Groups []Group `json:"groups"`
}

// Late is an overdue ticket with its reckoning.
type Late struct {
	Number   string   `json:"number"`
	Title    string   `json:"title"`
	Assignee string   `json:"assignee"`
	Due      string   `json:"due"`
	Days     int      `json:"late_workdays"`
	Open     bool     `json:"open"`
	Reasons  []string `json:"reasons"`
}

// Weekly is a week's report, whole: PDF, spreadsheet and JSON draw it.
type Weekly struct {
	Period     string      `json:"period"`
	From       time.Time   `json:"from"`
	To         time.Time   `json:"to"`    // midnight after Thursday
	Since      time.Time   `json:"since"` // what happened from here on is counted: From, or right after the last report's as-of (A12)
	Due        time.Time   `json:"due"`
	AsOf       time.Time   `json:"as_of"`
	Arrived    Figure      `json:"arrived"`
	Done       Figure      `json:"done"`
	InTransit  Figure      `json:"in_transit"`
	Rate       Rate        `json:"rate"`
	Overdue    Figure      `json:"overdue"`
	Rework     Figure      `json:"rework"`
	Quality    Figure      `json:"quality_rework"`
	Late       []Late      `json:"late"`
	Breakdowns []Breakdown `json:"breakdowns"`
	Work       []string    `json:"work"`     // 本周工作
	Problems   []string    `json:"problems"` // 存在问题
	Next       []string    `json:"next"`     // 下周安排
	More       []Section   `json:"more"`     // further sections a person wrote
	Edited     []string    `json:"edited"`   // labels of the sections a person wrote
	Notes      []string    `json:"notes"`    // how the figures are reckoned

	first *first // what stood there before editing; nil: it was not edited since it was read
}

// Input is what a week is made from.
type Input struct {
	Tickets      []Ticket // all of the ledger, void ones left out; or only those in transit and those the week touches
	Rest         int      // how many of the year's are not among them
	Week         sla.Week
	Calendar     *worktime.Calendar
	Policy       func(arrived time.Time) sla.Policy // the reading of a ticket's clock; nil: the standard one
	Now          time.Time
	Since        time.Time // zero: the week's own beginning
	ContractFrom time.Time // zero: no contract year is known, the calendar year counts
}

// Week reckons a week's report as of now, or as of the week's end where that has passed. ok is false for a week
// without a working day, which has no report (A12).
func Week(in Input) (w Weekly, ok bool, err error) {
	due, ok := in.Week.Due(in.Calendar)
	if !ok {
		return w, false, nil
	}
	w, err = reckon(in, due)
	return w, true, err
}

// Standing reckons the figures of a week as they stand now: those of its report, but what is in transit too is looked at
// now and not at the week's check. A week without a working day has them as well.
func Standing(in Input) (Weekly, error) { return reckon(in, in.Week.To) }

func reckon(in Input, due time.Time) (Weekly, error) {
	w := Weekly{Period: in.Week.String(), From: in.Week.From, To: in.Week.To, Since: in.Week.From, Due: due, AsOf: earlier(in.Now, in.Week.To.Add(-time.Second)).Truncate(time.Second),
		Late: []Late{}, More: []Section{}, Edited: []string{},
		Arrived: Figure{Key: "arrived", Label: "本周到达"}, Done: Figure{Key: "done", Label: "本周办结"}, InTransit: Figure{Key: "in_transit", Label: "在途"},
		Overdue: Figure{Key: "overdue", Label: "超时"}, Rework: Figure{Key: "rework", Label: "返工"}, Quality: Figure{Key: "quality_rework", Label: "质量返工"}}
	if !in.Since.IsZero() {
		w.Since = in.Since
	}
	b := builder{in: in, w: &w, groups: map[string]map[string]*Group{}, year: in.Rest}
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
	w        *Weekly
	groups   map[string]map[string]*Group
	year     int // denominator of the rate
	oldDone  int // resolved this week, arrived before it
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

// inWeek reports whether a moment is this report's: after what the last one told, up to the moment it looks at.
func (b *builder) inWeek(t time.Time) bool {
	return !t.IsZero() && !t.Before(b.w.Since) && !t.After(b.w.AsOf)
}

func (b *builder) take(t Ticket) error {
	full := t.Facts
	t.Facts = full.AsOf(b.w.AsOf)
	if t.Facts.Arrived.IsZero() {
		return nil
	}
	arrived, done := b.inWeek(t.Facts.Arrived), b.inWeek(t.Facts.Resolved)
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
	if t.Category == "" && (arrived || open) {
		b.unsorted = append(b.unsorted, t.Number)
	}
	return b.lateness(t, done)
}

func (b *builder) rework(t Ticket) {
	returned, quality := false, false
	for _, r := range t.Facts.Resolves {
		if b.inWeek(r.Returned) {
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
	open, counts := standing(full.AsOf(earlier(b.in.Now, b.w.Due)), b.in.YearStart())
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
	return time.Date(in.Week.From.Year(), 1, 1, 0, 0, 0, 0, in.Week.From.Location())
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
	policy := sla.Standard
	if b.in.Policy != nil {
		policy = b.in.Policy(t.Facts.Arrived)
	}
	c, err := sla.Assess(t.Facts, b.in.Calendar, policy, b.w.AsOf)
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
