package app

import (
	"cmp"
	"strings"

	"opsledger/app/ledger"
)

// NarrowedBy is the indexed time a query asks a span of, "" where it asks none: its list is ordered by that time.
func (q Query) NarrowedBy(k *ledger.Kind) string {
	for _, c := range q.Where {
		f, ok := k.Field(c.Key)
		if ok && f.Indexed && (f.Type == ledger.Time || f.Type == ledger.Date) && c.Op != Differs && len(c.Value) == 1 && c.Value[0] != "" {
			return c.Key
		}
	}
	return ""
}

// inOrder compares rows as the store orders a query's.
func inOrder(k *ledger.Kind, q Query) func(a, b *pastRow) int {
	by := q.Sort
	if span := q.NarrowedBy(k); by == "" && q.Search == "" && span != "" {
		by = "-" + span
	}
	key, descending := strings.CutPrefix(by, "-")
	return func(a, b *pastRow) int {
		switch {
		case by == "" && q.Search != "":
			return cmp.Compare(b.n, a.n)
		case by == "":
			return cmp.Or(cmp.Compare(b.last, a.last), cmp.Compare(b.n, a.n))
		case descending:
			a, b = b, a
		}
		return cmp.Or(byValue(k, key, a.rec, b.rec), cmp.Compare(a.n, b.n))
	}
}

func byValue(k *ledger.Kind, key string, a, b *ledger.Record) int {
	x, f := valueOf(k, &Row{Record: *a}, key)
	y, _ := valueOf(k, &Row{Record: *b}, key)
	if f.Type == ledger.Int || f.Type == ledger.Points {
		return number(x).Cmp(number(y))
	}
	return cmp.Compare(x, y)
}
