// Package story tells the life of one record by its steps and gives what is folded of them: what the tests of record kinds share.
// Only tests import it.
package story

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
)

// Story is a ledger in memory with one author and one record.
type Story struct {
	t       testing.TB
	kind    *ledger.Kind
	replica *ledger.Replica
	author  ledger.Author
	clock   time.Time
}

const feed = ledger.FeedID("000000000000000000000000000000aa")

var (
	book = ledger.NewLedgerID("TEST")
	id   = ledger.RecordID("00000000000000000000000000000001")
)

// Begin founds a ledger whose one author holds the roles given; none: the lead's.
func Begin(t testing.TB, k *ledger.Kind, roles ...ledger.Role) *Story {
	t.Helper()
	if roles == nil {
		roles = []ledger.Role{ledger.Lead}
	}
	s := &Story{t: t, kind: k, replica: ledger.NewReplica(ledger.NewRegistry(k)), clock: At("2026-03-05 08:00"),
		author: ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)), App: "test"}}
	s.write(ledger.CertificateEntry(book, ledger.RosterRoot, ledger.Certificate{Public: s.author.Key.Public().(ed25519.PublicKey), Account: "张工", Roles: roles, Feed: feed}))
	return s
}

func (s *Story) write(e ledger.Entry) ledger.EntryRef {
	s.t.Helper()
	s.clock = s.clock.Add(time.Minute)
	c, err := s.author.Write(s.replica.Tip(book, feed), ledger.Draft{Entries: []ledger.Entry{e}, Wall: s.clock})
	if err == nil {
		err = s.replica.Add(c)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return ledger.NewEntryRef(c.Hash, 0)
}

// Step takes a step. Times are written 2026-03-05 09:00.
func (s *Story) Step(action string, f ledger.Fields) string {
	s.t.Helper()
	return string(s.write(ledger.Entry{Record: id, Kind: s.kind.Name, Action: action, Fields: s.typed(f)}))
}

// typed writes values as an entry holds them.
func (s *Story) typed(f ledger.Fields) ledger.Fields {
	out := ledger.Fields{}
	for key, v := range f {
		field, _ := s.kind.Field(key)
		text, isText := v.(string)
		switch n := v.(type) {
		case int:
			out[key] = int64(n)
		case string:
			out[key] = text
		case []string:
			var list []any
			for _, line := range n {
				list = append(list, line)
			}
			out[key] = list
		default:
			out[key] = v
		}
		if isText && field.Type == ledger.Time && text != "" {
			out[key] = ledger.FormatTime(At(text))
		}
	}
	return out
}

// Record is the record as folded.
func (s *Story) Record() *ledger.Record { return s.replica.Fold()[id] }

// Refusal is why a step would be refused now; "" where it would be taken.
func (s *Story) Refusal(action string, f ledger.Fields) string {
	s.t.Helper()
	a, ok := s.kind.Action(action)
	if !ok {
		s.t.Fatalf("no step %s", action)
	}
	b := ledger.Before{Fields: ledger.Fields{}}
	if rec := s.Record(); rec != nil {
		b = ledger.Before{State: rec.State, Fields: rec.Fields, Facts: rec.Facts}
	}
	if !a.Leads(b.State) {
		return "不能" + a.Label
	}
	if err := a.Check(b, s.typed(f)); err != nil {
		return err.Error()
	}
	return ""
}

// Refuses fails the test unless a step is refused with words that hold want.
func (s *Story) Refuses(action string, f ledger.Fields, want string) {
	s.t.Helper()
	if got := s.Refusal(action, f); got == "" || !strings.Contains(got, want) {
		s.t.Errorf("%s: refused with %q, should say %q", action, got, want)
	}
}

// Clean fails the test where a step was not taken as it should have been.
func (s *Story) Clean() {
	s.t.Helper()
	for _, step := range s.Record().Steps {
		if step.Why != "" {
			s.t.Errorf("%s: %s", step.Entry.Action, step.Why)
		}
	}
}

// At reads 2026-03-05 09:00.
func At(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return t
}
