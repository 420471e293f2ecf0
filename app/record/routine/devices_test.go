package routine_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/routine"
)

// TestTwoDevicesMakeOneRun has two devices that do not know of each other make the run of one day, with a due of their own: one of
// them knows a holiday the other does not.
func TestTwoDevicesMakeOneRun(t *testing.T) {
	made := func(due, name string) ledger.Fields {
		return ledger.Fields{"routine": "0000000000000000000000000000000a", "day": "2026-03-05", "due": story.Stamp(due), "name": name, "type": "例会"}
	}
	var replicas []*ledger.Replica
	var roster []*ledger.Sealed
	for n, fields := range []ledger.Fields{made("2026-03-05 18:00", "例会"), made("2026-03-04 18:00", "项目例会")} {
		feed := ledger.FeedID(fmt.Sprintf("%032x", n+1))
		author := ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(n + 1)}, 32)), App: "test"}
		r := ledger.NewReplica(ledger.NewRegistry(routine.RunKind))
		replicas = append(replicas, r)
		write := func(e ledger.Entry) *ledger.Sealed {
			s, err := author.Write(r.Tip(story.Project, feed), ledger.Draft{Entries: []ledger.Entry{e}, Wall: story.At("2026-03-03 09:00").Add(time.Duration(n) * time.Minute)})
			if err == nil {
				err = r.Add(s)
			}
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		certificate := func(seed byte, feed ledger.FeedID) ledger.Certificate {
			key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32))
			return ledger.Certificate{Public: key.Public().(ed25519.PublicKey), Account: "张工", Roles: []ledger.Role{ledger.Engineer}, Feed: feed}
		}
		if n == 0 {
			roster = append(roster, write(ledger.CertificateEntry(story.Project, ledger.RosterRoot, certificate(1, feed))))
			roster = append(roster, write(ledger.CertificateEntry(story.Project, ledger.RosterCertify, certificate(2, ledger.FeedID(fmt.Sprintf("%032x", 2))), roster[0].Hash)))
		} else {
			for _, s := range roster {
				if err := r.Add(s); err != nil {
					t.Fatal(err)
				}
			}
		}
		write(ledger.Entry{Record: ledger.NewRecordID(story.Project, "run", routine.RunKind.Key(fields)), Kind: "run", Action: "make", Fields: fields})
	}
	for i, r := range replicas {
		for _, s := range replicas[1-i].Commits() {
			if err := r.Add(s); err != nil && !errors.Is(err, ledger.ErrWaiting) {
				t.Fatal(err)
			}
		}
	}
	a, b := replicas[0].Fold(), replicas[1].Fold()
	if len(a) != 1 {
		t.Fatalf("%d records", len(a))
	}
	for id, rec := range a {
		if len(rec.Steps) != 2 || len(rec.Conflicts) != 0 || rec.State != routine.Due || fmt.Sprint(rec.Fields) != fmt.Sprint(b[id].Fields) {
			t.Errorf("%s %v %v, elsewhere %v", rec.State, rec.Conflicts, rec.Fields, b[id].Fields)
		}
	}
}
