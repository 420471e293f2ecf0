package boot

import (
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// next is the commit that would follow the last of a store's own feed, of any content.
func (s *Session) next(t *testing.T, e ledger.Entry) ledger.Commit {
	t.Helper()
	own := s.tip(t).Prev
	c := s.draft(t, e)
	c.Seq, c.Prev, c.After, c.Lamport = own.Seq+1, own.Hash, nil, own.Lamport+1
	return c
}

func TestOnlyWhatThisPCSignedRaisesTheQuestionWhichGoesOn(t *testing.T) {
	ctx := context.Background()
	both := func() (station, center *Session) {
		station, center = met(t)
		for _, s := range [][2]*Session{{station, center}, {center, station}} {
			s[1].hears(t, s[0])
		}
		return station, center
	}
	is := func(kind app.Trouble) func(app.Alarm) bool {
		return func(m app.Alarm) bool { return m.Kind == kind }
	}
	feedOf := func(s *Session) ledger.FeedID { return s.Meta().Feed }

	t.Run("a head that is claimed", func(t *testing.T) {
		station, center := both()
		sheet := app.Sheet{Ledger: station.Ledger, Feed: feedOf(station), Number: 9, Wanted: []ledger.Hash{}, Former: []ledger.FeedID{},
			Heads: []app.Head{{Feed: feedOf(center), Seq: 999, Hash: ledger.Hash(strings.Repeat("ab", 32))}}}
		x, err := center.ReceiveFile(ctx, sealedAs(t, station, center, feedOf(station), sheet, station.lines(t)...), false)
		if err != nil || slices.ContainsFunc(x.Alarms, is(app.OwnLost)) || center.Away() {
			t.Errorf("%+v, %v, away %v", x.Alarms, err, center.Away())
		}
	})
	t.Run("a commit in its name that it did not sign", func(t *testing.T) {
		station, center := both()
		c := center.next(t, center.ticketStep("receive", received))
		c.Seq, c.Prev = c.Seq+5, ledger.Hash(strings.Repeat("cd", 32)) // it waits, unchecked
		x, err := center.ReceiveFile(ctx, sealed(t, station, center, feedOf(center), station.Ledger, line(t, c, station.Author.Key)), false)
		if err != nil || len(x.Held) != 1 || slices.ContainsFunc(x.Alarms, is(app.OwnLost)) || slices.ContainsFunc(x.Alarms, is(app.Intruded)) || center.Away() {
			t.Errorf("%+v, %v, away %v", x, err, center.Away())
		}
	})
	t.Run("a key that another certified for its feed", func(t *testing.T) {
		station, center := both()
		public, key, _ := ed25519.GenerateKey(nil)
		var roster *ledger.Roster
		if err := station.store.View(ctx, func(r app.Reader) (err error) { roster, err = r.Roster(ctx); return err }); err != nil {
			t.Fatal(err)
		}
		cert := ledger.Certificate{Public: public, Account: "冒名", Device: "信息中心", Roles: []ledger.Role{ledger.Engineer}, Feed: feedOf(center)}
		made := station.draft(t, ledger.CertificateEntry(station.Ledger, ledger.RosterCertify, cert, roster.LastFor(station.Author.Actor())...))
		certifying := line(t, made, station.Author.Key)
		if _, err := center.ReceiveFile(ctx, sealed(t, station, center, feedOf(station), station.Ledger, certifying), false); err != nil {
			t.Fatal(err)
		}
		c := center.next(t, center.ticketStep("receive", received))
		c.Actor = ledger.NewKeyID(public)
		for range 2 { // having written once does not make it this PC's
			x, err := center.ReceiveFile(ctx, sealed(t, station, center, feedOf(center), station.Ledger, line(t, c, key)), false)
			if err != nil || x.Commits != 1 || slices.ContainsFunc(x.Alarms, is(app.OwnLost)) || center.Away() {
				t.Fatalf("%+v, %v, away %v", x, err, center.Away())
			}
			s, err := ledger.Seal(c, nil, key)
			if err != nil {
				t.Fatal(err)
			}
			c.Seq, c.Prev, c.Lamport = c.Seq+1, s.Hash, c.Lamport+1
		}
		alarms, err := center.Alarms(ctx)
		if err != nil || !slices.ContainsFunc(alarms, is(app.Intruded)) {
			t.Errorf("%+v, %v", alarms, err)
		}
	})
	t.Run("a founder that names its feed", func(t *testing.T) {
		_, center := both()
		third, _, err := Init(ctx, Setup{Options: options(t.TempDir() + "/三号"), Name: "三号机", Role: "station", Station: "03"})
		if err != nil {
			t.Fatal(err)
		}
		defer third.Close()
		raw, d, err := third.Ask(ctx)
		if err != nil {
			t.Fatal(err)
		}
		bare := resigned(t, third, raw, "opsledger/request/1", func(f map[string]any) { delete(f, "founding") })
		if _, _, err := center.Certify(ctx, bare, d.Fingerprint, ledger.Lead); err != nil {
			t.Fatal(err)
		}
		cert := ledger.Certificate{Public: third.Author.Key.Public().(ed25519.PublicKey), Account: "冒名", Device: "信息中心", Roles: []ledger.Role{ledger.Lead}, Feed: feedOf(center)}
		founding := ledger.Commit{Ledger: third.Ledger, Feed: feedOf(center), Seq: 1, Lamport: 1, Wall: ledger.FormatTime(third.Now()), Actor: third.Author.Actor(), App: "test",
			Entries: []ledger.Entry{ledger.CertificateEntry(third.Ledger, ledger.RosterRoot, cert)}}
		x, err := center.ReceiveFile(ctx, sealed(t, third, center, feedOf(center), third.Ledger, line(t, founding, third.Author.Key)), false)
		if err == nil && x.Commits != 1 || slices.ContainsFunc(x.Alarms, is(app.OwnLost)) || center.Away() {
			t.Errorf("%+v, %v, away %v", x, err, center.Away())
		}
	})
	t.Run("what it signed and does not have", func(t *testing.T) {
		station, center := both()
		c := center.next(t, center.ticketStep("receive", received))
		x, err := center.ReceiveFile(ctx, sealed(t, station, center, feedOf(center), station.Ledger, line(t, c, center.Author.Key)), false)
		if err != nil || !slices.ContainsFunc(x.Alarms, is(app.OwnLost)) || x.Returned != 1 || !center.Away() {
			t.Errorf("%+v, %v, away %v", x, err, center.Away())
		}
	})
}

func TestARequestForAnothersFeedIsRefused(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	center.hears(t, station)
	third, _, err := Init(ctx, Setup{Options: options(t.TempDir() + "/三号"), Name: "三号机", Role: "station", Station: "03"})
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	raw, d, err := third.Ask(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for says, feed := range map[string]ledger.FeedID{"信息中心（本机）": center.Meta().Feed, "一号机": station.Meta().Feed} {
		taken := resigned(t, third, raw, "opsledger/request/1", func(f map[string]any) { f["feed"] = string(feed) })
		before := center.standing(t)
		if _, _, err := center.Certify(ctx, taken, d.Fingerprint, ledger.Lead); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
		if center.standing(t) != before {
			t.Error("it changed the ledger")
		}
	}
	if _, _, err := center.Certify(ctx, raw, d.Fingerprint, ledger.Lead); err != nil {
		t.Error(err)
	}
}
