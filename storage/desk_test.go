package storage

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/record/unit"
)

var update = flag.Bool("update", false, "write golden files anew")

var kinds = ledger.NewRegistry(ticket.Kind, unit.Kind)

// desk is a store with an author.
type desk struct {
	t      testing.TB
	dir    string
	store  *Store
	author ledger.Author
	wall   time.Time
	sent   []*ledger.Sealed
	taken  int // tickets that receiveMany took on
}

func newDesk(t testing.TB, who byte) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), wall: time.Date(2026, 3, 5, 9, 0, 0, 0, ledger.Zone)}
	d.author = ledger.Author{Key: ed25519.NewKeyFromSeed([]byte(strings.Repeat(string('a'+rune(who)), 32))), App: "test"}
	meta := Meta{Ledger: ledger.NewLedgerID("TEST"), Feed: ledger.FeedID(strings.Repeat(fmt.Sprintf("%x", who), 32)), Station: "01"}
	s, err := Create(context.Background(), Options{Dir: d.dir, Key: &[32]byte{who}, Kinds: kinds, Meta: meta})
	if err != nil {
		t.Fatal(err)
	}
	d.store = s
	t.Cleanup(func() { d.store.Close() })
	return d
}

func (d *desk) reopen() {
	d.t.Helper()
	if err := d.store.Close(); err != nil {
		d.t.Fatal(err)
	}
	s, err := Open(context.Background(), Options{Dir: d.dir, Key: &[32]byte{d.author.Key[0] - 'a'}, Kinds: kinds})
	if err != nil {
		d.t.Fatal(err)
	}
	d.store = s
}

// found makes the desk the root of the ledger, certifying others.
func (d *desk) found(others ...*desk) {
	public := func(o *desk) ed25519.PublicKey { return o.author.Key.Public().(ed25519.PublicKey) }
	cert := ledger.Certificate{Public: public(d), Account: "张工", Roles: []ledger.Role{ledger.Lead}, Feed: d.store.meta.Feed}
	d.write(nil, ledger.CertificateEntry(d.store.meta.Ledger, ledger.RosterRoot, cert))
	for _, o := range others {
		c := ledger.Certificate{Public: public(o), Account: "李工", Roles: []ledger.Role{ledger.Engineer}, Feed: o.store.meta.Feed}
		d.write(nil, ledger.CertificateEntry(d.store.meta.Ledger, ledger.RosterCertify, c, d.sent[len(d.sent)-1].Hash))
	}
}

func (d *desk) write(personal map[int]ledger.Personal, entries ...ledger.Entry) {
	d.t.Helper()
	d.wall = d.wall.Add(time.Minute)
	err := d.store.Write(context.Background(), func(w app.Writer) error {
		tip, err := w.Tip(context.Background())
		if err != nil {
			return err
		}
		s, err := d.author.Write(tip, ledger.Draft{Entries: entries, Personal: personal, Wall: d.wall})
		if err != nil {
			return err
		}
		d.sent = append(d.sent, s)
		return w.Append(context.Background(), s)
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) receive(number, title string) ledger.RecordID {
	id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", number)
	d.write(map[int]ledger.Personal{0: {Salt: strings.Repeat("0f", 32), Body: ledger.Fields{"requester": "李小芳", "requester_phone": "13812345678"}}},
		ledger.Entry{Record: id, Kind: "ticket", Action: "receive", Fields: ledger.Fields{
			"outside_number": number, "title": title, "system": "工单系统", "region": "丹徒区", "arrived": ledger.FormatTime(d.wall)}})
	return id
}

// own receives a ticket without an outside number, of which this station has given n so far.
func (d *desk) own(title string, n int) {
	d.t.Helper()
	ctx := context.Background()
	for range n {
		if err := d.store.Write(ctx, func(w app.Writer) error { _, err := w.Number(ctx, "ticket", 2026); return err }); err != nil {
			d.t.Fatal(err)
		}
	}
	id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", title)
	d.step(id, "receive", ledger.Fields{"title": title, "system": "工单系统", "region": "丹徒区", "arrived": ledger.FormatTime(d.wall),
		ledger.NumberField: fmt.Sprintf("GD-01-2026-%06d", n)})
}

func (d *desk) step(id ledger.RecordID, action string, fields ledger.Fields) {
	d.write(nil, ledger.Entry{Record: id, Kind: "ticket", Action: action, Fields: fields})
}

func (d *desk) record(key string) *ledger.Record {
	d.t.Helper()
	var rec *ledger.Record
	err := d.store.View(context.Background(), func(r app.Reader) (err error) {
		rec, err = r.Record(context.Background(), "ticket", key)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return rec
}

func (d *desk) numbers(q app.Query) (out []string) {
	d.t.Helper()
	q.Kind = "ticket"
	err := d.store.View(context.Background(), func(r app.Reader) error {
		n, err := r.Count(context.Background(), q, 0)
		if err != nil {
			return err
		}
		err = r.Each(context.Background(), q, func(row *app.Row) error {
			out = append(out, row.Number)
			return nil
		})
		if err == nil && q.Limit == 0 && n != len(out) {
			return fmt.Errorf("count says %d, list has %d", n, len(out))
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func (d *desk) verify() app.Audit {
	d.t.Helper()
	a, err := d.store.Verify(context.Background(), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}
