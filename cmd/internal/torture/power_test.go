package torture

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
	"opsledger/storage/disk"
)

var images = flag.Int("images", 1000, "disks as a power cut may leave them")

// step is what a life consists of: a use case with what the store held before and after.
type step struct {
	name          string
	begin, end    int // events of the journal
	before, after state
	refused       error
}

// life is a store in use, with all that was written and acknowledged.
type life struct {
	bench   *bench
	rand    *rand.Rand
	place   place
	faulty  *faulty
	journal *journal
	session *boot.Session
	now     state
	steps   []step
}

// pastime is what a life does next.
var pastimes = []operation{
	{name: "receive", run: receive}, {name: "receive", run: receive}, {name: "receive", run: receive},
	{name: "amend", run: act("ticket", firstTicket, "amend", "title", "再改一次标题")},
	{name: "accept", run: act("ticket", "JS2026-00001", "accept")},
	{name: "import", run: importing(6, "一")}, {name: "import", run: importing(7, "二")},
	{name: "rebuild", run: rebuild}, {name: "verify", run: verify}, {name: "account", run: addAccount("王工")}, {name: "disable", run: disable},
	{name: "rekey", run: rekey}, {name: "backup", run: backUp}, {name: "take in", run: takeIn}, {name: "send", run: send}, {name: "reopen"}, {name: "reopen"},
}

// live runs a store through some use cases, in some lives with a call of the disk failing, and keeps its journal.
func (b *bench) live(dir string, r *rand.Rand, wrap func(disk.Disk) disk.Disk) (*life, error) {
	m := b.model.Move(b.origin, dir)
	f := &faulty{Disk: m}
	l := &life{bench: b, rand: r, faulty: f, place: on(m, wrap(f), dir), now: b.before}
	l.journal = record(m)
	if r.IntN(3) == 0 {
		how := []failure{broken, torn, full, tornFull, lost}[r.IntN(5)]
		f.arm(50+r.IntN(700), how, r.Int64N(1000))
	}
	defer func() {
		if l.session != nil {
			l.session.Close()
		}
	}()
	if err := l.open(); err != nil {
		return l, err
	}
	for range 4 + r.IntN(4) {
		if err := l.do(l.pastime()); err != nil {
			return l, err
		}
	}
	return l, l.do(operation{name: "close", run: func(place, *boot.Session) error { return l.close() }})
}

func (l *life) pastime() operation {
	op := pastimes[l.rand.IntN(len(pastimes))]
	switch {
	case op.name == "reopen":
		op.run = func(place, *boot.Session) error { return errors.Join(l.close(), l.open()) }
	case l.rand.IntN(8) == 0:
		op = operation{name: "passwd", password: map[string]string{password: renewed, renewed: password}[l.now.password]}
		op.run = func(_ place, s *boot.Session) error { return s.ChangePassword(l.now.password, op.password) }
	}
	return op
}

// open tries twice: what failed once may pass.
func (l *life) open() (err error) {
	for range 2 {
		if l.session, err = boot.Open(ctx, l.place.options(l.now.password)); err == nil {
			return nil
		}
		l.session = nil
	}
	return err
}

func (l *life) close() error {
	s := l.session
	l.session = nil
	s.Close() // a failure to close takes nothing back
	return nil
}

func (l *life) do(op operation) error {
	s := step{name: op.name, begin: len(l.journal.events), before: l.now}
	s.refused = op.run(l.place, l.session)
	if s.refused == nil && op.password != "" {
		l.now.password = op.password
	}
	s.end = len(l.journal.events)
	if l.session != nil {
		if err := l.see(s.refused); err != nil {
			return fmt.Errorf("%s: %w", op.name, err)
		}
	}
	s.after = l.now
	if s.refused != nil && s.after != s.before {
		return fmt.Errorf("%s: refused (%w), and changed\n%v to\n%v", op.name, s.refused, s.before, s.after)
	}
	l.steps = append(l.steps, s)
	return nil
}

// see reads the state; where the session has ended with a failure, it is opened anew.
func (l *life) see(refused error) error {
	for range 2 {
		now, err := look(l.session, l.now.password)
		if err == nil {
			l.now = now
			return nil
		}
		if refused != nil {
			refused = errors.Join(l.close(), l.open())
		}
		if l.session == nil {
			return refused
		}
	}
	return errors.New("the store cannot be read")
}

// cut draws the moment the power goes: anywhere, or close to where something is made to last.
func (l *life) cut() int {
	n := l.rand.IntN(len(l.journal.events) + 1)
	if l.rand.IntN(2) == 0 {
		return n
	}
	for i := n; i < len(l.journal.events); i++ {
		if e := l.journal.events[i].What; e == ramdisk.Synced || e == ramdisk.FolderSynced || e == ramdisk.Renamed {
			return min(len(l.journal.events), i+l.rand.IntN(3))
		}
	}
	return n
}

