package storage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// busy takes on tickets of forty days and takes one step after another on them, void and returned ones among them.
func (d *desk) busy(r *rand.Rand, tickets, steps int) {
	at := func() string {
		return ledger.FormatTime(time.Date(2026, 1, 1+r.IntN(40), r.IntN(24), r.IntN(60), r.IntN(60), 0, ledger.Zone))
	}
	var ids []ledger.RecordID
	for n := range tickets {
		id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", fmt.Sprint("W", n))
		fields := ledger.Fields{"outside_number": fmt.Sprint("W", n), "title": "标题", "system": "工单系统", "region": "丹徒区", "arrived": at()}
		if n%17 == 0 {
			delete(fields, "arrived")
		}
		d.step(id, "receive", fields)
		ids = append(ids, id)
	}
	for range steps {
		id := ids[r.IntN(len(ids))]
		switch r.IntN(6) {
		case 0, 1, 2:
			d.step(id, "resolve", ledger.Fields{"resolved": at(), "result": "已处理"})
		case 3:
			d.step(id, "confirm", ledger.Fields{"confirmed": at()})
		case 4:
			d.step(id, "void", ledger.Fields{"reason": "重复"})
		case 5:
			d.step(id, ledger.Amend, ledger.Fields{"arrived": at()})
		}
	}
}

// spanned makes a query of spans that end on days, within days and on months, and of states.
func spanned(r *rand.Rand) (q app.Query) {
	moment := func() string {
		t := time.Date(2026, 1, r.IntN(45), r.IntN(24), 0, 0, 0, ledger.Zone)
		if r.IntN(4) == 0 {
			t = time.Date(2026, t.Month(), t.Day(), 0, 0, 0, 0, ledger.Zone).Add(-time.Second * time.Duration(r.IntN(2)))
		}
		text := ledger.FormatTime(t)
		return text[:[]int{0, 4, 7, 10, 13, len(text), len(text), len(text)}[r.IntN(8)]]
	}
	q.Kind = "ticket"
	for _, key := range []string{"arrived", "resolved"} {
		for range r.IntN(3) {
			q.Where = append(q.Where, where(key, []app.Op{app.AtLeast, app.AtMost, app.Equal}[r.IntN(3)], moment()))
		}
	}
	switch r.IntN(3) {
	case 0:
		q.Where = append(q.Where, where("state", app.Differs, "void"))
	case 1:
		q.Where = append(q.Where, where("state", app.Equal, "void", "resolved"))
	}
	return q
}

func TestCountsByDaysAreThoseOfTheRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	d := newDesk(t, 1)
	d.found()
	d.busy(r, 90, 260)
	var queries []app.Query
	for range 1000 {
		queries = append(queries, spanned(r))
	}
	check := func() (byDays, found int) {
		t.Helper()
		err := d.store.View(t.Context(), func(ar app.Reader) error {
			for _, q := range queries {
				rows := 0
				if err := ar.Each(t.Context(), q, func(*app.Row) error { rows++; return nil }); err != nil {
					return err
				}
				n, ok, err := ar.(*reader).countByDays(t.Context(), q)
				if err != nil {
					return err
				}
				if ok {
					byDays, found = byDays+1, found+n
				}
				if ok && n != rows {
					t.Errorf("%v: %d by days, %d records", q.Where, n, rows)
				}
				if n, err := ar.Count(t.Context(), q, 0); err != nil || n != rows {
					t.Errorf("%v: counted %d, %d records, %v", q.Where, n, rows, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return byDays, found
	}
	byDays, found := check()
	if byDays < 500 || found < 3_000 {
		t.Errorf("%d queries by days, %d records found: this tries little", byDays, found)
	}
	if a := d.verify(); !a.OK {
		t.Error(a.Faults)
	}
	if _, err := d.store.writer.Exec("UPDATE days SET n = 99"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if b, f := check(); b != byDays || f != found {
		t.Errorf("rebuilt: %d queries found %d, before %d found %d", b, f, byDays, found)
	}
}

func TestAYearIsCountedAlongItsDaysAndTheEdgesOfItsSpan(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.receive("W1", "标题")
	edge := func(key string) string { return "r_ticket_" + key + " (f_" + key + ">? AND f_" + key + "<?)" }
	for name, c := range map[string]struct {
		where []app.Condition
		plans []string
	}{
		"arrived in the year": {[]app.Condition{where("arrived", app.AtLeast, "2026-01-01T00:00:00+08:00"), where("arrived", app.AtMost, "2026-03-01T11:59:59+08:00"), where("state", app.Differs, "void")},
			[]string{"PRIMARY KEY (kind=? AND first>? AND first<?)", edge("arrived"), edge("arrived")}},
		"carried over into it": {[]app.Condition{where("resolved", app.AtLeast, "2026-01-01T00:00:01+08:00"), where("resolved", app.AtMost, "2026-03-01T11:59:59+08:00"),
			where("arrived", app.AtMost, "2025-12-31T23:59:59+08:00"), where("state", app.Equal, "void")},
			[]string{"days_second (kind=? AND second>? AND second<?)", edge("arrived"), edge("resolved"), edge("resolved")}},
	} {
		ran := d.store.listening(func() {
			err := d.store.View(t.Context(), func(r app.Reader) error {
				_, err := r.Count(t.Context(), app.Query{Kind: "ticket", Where: c.where}, 0)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		if len(ran) != len(c.plans) {
			t.Fatalf("%s: %d statements", name, len(ran))
		}
		err := d.store.View(t.Context(), func(ar app.Reader) error {
			for i, st := range ran {
				plan, err := ar.(*reader).explain(st.query, st.args)
				if err != nil {
					return err
				}
				if !strings.Contains(plan, c.plans[i]) || strings.Contains(plan, "SCAN") {
					t.Errorf("%s: %s, want %s", name, plan, c.plans[i])
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
