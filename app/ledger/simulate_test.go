package ledger_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"opsledger/app/ledger"
)

var schedules = flag.Int("schedules", 10_000, "how many random schedules the simulator runs")

// simulation is two to ten peers with clocks off by years, working on a few records, meeting now and then, losing
// disks, being cloned, revoked and given other roles.
type simulation struct {
	rand      *rand.Rand
	keep      func() held // what a peer keeps its commits in
	peers     []*peer
	acked     map[ledger.EntryRef]bool // label steps a person was told are done
	faults    []string                 // what went wrong while it ran
	count     map[string]int           // events that happened, so that a test can see that they do
	destroyed map[ledger.Hash]bool     // erasures that were in force for someone: what they cover is gone there
	phone     int
	base      int64 // lamport of the founding
}

// simulate runs one schedule and lets all peers meet until nothing is new.
func simulate(seed uint64, keep func() held) *simulation {
	s := &simulation{rand: rand.New(rand.NewPCG(seed, 7)), keep: keep, acked: map[ledger.EntryRef]bool{}, count: map[string]int{}, destroyed: map[ledger.Hash]bool{}}
	s.found(2 + s.rand.IntN(9))
	for range 30 + 3*len(s.peers) {
		s.turn()
	}
	for range 2 { // by way of one another: whoever is missing a certificate gets it in the second round
		for _, p := range s.peers[1:] {
			exchange(s.peers[0], p)
		}
	}
	for _, p := range s.peers[1:] {
		exchange(s.peers[0], p)
	}
	return s
}

// found makes a root with its paper key and certifies most of the others; the rest are newcomers.
func (s *simulation) found(n int) {
	for i := range n {
		p := newPeer(i)
		p.replica, p.clock = s.keep(), p.clock.Add(time.Duration(s.rand.IntN(175_000)-87_500)*time.Hour) // ten years each way
		p.refused = func(err error) { s.faults = append(s.faults, "a peer refuses its own step: "+err.Error()) }
		s.peers = append(s.peers, p)
	}
	root := s.peers[0]
	root.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, root.certificate(ledger.Lead)))
	for _, p := range s.peers[1:] {
		if s.rand.IntN(5) > 0 {
			s.certify(p)
		}
	}
	for _, c := range root.replica.Commits() {
		s.base = max(s.base, c.Lamport)
	}
	for _, p := range s.peers[1:] {
		exchange(root, p)
	}
}

func (s *simulation) certify(p *peer) {
	role := []ledger.Role{ledger.Engineer, ledger.Lead, ledger.Center}[s.rand.IntN(3)]
	root := s.peers[0]
	root.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, p.certificate(role), root.replica.Roster().Last()...))
}

func (s *simulation) pick() *peer { return s.peers[s.rand.IntN(len(s.peers))] }

func (s *simulation) turn() {
	p := s.pick()
	switch n := s.rand.IntN(40); {
	case n < 9:
		s.meet(p, s.pick())
	case n == 9:
		s.restore(p)
	case n == 10:
		s.fork(p)
	case n == 11:
		s.clone(p)
	case n == 12:
		s.manage()
	default:
		if _, known := p.replica.Roster().Certificate(p.author.Actor()); !known {
			return // who is not yet certified waits
		}
		if n == 13 {
			s.forge(p)
		} else {
			s.work(p)
		}
	}
}

// work is one step of a person.
func (s *simulation) work(p *peer) {
	id := job1(s.rand.IntN(3))
	rec := p.record(id)
	if rec == nil {
		s.receive(p, id)
		return
	}
	switch s.rand.IntN(12) {
	case 0:
		s.step(p, id, ledger.Amend, ledger.Fields{"note": fmt.Sprint(s.rand.IntN(4))})
	case 1:
		last := rec.Steps[len(rec.Steps)-1]
		s.step(p, id, ledger.TakeBack, ledger.Fields{"of": string(last.Ref())})
	case 2, 3:
		s.settle(p, id, rec)
	case 4:
		s.step(p, id, ledger.Erase, ledger.Fields{"why": "x"})
		s.destroy(p)
	case 5:
		s.step(p, id, "a-step-of-tomorrow", ledger.Fields{"x": "y"})
	case 6:
		s.request(p, id, rec)
	default:
		s.label(p, id, rec)
	}
}

