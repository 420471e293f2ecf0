package storage

import (
	"context"
	"fmt"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// BenchmarkBulkStepAgainstPlainCommits compares one step on 1,000 tickets, as the window and opsctl take it (looked up, checked, guarded,
// written and read again), with appending commits of the same entries: the median of the rounds' ratios.
func BenchmarkBulkStepAgainstPlainCommits(b *testing.B) {
	const many, rounds = 1000, 5
	now := time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone)
	o := newOffice(b, now)
	o.signContract(b, "2026-01-01", "2026-12-31")
	d := o.desk
	for b.Loop() {
		var ratios, seconds []float64
		for range rounds {
			taken, plain := d.receiveMany(many), d.receiveMany(many)
			accepted := ledger.FormatTime(now.Add(-time.Hour))
			bulk := used(b, func() {
				out, err := o.ActAll(b.Context(), app.Bulk{Kind: "ticket", Keys: taken, Action: "accept", Values: map[string]string{"responded": accepted}})
				if err != nil || len(out) != many {
					b.Fatal(len(out), err)
				}
			})
			var entries []ledger.Entry
			for _, id := range plain {
				entries = append(entries, ledger.Entry{Record: ledger.RecordID(id), Kind: "ticket", Action: "accept", Fields: ledger.Fields{"responded": accepted}})
			}
			seconds = append(seconds, bulk)
			ratios = append(ratios, bulk/used(b, func() { d.append(now, entries) }))
		}
		b.ReportMetric(median(ratios), "×plain-commits")
		b.ReportMetric(1000*median(seconds), "ms/bulk")
	}
}

// receiveMany takes on so many tickets more and gives their IDs.
func (d *desk) receiveMany(n int) (ids []string) {
	d.t.Helper()
	var entries []ledger.Entry
	for range n {
		d.taken++
		number, title, region, assignee, _ := varied(d.taken)
		id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", number)
		ids = append(ids, string(id))
		entries = append(entries, ledger.Entry{Record: id, Kind: "ticket", Action: "receive", Fields: ledger.Fields{"outside_number": number, "title": title,
			"system": "工单系统", "region": region, "assignee": assignee, "arrived": ledger.FormatTime(d.wall.Add(-2 * time.Hour)), "requester_unit": fmt.Sprintf("某街道第%d社区", n%300)}})
	}
	d.append(d.wall, entries)
	return ids
}

// append writes entries in as few commits as hold them, in one transaction.
func (d *desk) append(wall time.Time, entries []ledger.Entry) {
	d.t.Helper()
	ctx := context.Background()
	err := d.store.Write(ctx, func(w app.Writer) error {
		for len(entries) > 0 {
			tip, err := w.Tip(ctx)
			if err != nil {
				return err
			}
			n := min(len(entries), ledger.MaxEntries)
			s, err := d.author.Write(tip, ledger.Draft{Entries: entries[:n], Wall: wall})
			if err != nil {
				return err
			}
			if err := w.Append(ctx, s); err != nil {
				return err
			}
			entries = entries[n:]
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
}
