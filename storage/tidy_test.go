package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"opsledger/app"
)

// tidied puts the search index together, as the window does while nobody touches it, and gives in how many steps.
func (d *desk) tidied() (steps int) {
	d.t.Helper()
	for {
		more, err := d.store.Tidy(context.Background())
		if err != nil {
			d.t.Fatal(err)
		}
		if !more {
			return steps
		}
		steps++
	}
}

// pieces are the pieces of the search index, as its list has them.
func (d *desk) pieces() (p pieces) {
	d.t.Helper()
	err := d.store.View(context.Background(), func(r app.Reader) (err error) {
		p, err = r.(*reader).pieces()
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// scatter imports tickets into an index that gathers little at a time: many pieces of few rows, as a large import leaves.
func (d *desk) scatter(n int) {
	d.t.Helper()
	if _, err := d.store.writer.Exec("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", 1<<20); err != nil {
		d.t.Fatal(err)
	}
	d.fill(n)
}

func TestTheSearchIndexOfAnImportIsPutTogetherInSteps(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.scatter(3000)
	before := d.pieces()
	if len(before.pages) < 2 || !before.scattered() {
		t.Fatalf("an import leaves %+v", before)
	}
	found := func(words string) []string { return d.numbers(app.Query{Kind: "ticket", Search: words, Limit: 200}) }
	words := []string{"养老", "yldy", "W2026-000777", "单位编号0001"}
	var had [][]string
	for _, w := range words {
		had = append(had, found(w))
	}
	if more, err := d.store.Tidy(context.Background()); !more || err != nil {
		t.Fatalf("the first step: %v, %v", more, err)
	}
	if half := d.pieces(); !half.merging {
		t.Fatalf("a step puts all together: %+v", half)
	}
	d.receive("JS1", "其间登记的养老待遇") // between two steps others write
	if got := found("其间登记"); !slices.Equal(got, []string{"JS1"}) {
		t.Errorf("what was written meanwhile is found as %v", got)
	}
	d.reopen() // the rest is done another day
	if d.tidied() == 0 {
		t.Error("one further step puts all together")
	}
	after := d.pieces()
	if after.merging || after.scattered() || slices.Max(after.pages) <= slices.Max(before.pages) {
		t.Errorf("%+v has become %+v", before, after)
	}
	for i, w := range words {
		got := slices.DeleteFunc(found(w), func(number string) bool { return number == "JS1" })
		if len(got) == 0 || !slices.Equal(got, had[i][:len(got)]) || len(had[i])-len(got) > 1 {
			t.Errorf("%s: found %d before, %d after", w, len(had[i]), len(got))
		}
	}
	if a := d.verify(); !a.OK {
		t.Error(a.Faults)
	}
}

func TestAFewStepsAreNotWorthPuttingTogether(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.fill(3000)
	d.tidied()
	one := d.pieces()
	for i := range 10 {
		d.receive(fmt.Sprintf("JS%d", i), "待遇核定")
	}
	if some := d.pieces(); len(some.pages) <= len(one.pages) || some.scattered() {
		t.Errorf("ten tickets make %+v of %+v", some, one)
	}
}

func TestThePiecesAreThoseTheIndexHas(t *testing.T) {
	d := newDesk(t, 1)
	if p := d.pieces(); len(p.pages) != 0 || p.scattered() || p.merging {
		t.Errorf("of an empty index: %+v", p)
	}
	d.found()
	d.scatter(3000)
	rows, err := d.store.writer.Query("SELECT id >> 37, max(id & 0x7FFFFFFF) - min(id & 0x7FFFFFFF) + 1 FROM search_data WHERE id > 10 AND (id >> 36) & 1 = 0 GROUP BY 1")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var want []int
	for rows.Next() {
		var id, pages int
		if err := rows.Scan(&id, &pages); err != nil {
			t.Fatal(err)
		}
		want = append(want, pages)
	}
	got := d.pieces().pages
	slices.Sort(got)
	slices.Sort(want)
	if rows.Err() != nil || len(want) < 2 || !slices.Equal(got, want) {
		t.Errorf("listed %v, there are %v, %v", got, want, rows.Err())
	}
}

func TestAListOfPiecesThatIsNotUnderstoodIsLeftAlone(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	for _, block := range []string{"", "00000001", "00000001ff000001000000", "000000010101", "0000000101FFFFFFFFFFFFFFFFFFFF"} {
		if err := d.store.Write(context.Background(), func(w app.Writer) error {
			return w.(*writer).exec(fmt.Sprintf("UPDATE search_data SET block = x'%s' WHERE id = 10", block))
		}); err != nil {
			t.Fatal(err)
		}
		if more, err := d.store.Tidy(context.Background()); more || !errors.Is(err, errPieces) {
			t.Errorf("%s: %v, %v", block, more, err)
		}
	}
}

func TestAClosedStoreIsNotTidied(t *testing.T) {
	d := newDesk(t, 1)
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Tidy(context.Background()); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
