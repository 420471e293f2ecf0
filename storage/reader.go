package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// reader is one snapshot.
type reader struct {
	s  *Store
	tx *sql.Tx
}

// Record implements app.Reader. A writer folds what it has touched first.
func (w *writer) Record(ctx context.Context, kind, key string) (*ledger.Record, error) {
	if err := w.finish(); err != nil {
		return nil, err
	}
	return w.reader.Record(ctx, kind, key)
}

// Each implements app.Reader.
func (w *writer) Each(ctx context.Context, q app.Query, fn func(*app.Row) error) error {
	if err := w.finish(); err != nil {
		return err
	}
	return w.reader.Each(ctx, q, fn)
}

// byKey finds the IDs of the records an ID or a number stands for: one, unless two devices gave out the same numbers.
func byKey(kind string) string {
	return "SELECT id FROM r_" + kind + " WHERE id = ?1 OR number = ?1 ORDER BY id = ?1 DESC, n"
}

// identify gives the ID a key stands for; fault.SameNumber where there are several.
func (r *reader) identify(ctx context.Context, kind, key string) (ledger.RecordID, error) {
	rows, err := r.tx.QueryContext(ctx, byKey(kind), key)
	if err != nil {
		return "", fmt.Errorf("finding record: %w", err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return "", fmt.Errorf("finding record: %w", err)
		}
		if id == key {
			return ledger.RecordID(id), nil
		}
		found = append(found, id)
	}
	switch err := rows.Err(); {
	case err != nil:
		return "", fmt.Errorf("finding record: %w", err)
	case len(found) == 0:
		return "", fmt.Errorf("%s %s: %w", kind, key, app.ErrNotFound)
	case len(found) > 1:
		return "", fault.New(fault.SameNumber, key, strings.Join(found, "、"))
	}
	return ledger.RecordID(found[0]), nil
}

// Record implements app.Reader.
func (r *reader) Record(ctx context.Context, kind, key string) (*ledger.Record, error) {
	k := r.s.kinds.Kind(kind)
	if k == nil {
		return nil, fmt.Errorf("%s: %w", kind, app.ErrNotFound)
	}
	id, err := r.identify(ctx, k.Name, key)
	if err != nil {
		return nil, err
	}
	entries, complete, err := r.entries(ctx, id)
	if err != nil {
		return nil, err
	}
	rec := ledger.Fold(k, id, entries, r.s.graph.currentRoster())
	rec.Incomplete = rec.Incomplete || !complete
	return rec, nil
}

// Records implements app.Reader. A writer folds what it has touched first.
func (w *writer) Records(ctx context.Context, kind string, ids []ledger.RecordID, fn func(*ledger.Record) error) error {
	if err := w.finish(); err != nil {
		return err
	}
	return w.reader.Records(ctx, kind, ids, fn)
}

// Records implements app.Reader.
func (r *reader) Records(ctx context.Context, kind string, ids []ledger.RecordID, fn func(*ledger.Record) error) error {
	k := r.s.kinds.Kind(kind)
	if k == nil || len(ids) == 0 {
		return nil
	}
	all, err := r.entriesOf(ctx, k.Name, ids)
	if err != nil {
		return err
	}
	roster := r.s.graph.currentRoster()
	for _, g := range all {
		rec := ledger.Fold(k, g.Record, g.Entries, roster)
		rec.Incomplete = rec.Incomplete || g.Broken
		if err := fn(rec); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Tip implements app.Reader.
func (r *reader) Tip(context.Context) (ledger.Tip, error) {
	g, m := r.s.graph, r.s.meta
	return ledger.NewTip(m.Ledger, m.Feed, g.currentRoster().Tip(), g.heads()), nil
}

// LastSigned implements app.Reader.
func (r *reader) LastSigned(_ context.Context, key ledger.KeyID) (ledger.Hash, error) {
	return r.s.graph.lastSigned(key), nil
}

func (g *graph) lastSigned(key ledger.KeyID) ledger.Hash {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var last *ledger.Node
	for _, n := range g.nodes {
		if n.Actor == key && (last == nil || n.Lamport > last.Lamport) {
			last = n
		}
	}
	if last == nil {
		return ""
	}
	return last.Hash
}

// Roster implements app.Reader.
func (r *reader) Roster(context.Context) (*ledger.Roster, error) {
	return r.s.graph.currentRoster(), nil
}

// Heads implements app.Reader.
func (r *reader) Heads(context.Context) ([]app.Head, error) { return r.s.headList(), nil }

func (s *Store) headList() []app.Head { return headsOf(s.graph.heads()) }

// headsOf gives them in one order: copies are compared by them.
func headsOf(ends []*ledger.Node) []app.Head {
	out := []app.Head{}
	for _, n := range ends {
		out = append(out, app.Head{Feed: n.Feed, Seq: n.Seq, Hash: n.Hash})
	}
	slices.SortFunc(out, func(a, b app.Head) int {
		return cmp.Or(cmp.Compare(a.Feed, b.Feed), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Hash, b.Hash))
	})
	return out
}

// Group implements app.Reader.
func (r *reader) Group(ctx context.Context, group string, fn func(*ledger.Sealed) error) error {
	for _, h := range r.s.graph.inGroup(group) {
		s, err := r.commit(ctx, h)
		if err != nil {
			return err
		}
		if err := fn(s); err != nil {
			return err
		}
	}
	return nil
}

// Doubtful implements app.Reader. Such commits are few, and the graph knows them.
func (r *reader) Doubtful(ctx context.Context) (map[ledger.RecordID]bool, error) {
	out := map[ledger.RecordID]bool{}
	for _, h := range r.s.graph.doubted() {
		s, err := r.commit(ctx, h)
		if err != nil {
			return nil, err
		}
		for _, e := range s.Entries {
			out[e.Record] = true
		}
	}
	return out, nil
}

// Local implements app.Reader.
func (r *reader) Local(ctx context.Context, key string) (string, error) {
	var v string
	err := r.tx.QueryRowContext(ctx, "SELECT value FROM local WHERE key = ?", key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

func (r *reader) personal(ctx context.Context, commit int64) (map[int]ledger.Personal, error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT idx, salt, body FROM personal WHERE commit_id = ?", commit)
	if err != nil {
		return nil, fmt.Errorf("reading personal parts: %w", err)
	}
	defer rows.Close()
	var out map[int]ledger.Personal
	for rows.Next() {
		var i int
		var body string
		var p ledger.Personal
		if err := rows.Scan(&i, &p.Salt, &body); err != nil {
			return nil, fmt.Errorf("reading personal parts: %w", err)
		}
		if err := json.Unmarshal([]byte(body), &p.Body); err != nil {
			return nil, fmt.Errorf("reading personal parts: %w", err)
		}
		if out == nil {
			out = map[int]ledger.Personal{}
		}
		out[i] = p
	}
	return out, rows.Err()
}
