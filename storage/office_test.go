package storage

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/record/dictionary"
)

// office is a desk with the use cases over it: every kind, the shipped dictionaries and holiday years.
type office struct {
	*app.App
	desk *desk
}

// newOffice founds an office whose clock stands at a moment.
func newOffice(t testing.TB, now time.Time) *office {
	t.Helper()
	seed, err := dictionary.Parse(shipped(t, "dictionaries/seed.json")[0])
	if err != nil {
		t.Fatal(err)
	}
	d, reg := newDesk(t, 1), app.Kinds()
	d.dir = t.TempDir()
	s, err := Create(context.Background(), Options{Dir: d.dir, Key: &[32]byte{1}, Kinds: reg, Meta: d.store.meta})
	if err != nil {
		t.Fatal(err)
	}
	d.store.Close()
	d.store = s
	d.found()
	a := app.New(app.Options{Store: s, Kinds: reg, Author: d.author, Account: "张工", Station: "01", Ledger: s.meta.Ledger, Seed: seed,
		Years: shipped(t, "calendar/*.json"), Now: func() time.Time { return now }})
	a.ConfirmDate(now.Format(time.DateOnly))
	return &office{a, d}
}

// shipped reads what the program brings along.
func shipped(t testing.TB, pattern string) (out [][]byte) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "assets", filepath.FromSlash(pattern)))
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, names, err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, raw)
	}
	return out
}

// signContract begins the contract year.
func (o *office) signContract(t testing.TB, start, end string) {
	t.Helper()
	if _, err := o.SetContract(context.Background(), map[string]string{"start": start, "end": end}); err != nil {
		t.Fatal(err)
	}
}
