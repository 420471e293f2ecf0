package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"opsledger/app"
	"opsledger/app/ledger"
)

// Unseen implements app.Reader.
func (r *reader) Unseen(ctx context.Context, peers ...[]ledger.Hash) ([]app.Head, error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT feed, seq, hash FROM commits WHERE status <> 'invalid' ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("looking for what others have not seen: %w", err)
	}
	defer rows.Close()
	var out []app.Head
	for rows.Next() {
		var h app.Head
		if err := rows.Scan(&h.Feed, &h.Seq, &h.Hash); err != nil {
			return nil, fmt.Errorf("looking for what others have not seen: %w", err)
		}
		if !r.s.graph.seenByAll(h.Hash, peers) {
			out = append(out, h)
		}
	}
	return out, rows.Err()
}

// seenByAll reports whether each peer, known by its heads, has a commit.
func (g *graph) seenByAll(h ledger.Hash, peers [][]ledger.Hash) bool {
	n := g.Node(h)
	if n == nil || len(peers) == 0 {
		return false
	}
	for _, heads := range peers {
		has := false
		for _, head := range heads {
			if m := g.Node(head); m != nil && m.Sees(n) {
				has = true
				break
			}
		}
		if !has {
			return false
		}
	}
	return true
}

// Commit implements app.Reader.
func (r *reader) Commit(ctx context.Context, hash ledger.Hash) (s *ledger.Sealed, status string, err error) {
	var id int64
	var raw []byte
	err = r.tx.QueryRowContext(ctx, "SELECT id, status, bytes FROM commits WHERE hash = ?", hash).Scan(&id, &status, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("reading commit %s: %w", hash.Short(), err)
	}
	if s, err = ledger.Read(raw); err != nil {
		return nil, "", fmt.Errorf("reading commit %s: %w", hash.Short(), err)
	}
	s.Personal, err = r.personal(ctx, id)
	return s, status, err
}

// Attached implements app.Reader.
func (r *reader) Attached(ctx context.Context, hash ledger.Hash) (named, here bool, err error) {
	err = r.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM attachments WHERE hash = ?1), EXISTS (SELECT 1 FROM blobs WHERE hash = ?1)`, hash).Scan(&named, &here)
	return named, here, err
}

// Attached implements app.Reader; a writer folds what it has touched first.
func (w *writer) Attached(ctx context.Context, hash ledger.Hash) (named, here bool, err error) {
	if err := w.finish(); err != nil {
		return false, false, err
	}
	return w.reader.Attached(ctx, hash)
}

// pinnedKey is where the founder of the chain this store trusts is kept.
const pinnedKey = "pinned"

// Pin implements app.Writer.
func (w *writer) Pin(_ context.Context, founder ledger.KeyID) error {
	if err := w.exec("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", pinnedKey, founder); err != nil {
		return err
	}
	w.s.graph.pin(founder)
	w.roster = true
	return nil
}

func (g *graph) pin(founder ledger.KeyID) {
	g.mu.Lock()
	g.pinned = founder
	g.mu.Unlock()
	g.foldRoster()
}

// loadPin reads whom this store trusts.
func (g *graph) loadPin(ctx context.Context, db *sql.DB) error {
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", pinnedKey).Scan(&g.pinned)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// rosterOf folds roster steps, in order of arrival, under the founder pinned; until his step has come, under the first that came,
// which is this store's own.
func rosterOf(g ledger.Graph, steps []*ledger.Placed, pinned ledger.KeyID) *ledger.Roster {
	if r := ledger.FoldRosterUnder(g, steps, pinned); pinned != "" && r.Root() != "" || len(steps) == 0 {
		return r
	}
	return ledger.FoldRosterUnder(g, steps, steps[0].Node.Actor)
}
