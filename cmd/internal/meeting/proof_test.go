package meeting

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// rounds is how often the stations may have to meet until nothing is new.
const rounds = 5

// prove lets everyone get everything and looks for what must not be.
func (w *world) prove(r *rand.Rand) error {
	hub, spokes, err := w.settleDown()
	if err != nil {
		return err
	}
	dumps, err := w.converge(hub, spokes)
	if err != nil {
		return err
	}
	all := append([]*station{hub}, spokes...)
	first, err := hub.bare(dumps[0])
	if err != nil {
		return err
	}
	for _, check := range []func(*bare) error{w.nothingLost, func(h *bare) error { return w.numbered(hub, h) }, w.nothingUsurped, w.nothingWaits} {
		if err := check(first); err != nil {
			return err
		}
	}
	if err := sameAsReckoned(first, first.roster.Founder(), r); err != nil {
		return err
	}
	if err := w.forksTold(first); err != nil {
		return err
	}
	for _, st := range all {
		if err := st.keepsWhatItShould(first); err != nil {
			return err
		}
	}
	switch r.IntN(6) {
	case 0:
		return all[r.IntN(len(all))].verifies()
	case 1, 2:
		return w.nothingLeft(hub, spokes, first)
	}
	return nil
}

// nothingLeft: what was acknowledged is not sent again, where nobody was put back or copied. What waits always is.
func (w *world) nothingLeft(hub *station, spokes []*station, h *bare) error {
	if len(spokes) == 0 || w.count["restore"]+w.count["copy"]+w.count["put an image back"] > 0 {
		return nil
	}
	x, err := spokes[0].SendFile(ctx, spokes[0].path("last.opsb"), hub.Device)
	if err != nil {
		return err
	}
	waiting := 0
	for _, status := range h.status {
		if status != "placed" {
			waiting++
		}
	}
	if x.Commits != waiting {
		return fmt.Errorf("%s sends %d commits that were acknowledged", spokes[0].name, x.Commits-waiting)
	}
	w.count["nothing left to send"]++
	return nil
}

// nothingLost: what was acknowledged is there, and a step that set a state is the state, a side of an open conflict, or shown as
// replaced, taken back, left out or refused.
func (w *world) nothingLost(h *bare) error {
	for hash, what := range w.acked {
		s := h.sealed[hash]
		if s == nil {
			if w.cutOff(what, h) {
				continue
			}
			if w.parted[hash] {
				if gone, err := w.nowhere(hash); err != nil || !gone { // with those alone who were revoked
					w.count["lost with a disk"]++
					continue
				}
			}
			return fmt.Errorf("acknowledged and lost: %s (%s)", what, hash.Short())
		}
		if h.status[hash] != "placed" {
			continue // it shows as incomplete; nothingWaits asks why
		}
		for i, e := range s.Entries {
			if rec := h.records[e.Record]; rec != nil && !visible(rec, rec.Step(ledger.NewEntryRef(hash, i))) {
				return fmt.Errorf("acknowledged and without effect: %s (%s) in%s", what, hash.Short(), taken(rec))
			}
		}
	}
	return nil
}

// cutOff reports whether whoever was told so was revoked or not enrolled, and may hold what nobody else does.
func (w *world) cutOff(what string, h *bare) bool {
	name, _, _ := strings.Cut(what, ", ")
	at := slices.IndexFunc(w.stations, func(st *station) bool { return st.name == name })
	st := w.stations[at]
	return !st.accepted && at > 0 || h.roster.Revoked(st.Author.Actor())
}

func visible(rec *ledger.Record, step *ledger.Taken) bool {
	if step == nil {
		return false
	}
	if step.LeftOut || step.TakenBack || step.Why != "" || step.Action.To == ledger.New || step.Action.To == rec.State || step.Action.Creates {
		return true
	}
	for _, c := range rec.Conflicts {
		if slices.ContainsFunc(c.Sides, func(side ledger.Side) bool { return side.Ref == step.Ref() }) {
			return true
		}
	}
	return slices.ContainsFunc(rec.Steps, func(later *ledger.Taken) bool {
		replaces := later.Action.To != ledger.New || later.Entry.Action == ledger.Settle
		return later != step && later.Counts && !later.TakenBack && replaces && later.Sees(step.Placed)
	})
}

// nothingUsurped: a ruling counts only under the center's key, a step of a revoked key only up to the commit its revocation names, or
// where it erases and its author had not heard of that, and one of a key nobody certified never.
func (w *world) nothingUsurped(h *bare) error {
	past := pasts(h)
	until, revocations := map[ledger.KeyID][]ledger.Hash{}, map[ledger.KeyID][]ledger.Hash{}
	for _, s := range h.sealed {
		if e := s.Entries[0]; e.Action == ledger.RosterRevoke && e.Kind == ledger.RosterKind && w.centers[s.Actor] {
			key := ledger.KeyID(e.Fields.Text("of"))
			until[key] = append(until[key], ledger.Hash(e.Fields.Text("commit")))
			revocations[key] = append(revocations[key], s.Hash)
		}
	}
	for _, rec := range h.records {
		for _, s := range rec.Steps {
			if !s.Counts {
				continue
			}
			key := s.Node.Actor
			switch _, known := h.roster.Certificate(key); {
			case !known:
				return fmt.Errorf("%s counts, and nobody certified its key", s.Ref())
			case s.Action.Reserved && !w.centers[key]:
				return fmt.Errorf("%s counts, and is not the center's", s.Ref())
			case !h.roster.Revoked(key) || slices.ContainsFunc(until[key], func(last ledger.Hash) bool { return past(last)[s.Node.Hash] }):
			case s.Entry.Action == ledger.Erase && !slices.ContainsFunc(revocations[key], func(r ledger.Hash) bool { return past(s.Node.Hash)[r] }):
				w.count["erased, then revoked"]++
			default:
				return fmt.Errorf("%s counts, and its key was revoked before it", s.Ref())
			}
		}
	}
	return nil
}

