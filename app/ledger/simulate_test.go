package ledger_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"opsledger/app/ledger"
)

var schedules = flag.Int("schedules", 150, "how many random schedules the simulator runs")

// simulation is some peers with random clocks, working on a few records and meeting now and then.
type simulation struct {
	rand  *rand.Rand
	peers []*peer
	acked []ledger.EntryRef // label steps a person was told are done
}

func simulate(seed uint64, n int) *simulation {
	s := &simulation{rand: rand.New(rand.NewPCG(seed, 7))}
	roles := []ledger.Role{ledger.Lead}
	for len(roles) < n {
		roles = append(roles, []ledger.Role{ledger.Engineer, ledger.Lead, ledger.Center}[s.rand.IntN(3)])
	}
	s.peers = world(roles...)
	for _, p := range s.peers {
		p.clock = p.clock.Add(time.Duration(s.rand.IntN(20000)-10000) * time.Hour) // off by up to a year
	}
	for range 40 {
		s.turn()
	}
	for range 3 {
		for _, a := range s.peers {
			for _, b := range s.peers {
				exchange(a, b)
			}
		}
	}
	return s
}

func (s *simulation) turn() {
	p := s.peers[s.rand.IntN(len(s.peers))]
	if s.rand.IntN(4) == 0 {
		s.meet(p, s.peers[s.rand.IntN(len(s.peers))])
		return
	}
	id := job1(s.rand.IntN(3))
	rec := p.record(id)
	if rec == nil {
		s.ack(p.step(id, "receive", ledger.Fields{"title": fmt.Sprint(s.rand.IntN(3))}))
		return
	}
	switch s.rand.IntN(8) {
	case 0:
		p.step(id, ledger.Amend, ledger.Fields{"note": fmt.Sprint(s.rand.IntN(4))})
	case 1:
		last := rec.Steps[len(rec.Steps)-1]
		p.step(id, ledger.TakeBack, ledger.Fields{"of": string(last.Ref())})
	case 2:
		s.settle(p, id, rec)
	case 3:
		p.step(id, ledger.Erase, ledger.Fields{"why": "x"})
	default:
		s.label(p, id, rec)
	}
}

func (s *simulation) label(p *peer, id ledger.RecordID, rec *ledger.Record) {
	var may []ledger.Action
	for _, a := range jobKind.Actions {
		if a.To != ledger.New && a.Leads(rec.State) && !a.Reserved {
			may = append(may, a)
		}
	}
	if len(may) > 0 {
		s.ack(p.step(id, may[s.rand.IntN(len(may))].Name, nil))
	}
}

func (s *simulation) settle(p *peer, id ledger.RecordID, rec *ledger.Record) {
	if len(rec.Conflicts) > 0 {
		c := rec.Conflicts[s.rand.IntN(len(rec.Conflicts))]
		p.step(id, ledger.Settle, ledger.Fields{"field": c.Field, "take": string(c.Sides[s.rand.IntN(len(c.Sides))].Ref)})
	}
}

func (s *simulation) ack(ref ledger.EntryRef) { s.acked = append(s.acked, ref) }

// meet hands over a random part, shuffled, some of it twice.
func (s *simulation) meet(a, b *peer) {
	for _, c := range a.replica.Commits() {
		for range s.rand.IntN(3) {
			b.replica.Add(c)
		}
	}
}

// lost finds an acknowledged label step that is neither seen by a later one, nor state, nor in an open conflict,
// nor left out by a settle, nor shown as refused.
func (s *simulation) lost(r *ledger.Replica) []string {
	var out []string
	records := r.Fold()
	for _, ref := range s.acked {
		found := false
		for _, rec := range records {
			for _, step := range rec.Steps {
				if step.Ref() == ref {
					found = found || visible(rec, step)
				}
			}
		}
		if !found {
			out = append(out, string(ref))
		}
	}
	return out
}

func visible(rec *ledger.Record, step *ledger.Taken) bool {
	if step.LeftOut || step.TakenBack || step.Why != "" || step.Action.To == rec.State || step.Action.Creates {
		return true
	}
	for _, c := range rec.Conflicts {
		for _, side := range c.Sides {
			if side.Ref == step.Ref() {
				return true
			}
		}
	}
	for _, later := range rec.Steps {
		replaces := later.Action.To != ledger.New || later.Entry.Action == ledger.Settle
		if later != step && later.Counts && !later.TakenBack && replaces && later.Sees(step.Placed) {
			return true
		}
	}
	return false
}

func TestPeersConvergeAndLoseNothing(t *testing.T) {
	conflicts := 0
	for seed := range uint64(*schedules) {
		s := simulate(seed, 3)
		first := picture(s.peers[0].replica)
		for i, p := range s.peers {
			if len(p.replica.Held()) > 0 {
				t.Fatalf("seed %d: peer %d still holds commits back", seed, i)
			}
			if got := picture(p.replica); got != first {
				t.Fatalf("seed %d: peers 0 and %d differ:\n%s\n---\n%s", seed, i, first, got)
			}
		}
		if lost := s.lost(s.peers[0].replica); len(lost) > 0 {
			t.Fatalf("seed %d: acknowledged and without effect: %v\n%s", seed, lost, first)
		}
		for _, rec := range s.peers[0].replica.Fold() {
			conflicts += len(rec.Conflicts)
		}
	}
	if conflicts == 0 {
		t.Error("no schedule ended in a conflict: the simulator looks away")
	}
}

// TestTheSimulatorSeesALoss shows that the check can fail: a label step whose heads are forgotten.
func TestTheSimulatorSeesALoss(t *testing.T) {
	for seed := range uint64(50) {
		s := simulate(seed, 3)
		for _, rec := range s.peers[0].replica.Fold() {
			for _, c := range rec.Conflicts {
				if c.Field != "" {
					continue
				}
				rec.Conflicts = nil // last writer wins: the other side vanishes
				for _, side := range c.Sides {
					if !visible(rec, side.Step) {
						return
					}
				}
			}
		}
	}
	t.Error("a vanished side went unnoticed")
}
