package meeting

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
)

// cast is a center and stations founded and enrolled once; every schedule of that size begins with copies of their disks. The last
// station is not yet enrolled.
type cast struct {
	members []*station
}

var casts struct {
	sync.Mutex
	of map[int]*cast
}

// castOf gives the cast of a center and n stations.
func castOf(n int) (*cast, error) {
	casts.Lock()
	defer casts.Unlock()
	if c := casts.of[n]; c != nil {
		return c, nil
	}
	dir, err := os.MkdirTemp("", "meeting-cast-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	c, err := newCast(dir, n)
	if casts.of == nil {
		casts.of = map[int]*cast{}
	}
	casts.of[n] = c
	return c, err
}

// began is when the casts were founded.
var began = time.Date(2026, 3, 12, 9, 0, 0, 0, ledger.Zone)

func newCast(dir string, n int) (*cast, error) {
	w := &world{now: began, count: map[string]int{}, acked: map[ledger.Hash]string{}, strange: map[ledger.Hash]bool{}, told: map[ledger.FeedID]bool{}}
	defer w.closeAll()
	for i := range n + 1 {
		st := &station{world: w, name: fmt.Sprintf("%d号机", i), user: "张工", dir: filepath.Join(dir, fmt.Sprint(i)), disk: ramdisk.New(),
			place: fmt.Sprint("place-", i), random: stream(uint64(n), i), kinds: today}
		setup := boot.Setup{Name: st.name, Role: "station", Station: fmt.Sprintf("%02d", i)}
		if i == 0 {
			st.name, st.user = "信息中心", "王主任"
			setup.Name, setup.Role, setup.Station = st.name, "center", "90"
		}
		st.device, setup.Options = st.name, st.options()
		var err error
		st.Session, _, err = boot.Init(ctx, setup)
		if err := st.begun(err); err != nil {
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
	c := &cast{}
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

// furnish lets those enrolled meet once, with a few tickets.
func (w *world) furnish() error {
	for i := range 2 {
		_, err := w.stations[1].Act(ctx, app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: w.received(fmt.Sprint("JS2026-", i))})
		if err != nil {
			return err
		}
	}
	return w.round(w.stations[0], w.stations[1:len(w.stations)-1])
}

// raise makes a world of the cast's disks, in folders of its own.
func (c *cast) raise(seed uint64, root string) (*world, error) {
	w := &world{seed: seed, root: root, now: began.Add(time.Hour), acked: map[ledger.Hash]string{}, strange: map[ledger.Hash]bool{}, told: map[ledger.FeedID]bool{}, count: map[string]int{}}
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
	if _, err := st.Accept(ctx, answer, self.Fingerprint); err != nil {
		return err
	}
	st.accepted = true
	return nil
}
