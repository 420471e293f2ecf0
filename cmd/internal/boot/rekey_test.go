package boot

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/storage"
	"opsledger/storage/vault"
)

const password = "Tr0ub4dor&3"

func options(dir string) Options {
	return Options{Dir: dir, User: "张工", Password: password, Program: "test", Cost: vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1},
		Now: func() time.Time { return time.Date(2026, 3, 12, 17, 0, 0, 0, time.UTC) }}
}

func founded(t testing.TB) *Session {
	t.Helper()
	s, _, err := Init(context.Background(), Setup{Options: options(filepath.Join(t.TempDir(), "台账")), Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	s.receive(t, "第一张")
	return s
}

func (s *Session) receive(t testing.TB, title string) {
	t.Helper()
	_, err := s.Act(context.Background(), app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: map[string]string{
		"title": title, "region": "丹徒区", "system": "社会保险系统", "insurance": "企业职工养老", "arrived": "2026-03-10T09:00"}})
	if err != nil {
		t.Fatal(err)
	}
}

// reopened opens the store and requires n tickets, a clean audit, no change of key under way, and nothing left over.
func reopened(t *testing.T, dir string, n int) [32]byte {
	t.Helper()
	s, err := Open(context.Background(), options(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	audit, err := s.Store.Verify(context.Background(), nil)
	if err != nil || !audit.OK || s.keys.Next() != nil || s.Away() {
		t.Fatalf("audit %v %v, next %v, away %v", audit.Faults, err, s.keys.Next() != nil, s.Away())
	}
	got := 0
	s.store.View(context.Background(), func(r app.Reader) error {
		got, err = r.Count(context.Background(), app.Query{Kind: "ticket"}, 0)
		return err
	})
	if got != n || err != nil {
		t.Fatalf("%d tickets, should be %d: %v", got, n, err)
	}
	if _, err := os.Stat(filepath.Join(dir, rekeyDir)); err == nil {
		t.Error("the folder of the change is still there")
	}
	return *s.keys.Data()
}

func TestTheSessionGoesOnAfterTheDataKeyChanged(t *testing.T) {
	s := founded(t)
	old := *s.keys.Data()
	if err := s.ChangeDataKey(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	s.receive(t, "第二张")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if reopened(t, s.Dir, 2) == old {
		t.Error("the key is still the old one")
	}
}

// A change of the data key may end anywhere; the next opening finishes it or takes it back.
func TestAnInterruptedChangeOfTheDataKeyIsSettledByOpening(t *testing.T) {
	for _, at := range []string{"after the slots got the next key", "after the copy was written", "after the copy was put in place"} {
		t.Run(at, func(t *testing.T) {
			s := founded(t)
			ctx, dir := context.Background(), filepath.Join(s.Dir, rekeyDir)
			old := *s.keys.Data()
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			next, err := s.keys.BeginRekey()
			if err != nil {
				t.Fatal(err)
			}
			want := *next
			if at != "after the slots got the next key" {
				if err := s.writeAnew(ctx, dir, next, nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if at != "after the copy was put in place" {
				want = old
			} else if err := os.Rename(filepath.Join(dir, storage.FileName), filepath.Join(s.Dir, storage.FileName)); err != nil {
				t.Fatal(err)
			}
			if reopened(t, s.Dir, 1) != want {
				t.Error("another key than it should be")
			}
		})
	}
}
