package storage

import (
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

func TestWhatAGroupOfCommitsTouchedIsFoundWithoutReadingTheTable(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	ids := []ledger.RecordID{d.receive("W1", "甲"), d.receive("W2", "乙"), d.receive("W3", "丙")}
	ctx := context.Background()
	err := d.store.Write(ctx, func(w app.Writer) error {
		tip, err := w.Tip(ctx)
		if err != nil {
			return err
		}
		var entries []ledger.Entry
		for _, id := range ids[1:] {
			entries = append(entries, ledger.Entry{Record: id, Kind: "ticket", Action: "note", Fields: ledger.Fields{"text": "同一次"}})
		}
		s, err := d.author.Write(tip, ledger.Draft{Entries: entries, Group: "g1", Wall: d.wall})
		if err != nil {
			return err
		}
		return w.Append(ctx, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	q := app.Query{Where: []app.Condition{where(app.GroupKey, app.Equal, "g1")}}
	if got := strings.Join(d.numbers(q), " "); got != "W3 W2" {
		t.Errorf("touched: %s", got)
	}
	for _, sort := range []string{"", "-arrived"} {
		q.Sort = sort
		list, count := d.plan(q)
		for _, plan := range []string{list, count} {
			if !strings.Contains(plan, "r_ticket_last (last>?)") || strings.Contains(plan, "SCAN r_ticket") || strings.Contains(plan, "SCAN entries") || strings.Contains(plan, "SCAN commits") {
				t.Errorf("sorted by %q: %s", sort, plan)
			}
		}
	}
}

func TestWhatCameInOneGoIsFoundWithoutReadingTheTable(t *testing.T) {
	a, b := newDesk(t, 1), newDesk(t, 2)
	a.found()
	a.receive("W1", "甲")
	hand(t, b, a.sent...)
	before := len(a.sent)
	a.receive("W2", "乙")
	a.step(ledger.NewRecordID(a.store.meta.Ledger, "ticket", "W1"), "note", ledger.Fields{"text": "又记"})
	ctx, span := context.Background(), ""
	err := b.store.Write(ctx, func(w app.Writer) error {
		if err := w.Append(ctx, a.sent[before:]...); err != nil {
			return err
		}
		came, err := w.Arrived(ctx)
		span = came.Span
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	more := len(a.sent)
	a.receive("W3", "丙")
	hand(t, b, a.sent[more:]...)
	q := app.Query{Where: []app.Condition{where(app.ArrivalKey, app.Equal, span)}, Sort: "number"}
	if got := strings.Join(b.numbers(q), " "); got != "W1 W2" {
		t.Errorf("%s touched %s", span, got)
	}
	if got := b.numbers(app.Query{Where: []app.Condition{where(app.ArrivalKey, app.Equal, "无")}}); len(got) > 0 {
		t.Errorf("what is no span finds %v", got)
	}
	for _, q.Sort = range []string{"", "-arrived"} {
		list, count := b.plan(q)
		for _, plan := range []string{list, count} {
			if !strings.Contains(plan, "r_ticket_last (last>?)") || strings.Contains(plan, "SCAN r_ticket") || strings.Contains(plan, "SCAN entries") {
				t.Errorf("sorted by %q: %s", q.Sort, plan)
			}
		}
	}
}

func TestATicketResolvedTwiceAndReturnedOnceIsInTheWeekOfItsReturn(t *testing.T) {
	o := newOffice(t, time.Date(2026, 3, 31, 12, 0, 0, 0, ledger.Zone))
	a, b := o.desk, newDesk(t, 2)
	a.wall = time.Date(2026, 3, 2, 9, 0, 0, 0, ledger.Zone)
	public := ledger.Certificate{Public: b.author.Key.Public().(ed25519.PublicKey), Account: "李工", Roles: []ledger.Role{ledger.Engineer}, Feed: b.store.meta.Feed}
	a.write(nil, ledger.CertificateEntry(a.store.meta.Ledger, ledger.RosterCertify, public, a.sent[len(a.sent)-1].Hash))
	id := a.receive("W1", "标题")
	hand(t, b, a.sent...)
	b.wall = a.wall
	at := func(day, hour int) string {
		return ledger.FormatTime(time.Date(2026, 3, day, hour, 0, 0, 0, ledger.Zone))
	}
	a.step(id, "resolve", ledger.Fields{"resolved": at(2, 15)})
	b.step(id, "resolve", ledger.Fields{"resolved": at(2, 16)})
	of := string(b.record("W1").Steps[1].Ref())
	hand(t, a, b.sent...)
	a.step(id, "rework", ledger.Fields{"returned": at(30, 9), "nature": "质量", "reason": "结果有误", "of": of})
	a.step(id, "confirm", ledger.Fields{"confirmed": at(30, 10)})
	rec := a.record("W1")
	if f := rec.Facts.(ticket.Facts); rec.State != ticket.Confirmed || !slices.Equal(f.Marks, []string{ticket.ReturnedLater}) || f.Resolved.Day() != 2 {
		t.Fatalf("%s %+v", rec.State, f)
	}
	rep, err := o.Weekly(t.Context(), "2026-W14", time.Time{})
	if err != nil || !slices.Equal(rep.Rework.Records, []string{"W1"}) || rep.Rate.Denominator != 1 {
		t.Fatalf("%+v %+v %v", rep.Rework, rep.Rate, err)
	}
	if got := a.numbers(app.Query{Where: []app.Condition{where(app.MarkKey, app.Equal, ticket.ReturnedLater)}}); len(got) != 1 {
		t.Fatal(got)
	}
	if v, err := a.store.Verify(context.Background(), nil); err != nil || !v.OK {
		t.Fatal(v.Faults, err)
	}
}
