package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// DueItem is something that falls due and is not done. Record may name one nobody has begun: its ID is known beforehand.
type DueItem struct {
	Record ledger.RecordID
	Kind   string
	Number string
	Title  string // masked
	Clock  string // assessed, day, vendor …
	Label  string
	Due    time.Time
	State  sla.State  // running, paused, overdue
	Late   int        // working days past its due
	Days   int        // of a report: working days left
	Person string     // who is to do it; "" where nobody is named
	Risk   score.Risk // what of the score is still at stake; none once it is lost, or where no point rests on it
}

// dueSource gives what a kind has falling due.
type dueSource = func(context.Context, Reader, *worktime.Calendar, time.Time) ([]DueItem, error)

// Due gives all that falls due up to a moment (zero: all), every kind, most urgent first.
func (a *App) Due(ctx context.Context, until, asOf time.Time) (out []DueItem, err error) {
	look := a.past(asOf)
	if asOf.IsZero() {
		asOf = a.Now()
	}
	err = look.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err != nil {
			return err
		}
		for _, source := range a.dueSources() {
			items, err := source(ctx, r, cal, asOf)
			if err != nil {
				return err
			}
			out = append(out, items...)
		}
		return nil
	})
	out = slices.DeleteFunc(out, func(d DueItem) bool { return !until.IsZero() && d.Due.After(until) })
	slices.SortStableFunc(out, byUrgency)
	return out, err
}

// dueSources are those of every kind, tickets first.
func (a *App) dueSources() []dueSource {
	return append([]dueSource{a.ticketsDue, a.coordinationsDue, a.ReportsDue, incidentsDue, drillsDue, complaintsDue, surveyDue, manualsDue, contractsDue,
		changesDue, visitsDue, findingsDue, a.callsDue, trainingsDue, a.exchangeDue, a.runsDue, a.comparisonsDue, improvementsDue}, a.staffDue()...)
}

func byUrgency(x, y DueItem) int {
	if c := x.Due.Compare(y.Due); c != 0 {
		return c
	}
	return strings.Compare(x.Number, y.Number)
}

// ticketsDue are the clocks of tickets that still run; of tickets merged into one, those of the one that counts.
func (a *App) ticketsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	policy, err := a.Policies(ctx, r)
	if err != nil {
		return nil, err
	}
	aside, err := a.aside(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, where := range running() {
		err = r.Each(ctx, Query{Kind: ticket.Kind.Name, Sort: "arrived", Where: where}, func(row *Row) error {
			t, err := ticketOf(row)
			if err != nil || aside[t.ID] {
				return err
			}
			clocks, err := sla.Measure(t.Facts.AsOf(now), cal, policy(t.Facts.Arrived), now)
			out = append(out, t.due(clocks, cal, now)...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// running finds the tickets on which a clock may run: the open ones, and resolved ones whose filing is owed.
func running() [][]Condition {
	open := []string{string(ticket.Open), string(ticket.Accepted), string(ticket.Suspended)}
	ended := []string{string(ticket.Resolved), string(ticket.Confirmed)}
	return [][]Condition{{{Key: "state", Op: Equal, Value: open}},
		{{Key: "state", Op: Equal, Value: ended}, {Key: "waiting", Op: Equal, Value: []string{ticket.Unfiled}}}}
}

// due are the clocks of a ticket that still run.
func (t Ticket) due(clocks []sla.Clock, cal *worktime.Calendar, now time.Time) (out []DueItem) {
	for _, c := range clocks {
		if !c.Stopped.IsZero() || c.Name == sla.Shown {
			continue
		}
		item := DueItem{Record: t.ID, Kind: ticket.Kind.Name, Number: privacy.Scrub(t.Number), Title: privacy.Scrub(t.Title), Clock: c.Name, Label: c.Label, Person: t.Assignee}
		item = item.at(c.Due, cal, now)
		switch c.Name {
		case sla.Assessed:
			item.Late = len(c.LateDays)
			item.Risk = score.Risk{Evidence: "delay", Days: item.Late} // the day after is lost as well
		case sla.FileLate:
			item = item.staking("unticketed")
		}
		item.State = c.State
		out = append(out, item)
	}
	return out
}

// staking says what of the score is lost once the due is past; where it is, the card counts it already.
func (d DueItem) staking(evidence string) DueItem {
	if d.State != sla.Overdue {
		d.Risk = score.Risk{Evidence: evidence}
	}
	return d
}

// itemOf begins an item of a record.
func itemOf(row *Row, title, clock, label, person string) DueItem {
	return DueItem{Record: row.ID, Kind: row.Kind, Number: privacy.Scrub(row.Number), Title: privacy.Scrub(row.Fields.Text(title)), Clock: clock, Label: label, Person: row.Fields.Text(person)}
}

// at gives the item its due and what that makes of it now.
func (d DueItem) at(due time.Time, cal *worktime.Calendar, now time.Time) DueItem {
	d.Due, d.State = due, sla.Running
	if now.After(due) {
		d.State, d.Late = sla.Overdue, len(cal.WorkdaysIn(due, now))
	} else if d.Kind == report.Kind.Name {
		d.Days = len(cal.WorkdaysIn(now, due))
	}
	return d
}
