package digest_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/digest"
)

// A tally of many moments finds what a check at each of them finds.
func TestTallyFindsWhatChecksFind(t *testing.T) {
	luck := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, ledger.Zone)
	var moments []time.Time
	for w := range 20 {
		moments = append(moments, start.AddDate(0, 0, 7*w).Add(18*time.Hour))
	}
	var tickets []digest.Ticket
	tally := digest.NewTally(moments, start)
	for range 600 {
		f := history(luck, start)
		tickets = append(tickets, digest.Ticket{Facts: f})
		tally.Add(f)
	}
	for i, got := range tally.Found() {
		c := digest.TakeCheck(tickets, moments[i], start)
		if want := (digest.Tallied{Open: len(c.Open), Excused: len(c.Excused), Counted: len(c.Counted)}); got != want {
			t.Errorf("%s: %+v, a check finds %+v", moments[i].Format(time.DateOnly), got, want)
		}
	}
}

// history is a ticket resolved up to three times, perhaps paused with an excuse granted.
func history(luck *rand.Rand, start time.Time) (f ticket.Facts) {
	step := func(at time.Time) time.Time { return at.Add(time.Duration(1+luck.IntN(15*24)) * time.Hour) }
	at := start.Add(time.Duration(luck.IntN(160*24)-40*24) * time.Hour)
	f.Arrived = at
	if luck.IntN(4) == 0 {
		p := ticket.Pause{From: step(at), Excuse: ticket.Granted, Ref: "p"}
		p.To = step(p.From)
		f.Pauses = []ticket.Pause{p}
		f.Excuses = []ticket.Excuse{{At: p.From, Of: "p", Answer: ticket.Granted, Ruled: p.From}}
	}
	for range luck.IntN(4) {
		at = step(at)
		r := ticket.Resolve{At: at}
		if luck.IntN(3) == 0 {
			at = step(at)
			r.Returned = at
		}
		f.Resolves = append(f.Resolves, r)
		if r.Returned.IsZero() {
			f.Resolved = r.At
			break
		}
	}
	return f
}
