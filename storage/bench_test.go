package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// BenchmarkHundredThousandAgainstOne compares the same work on 100,000 tickets with that on 1,000: large÷small.
func BenchmarkHundredThousandAgainstOne(b *testing.B) {
	small, large := newDesk(b, 1), newDesk(b, 1)
	small.found()
	large.found()
	small.fill(1000)
	large.fill(100_000)
	page := func(q app.Query) func(*desk, int) {
		return func(d *desk, i int) { d.page(q) }
	}
	for _, work := range []struct {
		name string
		do   func(*desk, int)
	}{
		{"ListPage", page(app.Query{})},
		{"FilterByState", page(app.Query{Where: []app.Condition{where("state", app.Equal, "confirmed")}})},
		{"FilterByStateAndRegion", page(app.Query{Where: []app.Condition{where("state", app.Equal, "confirmed"), where("region", app.Equal, "丹徒区")}})},
		{"FilterByAssignee", page(app.Query{Where: []app.Condition{where("assignee", app.Equal, "张伟")}})},
		{"FilterByArrival", page(app.Query{Where: []app.Condition{where("arrived", app.AtLeast, "2025-03")}})},
		{"SearchTwoCharacters", page(app.Query{Search: "养老"})},
		{"Step", func(d *desk, i int) {
			number, _, _, _, _ := varied(i % 1000)
			d.step(ledger.NewRecordID(d.store.meta.Ledger, "ticket", number), "note", ledger.Fields{"text": fmt.Sprint("第", i, "次")})
		}},
	} {
		b.Run(work.name, func(b *testing.B) {
			var times [2][]time.Duration
			n := 0
			for b.Loop() {
				for range 20 {
					n++
					for i, d := range []*desk{small, large} {
						begun := time.Now()
						work.do(d, n)
						times[i] = append(times[i], time.Since(begun))
					}
				}
			}
			b.ReportMetric(float64(median(times[1]))/float64(median(times[0])), "large÷small")
			b.ReportMetric(float64(median(times[1]))/float64(time.Millisecond), "ms/large")
		})
	}
}

// page reads the first page of a list that has more, and its count, as a window does.
func (d *desk) page(q app.Query) {
	if rows := d.look(q); rows != 50 {
		d.t.Fatal(rows)
	}
}

// look reads the first page of a list and its count.
func (d *desk) look(q app.Query) (rows int) {
	ctx := context.Background()
	q.Kind, q.Limit = "ticket", 50
	err := d.store.View(ctx, func(r app.Reader) error {
		if _, err := r.Count(ctx, q, 1000); err != nil {
			return err
		}
		return r.Each(ctx, q, func(*app.Row) error { rows++; return nil })
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return rows
}

func median[T cmp.Ordered](list []T) T {
	slices.Sort(list)
	return list[len(list)/2]
}
