package storage

import (
	"context"
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// arrived counts what a transaction appends. What can be read off the tables is, when it is asked for.
type arrived struct {
	first, last      int64 // ids of the first and the last commit; 0: none
	commits, entries int
	until            string
	latest           time.Time
}

func (a *arrived) count(s *ledger.Sealed) {
	a.commits, a.entries = a.commits+1, a.entries+len(s.Entries)
	if at, err := s.Time(); err == nil && at.After(a.latest) {
		a.latest, a.until = at, s.Wall
	}
}

func (a *arrived) at(id int64) {
	if a.first == 0 {
		a.first = id
	}
	a.last = max(a.last, id)
}

// Watch implements app.Writer.
func (w *writer) Watch(fn func(*ledger.Sealed)) { w.watch = fn }

// Arrived implements app.Writer.
func (w *writer) Arrived(ctx context.Context) (out app.Arrival, err error) {
	if err := w.finish(); err != nil {
		return out, err
	}
	out = app.Arrival{Commits: w.arrived.commits, Entries: w.arrived.entries, Until: w.arrived.until}
	if w.arrived.first == 0 {
		return out, nil
	}
	out.Span = fmt.Sprintf(spanForm, w.arrived.first, w.arrived.last)
	if err := w.unplaced(ctx, &out); err != nil {
		return out, err
	}
	const doubtful = "SELECT count(*) FROM commits WHERE id >= ? AND doubt AND status = 'placed'"
	if err := w.tx.QueryRowContext(ctx, doubtful, w.arrived.first).Scan(&out.Doubtful); err != nil {
		return out, fmt.Errorf("counting doubtful times: %w", err)
	}
	for _, k := range w.s.kinds.Kinds() {
		if err := w.touchedOf(ctx, k.Name, &out); err != nil {
			return out, fmt.Errorf("counting what came: %w", err)
		}
	}
	return out, nil
}

// unplaced finds what came and could not be placed; what had waited since before is not of this transaction.
func (w *writer) unplaced(ctx context.Context, out *app.Arrival) error {
	rows, err := w.tx.QueryContext(ctx, "SELECT hash, status FROM commits WHERE status <> 'placed' AND id >= ? ORDER BY id", w.arrived.first)
	if err != nil {
		return fmt.Errorf("looking for what waits: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var hash ledger.Hash
		var status string
		if err := rows.Scan(&hash, &status); err != nil {
			return fmt.Errorf("looking for what waits: %w", err)
		}
		switch {
		case w.waiting.old[hash]:
		case status == "held":
			out.Held = append(out.Held, hash)
		default:
			out.Invalid = append(out.Invalid, hash)
		}
	}
	return rows.Err()
}

// touchedSince selects the records of a kind touched since a commit: whether each is older than it, its number, and whether it has an
// open conflict.
func touchedSince(kind string) string {
	return `SELECT EXISTS (SELECT 1 FROM entries WHERE record = r.id AND commit_id < ?1), r.number, r.conflicts <> '[]'
		FROM r_` + kind + ` r WHERE r.last >= ?1 ORDER BY r.last, r.n`
}

func (w *writer) touchedOf(ctx context.Context, kind string, out *app.Arrival) error {
	rows, err := w.tx.QueryContext(ctx, touchedSince(kind), w.arrived.first)
	if err != nil {
		return err
	}
	defer rows.Close()
	t := app.TouchedKind{Kind: kind}
	for rows.Next() {
		var old, open bool
		var number string
		if err := rows.Scan(&old, &number, &open); err != nil {
			return err
		}
		if old {
			t.Changed++
		} else {
			t.New++
		}
		if open {
			out.Conflicts = append(out.Conflicts, number)
		}
	}
	if t.New+t.Changed > 0 {
		out.Touched = append(out.Touched, t)
	}
	return rows.Err()
}
