package ledger

import (
	"errors"
	"fmt"
	"slices"
)

// Replica is a ledger held in memory: the reference the stored one is compared with, and the peer of the
// simulator. Commits may arrive in any order, any number of times; one whose parents are missing is held.
type Replica struct {
	Kinds   *Registry
	Pinned  KeyID // the root's, where several founded this ledger apart
	commits map[Hash]*Sealed
	nodes   map[Hash]*Node
	grown   map[Hash]bool
	held    map[Hash]*Sealed
	invalid map[Hash]error
	roster  *Roster // nil: to be folded anew
}

// NewReplica makes an empty one.
func NewReplica(kinds *Registry) *Replica {
	return &Replica{Kinds: kinds, commits: map[Hash]*Sealed{}, nodes: map[Hash]*Node{}, grown: map[Hash]bool{},
		held: map[Hash]*Sealed{}, invalid: map[Hash]error{}}
}

// Node implements Graph.
func (r *Replica) Node(h Hash) *Node { return r.nodes[h] }

// Grown implements Graph.
func (r *Replica) Grown(h Hash) bool { return r.grown[h] }

// Add takes a commit in, and those held that waited for it. It returns ErrWaiting or ErrInvalid wrapped; a commit
// already here is no error.
func (r *Replica) Add(s *Sealed) error {
	if r.commits[s.Hash] != nil {
		return nil
	}
	if err := r.invalid[s.Prev]; err != nil && s.Prev != "" {
		return r.refuse(s, fmt.Errorf("%w: follows an invalid commit", ErrInvalid))
	}
	n, err := Place(r, s)
	if err == nil {
		err = r.Roster().Admit(s, n)
	}
	switch {
	case errors.Is(err, ErrWaiting):
		r.held[s.Hash] = s
		return err
	case err != nil:
		return r.refuse(s, err)
	}
	r.commits[s.Hash], r.nodes[s.Hash] = s, n
	if slices.ContainsFunc(s.Entries, func(e Entry) bool { return e.Kind == RosterKind }) {
		r.roster = nil
	}
	r.grown[s.Prev] = true
	delete(r.held, s.Hash)
	return r.release()
}

func (r *Replica) refuse(s *Sealed, err error) error {
	delete(r.held, s.Hash)
	r.invalid[s.Hash] = err
	return err
}

func (r *Replica) release() error {
	for _, s := range r.Held() {
		if _, err := Place(r, s); !errors.Is(err, ErrWaiting) {
			if err := r.Add(s); err != nil && !errors.Is(err, ErrWaiting) && !errors.Is(err, ErrInvalid) {
				return err
			}
		}
	}
	return nil
}

// Held lists the commits that wait, by hash.
func (r *Replica) Held() []*Sealed { return sorted(r.held) }

// Commits lists those placed, by hash.
func (r *Replica) Commits() []*Sealed { return sorted(r.commits) }

func sorted(m map[Hash]*Sealed) []*Sealed {
	var out []*Sealed
	for _, s := range m {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *Sealed) int {
		if a.Hash < b.Hash {
			return -1
		}
		return 1
	})
	return out
}

// Tip is where a feed stands for its author.
func (r *Replica) Tip(l LedgerID, feed FeedID) Tip {
	var all []*Node
	for _, n := range r.nodes {
		all = append(all, n)
	}
	return NewTip(l, feed, r.Roster().Tip(), all)
}

// Roster folds the roster.
func (r *Replica) Roster() *Roster {
	if r.roster != nil {
		return r.roster
	}
	var steps []*Placed
	for h, s := range r.commits {
		for i, e := range s.Entries {
			if e.Kind == RosterKind {
				steps = append(steps, &Placed{Node: r.nodes[h], Index: i, Entry: e})
			}
		}
	}
	r.roster = FoldRosterUnder(r, steps, r.Pinned)
	return r.roster
}

// Fold gives every record, by ID. Records a held or refused commit touches are marked 不完整.
func (r *Replica) Fold() map[RecordID]*Record {
	entries := map[RecordID][]*Placed{}
	for h, s := range r.commits {
		for i, e := range s.Entries {
			if e.Kind != RosterKind {
				entries[e.Record] = append(entries[e.Record], &Placed{Node: r.nodes[h], Index: i, Entry: e, Personal: s.Personal[i].Body})
			}
		}
	}
	roster := r.Roster()
	out := map[RecordID]*Record{}
	for id, list := range entries {
		slices.SortFunc(list, (*Placed).Compare)
		out[id] = Fold(r.Kinds.Kind(list[0].Entry.Kind), id, list, roster)
	}
	for _, s := range r.held {
		for _, e := range s.Entries {
			if rec := out[e.Record]; rec != nil {
				rec.Incomplete = true
			}
		}
	}
	return out
}
