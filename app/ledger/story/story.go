// Package story tells one record by its steps, for the tests of record kinds: a lead's station and, once enrolled, the
// information center's. It may import the ledger only.
package story

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"testing"
	"time"

	"opsledger/app/ledger"
)

// Project is the ledger a story is told in.
var Project = ledger.NewLedgerID("TEST")

// Story is one record of a kind.
type Story struct {
	kind    *ledger.Kind
	id      ledger.RecordID
	replica *ledger.Replica
	clock   time.Time
	lead    teller
	center  teller
	roster  ledger.Hash
}

type teller struct {
	author ledger.Author
	feed   ledger.FeedID
}

func newTeller(n byte) teller {
	return teller{ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32)), App: "test"}, ledger.FeedID(fmt.Sprintf("%032x", n))}
}

// New begins a story at a moment; a lead tells it.
func New(t *testing.T, kind *ledger.Kind, at string) *Story {
	t.Helper()
	s := &Story{kind: kind, id: ledger.NewRecordID(Project, kind.Name, "1"), replica: ledger.NewReplica(ledger.NewRegistry(kind)), clock: At(at), lead: newTeller(1), center: newTeller(2)}
	s.roster = s.write(t, s.lead, ledger.CertificateEntry(Project, ledger.RosterRoot, s.lead.certificate("张工", ledger.Lead)))
	return s
}

// Enrol lets the information center tell steps too.
func (s *Story) Enrol(t *testing.T) {
	t.Helper()
	s.write(t, s.lead, ledger.CertificateEntry(Project, ledger.RosterCertify, s.center.certificate("王主任", ledger.Center), s.roster))
}

// Tell takes a step as the lead and gives its reference.
func (s *Story) Tell(t *testing.T, action string, f ledger.Fields) ledger.EntryRef {
	t.Helper()
	return s.tell(t, s.lead, action, f)
}

// Rule takes a step as the information center.
func (s *Story) Rule(t *testing.T, action string, f ledger.Fields) ledger.EntryRef {
	t.Helper()
	return s.tell(t, s.center, action, f)
}

// Record is the record as it stands.
func (s *Story) Record() *ledger.Record { return s.replica.Fold()[s.id] }

// Refused takes a check as entry would: on the record as it stands.
func (s *Story) Refused(t *testing.T, action string, f ledger.Fields) string {
	t.Helper()
	a, ok := s.kind.Action(action)
	if !ok {
		t.Fatalf("no step %s", action)
	}
	rec := s.Record()
	if rec == nil {
		rec = &ledger.Record{Fields: ledger.Fields{}}
	}
	if !a.Leads(rec.State) {
		return fmt.Sprintf("“%s”状态下不能%s", s.kind.StateLabel(rec.State), a.Label)
	}
	if err := a.Check(ledger.Before{State: rec.State, Fields: rec.Fields, Facts: rec.Facts}, f); err != nil {
		return err.Error()
	}
	return ""
}

// Clean fails where a step does not count or breaks something.
func (s *Story) Clean(t *testing.T) {
	t.Helper()
	for _, step := range s.Record().Steps {
		if step.Why != "" {
			t.Errorf("%s: %s", step.Entry.Action, step.Why)
		}
	}
}

func (s *Story) tell(t *testing.T, by teller, action string, f ledger.Fields) ledger.EntryRef {
	t.Helper()
	return ledger.NewEntryRef(s.write(t, by, ledger.Entry{Record: s.id, Kind: s.kind.Name, Action: action, Fields: f}), 0)
}

func (s *Story) write(t *testing.T, by teller, e ledger.Entry) ledger.Hash {
	t.Helper()
	s.clock = s.clock.Add(time.Minute)
	c, err := by.author.Write(s.replica.Tip(Project, by.feed), ledger.Draft{Entries: []ledger.Entry{e}, Wall: s.clock})
	if err == nil {
		err = s.replica.Add(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.Hash
}

func (b teller) certificate(name string, role ledger.Role) ledger.Certificate {
	return ledger.Certificate{Public: b.author.Key.Public().(ed25519.PublicKey), Account: name, Roles: []ledger.Role{role}, Feed: b.feed}
}

// At reads 2026-03-05 14:05.
func At(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return at
}

// Stamp is At as fields hold it.
func Stamp(s string) string { return ledger.FormatTime(At(s)) }
