package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
)

// Runs implements app.Reader. It goes along each branch as far as what others follow from has been named, and then along the next: as
// many runs as there were exchanges, not as there are commits.
func (r *reader) Runs(ctx context.Context, peers ...[]ledger.Hash) ([]app.Run, error) {
	sent := r.s.graph.seenByAll(peers)
	var all []*branch
	for _, tip := range r.s.graph.heads() {
		if seen := sent[tip.Chain]; tip.Pos > seen {
			all = append(all, &branch{reader: r, feed: tip.Feed, chain: tip.Chain, seq: tip.Seq - int64(tip.Pos-seen)})
		}
	}
	slices.SortFunc(all, func(a, b *branch) int { return cmp.Or(cmp.Compare(a.feed, b.feed), cmp.Compare(a.chain, b.chain)) })
	var out []app.Run
	for moved := true; moved; {
		moved = false
		for _, b := range all {
			run, err := b.along(ctx, sent)
			if err != nil {
				return nil, fmt.Errorf("looking for what others have not seen: %w", err)
			}
			if run.Commits > 0 {
				out, moved = append(out, run), true
			}
		}
	}
	waiting, err := r.waitingRuns(ctx)
	return append(out, waiting...), err
}

// After implements app.Reader.
func (r *reader) After(_ context.Context, feed ledger.FeedID, seq int64) (out []app.Run, err error) {
	for _, tip := range r.s.graph.heads() {
		if first := tip.Seq - int64(tip.Pos) + 1; tip.Feed == feed && tip.Seq > seq {
			run := app.Run{Feed: feed, Chain: tip.Chain, From: max(first, seq+1), To: tip.Seq}
			run.Commits = int(run.To - run.From + 1)
			out = append(out, run)
		}
	}
	slices.SortFunc(out, func(a, b app.Run) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Chain, b.Chain)) })
	return out, nil
}

// seenByAll gives how far along each branch all peers have come, each known by its heads; nothing without peers.
func (g *graph) seenByAll(peers [][]ledger.Hash) map[ledger.Hash]int {
	var all map[ledger.Hash]int
	for i, heads := range peers {
		seen := map[ledger.Hash]int{}
		for _, h := range heads {
			if n := g.Node(h); n != nil {
				for chain, pos := range n.Clock {
					seen[chain] = max(seen[chain], pos)
				}
			}
		}
		if i == 0 {
			all = seen
		}
		for chain, pos := range all {
			all[chain] = min(pos, seen[chain])
		}
	}
	if all == nil {
		all = map[ledger.Hash]int{}
	}
	return all
}

// branch is what is left of one to be named.
type branch struct {
	*reader
	feed  ledger.FeedID
	chain ledger.Hash
	seq   int64 // the last one named
	next  []*ledger.Node
	ended bool
}

// nextOnBranch selects what follows on a branch, a page at a time.
const nextOnBranch = `SELECT hash FROM commits WHERE feed = ? AND seq > ? AND chain = ? AND status = 'placed' ORDER BY seq LIMIT 500`

// along takes what is next as long as all it follows has been sent.
func (b *branch) along(ctx context.Context, sent map[ledger.Hash]int) (run app.Run, err error) {
	run = app.Run{Feed: b.feed, Chain: b.chain, From: b.seq + 1, To: b.seq}
	for {
		if len(b.next) == 0 && !b.ended {
			if err := b.read(ctx); err != nil {
				return run, err
			}
		}
		if len(b.next) == 0 || !b.ready(b.next[0], sent) {
			return run, nil
		}
		n := b.next[0]
		b.next, b.seq, sent[b.chain] = b.next[1:], n.Seq, n.Pos
		run.To, run.Commits = n.Seq, run.Commits+1
	}
}

func (b *branch) ready(n *ledger.Node, sent map[ledger.Hash]int) bool {
	for chain, pos := range n.Clock {
		if chain != b.chain && pos > sent[chain] {
			return false
		}
	}
	return true
}

