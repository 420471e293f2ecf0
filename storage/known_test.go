package storage

import (
	"context"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// knows gives what a desk's PC had received up to a moment.
func (d *desk) knows(at time.Time) (k app.Known) {
	d.t.Helper()
	err := d.store.View(context.Background(), func(r app.Reader) (err error) {
		k, err = r.Known(context.Background(), at)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return k
}

func TestWhatAColleagueWroteIsKnownFromItsReceptionOn(t *testing.T) {
	root, other := newDesk(t, 1), newDesk(t, 2)
	root.found(other)
	hand(t, other, root.sent...)
	other.receive("W1", "甲")
	written := other.wall
	received := written.AddDate(0, 0, 3)
	root.store.now = func() time.Time { return received }
	hand(t, root, other.sent...)
	for at, want := range map[time.Time]int{root.wall.Add(-time.Hour): 0, root.wall: 2, written.Add(time.Hour): 2, received.Add(-time.Second): 2, received: 3} {
		k := root.knows(at)
		if len(k.Commits) != want || want > 0 && (k.Tip.Prev == nil || k.Tip.Prev.Hash != root.sent[1].Hash) || len(k.Roster.Holds(root.author.Actor())) == 0 != (want == 0) {
			t.Errorf("%s: %d commits, should be %d; tip %v", at, len(k.Commits), want, k.Tip.Prev)
		}
	}
}

func TestOrderOfReceptionHasTheLastWordWhereTheClockWasSetBack(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.receive("W1", "甲")
	late := d.wall
	d.store.now = func() time.Time { return late.Add(-30 * time.Minute) }
	d.receive("W2", "乙")
	if k := d.knows(late.Add(-10 * time.Minute)); len(k.Commits) != 3 {
		t.Errorf("%d commits known, the last saw all of them", len(k.Commits))
	}
}

func TestAStoreOfAnEarlierProgramKnowsItsCommitsFromTheirWriting(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.receive("W1", "甲")
	first := d.wall
	d.receive("W2", "乙")
	for _, q := range []string{"ALTER TABLE commits DROP COLUMN received", "DROP TABLE days", "DROP TABLE disputed", "PRAGMA user_version = 4"} {
		if _, err := d.store.writer.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	d.reopen()
	if k := d.knows(first); len(k.Commits) != 2 {
		t.Errorf("%d commits known at %s", len(k.Commits), ledger.FormatTime(first))
	}
	if a := d.verify(); !a.OK {
		t.Errorf("%v", a.Faults)
	}
}