// step writes a step and checks that its author had seen all there is at his place.
func (s *simulation) step(p *peer, id ledger.RecordID, action string, f ledger.Fields) ledger.EntryRef {
	s.count[action]++
	return s.wrote(p, p.write(ledger.Entry{Record: id, Kind: "job", Action: action, Fields: f}))
}

func (s *simulation) wrote(p *peer, c *ledger.Sealed) ledger.EntryRef {
	mine := p.replica.Node(c.Hash)
	for _, o := range p.replica.Commits() {
		// a clone may have written the very same commit before, whose followers waited here
		if n := p.replica.Node(o.Hash); mine != nil && !mine.Sees(n) && !n.Sees(mine) {
			s.faults = append(s.faults, "a step has not seen what lay before its author")
			break
		}
	}
	return ledger.NewEntryRef(c.Hash, 0)
}

func (s *simulation) receive(p *peer, id ledger.RecordID) {
	s.phone++
	salt := strings.Repeat(fmt.Sprintf("%08x", s.phone), 8)
	personal := map[int]ledger.Personal{0: {Salt: salt, Body: ledger.Fields{"phone": fmt.Sprint("1380000", s.phone)}}}
	c := p.writePersonal(personal, ledger.Entry{Record: id, Kind: "job", Action: "receive", Fields: ledger.Fields{"title": fmt.Sprint(s.rand.IntN(3))}})
	s.acked[s.wrote(p, c)] = true
}

func (s *simulation) label(p *peer, id ledger.RecordID, rec *ledger.Record) {
	var may []ledger.Action
	for _, a := range jobKind.Actions {
		if a.To != ledger.New && a.Leads(rec.State) && (!a.Reserved || s.rand.IntN(4) == 0) {
			may = append(may, a)
		}
	}
	if len(may) > 0 {
		s.acked[s.step(p, id, may[s.rand.IntN(len(may))].Name, nil)] = true
	}
}

// request asks, or grants what was asked, whoever may.
func (s *simulation) request(p *peer, id ledger.RecordID, rec *ledger.Record) {
	for _, step := range rec.Steps {
		if step.Entry.Action == "request" && s.rand.IntN(2) == 0 {
			s.step(p, id, "grant", ledger.Fields{"of": string(step.Ref())})
			return
		}
	}
	s.step(p, id, "request", nil)
}

func (s *simulation) settle(p *peer, id ledger.RecordID, rec *ledger.Record) {
	if len(rec.Conflicts) == 0 {
		return
	}
	c := rec.Conflicts[s.rand.IntN(len(rec.Conflicts))]
	s.step(p, id, ledger.Settle, ledger.Fields{"field": c.Field, "take": string(c.Sides[s.rand.IntN(len(c.Sides))].Ref)})
}

// meet hands over a random part, some of it twice, in an order that has nothing to do with its making.
func (s *simulation) meet(a, b *peer) {
	for _, c := range a.replica.Commits() {
		for range s.rand.IntN(3) {
			b.replica.Add(c)
		}
	}
	s.destroy(b)
}

// destroy remembers what erasures destroy at a peer.
func (s *simulation) destroy(p *peer) {
	for _, rec := range p.replica.Fold() {
		for _, e := range rec.Steps {
			if e.Entry.Action != ledger.Erase || !e.Counts {
				continue
			}
			s.destroyed[e.Node.Hash] = true
			if len(e.Roles) == 0 {
				s.count["erased, then revoked"]++
			}
		}
	}
}

// restore gives a peer back an older part of what it had; it goes on in a feed of its own.
func (s *simulation) restore(p *peer) {
	s.older(p)
	p.feed = ledger.FeedID(fmt.Sprintf("%032x", 1000+s.rand.IntN(1<<30)))
	s.count["restore"]++
}

// fork is a restore that went unnoticed: it goes on in the same feed.
func (s *simulation) fork(p *peer) {
	s.older(p)
	s.count["fork"]++
}

// clone starts a disk image a second time: the same key, the same feed.
func (s *simulation) clone(p *peer) {
	if len(s.peers) == 10 {
		return
	}
	c := *p
	c.replica = s.keep()
	hand(&c, p.replica.Commits()...)
	if s.rand.IntN(2) == 0 {
		c.feed = ledger.FeedID(fmt.Sprintf("%032x", 1000+s.rand.IntN(1<<30)))
	}
	s.peers = append(s.peers, &c)
	s.count["clone"]++
}

