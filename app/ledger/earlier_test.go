package ledger_test

import (
	"testing"

	"opsledger/app/ledger"
)

func TestAVersionWithoutAStepKeepsItAndShowsTheRecordIncomplete(t *testing.T) {
	earlier := ledger.NewRegistry(jobKind.Without("resolve", "rework", "note"))
	if k := earlier.Kind("job"); k.Knows("resolve") || !k.Knows("accept") || !jobKind.Knows("resolve") {
		t.Fatal("the earlier kind lacks what it should not, or has what it should")
	}
	if _, ok := earlier.Kind("job").Field("note"); ok {
		t.Fatal("the earlier kind has the field")
	}
	today := world(ledger.Lead)[0]
	today.step(job1(1), "receive", ledger.Fields{"title": "甲"})
	today.step(job1(1), "accept", nil)
	today.step(job1(1), "resolve", nil)
	old := newPeer(4)
	old.replica = ledger.NewReplica(earlier)
	exchange(old, today)
	states(t, old.record(job1(1)), "accepted", 0)
	if !old.record(job1(1)).Incomplete {
		t.Error("the record does not show that a step of it is not known here")
	}
	next := newPeer(5)
	exchange(next, old) // what it does not know it passes on
	states(t, next.record(job1(1)), "resolved", 0)
}
