package app

import (
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// Docked is what the score takes off for the days late and absent of a month (P3; R143).
type Docked struct {
	Clause string // "" where no contract year scores attendance in the month
	Capped bool   // the year's days cost more than the clause takes off at most
	Days   []DockedDay
}

// DockedDay is one day's piece of evidence.
type DockedDay struct {
	Person string
	score.Piece
}

// Of is what a person's month costs.
func (d Docked) Of(person string) (sum score.Points) {
	for _, day := range d.Days {
		if day.Person == person {
			sum += day.Points
		}
	}
	return sum
}

// Day is the piece of a person's day; ok is false where the day costs nothing.
func (d Docked) Day(person string, day ledger.Day) (p score.Piece, ok bool) {
	i := slices.IndexFunc(d.Days, func(o DockedDay) bool { return o.Person == person && o.On == day })
	if i < 0 {
		return p, false
	}
	return d.Days[i].Piece, true
}

// Docked weighs the days of a month as the card of their contract year does, of a closed year as it was frozen.
func (a *App) Docked(ctx context.Context, month time.Time) (out Docked, err error) {
	first := ledger.Day(month.In(ledger.Zone).Format("2006-01") + "-01")
	last := ledger.Day(date(midnight(first).AddDate(0, 1, -1)))
	err = a.Store.View(ctx, func(r Reader) error {
		years, err := contractYears(ctx, r)
		for _, y := range years {
			if err == nil && y.Start <= last && first <= y.End {
				err = a.dock(ctx, r, y, &out)
			}
		}
		out.Days = slices.DeleteFunc(out.Days, func(d DockedDay) bool { return d.On < first || d.On > last })
		return err
	})
	return out, err
}

// dock adds a year's days. Of what scores only rulings bear on them.
func (a *App) dock(ctx context.Context, r Reader, y contractYear, out *Docked) error {
	scheme, err := a.schemeOf(y.Scheme, y.facts)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(scheme.Clauses, func(c score.Clause) bool { return c.Evidence == "attendance" })
	if i < 0 {
		return nil
	}
	s := a.scoringOf(r, y)
	if err := s.frame(ctx); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{s.rulings, s.days} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	card := score.Contract(s.e, scheme)
	if y.facts.Closed != nil {
		if card, err = a.closedCard(ctx, r, y, card); err != nil {
			return err
		}
	}
	whose := map[string]string{}
	for _, d := range s.e.Days {
		whose[d.Number] = d.Person
	}
	for _, l := range card.Clauses {
		if l.ID != scheme.Clauses[i].ID {
			continue
		}
		out.Clause, out.Capped = l.ID, out.Capped || l.Cap != nil && -l.Raw > *l.Cap
		for _, p := range l.Evidence {
			if person := whose[p.Number]; person != "" {
				out.Days = append(out.Days, DockedDay{person, p})
			}
		}
	}
	return nil
}
