package meeting

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/cryptotest"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

var (
	schedules = flag.Int("schedules", 2000, "how many schedules are run")
	from      = flag.Uint64("seed", 0, "the first schedule's")
	shrinks   = flag.Bool("shrink", true, "look for the moves of a schedule that are enough for it to fail")
)

// TestMain trades memory for time: thousands of small stores are made and thrown away.
func TestMain(m *testing.M) {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(700 << 20)
	os.Exit(m.Run())
}

// failure is a schedule that broke a promise.
type failure struct {
	seed uint64
	err  error
}

// found makes the cast that schedules begin with, with the same keys each time.
func found(t *testing.T, at beginning) {
	t.Helper()
	t.Run(fmt.Sprintf("founding %v", at), func(t *testing.T) {
		cryptotest.SetGlobalRandom(t, uint64(at.stations*10)+uint64(at.how))
		if _, err := castOf(at); err != nil {
			t.Fatal(err)
		}
	})
}

// run plays schedules on all processors until one fails, and counts what happened.
func run(t *testing.T, first uint64, n int) (count map[string]int, failed *failure) {
	t.Helper()
	needed := map[beginning]bool{}
	for k := range n {
		at, _ := draw(first + uint64(k))
		needed[at] = true
	}
	for at := range needed {
		found(t, at)
	}
	count = map[string]int{}
	var next atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range runtime.GOMAXPROCS(0) {
		root := filepath.Join(t.TempDir(), fmt.Sprint(i))
		all.Go(func() {
			for k := next.Add(1) - 1; k < int64(n); k = next.Add(1) - 1 {
				seed := first + uint64(k)
				at, list := draw(seed)
				w, err := play(seed, at, list, root)
				mu.Lock()
				if w != nil {
					for what, n := range w.count {
						count[what] += n
					}
				}
				if err != nil && (failed == nil || seed < failed.seed) {
					failed = &failure{seed, err}
				}
				done := failed != nil
				mu.Unlock()
				if done {
					return
				}
			}
		})
	}
	all.Wait()
	return count, failed
}

func TestStationsThatMeetHoldTheSame(t *testing.T) {
	count, failed := run(t, *from, *schedules)
	if failed == nil {
		for _, what := range slices.Sorted(maps.Keys(count)) {
			t.Logf("%6d %s", count[what], what)
		}
		awake(t, count, *schedules)
		return
	}
	at, list := draw(failed.seed)
	t.Errorf("-seed %d -schedules 1 (%v): %.3000v", failed.seed, at, failed.err)
	if !*shrinks {
		return
	}
	list = shrink(failed.seed, at, list, filepath.Join(t.TempDir(), "less"))
	_, err := play(failed.seed, at, list, filepath.Join(t.TempDir(), "least"))
	t.Errorf("%d moves are enough: %v\n%.6000v", len(list), list, err)
}

// faults are what must strike, and what must come of it, so that none sleeps: at least once in so many schedules.
var faults = map[int][]string{
	20: {"receive", "accept", "resolve", "void", "suspend", "request-extension", "grant-extension", ledger.Attach, ledger.Settle, ledger.Amend, "conflict", "clash", "clock", "put an image back",
		"copy", "restore", "enrol", "introduced", "newer version", "nothing new", "nothing left to send", "refused " + string(fault.BundleSigner)},
	50: {"import", "visit", "deny-extension", ledger.Erase, "held", "drop", "out of order", "cut", "kill", "kill took it back", "lost with a disk", "copy told", "copy not told", "copy unnoticed",
		"revoke", "adopted", "older version", "first version", "forged", "refused " + string(fault.BadBundle), "alarm " + string(app.OwnLost), "alarm " + string(app.RolledBack)},
	150: {ledger.TakeBack, ledger.Detach, "changed byte", "other ledger", "broken chain", "stranger", "usurped", "in another's name", "number given twice", "refused " + string(fault.BundleRevoked),
		"alarm " + string(app.Forked), "alarm " + string(app.Revived)},
	400:  {"fork"},
	1000: {"erased, then revoked", "rival roster steps"},
}

// awake sees that each happened, in so many schedules as must have it all.
func awake(t *testing.T, count map[string]int, schedules int) {
	t.Helper()
	if schedules < 2000 {
		return
	}
	for once, list := range faults {
		for _, what := range list {
			if count[what] < schedules/once {
				t.Errorf("%s: %d times in %d schedules, at least %d are wanted", what, count[what], schedules, schedules/once)
			}
		}
	}
}
