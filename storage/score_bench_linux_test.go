package storage

import (
	"context"
	"fmt"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// BenchmarkScore compares the score of a year of 100,000 tickets, its checks all to be reconstructed, with reading those tickets'
// rows once: score÷rows. BENCH_ROWS sets another size.
func BenchmarkScore(b *testing.B) {
	rows := sized(b, "BENCH_ROWS", 100_000)
	o := newOffice(b, time.Date(2026, 12, 31, 17, 0, 0, 0, ledger.Zone))
	o.Schemes = shipped(b, "schemes/*.json")
	o.signContract(b, "2026-01-01", "2026-12-31")
	o.desk.fillYear(rows)
	var read, scored []float64
	for b.Loop() {
		for range 3 {
			n := 0
			read = append(read, spent(b, func() {
				err := o.desk.store.View(b.Context(), func(r app.Reader) error {
					return r.Each(b.Context(), app.Query{Kind: "ticket"}, func(*app.Row) error { n++; return nil })
				})
				if err != nil || n != rows {
					b.Fatal(n, err)
				}
			}))
			scored = append(scored, spent(b, func() {
				card, err := o.Score(b.Context(), app.ScoreQuery{})
				if err != nil || card.Total >= card.Base {
					b.Fatal(card.Total, err)
				}
			}))
		}
	}
	b.ReportMetric(median(scored)/median(read), "score÷rows")
	b.ReportMetric(1000*median(read), "ms/rows")
	b.ReportMetric(1000*median(scored), "ms/score")
}

// fillYear imports a year of tickets in one transaction: of a hundred ninety are resolved the same day, seven late by up to nine
// working days, two came back for their quality, and one waited for others in between; what came on the last days is open.
func (d *desk) fillYear(n int) {
	d.t.Helper()
	ctx := context.Background()
	first := time.Date(2026, 1, 1, 9, 0, 0, 0, ledger.Zone)
	err := d.store.Write(ctx, func(w app.Writer) error {
		var entries []ledger.Entry
		flush := func() error {
			tip, err := w.Tip(ctx)
			if err != nil {
				return err
			}
			s, err := d.author.Write(tip, ledger.Draft{Entries: entries, Wall: d.wall})
			if err != nil {
				return err
			}
			entries = nil
			return w.Append(ctx, s)
		}
		for i := range n {
			entries = append(entries, d.yearsTicket(i, first.Add(time.Duration(i)*(364*24*time.Hour)/time.Duration(n)))...)
			if len(entries) > ledger.MaxEntries-8 {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if len(entries) == 0 {
			return nil
		}
		return flush()
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) yearsTicket(i int, arrived time.Time) (out []ledger.Entry) {
	number, title, region, assignee, _ := varied(i)
	id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", number)
	step := func(action string, f ledger.Fields) {
		out = append(out, ledger.Entry{Record: id, Kind: "ticket", Action: action, Fields: f})
	}
	at := func(hours int) string { return ledger.FormatTime(arrived.Add(time.Duration(hours) * time.Hour)) }
	step("receive", ledger.Fields{"outside_number": number, "title": title, "system": "工单系统", "region": region, "assignee": assignee, "arrived": at(0),
		"requester_unit": fmt.Sprintf("某街道第%d社区", i%300)})
	step("accept", ledger.Fields{"responded": at(1)})
	if arrived.After(time.Date(2026, 12, 29, 0, 0, 0, 0, ledger.Zone)) {
		return out
	}
	done := 5
	switch part := i % 100; {
	case part < 7:
		done = 48 + 24*(i/100%12)
	case part == 7:
		step("suspend", ledger.Fields{"suspended": at(2), "suspend_code": "等待省厅"})
		step("resume", ledger.Fields{"resumed": at(28)})
		done = 40
	case part < 10:
		step("resolve", ledger.Fields{"resolved": at(5), "result": "已处理", "source": "导入"})
		step("rework", ledger.Fields{"returned": at(26), "nature": "质量"})
		done = 30
	}
	step("resolve", ledger.Fields{"resolved": at(done), "result": "已处理", "source": "导入"})
	step("confirm", ledger.Fields{"confirmed": at(done + 2)})
	return out
}
