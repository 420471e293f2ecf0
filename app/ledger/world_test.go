package ledger_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
)

// job is a small kind for the tests.
type job struct {
	Title string `label:"标题" need:"yes"`
	Note  string `label:"备注"`
	Phone string `label:"电话" personal:"phone"`
}

var jobKind = ledger.Define[job]("job", "事项",
	ledger.Numbered("SX", "title"),
	ledger.States("void:作废", "new:新建", "accepted:处理中", "resolved:办结"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Text}, ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text}),
	ledger.Step("receive", "登记", ledger.Creates(), ledger.To("new"), ledger.Asks("title", "note?", "phone?")),
	ledger.Step("accept", "签收", ledger.From("new"), ledger.To("accepted")),
	ledger.Step("resolve", "办结", ledger.From("accepted"), ledger.To("resolved")),
	ledger.Step("rework", "返工", ledger.From("resolved"), ledger.To("accepted")),
	ledger.Step("void", "作废", ledger.From("new", "accepted", "resolved"), ledger.To("void")),
	ledger.Step("request", "申请", ledger.From("new", "accepted")),
	ledger.Step("grant", "批准", ledger.ReservedToCenter(), ledger.From("new", "accepted", "resolved")),
	ledger.Step("allow", "同意", ledger.ReservedToCenter(), ledger.Answering("request"), ledger.Asks("of")),
	ledger.Step("refuse", "不同意", ledger.ReservedToCenter(), ledger.Answering("request"), ledger.Asks("of")),
	ledger.Step("overrule", "改判", ledger.ReservedToCenter(), ledger.From("new", "accepted", "resolved", "void"), ledger.To("resolved")),
)

var jobs = ledger.NewRegistry(jobKind)

var testLedger = ledger.NewLedgerID("TEST-2026")

// held is what a peer keeps its commits in: a Replica, or one with a bug planted.
type held interface {
	ledger.Graph
	Add(*ledger.Sealed) error
	Commits() []*ledger.Sealed
	Held() []*ledger.Sealed
	Tip(ledger.LedgerID, ledger.FeedID) ledger.Tip
	Roster() *ledger.Roster
	Fold() map[ledger.RecordID]*ledger.Record
}

// peer is a station in memory.
type peer struct {
	author  ledger.Author
	feed    ledger.FeedID
	replica held
	clock   time.Time
	refused func(error) // its own commit was not taken in
}

func newPeer(n int) *peer {
	seed := bytes.Repeat([]byte{byte(n + 1)}, ed25519.SeedSize)
	return &peer{author: ledger.Author{Key: ed25519.NewKeyFromSeed(seed), App: "test"},
		feed: ledger.FeedID(fmt.Sprintf("%032x", n+1)), replica: ledger.NewReplica(jobs),
		clock: time.Date(2026, 3, 5, 9, 0, 0, 0, ledger.Zone), refused: func(err error) { panic(err) }}
}

func (p *peer) certificate(roles ...ledger.Role) ledger.Certificate {
	return ledger.Certificate{Public: p.author.Key.Public().(ed25519.PublicKey), Account: "账号", Device: "电脑", Roles: roles, Feed: p.feed}
}

// world is a root and the peers it certified; the last of them may be a center.
func world(roles ...ledger.Role) []*peer {
	var peers []*peer
	for i := range roles {
		peers = append(peers, newPeer(i))
	}
	root := peers[0]
	last := root.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, root.certificate(roles[0])))
	for i, p := range peers[1:] {
		last = root.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, p.certificate(roles[i+1]), last.Hash))
	}
	for _, p := range peers[1:] {
		exchange(root, p)
	}
	return peers
}

func (p *peer) write(entries ...ledger.Entry) *ledger.Sealed {
	return p.writePersonal(nil, entries...)
}

func (p *peer) writePersonal(personal map[int]ledger.Personal, entries ...ledger.Entry) *ledger.Sealed {
	p.clock = p.clock.Add(time.Minute)
	s, err := p.author.Write(p.replica.Tip(testLedger, p.feed), ledger.Draft{Entries: entries, Wall: p.clock, Personal: personal})
	if err != nil {
		panic(err)
	}
	if err := p.replica.Add(s); err != nil {
		p.refused(err)
	}
	return s
}

func job1(n int) ledger.RecordID { return ledger.NewRecordID(testLedger, "job", fmt.Sprint(n)) }

func (p *peer) step(id ledger.RecordID, action string, fields ledger.Fields) ledger.EntryRef {
	s := p.write(ledger.Entry{Record: id, Kind: "job", Action: action, Fields: fields})
	return ledger.NewEntryRef(s.Hash, 0)
}

func (p *peer) record(id ledger.RecordID) *ledger.Record { return p.replica.Fold()[id] }

// exchange hands both peers what the other holds, what still waits for its parents too.
func exchange(a, b *peer) {
	hand(a, append(b.replica.Commits(), b.replica.Held()...)...)
	hand(b, append(a.replica.Commits(), a.replica.Held()...)...)
}

func hand(to *peer, commits ...*ledger.Sealed) {
	for _, s := range commits {
		to.replica.Add(s)
	}
}

// picture renders all records byte by byte, steps and conflicts included.
func picture(r held) string {
	var lines []string
	for id, rec := range r.Fold() {
		fields, _ := ledger.Canonical(rec.Fields)
		line := fmt.Sprintf("%s %s %s %s %v", id, rec.Kind, rec.State, fields, rec.Incomplete)
		for _, s := range rec.Steps {
			line += fmt.Sprintf("\n  %s %s %v %v %v %v %s", s.Ref(), s.Entry.Action, s.Counts, s.LeftOut, s.TakenBack, s.Violates, s.Why)
		}
		for _, c := range rec.Conflicts {
			line += "\n  conflict " + c.Field
			for _, side := range c.Sides {
				line += " " + string(side.Ref)
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func states(t *testing.T, rec *ledger.Record, state ledger.State, conflicts int) {
	t.Helper()
	if rec.State != state || len(rec.Conflicts) != conflicts {
		t.Errorf("state %q with %d conflicts, should be %q with %d", rec.State, len(rec.Conflicts), state, conflicts)
	}
}
