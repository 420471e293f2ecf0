package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Node is what order, fold and authority need to know of a placed commit; storage keeps it beside the bytes.
type Node struct {
	Hash    Hash
	Feed    FeedID
	Seq     int64
	Lamport int64
	Wall    time.Time
	Actor   KeyID
	Roster  Hash
	Chain   Hash         // the branch it stands on: hash of that branch's first commit
	Pos     int          // its place on the branch, from 1
	Clock   map[Hash]int // branch → last position seen, itself included
	Doubt   bool         // 时间存疑: the wall lies over 24 h before what it follows
	App     string
	Group   string
}

// doubtAfter is how far a commit's wall may lie before its parents' before it is marked 时间存疑.
const doubtAfter = 24 * time.Hour

var (
	// ErrWaiting means a commit's prev or after is not here yet: it is held, its records show 不完整.
	ErrWaiting = errors.New("waiting for earlier commits")
	// ErrInvalid means a commit breaks the rules of its chain: it and what follows on its branch do not count.
	ErrInvalid = errors.New("invalid commit")
	// ErrOrder is an ErrInvalid: its lamport is not what its parents make it.
	ErrOrder = fmt.Errorf("%w: out of order", ErrInvalid)
	// ErrSequence is an ErrInvalid: its number does not follow that of the commit it names as the one before.
	ErrSequence = fmt.Errorf("%w: does not continue its feed", ErrInvalid)
)

// Sees reports whether the author of n had seen m: n itself, or an ancestor of it.
func (n *Node) Sees(m *Node) bool { return n.Clock[m.Chain] >= m.Pos }

// Compare is the total order of commits: lamport, feed, seq, hash. The wall clock has no part in it.
func (n *Node) Compare(m *Node) int {
	return cmp.Or(cmp.Compare(n.Lamport, m.Lamport), cmp.Compare(n.Feed, m.Feed),
		cmp.Compare(n.Seq, m.Seq), cmp.Compare(n.Hash, m.Hash))
}

// Graph finds placed commits by hash.
type Graph interface {
	// Node gives nil where the commit is not placed.
	Node(Hash) *Node
	// Grown reports whether a commit already follows this one on its feed.
	Grown(Hash) bool
}

// Place checks a commit against its parents and gives its node. It returns ErrWaiting or ErrInvalid wrapped.
// The signature and the roster pointer are Roster.Admit's.
func Place(g Graph, s *Sealed) (*Node, error) {
	parents, err := parentsOf(g, s)
	if err != nil {
		return nil, err
	}
	wall, err := s.Time()
	if err != nil {
		return nil, fmt.Errorf("%w: wall time", ErrInvalid)
	}
	n := &Node{Hash: s.Hash, Feed: s.Feed, Seq: s.Seq, Lamport: 1, Wall: wall, Actor: s.Actor, Roster: s.Roster,
		Chain: s.Hash, Pos: 1, Clock: map[Hash]int{}, App: s.App, Group: s.Group}
	for _, p := range parents {
		n.Lamport = max(n.Lamport, p.Lamport+1)
		n.Doubt = n.Doubt || wall.Before(p.Wall.Add(-doubtAfter))
		for chain, pos := range p.Clock {
			n.Clock[chain] = max(n.Clock[chain], pos)
		}
	}
	if n.Lamport != s.Lamport {
		return nil, fmt.Errorf("%w: lamport %d, should be %d", ErrOrder, s.Lamport, n.Lamport)
	}
	if s.Prev != "" && !g.Grown(s.Prev) {
		prev := g.Node(s.Prev)
		n.Chain, n.Pos = prev.Chain, prev.Pos+1
	}
	n.Clock[n.Chain] = n.Pos
	return n, nil
}

func parentsOf(g Graph, s *Sealed) ([]*Node, error) {
	var parents []*Node
	if s.Prev != "" {
		prev := g.Node(s.Prev)
		if prev == nil {
			return nil, fmt.Errorf("%w: prev %s", ErrWaiting, s.Prev.Short())
		}
		if prev.Feed != s.Feed || prev.Seq+1 != s.Seq {
			return nil, fmt.Errorf("%w: %d after %d", ErrSequence, s.Seq, prev.Seq)
		}
		parents = append(parents, prev)
	}
	for _, h := range s.After {
		n := g.Node(h)
		if n == nil {
			return nil, fmt.Errorf("%w: after %s", ErrWaiting, h.Short())
		}
		parents = append(parents, n)
	}
	return parents, nil
}

// Heads of a set of nodes: those no other has seen.
func Heads(nodes []*Node) []*Node {
	var heads []*Node
	for _, n := range nodes {
		seen := false
		for _, m := range nodes {
			if m != n && m.Sees(n) {
				seen = true
				break
			}
		}
		if !seen {
			heads = append(heads, n)
		}
	}
	return heads
}