// pasts gives the ancestors of a commit, itself included, from the bare commits.
func pasts(h *bare) func(ledger.Hash) map[ledger.Hash]bool {
	known := map[ledger.Hash]map[ledger.Hash]bool{}
	var past func(ledger.Hash) map[ledger.Hash]bool
	past = func(c ledger.Hash) map[ledger.Hash]bool {
		if known[c] == nil && h.sealed[c] != nil {
			set := map[ledger.Hash]bool{c: true}
			for _, p := range append([]ledger.Hash{h.sealed[c].Prev}, h.sealed[c].After...) {
				maps.Copy(set, past(p))
			}
			known[c] = set
		}
		return known[c]
	}
	return past
}

// keepsWhatItShould: what an erasure that counts had seen, or was written beside it, is not kept, and attachments that stand are here.
func (st *station) keepsWhatItShould(h *bare) error {
	past := pasts(h)
	return st.Store.View(ctx, func(r app.Reader) error {
		for _, rec := range h.records {
			for _, at := range rec.Attached {
				named, size, err := r.Attached(ctx, at.Blob)
				if err != nil {
					return err
				}
				if !at.Erased && (!named || size < 0) {
					return fmt.Errorf("%s: attachment %s: named %v, %d bytes", st.name, at.Blob.Short(), named, size)
				}
			}
			for _, e := range rec.Steps {
				if e.Entry.Action != ledger.Erase || !e.Counts || e.TakenBack {
					continue
				}
				for _, s := range rec.Steps {
					if s.Entry.Personal == "" || past(s.Node.Hash)[e.Node.Hash] {
						continue
					}
					c, _, err := r.Commit(ctx, s.Node.Hash)
					if err != nil {
						return err
					}
					if c.Personal[s.Index].Salt != "" || len(s.Personal) > 0 {
						return fmt.Errorf("%s: %s erased %s, and its personal part is there", st.name, e.Ref(), s.Ref())
					}
				}
			}
		}
		return nil
	})
}

// numbered: a number stands for one record, or who asks for it is told that it stands for several. That happens only where a store had
// a past twice.
func (w *world) numbered(hub *station, h *bare) error {
	given := map[string][]ledger.RecordID{}
	for id, rec := range h.records {
		if rec.Number != "" { // what began it is missing, or of no force
			key := rec.Kind + " " + rec.Number
			given[key] = append(given[key], id)
		}
	}
	return hub.Store.View(ctx, func(r app.Reader) error {
		for key, ids := range given {
			kind, number, _ := strings.Cut(key, " ")
			rec, err := r.Record(ctx, kind, number)
			switch {
			case len(ids) == 1 && (err != nil || rec.ID != ids[0]):
				return fmt.Errorf("%s is found by its number as %v (%w)", key, rec, err)
			case len(ids) > 1 && !fault.Is(err, fault.SameNumber):
				return fmt.Errorf("%s stands for %d records, and nobody is told: %w", key, len(ids), errors.Join(err, errTaken(err)))
			case len(ids) > 1 && w.count["copy"]+w.count["put an image back"]+w.count["restore"] == 0:
				return fmt.Errorf("%s was given to %d records by stores that had one past each", key, len(ids))
			case len(ids) > 1:
				w.count["number given twice"]++
			}
		}
		return nil
	})
}

// nothingWaits: what waits at the end follows a commit that went with a disk, or is a stranger's.
func (w *world) nothingWaits(h *bare) error {
	waits := func(c ledger.Hash) bool { return h.status[c] != "placed" }
	for hash, status := range h.status {
		s := h.sealed[hash]
		if status == "placed" || w.strange[hash] || slices.ContainsFunc(append([]ledger.Hash{s.Prev}, s.After...), func(p ledger.Hash) bool { return p != "" && waits(p) }) {
			continue
		}
		return fmt.Errorf("%s is %s, and all it follows is here", hash.Short(), status)
	}
	return nil
}

// sameAsReckoned compares each record with what the ledger in memory makes of the bare commits, taken in in any order.
func sameAsReckoned(h *bare, pinned ledger.KeyID, r *rand.Rand) error {
	order := slices.Sorted(maps.Keys(h.sealed))
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	want := reckoned(h, pinned, order)
	for id, line := range want {
		if !strings.Contains(h.text, line) {
			return fmt.Errorf("record %s is not what its commits say:%s", id, differing(line, h.text))
		}
	}
	if len(want) != len(h.records) {
		return fmt.Errorf("%d records, and the commits make %d", len(h.records), len(want))
	}
	return nil
}

// forksTold: where a feed has several branches, someone was told.
func (w *world) forksTold(h *bare) error {
	followed := map[ledger.Hash]bool{}
	for hash, s := range h.sealed {
		if h.status[hash] == "placed" {
			followed[s.Prev] = true
		}
	}
	leaves := map[ledger.FeedID]int{}
	for hash, s := range h.sealed {
		if h.status[hash] == "placed" && !followed[hash] {
			leaves[s.Feed]++
		}
	}
	for feed, n := range leaves {
		if n > 1 && !w.told[feed] {
			return fmt.Errorf("feed %s has %d branches and nobody was told", feed, n)
		}
		if n > 1 {
			w.count["fork"]++
		}
	}
	return nil
}

func (st *station) verifies() error {
	audit, err := st.Store.Verify(ctx, nil)
	if err == nil && !audit.OK {
		err = fmt.Errorf("%s does not verify: %s", st.name, strings.Join(audit.Faults, "; "))
	}
	return err
}
