package meeting

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// What takes several steps at several places before it comes about, and would hardly ever by chance.

// pass makes a file at one station and takes it in at another, if it has one for it.
func (w *world) pass(from, to *station) error {
	l, err := w.post(from, "")
	if errors.Is(err, errNoTarget) || from == to {
		return nil
	}
	if err != nil {
		return err
	}
	return w.deliver(l, to)
}

// holders are the stations, the center aside, that have a ticket.
func (w *world) holders(id ledger.RecordID) (out []*station, err error) {
	for _, st := range w.stations[1:] {
		rec, err := st.ticket(id)
		if err != nil {
			return nil, err
		}
		if rec != nil {
			out = append(out, st)
		}
	}
	return out, nil
}

// joined are the same once who is not enrolled yet has met the center.
func (w *world) joined(id ledger.RecordID) ([]*station, error) {
	if err := w.newcomer(nil); err != nil {
		return nil, err
	}
	if err := w.pass(w.stations[0], w.stations[len(w.members)-1]); err != nil {
		return nil, err
	}
	return w.holders(id)
}

// ticket reads one; nil where it is not here.
func (st *station) ticket(id ledger.RecordID) (rec *ledger.Record, err error) {
	err = st.Store.View(ctx, func(r app.Reader) error {
		rec, err = r.Record(ctx, "ticket", string(id))
		if errors.Is(err, app.ErrNotFound) {
			rec, err = nil, nil
		}
		return err
	})
	return rec, err
}

// clash lets two do different things to one ticket before they hear of each other. Someone who hears of both settles, now and then two
// who do not know of each other.
func (w *world) clash(r *rand.Rand) error {
	id := ledger.NewRecordID(w.stations[0].Ledger, "ticket", fmt.Sprint("JS2026-", r.IntN(2)))
	two, err := w.holders(id)
	if err == nil && len(two) < 2 {
		two, err = w.joined(id)
	}
	if err != nil || len(two) < 2 {
		return orNone(err)
	}
	r.Shuffle(len(two), func(i, j int) { two[i], two[j] = two[j], two[i] })
	amends := r.IntN(3) == 0
	for _, st := range two[:2] {
		if err := w.claim(st, id, amends, r); err != nil {
			return err
		}
	}
	judges := []*station{w.stations[0], two[0], two[1]}
	r.Shuffle(len(judges), func(i, j int) { judges[i], judges[j] = judges[j], judges[i] })
	judges = judges[:[]int{1, 1, 1, 2}[r.IntN(4)]]
	for _, judge := range judges {
		for _, st := range two[:2] {
			if err := w.pass(st, judge); err != nil {
				return err
			}
		}
	}
	for _, judge := range judges {
		rec, err := judge.ticket(id)
		if err != nil || rec == nil {
			return err
		}
		err = w.acknowledged(judge, ledger.Settle, func() error { return w.settle(judge, rec, r) })
		if err != nil && !errors.Is(err, errNoTarget) {
			return err
		}
	}
	return nil
}

// claim is one side of a clash: what the ticket is called, or what state it is in.
func (w *world) claim(st *station, id ledger.RecordID, amends bool, r *rand.Rand) error {
	st.ConfirmDate(st.now().Format("2006-01-02"))
	rec, err := st.ticket(id)
	if err != nil || rec == nil {
		return err
	}
	action := ledger.Amend
	if !amends {
		var may []string
		for _, name := range steps {
			if a, ok := st.kinds.Kind("ticket").Action(name); ok && a.To != ledger.New && a.Leads(rec.State) {
				may = append(may, name)
			}
		}
		if len(may) == 0 {
			return nil
		}
		action = may[r.IntN(len(may))]
	}
	err = w.acknowledged(st, action, func() error {
		_, err := st.Act(ctx, app.Step{Kind: "ticket", Key: string(id), Action: action, Values: w.values(action, r)})
		return err
	})
	if errors.Is(err, errNoTarget) {
		return nil
	}
	return err
}

// ask lets a station ask for a later due and the center rule on it, now and then twice.
func (w *world) ask(r *rand.Rand) error {
	st, center := w.stations[1+r.IntN(len(w.stations)-1)], w.stations[0]
	st.ConfirmDate(st.now().Format("2006-01-02"))
	center.ConfirmDate(center.now().Format("2006-01-02"))
	rec, err := st.someTicket(r)
	if err != nil {
		return err
	}
	err = w.acknowledged(st, "", func() error { return w.act(st, rec, "request-extension", r) })
	if err == nil {
		err = w.pass(st, center)
	}
	if err != nil {
		return err
	}
	if rec, err = center.ticket(rec.ID); err != nil || rec == nil {
		return err
	}
	for range 1 + r.IntN(2) {
		ruling := []string{"grant-extension", "grant-extension", "deny-extension"}[r.IntN(3)]
		if err := w.acknowledged(center, "", func() error { return w.act(center, rec, ruling, r) }); err != nil {
			return err
		}
	}
	if r.IntN(2) == 0 {
		return w.pass(center, st)
	}
	return nil
}

// meetCenter lets a station take in the center's new key.
func (w *world) meetCenter(r *rand.Rand) error {
	if w.introduction == nil {
		return errNoTarget
	}
	return w.introduce(w.stations[1+r.IntN(len(w.stations)-1)])
}

// introduce lets a station that was enrolled trust the center's key of today. One that replaced its key says so with the old one; one that
// took another's place has certified the station, and it may have forgotten that with a disk.
func (w *world) introduce(st *station) error {
	center := w.stations[0]
	trusted, err := st.trusts()
	if err != nil || trusted == "" || trusted == center.Author.Actor() {
		return err
	}
	raw, fingerprint, accept := w.introduction, "", st.Accept
	if w.lost != "" {
		self, err := center.Self(ctx)
		if err != nil {
			return err
		}
		raw, _, err = center.Answer(ctx, string(st.Author.Actor()))
		if fault.Is(err, fault.Refused) {
			return nil
		}
		if err != nil {
			return err
		}
		fingerprint, accept = self.Fingerprint, st.AcceptInstead
	}
	_, err = accept(ctx, raw, fingerprint)
	w.count["introduced"]++
	return err
}

// adopt lets a center take over the one that was lost, as soon as it has come to know of it.
func (w *world) adopt(*rand.Rand) error {
	center := w.stations[0]
	roster, err := center.roster()
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(roster.Strangers(), func(c ledger.Certificate) bool { return ledger.Fingerprint(c.Public) == w.lost })
	if w.lost == "" || !known {
		return errNoTarget
	}
	center.ConfirmDate(center.now().Format("2006-01-02"))
	if _, err = center.Adopt(ctx, w.lost); fault.Is(err, fault.Refused) {
		return errNoTarget
	}
	w.count["adopted"]++
	return err
}
