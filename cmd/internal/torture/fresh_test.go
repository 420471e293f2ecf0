package torture

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

// beginnings make a store where there is none.
var beginnings = map[string]func(p place) error{
	"init":    place.found,
	"restore": place.restore,
}

// restore makes the store of a backup that lies beside its folder.
func (p place) restore() error {
	s, err := boot.Restore(ctx, filepath.Join(filepath.Dir(p.dir), "template", "backup.opsbak"), p.options(password))
	if err != nil {
		return err
	}
	s.Close() // a failure to close takes nothing back
	return nil
}

// leftovers are the files in the store's folder, those that sweep themselves away set aside.
func leftovers(m *memory, dir string) (out []string) {
	for path := range m.Names {
		if rest, ok := strings.CutPrefix(path, dir+"/"); ok && !strings.HasPrefix(rest, ".restoring-") {
			out = append(out, rest)
		}
	}
	return out
}

func TestAStoreThatCouldNotBeMadeLeavesNoneAndCanBeMadeThen(t *testing.T) {
	b := newBench(t)
	origin := on(b.model, b.model, b.origin)
	s, err := boot.Open(ctx, origin.options(password))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(backUp(origin, s), s.Close()); err != nil {
		t.Fatal(err)
	}
	dir := b.room(t, "fresh")
	for name, begin := range beginnings {
		f := &faulty{Disk: b.model.Move("", "")}
		f.arm(-1, "", 0)
		if err := begin(on(f.Disk.(*memory), f, dir)); err != nil {
			t.Fatal(err)
		}
		calls, _ := f.disarm()
		r := rand.New(rand.NewPCG(*seed, 13))
		n := 0
		for at, c := range calls {
			for _, how := range c.failures() {
				if n++; n%3 != int(*seed%3) && how != staysFull { // every call, in some of its ways
					continue
				}
				m := b.model.Move("", "")
				f := &faulty{Disk: m}
				f.arm(at, how, r.Int64N(1000))
				err := begin(on(m, f, dir))
				f.disarm()
				if e := fresh(m, dir, name, err, how); e != nil {
					t.Errorf("%s, call %d (%s), %s: %v", name, at, c, how, short(e))
				}
			}
		}
		t.Logf("%s: %d calls", name, len(calls))
	}
}

// fresh judges what is there after a store was to be made. Restore opens what it has restored: where only that fails,
// the store is there, whole.
func fresh(m *memory, dir, name string, done error, how failure) error {
	p := on(m, m, dir)
	_, err := p.reopen(password)
	if done == nil || how == staysDead {
		if fault.Is(err, fault.Unfinished) || fault.Is(err, fault.NoStore) || fault.Is(err, fault.Damaged) {
			err = nil // the disk did not let it be taken away
		}
		if done == nil {
			return err
		}
		return nil
	}
	if name == "restore" && err == nil {
		return nil
	}
	if left := leftovers(m, dir); len(left) > 0 {
		return fmt.Errorf("refused (%w), and left %q", done, left)
	}
	if err := beginnings[name](p); err != nil {
		return fmt.Errorf("refused (%w), and then again: %w", done, err)
	}
	return nil
}
