package storage

import (
	"context"
	"fmt"

	"opsledger/app/ledger"
)

// noConflicts is what a row keeps where it has none open.
const noConflicts = "[]"

// dispute lists a record among those with an open conflict, or takes it off; most never were.
func (w *writer) dispute(rec *ledger.Record, before *folded) error {
	was, is := before != nil && before.conflicts != noConflicts, len(rec.Conflicts) > 0
	var err error
	switch {
	case is && !was:
		_, err = w.run("INSERT OR IGNORE INTO disputed (kind, record) VALUES (?, ?)", rec.Kind, rec.ID)
	case was && !is:
		_, err = w.run("DELETE FROM disputed WHERE kind = ? AND record = ?", rec.Kind, rec.ID)
	}
	return err
}

// disputedOf selects the records of a kind that have an open conflict.
func disputedOf(kind string) string {
	return "SELECT r.id FROM disputed d CROSS JOIN r_" + kind + " r ON r.id = d.record WHERE d.kind = ? ORDER BY r.last DESC, r.n DESC"
}

// Disputed implements app.Reader.
func (r *reader) Disputed(_ context.Context, kind string) (out []ledger.RecordID, err error) {
	if r.s.kinds.Kind(kind) == nil {
		return nil, nil
	}
	list, err := r.column(disputedOf(kind), kind)
	if err != nil {
		return nil, fmt.Errorf("looking for conflicts: %w", err)
	}
	for _, id := range list {
		out = append(out, ledger.RecordID(id))
	}
	return out, nil
}

// Disputed implements app.Reader; a writer folds what it has touched first.
func (w *writer) Disputed(ctx context.Context, kind string) ([]ledger.RecordID, error) {
	if err := w.finish(); err != nil {
		return nil, err
	}
	return w.reader.Disputed(ctx, kind)
}

// disputes compares the list of records with an open conflict with those that have one.
func (v *verification) disputes() error {
	for _, k := range v.s.kinds.Kinds() {
		have, err := v.column("SELECT record FROM disputed WHERE kind = ?", k.Name)
		if err != nil {
			return err
		}
		want, err := v.column("SELECT id FROM r_" + k.Name + " WHERE conflicts <> '" + noConflicts + "'")
		if err != nil {
			return err
		}
		if !sameLines(have, want) {
			v.fault("%s的冲突清单与记录不符", k.Label)
		}
	}
	return nil
}
