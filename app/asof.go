package app

import (
	"context"
	"time"

	"opsledger/app/fault"
)

// ListAsOf gives what the facts dated up to a moment say, from all entries known. Conditions are held against what is shown; a
// search finds by the text as it is now.
func (a *App) ListAsOf(ctx context.Context, q Query, asOf time.Time, reveal string) ([]Shown, error) {
	return a.AsOf(asOf, q.Kind).List(ctx, q, reveal)
}

// ShowAsOf is Show by the facts dated up to a moment. Of a record that had not begun then, the fields are empty.
func (a *App) ShowAsOf(ctx context.Context, kind, key string, asOf time.Time, history bool, reveal string) (Shown, error) {
	s, err := a.AsOf(asOf, kind).Show(ctx, kind, key, history, reveal)
	if !fault.Is(err, fault.NotFound) || asOf.IsZero() {
		return s, err
	}
	known, err := a.Show(ctx, kind, key, false, "")
	return Shown{ID: known.ID, Number: known.Number, Kind: kind, Conflicts: []ShownConflict{}, Fields: map[string]any{}}, err
}
