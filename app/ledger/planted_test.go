package ledger_test

import (
	"maps"
	"slices"
	"testing"

	"opsledger/app/ledger"
)

// bug is a mistake planted in what a peer keeps its commits in. Each field replaces one rule.
type bug struct {
	node    func(*ledger.Node, int) *ledger.Node                                                    // what is known of a commit, and when it came
	roles   func(*ledger.Roster, *ledger.Node, ledger.Graph) []ledger.Role                          // who may sign what
	erases  func(*ledger.Roster, *ledger.Node) bool                                                 // whether an erasure is in force
	entries func([]*ledger.Placed) []*ledger.Placed                                                 // what a record consists of
	record  func(*ledger.Record)                                                                    // what the fold made
	tip     func(ledger.Tip) ledger.Tip                                                             // what the next commit names
	shown   func([]*ledger.Sealed, *ledger.Roster, func(ledger.Hash) *ledger.Node) []*ledger.Sealed // what is handed on
}

// mutant is a replica with a bug.
type mutant struct {
	*ledger.Replica
	bug
	came map[ledger.Hash]int
}

func (b bug) keep() held {
	return &mutant{Replica: ledger.NewReplica(jobs), bug: b, came: map[ledger.Hash]int{}}
}

func (m *mutant) Add(s *ledger.Sealed) error {
	if m.came[s.Hash] == 0 {
		m.came[s.Hash] = len(m.came) + 1
	}
	return m.Replica.Add(s)
}

func (m *mutant) Node(h ledger.Hash) *ledger.Node {
	n := m.Replica.Node(h)
	if n == nil || m.node == nil {
		return n
	}
	c := *n
	c.Clock = maps.Clone(n.Clock)
	return m.node(&c, m.came[h])
}

func (m *mutant) Commits() []*ledger.Sealed {
	all := m.Replica.Commits()
	if m.shown != nil {
		all = m.shown(all, m.Replica.Roster(), m.Replica.Node)
	}
	return all
}

func (m *mutant) Tip(l ledger.LedgerID, f ledger.FeedID) ledger.Tip {
	t := m.Replica.Tip(l, f)
	if m.tip != nil {
		t = m.tip(t)
	}
	return t
}

type authority struct {
	*ledger.Roster
	roles  func(*ledger.Node) []ledger.Role
	erases func(*ledger.Node) bool
}

func (a authority) Erases(n *ledger.Node) bool { return a.erases(n) }

func (a authority) Roles(n *ledger.Node) []ledger.Role { return a.roles(n) }

// Fold is Replica.Fold with the planted rules in place of the true ones.
func (m *mutant) Fold() map[ledger.RecordID]*ledger.Record {
	all := map[ledger.RecordID][]*ledger.Placed{}
	for _, s := range m.Replica.Commits() {
		for i, e := range s.Entries {
			if e.Kind != ledger.RosterKind {
				all[e.Record] = append(all[e.Record], &ledger.Placed{Node: m.Node(s.Hash), Index: i, Entry: e, Personal: s.Personal[i].Body})
			}
		}
	}
	roster := m.Replica.Roster()
	auth := authority{roster, func(n *ledger.Node) []ledger.Role {
		if m.roles != nil {
			return m.roles(roster, n, m.Replica)
		}
		return roster.Roles(n)
	}, func(n *ledger.Node) bool {
		if m.erases != nil {
			return m.erases(roster, n)
		}
		return roster.Erases(n)
	}}
	out := map[ledger.RecordID]*ledger.Record{}
	truth := m.Replica.Fold()
	for id, list := range all {
		slices.SortFunc(list, (*ledger.Placed).Compare)
		if m.entries != nil {
			list = m.entries(list)
		}
		rec := ledger.Fold(jobKind, id, list, auth)
		rec.Incomplete = rec.Incomplete || truth[id].Incomplete
		if m.record != nil {
			m.record(rec)
		}
		out[id] = rec
	}
	return out
}

func rolesOf(r *ledger.Roster, k ledger.KeyID) []ledger.Role {
	c, _ := r.Certificate(k)
	return c.Roles
}

