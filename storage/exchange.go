package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"opsledger/app/ledger"
)

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
func (r *reader) Attached(ctx context.Context, hash ledger.Hash) (named bool, size int64, err error) {
	err = r.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM attachments WHERE hash = ?1), coalesce((SELECT size FROM blobs WHERE hash = ?1), -1)`, hash).Scan(&named, &size)
	return named, size, err
}

// Attached implements app.Reader; a writer folds what it has touched first.
func (w *writer) Attached(ctx context.Context, hash ledger.Hash) (named bool, size int64, err error) {
	if err := w.finish(); err != nil {
		return false, 0, err
	}
	return w.reader.Attached(ctx, hash)
}

// Missing implements app.Reader; a writer folds what it has touched first.
func (w *writer) Missing(ctx context.Context, limit int) ([]ledger.Hash, error) {
	if err := w.finish(); err != nil {
		return nil, err
	}
	return w.reader.Missing(ctx, limit)
}

// pinnedKey is where the founder of the chain this store trusts is kept.
const pinnedKey = "pinned"

// Pin implements app.Writer.
func (w *writer) Pin(_ context.Context, founder ledger.KeyID) error {
	if err := w.exec("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", pinnedKey, founder); err != nil {
		return err
	}
	before := w.s.graph.currentRoster()
	w.s.graph.pin(founder)
	w.refold = w.refold || w.s.graph.rejudges(before)
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
