package meeting

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
)

func (w *world) keep(r *rand.Rand) error {
	st := w.anyone(r)
	st.images = append(st.images, st.image())
	return nil
}

// putBack is a disk image put back unnoticed: the store goes on in the feed it had then.
func (w *world) putBack(r *rand.Rand) error {
	st := w.anyone(r)
	if len(st.images) == 0 {
		st.images = append(st.images, st.image())
		if err := w.lose(st, r); err != nil {
			return err
		}
	}
	return w.older(st, func() error { return st.put(st.images[r.IntN(len(st.images))].Move("", "")) })
}

// lose has a station do what is gone with the image put back, but for what it has sent; or hear of it and say so.
func (w *world) lose(st *station, r *rand.Rand) error {
	hears := r.IntN(3) == 0
	for range 1 + r.IntN(2) {
		other := w.another(st, r)
		does := map[bool]*station{true: other, false: st}[hears]
		if err := w.onTicket(does, r); err != nil && !errors.Is(err, errNoTarget) {
			return err
		}
		if hears {
			if err := w.pass(other, st); err != nil {
				return err
			}
		}
		if err := w.pass(st, other); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) backUp(r *rand.Rand) error {
	st := w.anyone(r)
	path := st.path("now.opsbak")
	_, err := st.Backup(ctx, path, nil)
	st.backup = st.take(path)
	return err
}

// restore puts a backup in the place of a store.
func (w *world) restore(r *rand.Rand) error {
	st := w.anyone(r)
	return w.older(st, func() (err error) {
		st.shut()
		st.disk = ramdisk.New()
		st.Session, err = boot.Restore(ctx, st.lay("kept.opsbak", st.backup), st.options())
		return st.begun(err)
	})
}

// older gives a station an earlier store. What nobody else holds is lost with the one it had.
func (w *world) older(st *station, do func() error) error {
	had := map[ledger.Hash]bool{}
	for h := range w.acked {
		status, err := st.status(h)
		if err != nil {
			return err
		}
		had[h] = status != ""
	}
	if err := do(); err != nil {
		return fmt.Errorf("%s gets an earlier store: %w", st.name, err)
	}
	if st != w.stations[0] {
		trusted, err := st.trusts()
		if err != nil {
			return err
		}
		st.accepted = trusted != ""
	}
	for h, there := range had {
		if !there {
			continue
		}
		w.parted[h] = true
		if lost, err := w.nowhere(h); err != nil {
			return err
		} else if lost {
			w.count["lost with a disk"]++
			delete(w.acked, h)
		}
	}
	return nil
}

func (w *world) nowhere(h ledger.Hash) (bool, error) {
	for _, st := range w.stations {
		if status, err := st.status(h); err != nil || status != "" {
			return false, err
		}
	}
	return true, nil
}

// clone copies a store to another PC. Of three copies one says so, one pretends to have moved, one does not know: there the system
// calls its place what it called the old one.
func (w *world) clone(r *rand.Rand) error {
	of := w.anyone(r)
	if len(w.stations) > 11 {
		return errNoTarget
	}
	c := *of
	n := len(w.stations)
	c.Session, c.images, c.unnoticed, c.number, c.name = nil, nil, false, fmt.Sprint(40+n), fmt.Sprintf("%s的副本%d", of.name, n)
	c.dir, c.random = filepath.Join(w.root, fmt.Sprint(n)), stream(w.seed, n)
	c.disk = of.disk.Move(of.dir, c.dir)
	how := r.IntN(3)
	if how < 2 {
		c.place = fmt.Sprint("copy-", n)
	}
	w.stations = append(w.stations, &c)
	if err := c.open(); err != nil {
		return fmt.Errorf("opening a copy: %w", err)
	}
	var err error
	switch how {
	case 0:
		w.count["copy told"]++
		err = c.Arrive(ctx, boot.Arrival{Copied: true, Station: c.number})
	case 1:
		w.count["copy not told"]++
		err = c.Arrive(ctx, boot.Arrival{})
	default:
		w.count["copy unnoticed"]++
		c.unnoticed = true
	}
	for _, st := range []*station{of, &c} { // both go on: those that give one station's numbers give some of them twice
		if err == nil && r.IntN(2) == 0 {
			st.ConfirmDate(st.now().Format(time.DateOnly))
			err = w.receive(st, "")
		}
	}
	return err
}
