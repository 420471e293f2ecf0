package meeting

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// world is a center, its stations and the files between them.
type world struct {
	*cast
	seed     uint64
	root     string
	stations []*station // the first is the center
	letters  []*letter
	now      time.Time
	acked    map[ledger.Hash]string // what a person was told is done, by its commit
	strange  map[ledger.Hash]bool   // commits of keys nobody certified
	told     map[ledger.FeedID]bool // feeds of which someone was told that they forked or were put back
	parted   map[ledger.Hash]bool   // of those, what someone's disk was taken away with
	count    map[string]int         // what happened, so that a test can see that it does
}

// move is one thing that happens; what it chooses hangs on its own seed, so that others can be left out.
type move struct {
	what string
	seed uint64
}

// kindOfMove is what may happen and how often.
type kindOfMove struct {
	what   string
	weight int
	do     func(*world, *rand.Rand) error
}

// moves are all that can happen, and how often.
var moves = []kindOfMove{
	{"work", 24, (*world).work},
	{"post", 12, (*world).send},
	{"deliver", 16, (*world).bring},
	{"kill", 5, (*world).kill},
	{"damage", 2, (*world).damage},
	{"drop", 2, (*world).drop},
	{"clock", 2, (*world).step},
	{"keep an image", 1, (*world).keep},
	{"put an image back", 2, (*world).putBack},
	{"backup", 1, (*world).backUp},
	{"restore", 1, (*world).restore},
	{"copy", 2, (*world).clone},
	{"enrol", 2, (*world).newcomer},
	{"revoke", 1, (*world).revoke},
	{"clash", 3, (*world).clash},
	{"ask", 2, (*world).ask},
	{"introduce", 2, (*world).meetCenter},
	{"adopt", 2, (*world).adopt},
	{"newer version", 2, (*world).tomorrow},
	{"older version", 1, (*world).yesterday},
	{"forge", 3, (*world).forge},
	{"reopen", 1, (*world).reopen},
	{"rebuild", 1, (*world).rebuild},
}

// draw makes a schedule: who is there in the beginning, and what happens.
func draw(seed uint64) (at beginning, out []move) {
	r := rand.New(rand.NewPCG(seed, 1))
	at.stations = []int{2, 2, 2, 2, 2, 2, 3, 3, 3, 4}[r.IntN(10)]
	switch {
	case seed%100 == 99:
		at.stations = 10
	case seed%10 == 3:
		at.how = renewed
	case seed%10 == 7:
		at.how = orphaned
	}
	total := 0
	for _, m := range moves {
		total += m.weight
	}
	for range 4 + r.IntN(6) + at.stations {
		left := r.IntN(total)
		for _, m := range moves {
			if left -= m.weight; left < 0 {
				out = append(out, move{m.what, r.Uint64()})
				break
			}
		}
	}
	return at, out
}

// play runs a schedule in a folder of its own, lets all meet, and looks at what they hold.
func play(seed uint64, at beginning, list []move, root string) (w *world, err error) {
	c, err := castOf(at)
	if err != nil {
		return nil, err
	}
	w, err = c.raise(seed, root)
	defer w.closeAll()
	if err != nil {
		return w, err
	}
	for i, m := range list {
		w.now = w.now.Add(time.Minute)
		n := slices.IndexFunc(moves, func(k kindOfMove) bool { return k.what == m.what })
		switch err := moves[n].do(w, rand.New(rand.NewPCG(m.seed, 2))); {
		case errors.Is(err, errNoTarget):
		case err != nil:
			return w, fmt.Errorf("move %d, %s: %w", i, m.what, err)
		default:
			w.count[m.what]++
		}
	}
	return w, w.prove(rand.New(rand.NewPCG(seed, 3)))
}

// shrink leaves out moves as long as the schedule still fails.
func shrink(seed uint64, at beginning, list []move, root string) []move {
	for i := len(list) - 1; i >= 0; i-- {
		less := slices.Delete(slices.Clone(list), i, i+1)
		if _, err := play(seed, at, less, root); err != nil {
			list = less
		}
	}
	return list
}

func (w *world) anyone(r *rand.Rand) *station { return w.stations[r.IntN(len(w.stations))] }

func (w *world) letter(r *rand.Rand) (*letter, error) {
	if len(w.letters) == 0 {
		return nil, errNoTarget
	}
	return w.letters[r.IntN(len(w.letters))], nil
}

