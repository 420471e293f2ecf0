package meeting

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
)

// cast is a center and stations founded and enrolled once; every schedule of that beginning begins with copies of their disks. The last
// station is not yet enrolled.
type cast struct {
	members      []*station
	centers      map[ledger.KeyID]bool // keys that are, or were, the center's
	introduction []byte                // of the center's key, where it took another's place
	lost         string                // the fingerprint of the center whose place the first took, "" without one
	late         []*letter             // what the center's key that came before has sent, and nobody read yet
}

// beginning is how a schedule begins: with how many stations, and what has befallen their center.
type beginning struct {
	stations int
	how      fate
}

// fate is what has befallen a center.
type fate int

const (
	sound    fate = iota
	renewed       // it has another key, of which no station has heard
	orphaned      // it is gone with its key: another stands in its place, trusted and not yet come to know anything
)

var casts struct {
	sync.Mutex
	of map[beginning]*cast
}

// castOf gives the cast of a beginning.
func castOf(at beginning) (*cast, error) {
	casts.Lock()
	defer casts.Unlock()
	if c := casts.of[at]; c != nil {
		return c, nil
	}
	dir, err := os.MkdirTemp("", "meeting-cast-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	c, err := newCast(dir, at)
	if casts.of == nil {
		casts.of = map[beginning]*cast{}
	}
	casts.of[at] = c
	return c, err
}

// began is when the casts were founded.
var began = time.Date(2026, 3, 12, 9, 0, 0, 0, ledger.Zone)

func newCast(dir string, at beginning) (*cast, error) {
	n, c := at.stations, &cast{centers: map[ledger.KeyID]bool{}}
	w := &world{cast: c, now: began, count: map[string]int{}, acked: map[ledger.Hash]string{}, strange: map[ledger.Hash]bool{}, told: map[ledger.FeedID]bool{}}
	defer w.closeAll()
	for i := range n + 1 {
		st := &station{world: w, name: fmt.Sprintf("%d号机", i), user: "张工", number: fmt.Sprintf("%02d", i)}
		if i == 0 {
			st.name, st.user, st.number = "信息中心", "王主任", "90"
		}
		if err := st.found(dir, uint64(n), i); err != nil {
			return nil, err
		}
		w.stations = append(w.stations, st)
	}
	for _, st := range w.stations[1:n] {
		if err := w.enrol(st); err != nil {
			return nil, err
		}
	}
	if err := w.furnish(); err != nil {
		return nil, err
	}
	if err := w.befall(at.how, dir); err != nil {
		return nil, err
	}
	for _, st := range w.stations {
		path := st.path("first.opsbak")
		if _, err := st.Backup(ctx, path, nil); err != nil {
			return nil, err
		}
		st.backup = st.take(path)
		st.shut()
		c.members = append(c.members, st)
	}
	return c, nil
}

// found makes a station's store in a folder of its own.
func (st *station) found(dir string, seed uint64, i int) (err error) {
	st.dir, st.disk, st.place, st.random, st.kinds = filepath.Join(dir, fmt.Sprint(i)), ramdisk.New(), fmt.Sprint("place-", i), stream(seed, i), today
	setup := boot.Setup{Options: st.options(), Name: st.name, Role: "station", Station: st.number}
	if st.number >= "90" {
		setup.Role = "center"
	}
	st.device, st.number = st.name, ""
	st.Session, _, err = boot.Init(ctx, setup)
	if err = st.begun(err); err == nil && setup.Role == "center" {
		st.world.centers[st.Author.Actor()] = true
	}
	return err
}

// befall lets happen to the center what a schedule begins with. Before, it has written what nobody has read.
func (w *world) befall(how fate, dir string) error {
	if how == sound {
		return nil
	}
	old := w.stations[0]
	if err := w.lastWords(old); err != nil {
		return err
	}
	if how == renewed {
		if err := old.RenewKey(ctx, password); err != nil {
			return err
		}
		w.centers[old.Author.Actor()] = true
		var err error
		w.introduction, _, err = old.Introduce(ctx)
		return err
	}
	self, err := old.Self(ctx)
	if err != nil {
		return err
	}
	w.lost = self.Fingerprint
	heir := &station{world: w, name: "新中心", user: "赵主任", number: "92"}
	if err := heir.found(dir, uint64(len(w.stations)), len(w.stations)); err != nil {
		return err
	}
	old.shut()
	w.stations[0] = heir
	for _, st := range w.stations[1:] {
		if !st.accepted {
			continue
		}
		if err := w.enrol(st); err != nil {
			return err
		}
	}
	return nil
}

// lastWords are a ruling and an erasure of the center's, in a file that comes late.
func (w *world) lastWords(old *station) error {
	id := string(ledger.NewRecordID(old.Ledger, "ticket", "JS2026-0"))
	_, err := old.Act(ctx, app.Step{Kind: "ticket", Key: id, Action: "grant-extension", Values: map[string]string{"ruled": w.typed(), "due": "2026-03-20T18:00"}})
	if err == nil {
		_, err = old.EraseRecord(ctx, "ticket", string(ledger.NewRecordID(old.Ledger, "ticket", "JS2026-1")), "本人要求")
	}
	if err != nil {
		return err
	}
	l, err := w.post(old, "")
	w.late = append(w.late, l)
	return err
}

// furnish lets those enrolled meet once, with a few tickets.
func (w *world) furnish() error {
	for i := range 2 {
		_, err := w.stations[1].Act(ctx, app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: w.received(fmt.Sprint("JS2026-", i))})
		if err != nil {
			return err
		}
	}
	id := string(ledger.NewRecordID(w.stations[1].Ledger, "ticket", "JS2026-0"))
	if _, err := w.stations[1].Act(ctx, app.Step{Kind: "ticket", Key: id, Action: "request-extension", Values: w.values("request-extension", nil)}); err != nil {
		return err
	}
	return w.round(w.stations[0], w.stations[1:len(w.stations)-1])
}

// raise makes a world of the cast's disks, in folders of its own.
func (c *cast) raise(seed uint64, root string) (*world, error) {
	w := &world{cast: c, letters: slices.Clone(c.late), seed: seed, root: root, now: began.Add(time.Hour), acked: map[ledger.Hash]string{}, parted: map[ledger.Hash]bool{}, strange: map[ledger.Hash]bool{}, told: map[ledger.FeedID]bool{}, count: map[string]int{}}
	for i, of := range c.members {
		st := &station{world: w, name: of.name, device: of.device, user: of.user, dir: filepath.Join(root, fmt.Sprint(i)), place: of.place,
			random: stream(seed, i), kinds: today, backup: of.backup, accepted: of.accepted}
		st.disk = of.disk.Move(of.dir, st.dir)
		w.stations = append(w.stations, st)
		if err := st.open(); err != nil {
			return w, fmt.Errorf("opening %s: %w", st.name, err)
		}
	}
	return w, nil
}

// enrol takes a station in at the center.
func (w *world) enrol(st *station) error {
	center := w.stations[0]
	request, d, err := st.Ask(ctx)
	if err != nil {
		return err
	}
	answer, _, err := center.Certify(ctx, request, d.Fingerprint, ledger.Lead)
	if err != nil {
		return err
	}
	self, err := center.Self(ctx)
	if err != nil {
		return err
	}
	accept := st.Accept
	if w.lost != "" {
		accept = st.AcceptInstead
	}
	_, err = accept(ctx, answer, self.Fingerprint)
	st.accepted = st.accepted || err == nil
	return err
}

func (b beginning) String() string {
	return fmt.Sprintf("%d stations, center %s", b.stations, [...]string{"sound", "renewed", "orphaned"}[b.how])
}