// survives opens a disk as the cut left it and compares with what had been acknowledged.
func (l *life) survives(n int, m *memory) error {
	got, err := on(m, m, l.place.dir).reopen(password, renewed)
	if err != nil {
		return fmt.Errorf("power cut at %d of %d (%s): %w", n, len(l.journal.events), l.during(n), err)
	}
	for _, s := range l.steps {
		if s.name == "send" && s.refused == nil && s.end <= n {
			if err := holds(m, l.place.toCenter()); err != nil {
				return fmt.Errorf("power cut at %d of %d: %w", n, len(l.journal.events), err)
			}
		}
	}
	if !l.allows(n, got) {
		return fmt.Errorf("power cut at %d of %d (%s): there is\n%v, acknowledged was\n%v", n, len(l.journal.events), l.during(n), got, l.acknowledged(n))
	}
	return nil
}

func (l *life) acknowledged(n int) state {
	st := l.bench.before
	for _, s := range l.steps {
		if s.end <= n {
			st = s.after
		}
	}
	return st
}

func (l *life) during(n int) string {
	i := slices.IndexFunc(l.steps, func(s step) bool { return s.begin <= n && n < s.end })
	if i < 0 {
		return "between steps"
	}
	return fmt.Sprintf("during %s, %d to %d", l.steps[i].name, l.steps[i].begin, l.steps[i].end)
}

// allows: what was acknowledged is there, and of a step under way all or nothing.
func (l *life) allows(n int, got state) bool {
	if got == l.acknowledged(n) {
		return true
	}
	for _, s := range l.steps {
		if s.begin > n || n >= s.end {
			continue
		}
		if s.name == "account" || s.name == "disable" { // the slot changes first; it counts for nothing by itself
			got.accounts, s.before.accounts, s.after.accounts = "", "", ""
		}
		return got == s.before || got == s.after || s.refused != nil
	}
	return false
}

func honest(d disk.Disk) disk.Disk { return d }

// powerCuts makes images until there are enough, or until one is bad where stop is set.
func powerCuts(t *testing.T, b *bench, want int, wrap func() func(disk.Disk) disk.Disk, stop bool) (made, lives int, bad []error) {
	t.Helper()
	var mu sync.Mutex
	enough := func() bool { return made >= want || stop && len(bad) > 0 }
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		dir := b.room(t, fmt.Sprint("life", w))
		wg.Go(func() {
			for {
				mu.Lock()
				lives++
				n, done := lives, enough()
				mu.Unlock()
				if done {
					return
				}
				count, found := oneLife(b, dir, rand.New(rand.NewPCG(*seed, uint64(n))), wrap())
				mu.Lock()
				made += count
				for _, err := range found {
					bad = append(bad, fmt.Errorf("life %d: %w", n, err))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return made, lives, bad
}

const imagesPerLife = 20

func oneLife(b *bench, dir string, r *rand.Rand, wrap func(disk.Disk) disk.Disk) (made int, bad []error) {
	l, err := b.live(dir, r, wrap)
	if err != nil {
		return 0, []error{err}
	}
	for range imagesPerLife {
		n := l.cut()
		if err := l.survives(n, l.journal.cut(n, r)); err != nil {
			bad = append(bad, err)
		}
	}
	return imagesPerLife, bad
}

func TestNoPowerCutLosesWhatWasAcknowledged(t *testing.T) {
	b := newBench(t)
	made, lives, bad := powerCuts(t, b, *images, func() func(disk.Disk) disk.Disk { return honest }, *stop)
	for i, err := range bad {
		if i < 20 {
			t.Error(short(err))
		}
	}
	t.Logf("%d images of %d lives, %d bad", made, lives, len(bad))
}

func TestAPowerCutDuringInitLeavesAStoreOrSaysThereIsNone(t *testing.T) {
	dir := t.TempDir()
	m := ramdisk.New()
	j := record(m)
	p := on(m, m, dir)
	if err := p.found(); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(*seed, 7))
	outcomes := map[fault.Code]int{}
	for i := range max(100, *images/10) {
		n := r.IntN(len(j.events) + 1)
		if i < 10 {
			n = i // the first moments, before there is a store, are few among many
		}
		cut := j.cut(n, r)
		_, err := on(cut, cut, dir).reopen(password)
		code := fault.Code("opened")
		var f *fault.Fault
		if errors.As(err, &f) {
			code = f.Code
		} else if err != nil {
			t.Errorf("power cut at %d of %d: %v", n, len(j.events), err)
		}
		if n == len(j.events) && err != nil {
			t.Errorf("acknowledged, and then: %v", err)
		}
		outcomes[code]++
	}
	for code := range outcomes {
		if !slices.Contains([]fault.Code{"opened", fault.NoStore, fault.NotVault, fault.Unfinished, fault.Damaged, fault.DamagedPage}, code) {
			t.Errorf("%d times: %s", outcomes[code], code)
		}
	}
	if outcomes["opened"] == 0 || outcomes[fault.Unfinished] == 0 || outcomes[fault.NoStore] == 0 {
		t.Errorf("not every outcome was met: %v", outcomes)
	}
	t.Log(outcomes)
}
