package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

// ListAsOf gives what the facts dated up to a moment say, from all entries known now. Only tickets have facts with
// dates of their own so far; other kinds are given as they stand. Conditions are held against what is shown.
func (a *App) ListAsOf(ctx context.Context, q Query, asOf time.Time, reveal string) (out []Shown, err error) {
	k := a.Kinds.Kind(q.Kind)
	if asOf.IsZero() || k != ticket.Kind {
		return a.List(ctx, q, reveal)
	}
	if out, err = a.listAsOf(ctx, q, asOf, reveal != ""); err != nil {
		return nil, err
	}
	return out, a.disclosed(ctx, reveal, "list", q.Kind, filterText(k, q), len(out))
}

func (a *App) listAsOf(ctx context.Context, q Query, asOf time.Time, reveal bool) (out []Shown, err error) {
	out = []Shown{}
	all := q
	all.Where, all.Limit, all.Offset = nil, 0, 0
	skip := q.Offset
	err = a.Store.View(ctx, func(r Reader) error {
		return a.each(ctx, r, all, func(row *Row) error {
			there, err := rewind(row, asOf)
			switch {
			case err != nil || !there || !satisfies(ticket.Kind, row, q.Where):
			case skip > 0:
				skip--
			case q.Limit == 0 || len(out) < q.Limit:
				out = append(out, present(ticket.Kind, &row.Record, reveal))
			}
			return err
		})
	})
	return out, err
}

// ShowAsOf is Show by the facts dated up to a moment; the history is left out after it.
func (a *App) ShowAsOf(ctx context.Context, kind, key string, asOf time.Time, history bool, reveal string) (Shown, error) {
	s, err := a.Show(ctx, kind, key, history, reveal)
	if err != nil || asOf.IsZero() || kind != ticket.Kind.Name {
		return s, err
	}
	list, err := a.listAsOf(ctx, Query{Kind: kind, Where: []Condition{{Key: "id", Op: Equal, Value: []string{string(s.ID)}}}}, asOf, reveal != "")
	if err != nil || len(list) == 0 {
		return Shown{ID: s.ID, Number: s.Number, Kind: kind, Conflicts: []ShownConflict{}, Fields: map[string]any{}}, err
	}
	list[0].History = slices.DeleteFunc(s.History, func(h ShownStep) bool { return ledger.ParseTime(h.Time).After(asOf) })
	return list[0], nil
}

// rewind puts a ticket's row back to a moment; there is false where it had not arrived.
func rewind(row *Row, asOf time.Time) (there bool, err error) {
	var f ticket.Facts
	if err := json.Unmarshal(row.FactsJSON, &f); err != nil {
		return false, fmt.Errorf("reading ticket %s: %w", row.Number, err)
	}
	f = f.AsOf(asOf)
	row.State, there = f.State(row.State)
	for key, at := range f.Times() {
		delete(row.Fields, key)
		if !at.IsZero() {
			row.Fields[key] = ledger.FormatTime(at)
		}
	}
	return there, nil
}
