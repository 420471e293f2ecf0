package storage

import (
	"testing"
	"time"

	"opsledger/app/ledger"
)

// BenchmarkOpening compares what a place of the window asks when it is opened: on 100,000 tickets of which as many are open, and
// as many of this week, as in the small ledger (large÷small), and on 100,000 of which nine of ten are confirmed, for each open ticket (each÷small). BENCH_ROWS sets
// another size.
func BenchmarkOpening(b *testing.B) {
	now := time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone)
	rows := sized(b, "BENCH_ROWS", 100_000)
	var offices []*office
	for _, n := range []struct{ rows, varying int }{{1000, 1000}, {rows, 1000}, {rows, rows}} {
		o := newOffice(b, now)
		o.Schemes = shipped(b, "schemes/*.json")
		o.signContract(b, "2026-01-01", "2026-12-31")
		o.desk.fillOpen(n.rows, n.varying)
		offices = append(offices, o)
	}
	for _, opening := range openings {
		b.Run(opening.name, func(b *testing.B) {
			times := make([][]float64, len(offices))
			for b.Loop() {
				for range 3 {
					for i, o := range offices {
						times[i] = append(times[i], spent(b, func() {
							if err := opening.ask(b.Context(), o); err != nil {
								b.Fatal(err)
							}
						}))
					}
				}
			}
			small, large, many := median(times[0]), median(times[1]), median(times[2])
			b.ReportMetric(large/small, "large÷small")
			b.ReportMetric(many/small/float64(rows/1000), "each÷small")
			b.ReportMetric(1000*small, "ms/small")
			b.ReportMetric(1000*many, "ms/many")
		})
	}
}
