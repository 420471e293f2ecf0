package torture

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/backup"
)

var (
	points = flag.Int("points", 5000, "calls of the disk that fail; all at least once")
	seed   = flag.Uint64("seed", 1, "of what is drawn")
	only   = flag.String("only", "", "operations to break into, between commas; all if empty")
	stop   = flag.Bool("stop", false, "at the first thing found")
)

// operations are what is broken into, call by call.
var operations = []operation{
	{name: "open", run: nothing},
	{name: "receive", run: receive},
	{name: "amend", run: act("ticket", firstTicket, "amend", "title", "另一个标题")},
	{name: "import", run: importing(8, "又有误")},
	{name: "rebuild", run: rebuild},
	{name: "verify", run: verify},
	{name: "passwd", run: passwd, password: renewed},
	{name: "account", run: addAccount("王工")},
	{name: "rekey", run: rekey},
	{name: "backup", run: backUp},
	{name: "take in", run: takeIn, thirds: true},
	{name: "send", run: send},
}

func nothing(place, *boot.Session) error { return nil }

// point is one call that fails in one way.
type point struct {
	op  operation
	at  int
	how failure
	on  call
}

func (p point) String() string {
	return fmt.Sprintf("%s, call %d (%s), %s", p.op.name, p.at, p.on, p.how)
}

// bench is a template and room to work in.
type bench struct {
	root   string
	origin string
	model  *memory
	before state
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{root: t.TempDir()}
	b.origin = filepath.Join(b.root, "template")
	b.model = template(t, b.origin)
	at := b.room(t, "first look")
	c := b.model.Move(b.origin, at)
	var err error
	if b.before, err = on(c, c, at).reopen(password); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) room(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join(b.root, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// killed is a bench whose template was killed at work: its log holds commits that are nowhere else.
func (b *bench) killed(t testing.TB) *bench {
	t.Helper()
	dir := b.room(t, "at work")
	c := b.model.Move(b.origin, dir)
	s, err := boot.Open(ctx, on(c, c, dir).options(password))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 3 {
		if err := receive(place{}, s); err != nil {
			t.Fatal(err)
		}
	}
	out := &bench{root: b.root, origin: b.room(t, "killed"), model: c.Move(dir, filepath.Join(b.root, "killed"))}
	if out.before, err = look(s, password); err != nil {
		t.Fatal(err)
	}
	return out
}

// points lists every call of some operations with every way it can fail.
func (b *bench) points(t testing.TB, operations []operation) (out []point) {
	t.Helper()
	dir := b.room(t, "counting")
	for _, op := range operations {
		c := b.model.Move(b.origin, dir)
		f := &faulty{Disk: c}
		p := on(c, f, dir)
		f.arm(-1, "", 0)
		err := p.session(op, func(*boot.Session, error) {})
		calls, _ := f.disarm()
		if err != nil {
			t.Fatalf("%s without a fault: %v", op.name, err)
		}
		for at, on := range calls {
			for i, how := range on.failures() {
				if op.thirds && (at+i)%3 != int(*seed%3) {
					continue
				}
				out = append(out, point{op, at, how, on})
			}
		}
	}
	return out
}

// session opens the store, runs an operation and closes; then sees the store before it is closed. It gives the
// operation's error.
func (p place) session(op operation, then func(*boot.Session, error)) error {
	s, err := boot.Open(ctx, p.options(password))
	if err != nil {
		return err
	}
	err = op.run(p, s)
	then(s, err)
	s.Close() // a failure to close takes nothing back
	return err
}

// outcome is what came of a point.
type outcome struct {
	point
	done   error // what the operation said
	fired  bool
	disk   *memory
	killed *memory // the disk as a kill just after the operation would leave it; nil where the call failed before or later
	seen   state   // by the session, after the operation
	seeing error
	next   error // of a step taken after a refusal, in the same session
	wants  state // what must be there after closing
}

// strike lets one call fail and looks what became of the store: as the session goes on, after a kill, after closing.
func (b *bench) strike(pt point, dir string, r *rand.Rand) (fired bool, err error) {
	o := &outcome{point: pt, disk: b.model.Move(b.origin, dir), wants: b.before}
	f := &faulty{Disk: o.disk}
	p := on(o.disk, f, dir)
	f.arm(pt.at, pt.how, r.Int64N(1000))
	goesOn := pt.op.name == "amend" || r.IntN(3) == 0
	o.done = p.session(pt.op, func(s *boot.Session, done error) {
		hit := f.pause()
		o.watch(s, p, b.before, done, hit, goesOn)
		if !hit {
			f.resume() // closing is part of it
		}
	})
	_, o.fired = f.disarm()
	for _, check := range []func() error{o.told, func() error { return b.inSession(o) }, func() error { return b.afterKill(o, dir+"-killed") },
		func() error { return b.afterClosing(o, p) }} {
		if err := check(); err != nil {
			return o.fired, err
		}
	}
	return o.fired, nil
}

// watch looks at the store in the session, and in some cases takes a step after a refusal.
func (o *outcome) watch(s *boot.Session, p place, before state, done error, hit, goesOn bool) {
	if hit {
		o.killed = o.disk.Move(p.dir, p.dir+"-killed")
	}
	if o.seen, o.seeing = look(s, before.password); o.seeing != nil {
		return
	}
	if done == nil && o.op.password != "" {
		o.seen.password = o.op.password
	}
	o.wants = o.seen
	if done != nil && goesOn {
		if o.next = receive(p, s); o.next == nil {
			o.wants, o.next = look(s, before.password)
		}
	}
}

// told: a failing disk is not told as a damaged store, a damaged file or a wrong password.
func (o *outcome) told() error {
	for _, wrong := range []fault.Code{fault.DamagedPage, fault.Damaged, fault.DamagedSlot, fault.NotVault, fault.NoStore, fault.Unfinished, fault.WrongPassword,
		fault.NotBundle, fault.BadBundle, fault.OtherReceiver, fault.BundleForged} {
		if o.on != writing && fault.Is(o.done, wrong) {
			return fmt.Errorf("the disk failed, and what is told is: %w", o.done)
		}
	}
	return nil
}

func (b *bench) inSession(o *outcome) error {
	ended := o.op.name == "rekey" && o.done != nil // where the store could not be opened anew
	if o.killed == nil || ended {
		return nil
	}
	if err := b.judge("in the session", o, o.seen, o.seeing); err != nil {
		return err
	}
	if o.next != nil {
		return fmt.Errorf("refused (%w), and then the next step: %w", o.done, o.next)
	}
	return nil
}

func (b *bench) afterKill(o *outcome, dir string) error {
	if o.killed == nil || b.untouched(o.killed, dir) {
		return nil
	}
	got, err := on(o.killed, o.killed, dir).reopen(password, renewed)
	if err == nil && o.done == nil && got != o.seen {
		return fmt.Errorf("after a kill: acknowledged\n%v, and there is\n%v", o.seen, got)
	}
	return b.judge("after a kill", o, got, err)
}

func (b *bench) afterClosing(o *outcome, p place) error {
	if o.op.name == "backup" {
		if err := o.backedUp(p); err != nil {
			return err
		}
	} else if o.op.name == "send" {
		if err := o.sent(p); err != nil {
			return err
		}
	} else if b.untouched(o.disk, p.dir) {
		return nil
	}
	got, err := p.reopen(password, renewed)
	switch {
	case err != nil:
		return fmt.Errorf("after closing: %w (the operation: %v)", err, o.done)
	case got != o.wants && !(o.done != nil && o.how == staysDead):
		return fmt.Errorf("after closing (the operation: %v): should be\n%v, is\n%v", o.done, o.wants, got)
	}
	return nil
}

// backedUp: a backup that was acknowledged is whole, and of one that was refused there is nothing.
func (o *outcome) backedUp(p place) error {
	if o.done == nil {
		_, err := backup.Check(ctx, o.disk, p.backupFile())
		return err
	}
	if o.disk.Names[p.backupFile()] != nil && o.how != staysDead {
		return fmt.Errorf("refused (%w), and there is a backup", o.done)
	}
	return nil
}

// untouched: where no byte differs, nothing has changed.
func (b *bench) untouched(m *memory, dir string) bool { return same(m, dir, b.model, b.origin) }

// judge: the store can be read, and where the operation was refused it is as it was.
func (b *bench) judge(when string, o *outcome, got state, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w (the operation: %v)", when, err, o.done)
	}
	if o.done != nil && got != b.before && o.how != staysDead {
		return fmt.Errorf("%s: refused (%w), and changed\n%v to\n%v", when, o.done, b.before, got)
	}
	return nil
}

// TestMain trades memory for time: thousands of small stores are made and thrown away.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	os.Exit(m.Run())
}

