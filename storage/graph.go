package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"opsledger/app/ledger"
)

// graph holds the nodes of all placed commits in memory: about half a kilobyte each. Readers may see nodes newer
// than their snapshot; their entries never name them.
type graph struct {
	mu     sync.RWMutex
	nodes  map[ledger.Hash]*ledger.Node
	grown  map[ledger.Hash]bool
	tips   map[ledger.Hash]*ledger.Node // the last node of each branch, by its first
	log    []added
	before []ledger.KeyID // whom it trusted when the transaction began
	roster *ledger.Roster
	steps  []*ledger.Placed // roster steps, in order of arrival
	pinned []ledger.KeyID   // the founders of the chains this store trusts, the latest first; none: its own
}

type added struct {
	hash, prev ledger.Hash
	steps      int
}

func newGraph() *graph {
	g := &graph{nodes: map[ledger.Hash]*ledger.Node{}, grown: map[ledger.Hash]bool{}, tips: map[ledger.Hash]*ledger.Node{}}
	g.roster = ledger.FoldRoster(g, nil)
	return g
}

// Node implements ledger.Graph.
func (g *graph) Node(h ledger.Hash) *ledger.Node {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.nodes[h]
}

// Grown implements ledger.Graph.
func (g *graph) Grown(h ledger.Hash) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.grown[h]
}

func (g *graph) add(n *ledger.Node, s *ledger.Sealed) {
	g.mu.Lock()
	a := added{hash: n.Hash, prev: s.Prev}
	g.keep(n)
	if s.Prev != "" && !g.grown[s.Prev] {
		g.grown[s.Prev] = true
	} else {
		a.prev = ""
	}
	for i, e := range s.Entries {
		if e.Kind == ledger.RosterKind {
			g.steps = append(g.steps, &ledger.Placed{Node: n, Index: i, Entry: e})
			a.steps++
		}
	}
	g.log = append(g.log, a)
	g.mu.Unlock()
	if a.steps > 0 {
		g.foldRoster()
	}
}

// keep takes a node in. The end of each branch is known at all times: every step asks for it.
func (g *graph) keep(n *ledger.Node) {
	g.nodes[n.Hash] = n
	if t := g.tips[n.Chain]; t == nil || n.Pos > t.Pos {
		g.tips[n.Chain] = n
	}
}

func (g *graph) foldRoster() {
	g.mu.RLock()
	steps, pinned := g.steps, g.pinned
	g.mu.RUnlock()
	r := rosterOf(g, steps, pinned)
	g.mu.Lock()
	g.roster = r
	g.mu.Unlock()
}

func (g *graph) currentRoster() *ledger.Roster {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.roster
}

// rejudges reports whether steps that were here under another roster may count otherwise now. Most roster steps certify a key that has
// signed nothing yet.
func (g *graph) rejudges(before *ledger.Roster) bool {
	keys, all := g.currentRoster().Unlike(before)
	g.mu.RLock()
	defer g.mu.RUnlock()
	roster := map[ledger.Hash]bool{}
	for _, p := range g.steps {
		roster[p.Node.Hash] = true
	}
	for h, n := range g.nodes {
		if (all || keys[n.Actor]) && !roster[h] {
			return true
		}
	}
	return false
}

func (g *graph) mark() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.log, g.before = nil, g.pinned
	return 0
}

// rollback takes back what was added since mark.
func (g *graph) rollback(mark int) {
	g.mu.Lock()
	for i := len(g.log) - 1; i >= mark; i-- {
		a := g.log[i]
		delete(g.nodes, a.hash)
		if a.prev != "" {
			delete(g.grown, a.prev)
		}
		g.steps = g.steps[:len(g.steps)-a.steps]
	}
	if len(g.log) > mark {
		clear(g.tips)
		for _, n := range g.nodes {
			g.keep(n)
		}
	}
	g.log, g.pinned = nil, g.before
	g.mu.Unlock()
	g.foldRoster()
}

// heads are the nodes no other follows.
func (g *graph) heads() []*ledger.Node {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var out []*ledger.Node
	for _, n := range g.tips {
		out = append(out, n)
	}
	return out
}

// inGroup finds the commits of a group in order; "" is no group.
func (g *graph) inGroup(group string) (out []ledger.Hash) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var found []*ledger.Node
	for _, n := range g.nodes {
		if group != "" && n.Group == group {
			found = append(found, n)
		}
	}
	slices.SortFunc(found, (*ledger.Node).Compare)
	for _, n := range found {
		out = append(out, n.Hash)
	}
	return out
}

// load reads the nodes of all placed commits, and the roster steps among them.
func (g *graph) load(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT hash, feed, seq, lamport, wall, prev, roster, actor, grp, app, chain, pos, clock, doubt
		FROM commits WHERE status = 'placed' ORDER BY id`)
	if err != nil {
		return fmt.Errorf("loading feed: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		n := &ledger.Node{}
		var wall, clock string
		var prev ledger.Hash
		if err := rows.Scan(&n.Hash, &n.Feed, &n.Seq, &n.Lamport, &wall, &prev, &n.Roster, &n.Actor, &n.Group, &n.App, &n.Chain, &n.Pos, &clock, &n.Doubt); err != nil {
			return fmt.Errorf("loading feed: %w", err)
		}
		n.Wall = ledger.ParseTime(wall)
		if err := json.Unmarshal([]byte(clock), &n.Clock); err != nil {
			return fmt.Errorf("loading feed: commit %s: %w", n.Hash.Short(), err)
		}
		g.keep(n)
		g.grown[prev] = true
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("loading feed: %w", err)
	}
	if err := g.loadPin(ctx, db); err != nil {
		return fmt.Errorf("loading roster: %w", err)
	}
	return g.loadRoster(ctx, db)
}

// rosterSteps names the kind itself: the index on the few that are of it is only used where its condition stands.
const rosterSteps = `SELECT c.bytes, e.idx FROM entries e JOIN commits c ON c.id = e.commit_id
	WHERE e.kind = '` + ledger.RosterKind + `' AND c.status = 'placed' ORDER BY c.id`

func (g *graph) loadRoster(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, rosterSteps)
	if err != nil {
		return fmt.Errorf("loading roster: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var raw []byte
		var idx int
		if err := rows.Scan(&raw, &idx); err != nil {
			return fmt.Errorf("loading roster: %w", err)
		}
		s, err := ledger.Read(raw)
		if err != nil {
			return fmt.Errorf("loading roster: %w", err)
		}
		g.steps = append(g.steps, &ledger.Placed{Node: g.nodes[s.Hash], Index: idx, Entry: s.Entries[idx]})
	}
	g.roster = rosterOf(g, g.steps, g.pinned)
	return rows.Err()
}

// doubted are the commits of a doubtful time.
func (g *graph) doubted() (out []ledger.Hash) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	for h, n := range g.nodes {
		if n.Doubt {
			out = append(out, h)
		}
	}
	return out
}