func (b *branch) read(ctx context.Context) error {
	rows, err := b.tx.QueryContext(ctx, nextOnBranch, b.feed, b.seq, b.chain)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var h ledger.Hash
		if err := rows.Scan(&h); err != nil {
			return err
		}
		n := b.s.graph.Node(h)
		if n == nil {
			return fmt.Errorf("commit %s is not placed", h.Short())
		}
		b.next = append(b.next, n)
	}
	b.ended = len(b.next) == 0
	return rows.Err()
}

// waitingInFeeds says twice what it wants, as heldCommits does.
const waitingInFeeds = `SELECT feed, min(seq), max(seq), count(*) FROM commits WHERE status <> 'placed' AND status = 'held' GROUP BY feed ORDER BY feed`

// waitingRuns are the commits that wait for others, by feed: any peer may bring them what they wait for.
func (r *reader) waitingRuns(ctx context.Context) (out []app.Run, err error) {
	rows, err := r.tx.QueryContext(ctx, waitingInFeeds)
	if err != nil {
		return nil, fmt.Errorf("looking for what waits: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var run app.Run
		if err := rows.Scan(&run.Feed, &run.From, &run.To, &run.Commits); err != nil {
			return nil, fmt.Errorf("looking for what waits: %w", err)
		}
		out = append(out, run)
	}
	return out, rows.Err()
}

// inRun selects the commits of a run in their order; partsOfRun what is left of their personal parts, in the same.
const (
	ofRun      = ` WHERE c.feed = ?1 AND c.seq BETWEEN ?2 AND ?3 AND c.chain = ?4 AND c.status = ?5 ORDER BY c.seq, c.id`
	inRun      = `SELECT c.id, c.seq, c.bytes FROM commits c` + ofRun
	partsOfRun = `SELECT p.commit_id, p.idx, p.salt, p.body FROM commits c CROSS JOIN personal p ON p.commit_id = c.id` + ofRun
)

// Lines implements app.Reader. Nothing is read of what it gives: pages vouch for their bytes, and who receives them checks each.
func (r *reader) Lines(ctx context.Context, run app.Run, fn func(app.Outgoing) error) error {
	status := "placed"
	if run.Chain == "" {
		status = "held"
	}
	args := []any{run.Feed, run.From, run.To, run.Chain, status}
	rows, err := r.tx.QueryContext(ctx, inRun, args...)
	if err != nil {
		return fmt.Errorf("reading commits: %w", err)
	}
	defer rows.Close()
	beside, err := r.tx.QueryContext(ctx, partsOfRun, args...)
	if err != nil {
		return fmt.Errorf("reading personal parts: %w", err)
	}
	defer beside.Close()
	p := &parts{rows: beside}
	if err := p.step(); err != nil {
		return err
	}
	var line []byte
	for rows.Next() {
		var id int64
		var c app.Outgoing
		var raw sql.RawBytes
		if err := rows.Scan(&id, &c.Seq, &raw); err != nil {
			return fmt.Errorf("reading commits: %w", err)
		}
		mine, err := p.of(id)
		if err != nil {
			return err
		}
		line = ledger.AppendLine(line[:0], raw, mine)
		c.Commit, c.Line = raw, line
		if err := fn(c); err != nil {
			return err
		}
	}
	return rows.Err()
}

// parts reads the personal parts of one commit after another.
type parts struct {
	rows   *sql.Rows
	commit int64 // of the part read last; 0: there is none left
	part   ledger.Kept
}

func (p *parts) step() error {
	p.commit = 0
	if !p.rows.Next() {
		return p.rows.Err()
	}
	p.part = ledger.Kept{}
	if err := p.rows.Scan(&p.commit, &p.part.Index, &p.part.Salt, &p.part.Body); err != nil {
		return fmt.Errorf("reading personal parts: %w", err)
	}
	return nil
}

func (p *parts) of(commit int64) (out []ledger.Kept, err error) {
	for p.commit == commit {
		out = append(out, p.part)
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Missing implements app.Reader.
func (r *reader) Missing(ctx context.Context, limit int) (out []ledger.Hash, err error) {
	list, err := r.column("SELECT DISTINCT hash FROM attachments WHERE hash NOT IN (SELECT hash FROM blobs) ORDER BY hash LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("looking for attachments: %w", err)
	}
	for _, h := range list {
		out = append(out, ledger.Hash(h))
	}
	return out, nil
}