// send puts a file on its way, to all its maker knows or to one.
func (w *world) send(r *rand.Rand) error {
	st, to := w.anyone(r), ""
	if r.IntN(3) == 0 {
		to = w.anyone(r).device
	}
	l, err := w.post(st, to)
	if err == nil {
		w.letters = append(w.letters, l)
	}
	return err
}

// bring delivers any file on its way to anyone; it may come again, and others may come before it.
func (w *world) bring(r *rand.Rand) error {
	l, err := w.letter(r)
	if err != nil {
		return err
	}
	if at := slices.Index(w.letters, l); at < len(w.letters)-1 {
		w.count["out of order"]++
	}
	return w.deliver(l, w.another(l.sender, r))
}

// another is mostly not the one named.
func (w *world) another(than *station, r *rand.Rand) *station {
	st := w.anyone(r)
	for n := 0; st == than && n < 3; n++ {
		st = w.anyone(r)
	}
	return st
}

func (w *world) kill(r *rand.Rand) error {
	l, err := w.letter(r)
	if err != nil {
		return err
	}
	return w.killed(l, w.another(l.sender, r), r)
}

func (w *world) damage(r *rand.Rand) error {
	l, err := w.letter(r)
	if err != nil {
		return err
	}
	return w.damaged(l, w.another(l.sender, r), r)
}

func (w *world) drop(r *rand.Rand) error {
	l, err := w.letter(r)
	if err == nil {
		w.letters = slices.DeleteFunc(w.letters, func(o *letter) bool { return o == l })
	}
	return err
}

// step sets a clock wrong, by minutes or by years, or right again.
func (w *world) step(r *rand.Rand) error {
	st := w.anyone(r)
	st.drift = []time.Duration{0, time.Hour, -time.Hour, 40 * 24 * time.Hour, -3 * 24 * time.Hour, 50 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour}[r.IntN(7)]
	return nil
}

// newcomer takes in who works alone yet.
func (w *world) newcomer(*rand.Rand) error {
	for _, st := range w.stations[1:] {
		if !st.accepted {
			return w.admit(st)
		}
	}
	return errNoTarget
}

// admit enrols a station; a center that had its certificate already, and forgot it with an older disk, may say so.
func (w *world) admit(st *station) error {
	w.stations[0].ConfirmDate(w.stations[0].now().Format(time.DateOnly))
	err := w.enrol(st)
	if fault.Is(err, fault.Refused) {
		return errNoTarget
	}
	return err
}

func (w *world) revoke(r *rand.Rand) error {
	st, center := w.stations[1+r.IntN(len(w.stations)-1)], w.stations[0]
	twins := slices.ContainsFunc(w.stations, func(o *station) bool { return o != st && o.Author.Actor() == st.Author.Actor() })
	if !st.accepted || twins {
		return errNoTarget
	}
	center.ConfirmDate(center.now().Format(time.DateOnly))
	if _, err := center.Expel(ctx, string(st.Author.Actor())); fault.Is(err, fault.Refused) || fault.Barred(err) {
		return errNoTarget
	} else if err != nil {
		return err
	}
	return w.goesOn(st, r)
}

// goesOn: who was revoked goes on working, and finds someone who does not know yet.
func (w *world) goesOn(st *station, r *rand.Rand) error {
	st.ConfirmDate(st.now().Format(time.DateOnly))
	act := w.onTicket
	if r.IntN(3) == 0 {
		act = w.erase
	}
	if err := act(st, r); err != nil && !errors.Is(err, errNoTarget) {
		return err
	}
	l, err := w.post(st, "")
	if err != nil {
		return err
	}
	w.letters = append(w.letters, l)
	to := w.another(st, r)
	for _, o := range w.stations[1:] {
		if o.accepted && o != st {
			to = o
		}
	}
	return w.deliver(l, to)
}

func (w *world) reopen(r *rand.Rand) error {
	st := w.anyone(r)
	st.shut()
	return st.open()
}

func (w *world) rebuild(r *rand.Rand) error {
	st := w.anyone(r)
	out, err := st.Store.Rebuild(ctx, nil)
	if err == nil && out.Changed > 0 {
		err = fmt.Errorf("%s: folding all anew changes %d records", st.name, out.Changed)
	}
	return err
}

// yesterday runs a station's store under an earlier version for a while; the next time it is under today's again.
func (w *world) yesterday(r *rand.Rand) error {
	st := w.anyone(r)
	switch {
	case st.kinds != today:
		st.kinds = today
	case r.IntN(2) == 0:
		st.kinds = earlier
	default:
		st.kinds = first
		w.count["first version"]++
	}
	st.shut()
	return st.open()
}
