package meeting

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/app/record/visit"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
	"opsledger/storage/vault"
)

const password = "Tr0ub4dor&3"

var ctx = context.Background()

// today are the kinds of the program of today, earlier those of one before: it has no calls on departments. The first version has tickets
// that are not resumed, nobody asks for a later due of, and that have no lead. Of all kinds there are, these do: a table more is made
// and compared thousands of times.
var (
	today   = ledger.NewRegistry(ticket.Kind, visit.Kind, dictionary.Kind)
	earlier = ledger.NewRegistry(ticket.Kind, dictionary.Kind)
	first   = ledger.NewRegistry(ticket.Kind.Without("resume", "request-extension", "grant-extension", "deny-extension", "lead"), dictionary.Kind)
)

// station is one PC with its store; the center is one too.
type station struct {
	*boot.Session
	world     *world
	name      string // tells it from its copies
	number    string // what a copy takes for its readable numbers
	device    string // as certified: a copy's is the original's
	user      string
	dir       string // on the disk; the process lock lies there on this machine's
	disk      *ramdisk.Disk
	place     string // what the system calls the place the store lies at
	drift     time.Duration
	random    io.Reader
	kinds     *ledger.Registry
	backup    []byte          // its last backup
	images    []*ramdisk.Disk // its disk at earlier moments
	accepted  bool            // it trusts the center
	unnoticed bool            // a copy that goes on in the feed of its original
	sealed    []string        // keys its last file was encrypted to
}

func (st *station) now() time.Time { return st.world.now.Add(st.drift) }

func (st *station) options() boot.Options {
	return boot.Options{Dir: st.dir, User: st.user, Password: password, Program: "test", Now: st.now, Disk: st.disk, Random: st.random, Kinds: st.kinds,
		Home: func(string) (string, error) { return st.place, nil }, Cost: vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}}
}

func (st *station) open() (err error) {
	if err := os.MkdirAll(st.dir, 0o700); err != nil {
		return err
	}
	st.Session, err = boot.Open(ctx, st.options())
	return st.begun(err)
}

// begun lets a session's courier be watched.
func (st *station) begun(err error) error {
	if err == nil {
		st.App.Courier = watched{st.App.Courier, st}
	}
	return err
}

// watched is a courier that remembers whom files are for.
type watched struct {
	app.Courier
	st *station
}

func (c watched) Seal(ctx context.Context, path string, p app.Parcel) (int64, error) {
	c.st.sealed = p.Recipients
	return c.Courier.Seal(ctx, path, p)
}

// recipients are public exchange keys by their secret ones: reckoning one takes long.
var recipients sync.Map

// keys are those that files for a station may be encrypted to: its own, and those of feeds it gave up.
func (st *station) keys() (out []string, err error) {
	err = st.Store.View(ctx, func(r app.Reader) error {
		secret, err := r.Local(ctx, "exchange.identity")
		if err != nil || secret == "" {
			return err
		}
		tip, err := r.Tip(ctx)
		if err != nil {
			return err
		}
		raw, err := r.Local(ctx, "exchange.self")
		if err != nil {
			return err
		}
		var self struct {
			Feed    ledger.FeedID
			Station string
			Earlier []string
		}
		if raw != "" {
			if err := json.Unmarshal([]byte(raw), &self); err != nil {
				return err
			}
		}
		if self.Feed != "" && self.Feed != tip.Feed && self.Station != st.Station {
			return nil // a copy: what was sent to the original is not for it
		}
		for _, s := range append(self.Earlier, secret) {
			key, known := recipients.Load(s)
			if !known {
				if key, err = st.Courier.Recipient(s); err != nil {
					return err
				}
				recipients.Store(s, key)
			}
			out = append(out, key.(string))
		}
		return nil
	})
	return out, err
}

// shut ends the session; how closing fares is not looked at: a disk taken away may refuse it.
func (st *station) shut() {
	if st.Session != nil {
		st.Session.Close()
		st.Session = nil
	}
}

// image is a copy of the disk as it stands.
func (st *station) image() *ramdisk.Disk { return st.disk.Move("", "") }

// put gives the station another disk and opens it.
func (st *station) put(d *ramdisk.Disk) error {
	st.shut()
	st.disk = d
	return st.open()
}

func (st *station) path(name string) string { return filepath.Join(st.dir, name) }

// lay puts a file on the station's disk.
func (st *station) lay(name string, raw []byte) string {
	st.disk.LastID++
	st.disk.Names[st.path(name)] = &ramdisk.Inode{ID: st.disk.LastID, Data: raw}
	return st.path(name)
}

