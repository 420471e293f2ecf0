package meeting

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
)

// letter is an exchange file on its way.
type letter struct {
	sender *station
	from   ledger.KeyID
	to     []string // keys it is encrypted to
	raw    []byte
}

// post makes a file for all that a station knows, or for one of them.
func (w *world) post(st *station, to string) (*letter, error) {
	path := st.path("out.opsb")
	_, err := st.SendFile(ctx, path, to)
	raw := st.take(path)
	if fault.Is(err, fault.NoPeer) || fault.Is(err, fault.UnknownPeer) {
		return nil, errNoTarget
	}
	if err != nil {
		return nil, fmt.Errorf("%s makes a file: %w", st.name, err)
	}
	return &letter{sender: st, from: st.Author.Actor(), to: st.sealed, raw: raw}, nil
}

// expected is the code a whole file must be refused with; "" where it must be taken in.
func (l *letter) expected(st *station) (fault.Code, error) {
	roster, err := st.roster()
	if err != nil {
		return "", err
	}
	mine, err := st.keys()
	if err != nil {
		return "", err
	}
	trusted, err := st.trusts()
	if err != nil {
		return "", err
	}
	c, known := roster.Certificate(l.from)
	switch {
	case !slices.ContainsFunc(mine, func(key string) bool { return slices.Contains(l.to, key) }):
		return fault.OtherReceiver, nil
	case known && len(c.Roles) > 0 && roster.Revoked(l.from):
		return fault.BundleRevoked, nil
	case known && len(c.Roles) > 0, l.from == trusted:
		return "", nil
	}
	if _, waits := roster.Suspended(l.from); !waits {
		return fault.BundleSigner, nil
	} else if roster.Revoked(l.from) {
		return fault.BundleRevoked, nil
	} else if !roster.Signs(st.Author.Actor()) {
		return fault.BundleSuspended, nil
	}
	return "", nil
}

// deliver brings a whole file to a station and looks at what became of it.
func (w *world) deliver(l *letter, st *station) error {
	want, err := l.expected(st)
	if err != nil {
		return err
	}
	if want != "" {
		return w.refused(l.raw, st, want)
	}
	before, err := st.keeping()
	if err != nil {
		return err
	}
	x, err := st.ReceiveFile(ctx, st.lay("in.opsb", l.raw), false)
	if err != nil {
		return fmt.Errorf("%s refuses a file: %w", st.name, err)
	}
	after, err := st.keeping()
	if err != nil {
		return err
	}
	fresh, err := st.since(before, after)
	if err != nil {
		return err
	}
	w.count["rival roster steps"] += x.Joined
	if fresh != x.Commits+x.Joined {
		return fmt.Errorf("%s is told of %d new commits, and %d are new", st.name, x.Commits, fresh)
	}
	w.count["delivered"]++
	if x.Commits == 0 {
		w.count["nothing new"]++
	}
	w.count["held"] += len(x.Held)
	w.count["conflict"] += len(x.Conflicts)
	if err := w.where(st); err != nil { // nothing else is written before
		return err
	}
	for _, a := range x.Alarms {
		w.count["alarm "+string(a.Kind)]++
		w.told[a.Feed] = true
		if err := w.heed(st, a); err != nil {
			return err
		}
	}
	return nil
}

// heed does what an alarm asks, and puts it away: of two PCs that were one, that which was left and still writes says that it is
// another.
func (w *world) heed(st *station, a app.Alarm) error {
	for i, o := range w.stations {
		if a.Kind != app.Revived || o.Meta().Feed != a.Feed {
			continue
		}
		o.number, o.unnoticed = fmt.Sprint(60+i), false
		if err := o.Arrive(ctx, boot.Arrival{Copied: true, Station: o.number}); err != nil {
			return err
		}
		return st.PutAwayAlarm(ctx, a.ID)
	}
	return nil
}

// where: a store that finds its own steps elsewhere asks which of two it is; a person says.
func (w *world) where(st *station) error {
	if !st.Away() {
		return nil
	}
	w.count["asked where it is"]++
	if st.unnoticed {
		st.unnoticed = false
		return st.Arrive(ctx, boot.Arrival{Copied: true, Station: st.number})
	}
	return st.Arrive(ctx, boot.Arrival{})
}

