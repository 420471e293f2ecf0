package app

import (
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

// Overview is what the first screen shows of a moment. Each figure comes with the filter that lists the tickets behind it.
type Overview struct {
	AsOf      time.Time
	Week      sla.Week // the reporting week (A12)
	InTransit Tallied
	Arrived   Tallied // this week, as its report counts
	Done      Tallied
	DueToday  Tallied     // all that falls due today and is not done; the filter lists the tickets among it
	Overdue   Tallied     // open tickets past their assessed due (R131)
	Rate      digest.Rate // of tickets in transit, now (R133)
	Checks    []Checked   // the last weekly checks, oldest first
	Due       Agenda
	Nudges    []DueItem // to be reported before work ends today (A26, R098)
	Own       Own

	States  []Tallied // of what is in transit, in the order of the kind
	Systems []Tallied // largest first
	Regions []Tallied
	Late    []Tallied // overdue ones by who handles them, most days first
}

// Own are the same numbers of what this session's account handles.
type Own struct {
	Person    string
	Roles     []ledger.Role
	InTransit Tallied
	Waiting   Tallied // of it, not accepted
	DueToday  Tallied
	Overdue   Tallied
	Done      Tallied // this week
}

// Tallied is a number of tickets and how to list them.
type Tallied struct {
	Key    string // of a group: state, dictionary key, person
	Label  string
	N      int
	Days   int // working days late, together
	Filter Filter
}

// Checked is a weekly check with the tickets that were in transit.
type Checked struct {
	check.Check
	Filter Filter
}

// Agenda is what falls due, most urgent first.
type Agenda struct{ Overdue, Today, Week, Later []DueItem }

// shownChecks is how many weekly checks the line of rates shows.
const shownChecks = 12

// Overview draws the first screen up as of a moment (zero: now). It reads open tickets and this week's; the rest of the
// year is counted by the indexes.
func (a *App) Overview(ctx context.Context, asOf time.Time) (o Overview, err error) {
	if asOf.IsZero() {
		asOf = a.Now()
	}
	o.AsOf = asOf.Truncate(time.Second)
	o.Week = sla.WeekOf(o.AsOf)
	err = a.Store.View(ctx, func(r Reader) error {
		s, err := a.survey(ctx, r, reckoning{period: o.Week.Period(), asOf: o.AsOf})
		if err != nil {
			return err
		}
		for _, part := range []func(context.Context, *Overview) error{s.figures, s.agenda, s.own, s.groups, s.checks} {
			if err := part(ctx, &o); err != nil {
				return err
			}
		}
		return nil
	})
	return o, err
}

// figures are the counts, and the rate.
func (s *survey) figures(ctx context.Context, o *Overview) (err error) {
	w, err := digest.Standing(s.in)
	if err != nil {
		return err
	}
	found := digest.TakeCheck(s.in.Tickets, s.asOf, s.in.YearStart())
	unread, err := s.unread(ctx)
	if err != nil {
		return err
	}
	o.Rate = digest.RateOf(len(found.Open), len(found.Counted)+unread)
	s.open = found.Open
	since, until := s.in.Since.Format(timeText), s.asOf.Format(timeText)
	if o.InTransit, err = s.tallied(ctx, s.open, inTransit()); err != nil {
		return err
	}
	if o.Arrived, err = s.tallied(ctx, w.Arrived.Records, "arrived>="+since, "arrived<="+until, notVoid()); err != nil {
		return err
	}
	s.done = w.Done.Records
	if o.Done, err = s.tallied(ctx, s.done, "resolved>="+since, "resolved<="+until, notVoid()); err != nil {
		return err
	}
	s.late = slices.DeleteFunc(w.Late, func(l digest.Late) bool { return !l.Open })
	o.Overdue = lateness("", s.late)
	return nil
}

// agenda sorts what falls due by when.
func (s *survey) agenda(ctx context.Context, o *Overview) error {
	items, err := s.due(ctx)
	if err != nil {
		return err
	}
	items = onceDue(items)
	for _, d := range items {
		same := dayOf(d.Due) == dayOf(s.asOf)
		switch {
		case d.State == sla.Overdue:
			o.Due.Overdue = append(o.Due.Overdue, d)
		case d.State == sla.Paused:
			o.Due.Later = append(o.Due.Later, d)
		case same:
			o.Due.Today = append(o.Due.Today, d)
			if d.Clock == sla.Nudge {
				o.Nudges = append(o.Nudges, d)
			}
		case d.Due.Before(o.Week.To):
			o.Due.Week = append(o.Due.Week, d)
		default:
			o.Due.Later = append(o.Due.Later, d)
		}
	}
	o.DueToday = Tallied{N: len(o.Due.Today), Filter: Numbered(s.ticketsOf(o.Due.Today))}
	return nil
}

// onceDue leaves out the 24-hour warnings that end with their ticket's assessed clock: they are one thing to do.
func onceDue(items []DueItem) []DueItem {
	type end struct {
		record ledger.RecordID
		due    time.Time
	}
	assessed := map[end]bool{}
	for _, d := range items {
		if d.Clock == sla.Assessed {
			assessed[end{d.Record, d.Due.UTC()}] = true
		}
	}
	return slices.DeleteFunc(items, func(d DueItem) bool { return d.Clock == sla.Day && assessed[end{d.Record, d.Due.UTC()}] })
}

// checks are the last weekly checks.
func (s *survey) checks(ctx context.Context, o *Overview) error {
	where := []Condition{{Key: "at", Op: AtMost, Value: []string{ledger.FormatTime(s.asOf)}}}
	err := s.r.Each(ctx, Query{Kind: check.Kind.Name, Where: where, Sort: "-at", Limit: shownChecks}, func(row *Row) error {
		c, err := ledger.Decode[check.Check](row.Fields)
		o.Checks = append(o.Checks, Checked{c, Numbered(c.Open)})
		return err
	})
	slices.Reverse(o.Checks)
	return err
}