var planted = map[string]bug{
	"the order of arrival decides": {node: func(n *ledger.Node, came int) *ledger.Node {
		n.Lamport = int64(came)
		return n
	}},
	"clocks do not follow after": {node: func(n *ledger.Node, _ int) *ledger.Node {
		n.Clock = map[ledger.Hash]int{n.Chain: n.Pos}
		return n
	}},
	"the branches of a fork share a chain": {node: func(n *ledger.Node, _ int) *ledger.Node {
		n.Chain, n.Pos = ledger.Hash(n.Feed), int(n.Seq)
		n.Clock[n.Chain] = n.Pos
		return n
	}},
	"everyone has seen everything": {node: func(n *ledger.Node, _ int) *ledger.Node {
		for chain := range n.Clock {
			n.Clock[chain]++
		}
		return n
	}},
	"revocations are not looked at": {roles: func(r *ledger.Roster, n *ledger.Node, _ ledger.Graph) []ledger.Role {
		return rolesOf(r, n.Actor)
	}},
	"a revocation cuts everything": {roles: func(r *ledger.Roster, n *ledger.Node, _ ledger.Graph) []ledger.Role {
		if r.Revoked(n.Actor) {
			return nil
		}
		return r.Roles(n)
	}},
	"the roles of today hold for yesterday": {roles: func(r *ledger.Roster, n *ledger.Node, _ ledger.Graph) []ledger.Role {
		if len(r.Roles(n)) == 0 {
			return nil
		}
		return r.Holds(n.Actor)
	}},
	"a role change is forgotten": {roles: func(r *ledger.Roster, n *ledger.Node, _ ledger.Graph) []ledger.Role {
		if len(r.Roles(n)) == 0 {
			return nil
		}
		return rolesOf(r, n.Actor)
	}},
	"anyone signs for the center": {roles: func(r *ledger.Roster, n *ledger.Node, _ ledger.Graph) []ledger.Role {
		if roles := r.Roles(n); len(roles) > 0 {
			return append(slices.Clone(roles), ledger.Center)
		}
		return nil
	}},
	"the last writer wins": {record: func(rec *ledger.Record) { rec.Conflicts = nil }},
	"the erased comes back": {record: func(rec *ledger.Record) {
		for _, s := range rec.Steps {
			if s.Erased {
				c := *s.Placed
				c.Personal = ledger.Fields{"phone": "13800001"}
				s.Placed = &c
			}
		}
	}},
	"an erasure falls with its author": {erases: func(r *ledger.Roster, n *ledger.Node) bool { return len(r.Roles(n)) > 0 }},
	"an erasure covers only what it saw": {record: func(rec *ledger.Record) {
		for _, e := range rec.Steps {
			for _, s := range rec.Steps {
				if s.Erased && e.Entry.Action == ledger.Erase && !e.Sees(s.Placed) {
					c := *s.Placed
					c.Personal = ledger.Fields{"phone": "13800001"}
					s.Placed = &c
				}
			}
		}
	}},
	"taking back is always allowed": {record: func(rec *ledger.Record) {
		for _, s := range rec.Steps {
			if s.Entry.Action == ledger.TakeBack && s.Why == "他人已在该步骤之后处理，不能撤回" {
				s.Counts = true
			}
		}
	}},
	"what comes twice counts twice": {entries: func(list []*ledger.Placed) []*ledger.Placed { return append(list, list[len(list)-1]) }},
	"unknown steps are dropped": {entries: func(list []*ledger.Placed) []*ledger.Placed {
		return slices.DeleteFunc(list, func(p *ledger.Placed) bool { return p.Entry.Action == "a-step-of-tomorrow" })
	}},
	"a commit names only its own feed": {tip: func(t ledger.Tip) ledger.Tip {
		t.Others = nil
		return t
	}},
	"the other branch of my feed is not named": {tip: func(t ledger.Tip) ledger.Tip {
		t.Others = slices.DeleteFunc(slices.Clone(t.Others), func(n *ledger.Node) bool { return n.Feed == t.Feed })
		return t
	}},
	"what a revoked key signed is not handed on": {shown: func(all []*ledger.Sealed, r *ledger.Roster, node func(ledger.Hash) *ledger.Node) []*ledger.Sealed {
		return slices.DeleteFunc(all, func(s *ledger.Sealed) bool { return len(r.Roles(node(s.Hash))) == 0 })
	}},
}

// TestEveryPlantedBugIsFound shows that the simulator can fail, and at what.
func TestEveryPlantedBugIsFound(t *testing.T) {
	for name, b := range planted {
		t.Run(name, func(t *testing.T) {
			found := false
			run(1000, b.keep, func(seed uint64, _ *simulation, faults []string) bool {
				if len(faults) > 0 {
					t.Logf("seed %d: %.200s", seed, faults[0])
					found = true
				}
				return !found
			})
			if !found {
				t.Error("1000 schedules and nothing was noticed")
			}
		})
	}
}

// A mutant without a bug is no mutant: what the planted ones are found by is their bug.
func TestAMutantWithoutABugIsSound(t *testing.T) {
	run(200, bug{}.keep, func(seed uint64, _ *simulation, faults []string) bool {
		if len(faults) > 0 {
			t.Errorf("seed %d: %s", seed, faults[0])
		}
		return len(faults) == 0
	})
}
