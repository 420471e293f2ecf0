package storage

import (
	"context"
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// received is when a commit comes to this PC, or, where it waited for others, is placed.
func (s *Store) received(c *ledger.Sealed) string {
	if s.now == nil {
		return c.Wall
	}
	return ledger.FormatTime(s.now())
}

// known selects what was received up to a moment. Reception has an order of its own: where the clock was set back, what came
// before something known was known too.
const known = `SELECT hash FROM commits WHERE status = 'placed' AND id <= (SELECT coalesce(max(id), 0) FROM commits WHERE received <= ?)`

// Known implements app.Reader.
func (r *reader) Known(ctx context.Context, at time.Time) (out app.Known, err error) {
	out.Commits = map[ledger.Hash]bool{}
	rows, err := r.tx.QueryContext(ctx, known, ledger.FormatTime(at))
	if err != nil {
		return out, fmt.Errorf("reading what was known: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var h ledger.Hash
		if err := rows.Scan(&h); err != nil {
			return out, fmt.Errorf("reading what was known: %w", err)
		}
		out.Commits[h] = true
	}
	r.s.graph.known(&out, r.s.meta)
	return out, rows.Err()
}

// known completes what was known by roster and ends of branches, as they were.
func (g *graph) known(k *app.Known, m Meta) {
	g.mu.RLock()
	var steps []*ledger.Placed
	for _, p := range g.steps {
		if k.Commits[p.Node.Hash] {
			steps = append(steps, p)
		}
	}
	tips := map[ledger.Hash]*ledger.Node{}
	for h := range k.Commits {
		n := g.nodes[h]
		if t := tips[n.Chain]; t == nil || n.Pos > t.Pos {
			tips[n.Chain] = n
		}
	}
	pinned := g.pinned
	g.mu.RUnlock()
	var ends []*ledger.Node
	for _, n := range tips {
		ends = append(ends, n)
	}
	k.Roster = rosterOf(g, steps, pinned)
	k.Tip = ledger.NewTip(m.Ledger, m.Feed, k.Roster.Tip(), ends)
	k.Heads = headsOf(ends)
}

// Entries implements app.Reader.
func (r *reader) Entries(ctx context.Context) ([]*app.Gathered, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.feed()
}