// older puts a peer back to what it held before its last few commits. What no other peer holds is lost with the disk.
func (s *simulation) older(p *peer) {
	have := p.replica.Commits()
	var after int64
	for _, c := range have {
		after = max(after, c.Lamport)
	}
	after = max(after-int64(s.rand.IntN(6)), s.base)
	gone := p.replica.Held()
	p.replica = s.keep()
	for _, c := range have {
		if c.Lamport > after {
			gone = append(gone, c)
		} else {
			p.replica.Add(c)
		}
	}
	for _, c := range gone {
		if !s.somewhere(c) {
			delete(s.acked, ledger.NewEntryRef(c.Hash, 0))
		}
	}
}

func (s *simulation) somewhere(c *ledger.Sealed) bool {
	for _, p := range s.peers {
		if p.replica.Node(c.Hash) != nil {
			return true
		}
		for _, h := range p.replica.Held() {
			if h == c {
				return true
			}
		}
	}
	return false
}

// manage is what the root does: certify a newcomer, revoke a key back to an earlier commit, give other roles.
func (s *simulation) manage() {
	root, p := s.peers[0], s.pick()
	roster := root.replica.Roster()
	key := p.author.Actor()
	if key == root.author.Actor() || len(roster.Last()) == 0 {
		return
	}
	if _, known := roster.Certificate(key); !known {
		s.certify(p)
		s.count["newcomer"]++
		return
	}
	var at ledger.Hash
	for _, c := range root.replica.Commits() {
		if c.Actor == key && s.rand.IntN(3) == 0 {
			at = c.Hash
		}
	}
	if s.rand.IntN(3) == 0 {
		root.write(ledger.RevokeEntry(testLedger, key, at, roster.Last()...))
		s.count["revoke"]++
		return
	}
	role := []ledger.Role{ledger.Engineer, ledger.Lead, ledger.Center}[s.rand.IntN(3)]
	root.write(ledger.RoleEntry(testLedger, key, []ledger.Role{role}, at, roster.Last()...))
	s.count["role"]++
}

// forge hands others a commit that breaks its chain: its lamport is not what its parents make it.
func (s *simulation) forge(p *peer) {
	tip := p.replica.Tip(testLedger, p.feed)
	if tip.Prev == nil {
		return
	}
	prev := *tip.Prev
	prev.Lamport += 5
	tip.Prev = &prev
	bad, err := p.author.Write(tip, ledger.Draft{Wall: p.clock, Entries: []ledger.Entry{{Record: job1(0), Kind: "job", Action: "void"}}})
	if err != nil {
		panic(err)
	}
	for _, o := range s.peers {
		o.replica.Add(bad)
	}
	s.count["forge"]++
}

// run checks many schedules on all processors and calls each with what it found; it stops where each says so.
func run(n int, keep func() held, each func(seed uint64, s *simulation, faults []string) bool) {
	var next atomic.Uint64
	var stop atomic.Bool
	var mu sync.Mutex
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for seed := next.Add(1) - 1; seed < uint64(n) && !stop.Load(); seed = next.Add(1) - 1 {
				s := simulate(seed, keep)
				found := s.check()
				mu.Lock()
				if !each(seed, s, found) {
					stop.Store(true)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

func sound() held { return ledger.NewReplica(jobs) }

func TestPeersConvergeAndLoseNothing(t *testing.T) {
	count := map[string]int{}
	run(*schedules, sound, func(seed uint64, s *simulation, faults []string) bool {
		if len(faults) > 0 {
			t.Errorf("seed %d: %s", seed, faults[0])
		}
		for what, n := range s.count {
			count[what] += n
		}
		for _, rec := range s.peers[0].replica.Fold() {
			count["open conflict"] += len(rec.Conflicts)
		}
		return len(faults) == 0
	})
	t.Log(count)
	for _, what := range []string{"restore", "fork", "clone", "newcomer", "revoke", "role", "forge", "open conflict", "grant",
		ledger.Settle, ledger.TakeBack, ledger.Erase, "a-step-of-tomorrow"} {
		if count[what] < *schedules/100 {
			t.Errorf("%s happened %d times in %d schedules: the simulator looks away", what, count[what], *schedules)
		}
	}
}