func TestNoFailingCallLosesOrChangesAnything(t *testing.T) {
	b := newBench(t)
	some := operations
	if *only != "" {
		some = slices.DeleteFunc(slices.Clone(operations), func(op operation) bool { return !slices.Contains(strings.Split(*only, ","), op.name) })
		*points = 0
	}
	b.strikeAll(t, b.points(t, some), *points)
}

func TestAKilledStoreOpensWholeAfterAnyFailingCall(t *testing.T) {
	b := newBench(t).killed(t)
	b.strikeAll(t, b.points(t, []operation{{name: "open", run: nothing}}), 0)
}

// strikeAll tries every point, and so many in all.
func (b *bench) strikeAll(t *testing.T, all []point, want int) {
	t.Helper()
	t.Logf("%d points in all", len(all))
	want = max(want, len(all))
	var next atomic.Int64
	var mu sync.Mutex
	fired, bad := 0, 0
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		dir := b.room(t, fmt.Sprint("worker", w))
		b.room(t, fmt.Sprint("worker", w, "-killed"))
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < want; i = int(next.Add(1)) - 1 {
				pt := all[i%len(all)]
				hit, err := b.strike(pt, dir, rand.New(rand.NewPCG(*seed, uint64(i))))
				mu.Lock()
				if hit {
					fired++
				}
				if err != nil {
					if bad++; bad <= 30 {
						t.Errorf("%v: %v", pt, short(err))
					}
				}
				done := *stop && bad > 0
				mu.Unlock()
				if done {
					return
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d points fired, %d bad", fired, bad)
}

func short(err error) string {
	s := err.Error()
	if len(s) > 1500 {
		s = s[:1500]
	}
	return strings.ReplaceAll(s, "\n", "\n      ")
}
