package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
)

// BenchmarkHundredThousandAgainstOne compares the same work on 100,000 tickets with that on 1,000, both tidied as the window does when
// nobody touches it: large÷small.
func BenchmarkHundredThousandAgainstOne(b *testing.B) {
	small, large := newDesk(b, 1), newDesk(b, 1)
	small.found()
	large.found()
	small.fill(1000)
	large.fill(sized(b, "BENCH_ROWS", 100_000))
	small.tidied()
	large.tidied()
	page := func(q app.Query) func(*desk, int) {
		return func(d *desk, i int) { d.page(q) }
	}
	look := func(q app.Query) func(*desk, int) {
		return func(d *desk, i int) { d.look(q) }
	}
	_, aTitle, _, _, _ := varied(123)
	for _, work := range []struct {
		name string
		do   func(*desk, int)
	}{
		{"ListPage", page(app.Query{})},
		{"FilterByState", page(app.Query{Where: []app.Condition{where("state", app.Equal, "confirmed")}})},
		{"FilterByStateAndRegion", page(app.Query{Where: []app.Condition{where("state", app.Equal, "confirmed"), where("region", app.Equal, "丹徒区")}})},
		{"FilterByAssignee", page(app.Query{Where: []app.Condition{where("assignee", app.Equal, "张伟")}})},
		{"FilterByArrival", page(app.Query{Where: []app.Condition{where("arrived", app.AtLeast, "2025-03")}})},
		{"FilterByRegion", page(app.Query{Where: []app.Condition{where("region", app.Equal, "丹徒区")}, Sort: "-arrived"})},
		{"FilterByUnit", look(app.Query{Where: []app.Condition{where("requester_unit", app.Equal, "某街道第7社区")}, Sort: "-arrived"})},
		{"RareChoice", look(app.Query{Where: []app.Condition{where("main_type", app.Equal, "数据")}})},
		{"RareChoiceByArrival", look(app.Query{Where: []app.Condition{where("main_type", app.Equal, "数据")}, Sort: "-arrived"})},
		{"RareChoiceAndCommonState", look(app.Query{Where: []app.Condition{where("state", app.Equal, "confirmed"), where("main_type", app.Equal, "数据")}})},
		{"RareText", look(app.Query{Where: []app.Condition{where("delay", app.Equal, "省厅接口停运")}})},
		{"RareAssignee", look(app.Query{Where: []app.Condition{where("assignee", app.Equal, "孙悦")}, Sort: "-arrived"})},
		{"RareDay", look(app.Query{Where: []app.Condition{where("arrived", app.Equal, "2026-03-20")}})},
		{"ReturnedForQuality", look(app.Query{Where: []app.Condition{where("quality", app.Equal, "true")}})},
		{"OneTitle", look(app.Query{Where: []app.Condition{where("title", app.Equal, aTitle)}})},
		{"NoneSuch", look(app.Query{Where: []app.Condition{where("category", app.Equal, "咨询")}, Sort: "-arrived"})},
		{"SearchAndRare", look(app.Query{Search: "养老", Where: []app.Condition{where("main_type", app.Equal, "数据")}})},
		{"SearchANumber", look(app.Query{Search: "W2026-000777"})},
		{"SearchTwoCharacters", page(app.Query{Search: "养老"})},
		{"Step", func(d *desk, i int) {
			number, _, _, _, _ := varied(i % 1000)
			d.step(ledger.NewRecordID(d.store.meta.Ledger, "ticket", number), "note", ledger.Fields{"text": fmt.Sprint("第", i, "次")})
		}},
	} {
		b.Run(work.name, func(b *testing.B) {
			var times [2][]float64
			n := 0
			for b.Loop() {
				for range 20 {
					n++
					for i, d := range []*desk{small, large} {
						times[i] = append(times[i], used(b, func() { work.do(d, n) }))
					}
				}
			}
			b.ReportMetric(median(times[1])/median(times[0]), "large÷small")
			b.ReportMetric(1000*median(times[1]), "ms/large")
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
