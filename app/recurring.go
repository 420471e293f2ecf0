package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/record/training"
	"opsledger/app/rule/coverage"
	"opsledger/app/rule/pattern"
)

const (
	// RecurringDays is how far back recurring problems are looked for where nobody says.
	RecurringDays = 180
	// EffectDays is how long before and after a training its tickets are counted where nobody says.
	EffectDays = 90
)

// Recurrence is what recurs in the tickets of a span (R122).
type Recurrence struct {
	Since, Until time.Time
	Least        int // tickets: of fewer nothing is suggested; a term of the contract
	Problems     []Recurring
}

// Recurring is a recurring problem: its tickets, the trainings held on it with what came of them, the latest first, and what to do.
type Recurring struct {
	pattern.Pattern
	Trainings  []TrainedOn
	Planned    []string // numbers of trainings that are planned
	Suggestion string
}

// TrainedOn is a training held on a problem.
type TrainedOn struct {
	Record        ledger.RecordID
	Number, Topic string
	Effect        coverage.Effect
}

// Lacking reports whether the problem was neither trained on nor is a training on it planned.
func (p Recurring) Lacking() bool { return len(p.Trainings)+len(p.Planned) == 0 }

// Recurring finds what recurs in the tickets that arrived from a day on; "" is RecurringDays ago.
func (a *App) Recurring(ctx context.Context, since ledger.Day) (out Recurrence, err error) {
	now := a.Now()
	out.Since, out.Until = midnight(dayOf(now)).AddDate(0, 0, -RecurringDays), now.Add(time.Second)
	if since != "" {
		out.Since = midnight(since)
	}
	err = a.Store.View(ctx, func(r Reader) error {
		years, err := contracts(ctx, r)
		if err != nil {
			return err
		}
		out.Least = termsAt(years, now).IssueTickets
		lessons, err := specials(ctx, r, out.Since.AddDate(-1, 0, 0))
		if err != nil {
			return err
		}
		from := out.Since
		for _, l := range lessons {
			if begun := l.Facts.Start; !begun.IsZero() && begun.AddDate(0, 0, -EffectDays).Before(from) {
				from = begun.AddDate(0, 0, -EffectDays)
			}
		}
		tickets, parts, err := a.troubles(ctx, r, from)
		if err != nil {
			return err
		}
		for _, p := range pattern.Find(tickets, pattern.Options{Since: out.Since, Until: out.Until, Least: out.Least, Parts: parts}) {
			out.Problems = append(out.Problems, trainedOn(p, lessons, tickets, now))
		}
		return nil
	})
	return out, err
}

// specials are the trainings on a problem, the exchanges left out: those planned, and those that began since a moment, the latest first.
func specials(ctx context.Context, r Reader, since time.Time) (out []heldTraining, err error) {
	q := Query{Kind: training.Kind.Name, Where: append(among(training.Planned, training.Ongoing, training.Finished, training.Evaluated), Condition{Key: "type", Op: Differs, Value: []string{training.Exchange}})}
	err = r.Each(ctx, q, func(row *Row) error {
		t, err := trainingOf(row)
		if t.Facts.Start.IsZero() || !t.Facts.Start.Before(since) {
			out = append(out, heldTraining{row.ID, row.Number, t})
		}
		return err
	})
	slices.SortStableFunc(out, func(x, y heldTraining) int {
		return cmp.Or(y.Facts.Start.Compare(x.Facts.Start), cmp.Compare(x.number, y.number))
	})
	return out, err
}

// troubles are the tickets that arrived from a moment on, merged ones once, and the words that say where a trouble is.
func (a *App) troubles(ctx context.Context, r Reader, from time.Time) (out []pattern.Ticket, parts []string, err error) {
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range []string{"region", "system", "insurance"} {
		parts = append(parts, dicts[name].Labels()...)
	}
	aside, err := a.aside(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	q := Query{Kind: ticket.Kind.Name, Sort: "arrived", Where: []Condition{{"arrived", AtLeast, []string{ledger.FormatTime(from)}}, {"state", Differs, []string{voided}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		if aside[row.ID] {
			return nil
		}
		f := row.Fields
		out = append(out, pattern.Ticket{ID: row.ID, Number: row.Number, Issue: f.Text("common_issue"), Title: f.Text("title"), Description: f.Text("description"),
			System: dicts.Label("system", f.Text("system")), Category: dicts.Label("category", f.Text("category")), Unit: f.Text("requester_unit"), Arrived: ledger.ParseTime(f["arrived"])})
		return nil
	})
	return out, parts, err
}

// trainedOn finds the trainings about a problem, and reckons how its tickets fared before and after each that began.
func trainedOn(p pattern.Pattern, lessons []heldTraining, tickets []pattern.Ticket, now time.Time) Recurring {
	out := Recurring{Pattern: p}
	var same []coverage.Tagged
	for _, t := range tickets {
		if p.Has(t) {
			same = append(same, coverage.Tagged{Issue: p.Label, Arrived: t.Arrived})
		}
	}
	var effects []coverage.Effect
	for _, l := range lessons {
		switch {
		case !p.About(l.Issue, l.Topic):
		case l.Facts.Start.IsZero():
			out.Planned = append(out.Planned, l.number)
		default:
			e := coverage.Compare(p.Label, same, l.Facts.Start, l.Facts.End, now, EffectDays)
			out.Trainings = append(out.Trainings, TrainedOn{l.id, l.number, l.Topic, e})
			effects = append(effects, e)
		}
	}
	out.Suggestion = p.Suggest(effects)
	if len(effects) == 0 && len(out.Planned) > 0 {
		out.Suggestion = "已计划培训" + out.Planned[0] + "，办完后看前后对比"
	}
	return out
}