// refused brings a file that must be refused, with one of the codes, and must change nothing.
func (w *world) refused(raw []byte, st *station, codes ...fault.Code) error {
	before, err := st.standing()
	if err != nil {
		return err
	}
	_, err = st.ReceiveFile(ctx, st.lay("in.opsb", raw), false)
	if !slices.ContainsFunc(codes, func(c fault.Code) bool { return fault.Is(err, c) }) {
		return fmt.Errorf("%s should refuse a file as %v: %w", st.name, codes, errors.Join(err, errTaken(err)))
	}
	w.count["refused "+string(codes[0])]++
	after, err := st.standing()
	if err == nil && after != before {
		err = fmt.Errorf("%s: a refused file (%v) changed\n%s\nto\n%s", st.name, codes, before, after)
	}
	return err
}

func errTaken(err error) error {
	if err == nil {
		return errors.New("it was taken in")
	}
	return nil
}

// standing is all that an import could change, in short.
func (st *station) standing() (out string, err error) {
	all, err := st.keeping()
	if err != nil {
		return "", err
	}
	roster, err := st.roster()
	if err != nil {
		return "", err
	}
	out = fmt.Sprint(all, roster.Tip(), roster.Root())
	err = st.Store.View(ctx, func(r app.Reader) error {
		for _, key := range []string{"exchange.heard", "exchange.alarms"} {
			said, err := r.Local(ctx, key)
			if err != nil {
				return err
			}
			out += said
		}
		for _, k := range st.kinds.Kinds() {
			n, err := r.Count(ctx, app.Query{Kind: k.Name}, 0)
			if err != nil {
				return err
			}
			out += fmt.Sprint(" ", k.Name, n)
		}
		return nil
	})
	return out, err
}

// damaged brings a file cut or with a byte changed.
func (w *world) damaged(l *letter, st *station, r *rand.Rand) error {
	raw := slices.Clone(l.raw)
	if r.IntN(2) == 0 {
		raw = raw[:r.IntN(len(raw))]
		w.count["cut"]++
	} else {
		raw[r.IntN(len(raw))] ^= 1 << r.IntN(8)
		w.count["changed byte"]++
	}
	return w.refused(raw, st, fault.BadBundle, fault.NotBundle, fault.NewerBundle, fault.OtherReceiver, fault.BundleForged, fault.BundleSigner,
		fault.BundleBounds, fault.BundleRevoked)
}

// killed kills the program while it takes a file in: the disk is what it was at one of its writes, the session is gone.
func (w *world) killed(l *letter, st *station, r *rand.Rand) error {
	want, err := l.expected(st)
	if err != nil || want != "" {
		return orNone(err)
	}
	before, err := st.keeping()
	if err != nil {
		return err
	}
	path := st.lay("in.opsb", l.raw)
	left := 1 + r.IntN(24)
	var image *ramdisk.Disk
	st.disk.Told = func(ramdisk.Event) {
		if left--; left == 0 {
			image = copied(st.disk)
		}
	}
	_, err = st.ReceiveFile(ctx, path, false)
	st.disk.Told = nil
	if err != nil {
		return fmt.Errorf("%s refuses a file: %w", st.name, err)
	}
	done, err := st.keeping()
	if err != nil {
		return err
	}
	if image == nil {
		return w.where(st)
	}
	if err := st.put(image); err != nil {
		return fmt.Errorf("%s after a kill: %w", st.name, err)
	}
	after, err := st.keeping()
	if err != nil {
		return err
	}
	w.count["kill"]++
	if !after.same(before) && !after.same(done) {
		return fmt.Errorf("%s was killed while it took a file in, and part of it is there: %d commits, before %d, with it %d", st.name, after.number(), before.number(), done.number())
	}
	if after.number() < done.number() {
		w.count["kill took it back"]++
	}
	return w.where(st)
}

// copied copies a disk that is at work: who is told of its changes holds it.
func copied(d *ramdisk.Disk) *ramdisk.Disk {
	out := ramdisk.New()
	out.LastID = d.LastID
	for path, n := range d.Names {
		out.Names[path] = &ramdisk.Inode{ID: n.ID, Folder: n.Folder, Data: slices.Clone(n.Data)}
	}
	return out
}

// round brings everything of the spokes to the hub and back.
func (w *world) round(hub *station, spokes []*station) error {
	for _, st := range spokes {
		l, err := w.post(st, hub.Device) // as it is called now; a file for one costs less than one for all
		if err == nil {
			err = w.deliver(l, hub)
		}
		if err != nil && !errors.Is(err, errNoTarget) {
			return err
		}
	}
	l, err := w.post(hub, "")
	if errors.Is(err, errNoTarget) {
		return nil // all were revoked
	}
	if err != nil {
		return err
	}
	for _, st := range spokes {
		if err := w.deliver(l, st); err != nil {
			return err
		}
	}
	return nil
}