// take removes a file from the disk and gives what it held.
func (st *station) take(path string) []byte {
	n := st.disk.Names[path]
	delete(st.disk.Names, path)
	if n == nil {
		return nil
	}
	return n.Data
}

// keeping is which commits a store keeps, the invalid ones left out.
type keeping struct {
	placed map[ledger.Hash]int  // how far each branch goes
	held   map[ledger.Hash]bool // those that wait
}

func (st *station) keeping() (k keeping, err error) {
	k = keeping{map[ledger.Hash]int{}, map[ledger.Hash]bool{}}
	err = st.Store.View(ctx, func(r app.Reader) error {
		tip, err := r.Tip(ctx)
		if err != nil {
			return err
		}
		if tip.Prev != nil {
			tip.Others = append(tip.Others, tip.Prev)
		}
		for _, n := range tip.Others {
			for chain, pos := range n.Clock {
				k.placed[chain] = max(k.placed[chain], pos)
			}
		}
		waiting, err := r.Held(ctx)
		if err != nil || len(waiting) == 0 {
			return err
		}
		runs, err := r.Runs(ctx)
		for _, run := range runs {
			if err == nil && run.Chain == "" {
				err = r.Lines(ctx, run, func(o app.Outgoing) error {
					s, err := ledger.Read(o.Commit)
					if err == nil {
						k.held[s.Hash] = true
					}
					return err
				})
			}
		}
		return err
	})
	return k, err
}

// number counts them.
func (k keeping) number() int {
	n := len(k.held)
	for _, pos := range k.placed {
		n += pos
	}
	return n
}

func (k keeping) same(o keeping) bool {
	return maps.Equal(k.placed, o.placed) && maps.Equal(k.held, o.held)
}

// since counts the commits that came since a store kept others. One that waited may since have been found invalid.
func (st *station) since(before, now keeping) (n int, err error) {
	n = now.number() - before.number()
	for h := range before.held {
		if now.held[h] {
			continue
		}
		status, err := st.status(h)
		if err != nil {
			return 0, err
		}
		if status == "invalid" {
			n++
		}
	}
	return n, nil
}

// lines reads every commit a store would hand on.
func lines(r app.Reader, fn func(app.Run, app.Outgoing) error) error {
	runs, err := r.Runs(ctx)
	for _, run := range runs {
		if err == nil {
			err = r.Lines(ctx, run, func(o app.Outgoing) error { return fn(run, o) })
		}
	}
	return err
}

// status is that of a commit, "" where it is not here.
func (st *station) status(h ledger.Hash) (status string, err error) {
	err = st.Store.View(ctx, func(r app.Reader) (err error) {
		_, status, err = r.Commit(ctx, h)
		return err
	})
	return status, err
}

func (st *station) roster() (out *ledger.Roster, err error) {
	err = st.Store.View(ctx, func(r app.Reader) (err error) {
		out, err = r.Roster(ctx)
		return err
	})
	return out, err
}

func (st *station) tip() (out ledger.Tip, err error) {
	err = st.Store.View(ctx, func(r app.Reader) (err error) {
		out, err = r.Tip(ctx)
		return err
	})
	return out, err
}

// trusts is the center's key whose answer was accepted here last; "" without one.
func (st *station) trusts() (key ledger.KeyID, err error) {
	err = st.Store.View(ctx, func(r app.Reader) error {
		said, err := r.Local(ctx, "exchange.center")
		if err != nil || said == "" {
			return err
		}
		var of struct{ Key string }
		if err := json.Unmarshal([]byte(said), &of); err != nil {
			return err
		}
		public, err := hex.DecodeString(of.Key)
		key = ledger.NewKeyID(public)
		return err
	})
	return key, err
}

// stream is a source of random bytes that a schedule's seed fixes.
func stream(seed uint64, n int) io.Reader {
	var key [32]byte
	copy(key[:], fmt.Sprintf("%d/%d", seed, n))
	return rand.NewChaCha8(key)
}

// closeAll ends all sessions.
func (w *world) closeAll() {
	for _, st := range w.stations {
		st.shut()
	}
}

// errNoTarget says that there is nothing a move could be about.
var errNoTarget = errors.New("nothing to do")

// orNone is an error, or that there is nothing to do.
func orNone(err error) error {
	if err == nil {
		err = errNoTarget
	}
	return err
}
