package storage

import (
	"context"
	"crypto/ed25519"
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

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
