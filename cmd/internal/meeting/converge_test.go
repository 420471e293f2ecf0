package meeting

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"opsledger/app"
)

// settleDown brings all under today's version and enrols who is not. Whoever was revoked stays away.
func (w *world) settleDown() (hub *station, spokes []*station, err error) {
	w.now = w.now.Add(time.Hour)
	hub = w.stations[0]
	for _, st := range w.stations {
		if st.kinds != today {
			st.kinds = today
			st.shut()
			if err := st.open(); err != nil {
				return nil, nil, err
			}
		}
		st.ConfirmDate(st.now().Format(time.DateOnly))
	}
	for _, st := range w.stations[1:] {
		if err := w.certified(st); err != nil {
			return nil, nil, err
		}
	}
	for _, st := range w.stations[1:] {
		if err := w.introduce(st); err != nil {
			return nil, nil, err
		}
		roster, err := hub.roster()
		if err != nil {
			return nil, nil, err
		}
		if st.accepted && !roster.Revoked(st.Author.Actor()) {
			spokes = append(spokes, st)
		}
	}
	return hub, spokes, nil
}

// certified enrols a station the center does not know, be it that it forgot it with an older disk.
func (w *world) certified(st *station) error {
	roster, err := w.stations[0].roster()
	if err != nil {
		return err
	}
	if _, known := roster.Certificate(st.Author.Actor()); known || !st.accepted {
		return nil
	}
	if err := w.admit(st); err != nil && !errors.Is(err, errNoTarget) {
		return err
	}
	return nil
}

// converge lets all meet until all hold the same commits and no attachment is asked for, and compares what they hold. A commit that
// came as the proof of a loss comes without what it attaches: that is asked for in the next file.
func (w *world) converge(hub *station, spokes []*station) (dumps []*held, err error) {
	for n := range rounds {
		if err := w.round(hub, spokes); err != nil {
			return nil, err
		}
		rivals, err := w.join(hub)
		if err != nil {
			return nil, err
		}
		if dumps, err = dumpAll(append([]*station{hub}, spokes...)); err != nil {
			return nil, err
		}
		differ := slices.IndexFunc(dumps, func(h *held) bool { return h.text != dumps[0].text })
		asking, err := asks(append([]*station{hub}, spokes...))
		if err != nil || differ < 0 && !asking && rivals == 0 {
			return dumps, err
		}
		if n == rounds-1 && rivals > 0 {
			return nil, fmt.Errorf("%d roster steps wait for each other", rivals)
		}
		w.count["another round"]++
		if n == rounds-1 && differ >= 0 {
			return nil, fmt.Errorf("%s and %s differ after %d rounds:%s", hub.name, spokes[differ-1].name, rounds, differing(dumps[0].text, dumps[differ].text))
		}
	}
	return dumps, nil
}

// asks reports whether one of them misses an attachment.
func asks(all []*station) (asking bool, err error) {
	for _, st := range all {
		err = errors.Join(err, st.Store.View(ctx, func(r app.Reader) error {
			missing, err := r.Missing(ctx, 1)
			asking = asking || len(missing) > 0
			return err
		}))
	}
	return asking, err
}

// join lets the center take over the one that was lost, and tells how many rival roster steps wait: of a center that was put back, its
// next import makes them count.
func (w *world) join(hub *station) (rivals int, err error) {
	if err := w.adopt(nil); err != nil && !errors.Is(err, errNoTarget) {
		return 0, err
	}
	roster, err := hub.roster()
	if err == nil && len(roster.Last()) > 1 {
		rivals = len(roster.Last())
	}
	return rivals, err
}

func dumpAll(all []*station) (out []*held, err error) {
	for _, st := range all {
		h, err := st.dump()
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", st.name, err)
		}
		out = append(out, h)
	}
	return out, nil
}
