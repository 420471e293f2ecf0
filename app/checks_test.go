package app

import (
	"fmt"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/digest"
)

func TestACheckTakenAfterItsDayIsAReconstruction(t *testing.T) {
	at := time.Date(2026, 3, 12, 18, 0, 0, 0, ledger.Zone)
	d := dueCheck{at: at, yearStart: at.AddDate(0, -2, 0)}
	for now, want := range map[time.Time]bool{at: false, at.Add(6*time.Hour - time.Second): false, at.Add(6 * time.Hour): true, at.UTC(): false, at.AddDate(0, 1, 0): true} {
		a := New(Options{Now: func() time.Time { return now }})
		if f := a.found(nil, d); f["retro"] != want {
			t.Errorf("taken %s: 回溯 %v", now, f["retro"])
		}
	}
}

// TestAYearTooLongForOneStepKeepsItsCounts: the fraction is kept and fits, whatever the year held.
func TestAYearTooLongForOneStepKeepsItsCounts(t *testing.T) {
	at := time.Date(2026, 12, 10, 18, 0, 0, 0, ledger.Zone)
	a := New(Options{Now: func() time.Time { return at }})
	for _, n := range []int{2400, 60000} {
		var tickets []digest.Ticket
		for i := range n {
			arrived := at.AddDate(0, -3, 0)
			tickets = append(tickets, digest.Ticket{Number: fmt.Sprintf("GD20260910%06d", i), Facts: ticket.Facts{Arrived: arrived, Resolves: []ticket.Resolve{{At: arrived.Add(time.Hour)}}}})
		}
		f := a.found(tickets, dueCheck{at: at, yearStart: at.AddDate(0, -11, 0)})
		raw, err := ledger.Canonical(f)
		if err != nil || len(raw) > commitBytes {
			t.Fatalf("%d tickets: %d bytes, %v", n, len(raw), err)
		}
		listed := len(f["counted"].([]any))
		if f["denominator"] != int64(n) || listed != map[bool]int{true: n, false: 0}[n < 10000] || (f["note"] != nil) != (listed == 0) {
			t.Errorf("%d tickets: %v of them, %d listed, note %v", n, f["denominator"], listed, f["note"])
		}
	}
}
