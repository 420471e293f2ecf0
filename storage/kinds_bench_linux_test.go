package storage

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// BenchmarkFirstPageOfEveryKind compares the first page of each kind and its count, as a window opens them, on 100,000 records with those on
// 1,000 (large÷small), and reports the largest of the ratios. BENCH_ROWS sets another size.
func BenchmarkFirstPageOfEveryKind(b *testing.B) {
	rows := sized(b, "BENCH_ROWS", 100_000)
	worst := 0.0
	for _, k := range app.Kinds().Kinds() {
		b.Run(k.Name, func(b *testing.B) {
			small, large := newOffice(b, time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone)), newOffice(b, time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone))
			small.hold(b, k, 1000)
			large.hold(b, k, 1000)
			large.multiply(b, k, rows/1000)
			var times [2][]float64
			for b.Loop() {
				for range 60 {
					for i, o := range []*office{small, large} {
						times[i] = append(times[i], used(b, func() {
							if p, err := o.Page(b.Context(), app.Query{Kind: k.Name}); err != nil || len(p.Rows) != app.PageRows || p.Total != app.CountMax {
								b.Fatal(len(p.Rows), p.Total, err)
							}
						}))
					}
				}
			}
			ratio := median(times[1]) / median(times[0])
			worst = max(worst, ratio)
			b.ReportMetric(ratio, "large÷small")
			b.ReportMetric(1000*median(times[1]), "ms/large")
			fmt.Printf("%s %.2f (%.2f ms), worst so far %.2f\n", k.Name, ratio, 1000*median(times[1]), worst)
		})
	}
}

// hold has the store fold and write so many records of a kind, begun by its first step with every field it asks for or does not leave to
// other steps. Only their commits are left out: no list reads them.
func (o *office) hold(t testing.TB, k *ledger.Kind, n int) {
	t.Helper()
	const together = 250 // records that come in one commit
	s, now := o.desk.store, o.Now()
	begin := beginning(t, k)
	err := s.Write(context.Background(), func(aw app.Writer) error {
		w := aw.(*writer)
		roster, node := s.graph.currentRoster(), s.graph.heads()[0]
		for i := range n {
			f := ledger.Fields{}
			for _, d := range k.Fields {
				if v := sample(d, i, now); v != nil && d.Personal == "" && (!d.Step || slices.ContainsFunc(begin.Asks, func(a ledger.Ask) bool { return a.Key == d.Key })) {
					f[d.Key] = v
				}
			}
			f[ledger.NumberField] = fmt.Sprintf("%s-01-2026-%06d", k.Code, i+1)
			id := ledger.NewRecordID(o.Ledger, k.Name, fmt.Sprint(i))
			entry := ledger.Entry{Record: id, Kind: k.Name, Action: begin.Name, Fields: f}
			rec := ledger.Fold(k, id, []*ledger.Placed{{Node: node, Index: i % together, Entry: entry}}, roster)
			if err := w.put(k, nil, rec, int64(10+i/together)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(k.Name, err)
	}
}

// multiply writes every record of a kind so many times in all, into the store's own table with its generated columns and indexes, and
// its counters. The full-text index has the first of each: a page that nothing narrows does not ask it.
func (o *office) multiply(t testing.TB, k *ledger.Kind, times int) {
	t.Helper()
	for _, q := range []string{
		"INSERT INTO r_" + k.Name + ` (id, number, state, body, facts, conflicts, incomplete, last)
			WITH RECURSIVE more(x) AS (SELECT 1 WHERE ?1 > 1 UNION ALL SELECT x + 1 FROM more WHERE x + 1 < ?1)
			SELECT id || '-' || x, number || '-' || x, state, body, facts, conflicts, incomplete, last + 1000 * x FROM more CROSS JOIN r_` + k.Name,
		"UPDATE counters SET n = n * ?1 WHERE kind = ?2",
		"UPDATE days SET n = n * ?1 WHERE kind = ?2",
	} {
		if _, err := o.desk.store.writer.Exec(q, times, k.Name); err != nil {
			t.Fatal(k.Name, err)
		}
	}
}

// beginning is the first step that begins a record of a kind.
func beginning(t testing.TB, k *ledger.Kind) ledger.Action {
	for _, a := range k.Actions {
		if a.Creates {
			return a
		}
	}
	t.Fatal(k.Name, "has no step that begins a record")
	return ledger.Action{}
}

// sample is what the i-th record has in a field, as long as people write it; nil where it has nothing.
func sample(f ledger.Field, i int, now time.Time) any {
	at := now.Add(-time.Duration(i%500_000) * time.Minute)
	switch f.Type {
	case ledger.Choice:
		if len(f.Choices) > 0 {
			return f.Choices[i%len(f.Choices)]
		}
		return fmt.Sprintf("%s之%d", f.Label, i%7)
	case ledger.Date:
		return at.Format(time.DateOnly)
	case ledger.Time:
		return ledger.FormatTime(at)
	case ledger.Int:
		return int64(i % 10)
	case ledger.Points:
		return fmt.Sprintf("0.%d", i%10)
	case ledger.Bool:
		return i%2 == 0
	case ledger.Ref:
		return string(ledger.NewRecordID("x", f.To, fmt.Sprint(i%300)))
	case ledger.List:
		return []any{fmt.Sprintf("%s第%d项", f.Label, i%300)}
	case ledger.Long:
		return fmt.Sprintf("第%d件：企业退休人员反映本月养老金未按时到账，经查为银行账户信息与社保系统登记不一致，需核对后补发。", i)
	case ledger.Text:
		return fmt.Sprintf("%s第%d号", f.Label, i%5000)
	}
	return nil
}
