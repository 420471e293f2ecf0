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
	schedules = flag.Int("schedules", 300, "how many schedules are run")
	from      = flag.Uint64("seed", 0, "the first schedule's")
	shrinks   = flag.Bool("shrink", true, "look for the moves of a schedule that are enough for it to fail")
)

// TestMain trades memory for time: thousands of small stores are made and thrown away.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	os.Exit(m.Run())
}

// failure is a schedule that broke a promise.
type failure struct {
	seed uint64
	err  error
}

// run plays schedules on all processors until one fails, and counts what happened.
func run(t *testing.T, first uint64, n int) (count map[string]int, failed *failure) {
	t.Helper()
	sizes := map[int]bool{}
	for k := range n {
		size, _ := draw(first + uint64(k))
		sizes[size] = true
	}
	for size := range sizes {
		t.Run(fmt.Sprintf("founding %d", size), func(t *testing.T) {
			cryptotest.SetGlobalRandom(t, uint64(size)) // the same keys each time
			if _, err := castOf(size); err != nil {
				t.Fatal(err)
			}
		})
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
				stations, list := draw(seed)
				w, err := play(seed, stations, list, root)
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
	stations, list := draw(failed.seed)
	t.Errorf("-seed %d -schedules 1 (%d stations): %.3000v", failed.seed, stations, failed.err)
	if !*shrinks {
		return
	}
	list = shrink(failed.seed, stations, list, filepath.Join(t.TempDir(), "less"))
	_, err := play(failed.seed, stations, list, filepath.Join(t.TempDir(), "least"))
	t.Errorf("%d moves are enough: %v\n%.6000v", len(list), list, err)
}

// faults are what must strike, and what must come of it, so that none sleeps.
var faults = []string{"cut", "changed byte", "drop", "out of order", "nothing new", "held", "conflict", "kill", "kill took it back", "clock", "put an image back",
	"restore", "lost with a disk", "fork", "copy told", "copy not told", "copy unnoticed", "enrol", "revoke", "newer version", "older version", "forged", "other ledger",
	"broken chain", "stranger", "usurped", "alarm " + string(app.RolledBack), "alarm " + string(app.Forked), "alarm " + string(app.OwnLost), "alarm " + string(app.Revived),
	"refused " + string(fault.BundleRevoked), "refused " + string(fault.BundleSigner), "refused " + string(fault.BadBundle), "nothing left to send",
	"receive", "import", "visit", "accept", "resolve", "request-extension", ledger.Attach, ledger.Erase, ledger.TakeBack, ledger.Amend}

// awake sees that each happened, in so many schedules as must have it all.
func awake(t *testing.T, count map[string]int, schedules int) {
	t.Helper()
	if schedules < 300 {
		return
	}
	for _, what := range faults {
		if count[what] < max(1, schedules/400) {
			t.Errorf("%s: %d times in %d schedules", what, count[what], schedules)
		}
	}
}
