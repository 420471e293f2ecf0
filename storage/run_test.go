package storage

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
)

// carried is all that a store would send to those who are known by their heads, in its order.
func (d *desk) carried(peers ...[]ledger.Hash) (runs []app.Run, lines [][]byte) {
	d.t.Helper()
	ctx := context.Background()
	err := d.store.View(ctx, func(r app.Reader) (err error) {
		if runs, err = r.Runs(ctx, peers...); err != nil {
			return err
		}
		for _, run := range runs {
			n := 0
			if err := r.Lines(ctx, run, func(c app.Outgoing) error {
				n++
				lines = append(lines, bytes.Clone(c.Line))
				return nil
			}); err != nil {
				return err
			}
			if n != run.Commits {
				d.t.Errorf("%+v has %d commits", run, n)
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return runs, lines
}

// takeIn appends lines in one transaction and gives what came of it.
func (d *desk) takeIn(lines [][]byte) (out app.Arrival) {
	d.t.Helper()
	ctx := context.Background()
	err := d.store.Write(ctx, func(w app.Writer) (err error) {
		for _, line := range lines {
			s, err := ledger.ReadLine(line)
			if err != nil {
				return err
			}
			if err := w.Append(ctx, s); err != nil {
				return err
			}
		}
		out, err = w.Arrived(ctx)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func (d *desk) heads() (out []ledger.Hash) {
	for _, n := range d.store.graph.heads() {
		out = append(out, n.Hash)
	}
	slices.Sort(out)
	return out
}

// meetings are two stores that have worked and met so many times, on the same records.
func meetings(t *testing.T, times int) (a, b *desk) {
	a, b = newDesk(t, 1), newDesk(t, 2)
	a.found(b)
	r := rand.New(rand.NewPCG(1, 1))
	for range times {
		_, lines := a.carried(b.heads())
		b.takeIn(lines)
		_, lines = b.carried(a.heads())
		a.takeIn(lines)
		for range 3 + r.IntN(3) {
			for _, d := range []*desk{a, b} {
				id := d.receive(fmt.Sprintf("W%d", r.IntN(20)), "待遇核对")
				d.write(nil, ledger.Entry{Record: id, Kind: "ticket", Action: "amend", Fields: ledger.Fields{"title": fmt.Sprintf("第%d次", r.IntN(9))}})
			}
		}
	}
	_, lines := b.carried(a.heads())
	a.takeIn(lines)
	return a, b
}

func TestAFewRunsCarryEachCommitAsItWasSealedAndBehindWhatItFollows(t *testing.T) {
	const times = 6
	a, b := meetings(t, times)
	runs, lines := a.carried()
	if len(runs) > 2*times+2 || len(lines) != len(a.sent)+len(b.sent) {
		t.Errorf("%d runs, %d lines of %d", len(runs), len(lines), len(a.sent)+len(b.sent))
	}
	sealed := map[string]bool{}
	for _, s := range append(slices.Clone(a.sent), b.sent...) {
		line, err := s.Line()
		if err != nil {
			t.Fatal(err)
		}
		sealed[string(line)] = true
	}
	c := newDesk(t, 3)
	for _, line := range lines {
		if !sealed[string(line)] {
			t.Fatalf("%s was never sealed", line)
		}
		if x := c.takeIn([][]byte{line}); len(x.Held) > 0 || x.Commits != 1 {
			t.Fatalf("%+v", x)
		}
	}
	if !slices.Equal(c.heads(), a.heads()) {
		t.Error("other heads")
	}
	if runs, _ := a.carried(a.heads()); len(runs) != 0 {
		t.Errorf("sends %v to one who has all", runs)
	}
	if _, rest := a.carried(a.heads(), b.heads()); len(rest) == 0 || len(rest) >= len(lines)/2 {
		t.Errorf("sends %d of %d lines to one who lacks the last meeting's", len(rest), len(lines))
	}
}

// told is all that records say, and the feed in no order.
func (d *desk) told() (out string) {
	d.t.Helper()
	ctx := context.Background()
	if audit, err := d.store.Verify(ctx, nil); err != nil || !audit.OK {
		d.t.Error(audit.Faults, err)
	}
	err := d.store.View(ctx, func(r app.Reader) error {
		return r.Each(ctx, app.Query{Kind: "ticket", Sort: "number"}, func(row *app.Row) error {
			out += fmt.Sprintln(row.ID, row.Number, row.State, row.Fields, string(row.FactsJSON), row.Conflicts, row.Incomplete)
			return nil
		})
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out + fmt.Sprint(d.heads())
}

func TestWhateverOrderLinesComeInTheLedgerIsTheSame(t *testing.T) {
	a, _ := meetings(t, 4)
	_, lines := a.carried()
	want := a.told()
	for i, at := range []int{settleAt, 0, 5000} {
		func() {
			defer func(was int) { settleAt = was }(settleAt)
			settleAt = at
			r := rand.New(rand.NewPCG(2, uint64(i)))
			r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			one, many := newDesk(t, 3), newDesk(t, 4)
			half := len(lines) / 3
			held := one.takeIn(lines[:half])
			if last := one.takeIn(lines[half:]); len(held.Held) == 0 || len(last.Held) > 0 || held.Commits+last.Commits != len(lines) {
				t.Errorf("%+v, then %+v", held, last)
			}
			for _, line := range lines {
				many.takeIn([][]byte{line})
			}
			for _, d := range []*desk{one, many} {
				if got := d.told(); got != want {
					t.Errorf("folding at %d bytes:\n%s\nshould be\n%s", at, got, want)
				}
			}
		}()
	}
}

func TestWhatCameIsCountedByKind(t *testing.T) {
	a, b := newDesk(t, 1), newDesk(t, 2)
	a.found(b)
	old := a.receive("W1", "旧的")
	_, lines := a.carried()
	b.takeIn(lines)
	b.write(nil, ledger.Entry{Record: old, Kind: "ticket", Action: "amend", Fields: ledger.Fields{"title": "乙改"}})
	a.write(nil, ledger.Entry{Record: old, Kind: "ticket", Action: "amend", Fields: ledger.Fields{"title": "甲改"}})
	a.receive("W2", "新的")
	_, lines = a.carried(b.heads())
	x := b.takeIn(lines)
	if x.Commits != 2 || x.Entries != 2 || len(x.Touched) != 1 || x.Touched[0] != (app.TouchedKind{Kind: "ticket", New: 1, Changed: 1}) ||
		!slices.Equal(x.Conflicts, []string{"W1"}) || x.Until != ledger.FormatTime(a.wall) {
		t.Errorf("%+v", x)
	}
	if y := b.takeIn(lines); y.Commits != 0 || len(y.Touched) != 0 {
		t.Errorf("twice: %+v", y)
	}
}

func TestOnlyAStepThatJudgesOldOnesAnewFoldsAllAnew(t *testing.T) {
	a, b := newDesk(t, 1), newDesk(t, 2)
	a.found()
	a.receive("W1", "待遇核对")
	l := a.store.meta.Ledger
	tip := func() ledger.Hash { return a.store.graph.currentRoster().Tip() }
	cert := ledger.Certificate{Public: b.author.Key.Public().(ed25519.PublicKey), Account: "李工", Roles: []ledger.Role{ledger.Engineer}, Feed: b.store.meta.Feed}
	works := func() {
		_, lines := a.carried(b.heads())
		b.takeIn(lines)
		b.receive(fmt.Sprint("V", len(b.sent)), "李工所收")
		_, lines = b.carried(a.heads())
		a.takeIn(lines)
	}
	for _, c := range []struct {
		name string
		step func() ledger.Entry
		anew bool
		then func()
	}{
		{"a new key", func() ledger.Entry { return ledger.CertificateEntry(l, ledger.RosterCertify, cert, tip()) }, false, works},
		{"another role", func() ledger.Entry {
			return ledger.RoleEntry(l, b.author.Actor(), []ledger.Role{ledger.Lead}, b.sent[0].Hash, tip())
		}, true, works},
		{"a key of the center", func() ledger.Entry {
			return ledger.RoleEntry(l, b.author.Actor(), []ledger.Role{ledger.Center}, b.sent[1].Hash, tip())
		}, true, works},
		{"a revoked key", func() ledger.Entry { return ledger.RevokeEntry(l, b.author.Actor(), b.sent[0].Hash, tip()) }, true, func() {}},
	} {
		before := a.store.graph.currentRoster()
		a.write(nil, c.step())
		if anew := a.store.graph.rejudges(before); anew != c.anew {
			t.Errorf("%s: anew %v", c.name, anew)
		}
		c.then()
		if out, err := a.store.Rebuild(context.Background(), nil); err != nil || out.Changed != 0 {
			t.Errorf("%s: rebuilt with %d changes, %v", c.name, out.Changed, err)
		}
	}
}
