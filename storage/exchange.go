package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// Forks implements app.Reader.
func (r *reader) Forks(context.Context) (out []app.Fork, err error) {
	g := r.s.graph
	ends := g.heads()
	branches := map[ledger.FeedID][]*ledger.Node{}
	for _, n := range ends {
		branches[n.Feed] = append(branches[n.Feed], n)
	}
	for feed, of := range branches {
		if open := ledger.Heads(of); len(open) > 1 && !g.leftBehind(open, ends) {
			out = append(out, app.Fork{Feed: feed, From: parted(open)})
		}
	}
	slices.SortFunc(out, func(x, y app.Fork) int { return cmp.Compare(x.Feed, y.Feed) })
	return out, nil
}

// leftBehind reports whether who wrote one of these branches began another feed, having seen them all.
func (g *graph) leftBehind(open, ends []*ledger.Node) bool {
	for _, n := range ends {
		first := g.Node(n.Chain)
		wrote := func(m *ledger.Node) bool { return m.Actor == first.Actor || g.Node(m.Chain).Actor == first.Actor }
		if first.Seq == 1 && first.Feed != open[0].Feed && slices.ContainsFunc(open, wrote) &&
			!slices.ContainsFunc(open, func(m *ledger.Node) bool { return !first.Sees(m) }) {
			return true
		}
	}
	return false
}

// parted is the first number that stands in a feed twice: that of the first commit of all branches but the eldest.
func parted(ends []*ledger.Node) int64 {
	var begin []int64
	for _, n := range ends {
		begin = append(begin, n.Seq-int64(n.Pos)+1)
	}
	slices.Sort(begin)
	return begin[1]
}

// Uncovered implements app.Reader.
func (r *reader) Uncovered(_ context.Context, of, heads []ledger.Hash) (out []ledger.Hash, proved bool, err error) {
	proved = true
	var known []*ledger.Node
	for _, h := range heads {
		n := r.s.graph.Node(h)
		if proved = proved && n != nil; n != nil {
			known = append(known, n)
		}
	}
	for _, h := range of {
		n := r.s.graph.Node(h)
		covered := slices.Contains(heads, h) || n != nil && slices.ContainsFunc(known, func(m *ledger.Node) bool { return m.Sees(n) })
		if !covered {
			out = append(out, h)
		}
	}
	return out, proved, nil
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

// Why implements app.Reader.
func (r *reader) Why(ctx context.Context, hash ledger.Hash) error {
	var why string
	err := r.tx.QueryRowContext(ctx, "SELECT why FROM commits WHERE hash = ? AND status = 'invalid'", hash).Scan(&why)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading why %s does not count: %w", hash.Short(), err)
	}
	for _, cause := range []error{ledger.ErrSignature, ledger.ErrOrder, ledger.ErrSequence} {
		if strings.Contains(why, cause.Error()) {
			return cause
		}
	}
	return fmt.Errorf("%w: %s", ledger.ErrInvalid, why)
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

// pinnedKey is where the founders of the chains this store trusts are kept: the latest first.
const pinnedKey = "pinned"

// Pin implements app.Writer.
func (w *writer) Pin(_ context.Context, founder ledger.KeyID) error {
	before := w.s.graph.currentRoster()
	list := w.s.graph.pin(founder)
	w.refold = w.refold || w.s.graph.rejudges(before)
	return w.exec("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", pinnedKey, strings.Join(list, " "))
}

func (g *graph) pin(founder ledger.KeyID) (list []string) {
	g.mu.Lock()
	g.pinned = append([]ledger.KeyID{founder}, slices.DeleteFunc(slices.Clone(g.pinned), func(k ledger.KeyID) bool { return k == founder })...)
	for _, k := range g.pinned {
		list = append(list, string(k))
	}
	g.mu.Unlock()
	g.foldRoster()
	return list
}

// loadPin reads whom this store trusts.
func (g *graph) loadPin(ctx context.Context, db *sql.DB) error {
	var list string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", pinnedKey).Scan(&list)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	for _, k := range strings.Fields(list) {
		g.pinned = append(g.pinned, ledger.KeyID(k))
	}
	return err
}

// rosterOf folds roster steps, in order of arrival, under the founder pinned last whose step has come; until one has, under the first
// that came, which is this store's own.
func rosterOf(g ledger.Graph, steps []*ledger.Placed, pinned []ledger.KeyID) *ledger.Roster {
	if len(steps) == 0 {
		return ledger.FoldRoster(g, nil)
	}
	for _, k := range pinned {
		if r := ledger.FoldRosterUnder(g, steps, k); r.Root() != "" {
			return r
		}
	}
	return ledger.FoldRosterUnder(g, steps, steps[0].Node.Actor)
}
