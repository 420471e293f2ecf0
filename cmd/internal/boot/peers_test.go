package boot

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// tip is where a store's own feed stands.
func (s *Session) tip(t *testing.T) (tip ledger.Tip) {
	t.Helper()
	err := s.store.View(context.Background(), func(r app.Reader) (err error) {
		tip, err = r.Tip(context.Background())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tip
}

// draft is the next commit of a store as it would be, before it is sealed.
func (s *Session) draft(t *testing.T, e ledger.Entry) ledger.Commit {
	t.Helper()
	c, err := s.Author.Write(s.tip(t), ledger.Draft{Wall: s.Now(), Entries: []ledger.Entry{e}})
	if err != nil {
		t.Fatal(err)
	}
	return c.Commit
}

// line seals any commit under a key; it need not follow any rule.
func line(t *testing.T, c ledger.Commit, key ed25519.PrivateKey) string {
	t.Helper()
	s, err := ledger.Seal(c, nil, key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.Line()
	if err != nil {
		t.Fatal(err)
	}
	return string(raw) + "\n"
}

func (s *Session) ticketStep(action string, f ledger.Fields) ledger.Entry {
	return ledger.Entry{Record: ledger.NewRecordID(s.Ledger, "ticket", "W9"), Kind: "ticket", Action: action, Fields: f}
}

var received = ledger.Fields{"title": "经交换包来的", "outside_number": "W9"}

func TestAJumpIsRefusedByItsName(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	center.hears(t, station)
	feed, key := station.Meta().Feed, station.Author.Key
	_, stranger, _ := ed25519.GenerateKey(nil)
	changed := func(key ed25519.PrivateKey, change func(*ledger.Commit)) string {
		c := station.draft(t, station.ticketStep("receive", received))
		change(&c)
		return line(t, c, key)
	}
	for name, c := range map[string]struct {
		line string
		want fault.Code
		says string
	}{
		"a lamport that jumps":     {changed(key, func(c *ledger.Commit) { c.Lamport = 1 << 50 }), fault.BadCommit, "次序跳过"},
		"a lamport that goes back": {changed(key, func(c *ledger.Commit) { c.Lamport-- }), fault.BadCommit, "次序跳过"},
		"a number that jumps":      {changed(key, func(c *ledger.Commit) { c.Seq += 7 }), fault.BadCommit, "编号没有接着"},
		"another feed's commit before": {changed(key, func(c *ledger.Commit) { c.Prev = center.tip(t).Prev.Hash }),
			fault.BadCommit, "编号没有接着"},
		"another's signature": {changed(stranger, func(*ledger.Commit) {}), fault.BadCommit, "签名不符"},
		"a later format":      {strings.Replace(changed(key, func(*ledger.Commit) {}), `"v":1`, `"more":"","v":2`, 1), fault.NewerBundle, "升级本程序"},
	} {
		before := center.standing(t)
		_, err := center.ReceiveFile(ctx, sealed(t, station, center, feed, station.Ledger, c.line), false)
		if !fault.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if center.standing(t) != before {
			t.Errorf("%s changed the ledger", name)
		}
	}
	waiting := changed(key, func(c *ledger.Commit) {
		c.Seq, c.Lamport, c.Prev = c.Seq+2, c.Lamport+2, ledger.Hash(strings.Repeat("ab", 32))
	})
	x, err := center.ReceiveFile(ctx, sealed(t, station, center, feed, station.Ledger, waiting), false)
	if err != nil || len(x.Held) != 1 || len(x.Gaps) != 1 || x.Gaps[0].Device != "一号机" || x.Gaps[0].To != x.Gaps[0].From+1 {
		t.Errorf("a gap: %+v, %v", x, err)
	}
}

func TestNobodyWritesInAnothersFeedUnnoticed(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	for _, s := range [][2]*Session{{station, center}, {center, station}} {
		s[1].hears(t, s[0])
	}
	feed := center.Meta().Feed
	own := center.tip(t)
	c := station.draft(t, station.ticketStep("receive", received))
	c.Feed, c.Seq, c.Prev, c.After, c.Lamport = feed, own.Prev.Seq+1, own.Prev.Hash, nil, own.Prev.Lamport+1
	c.Roster = own.Prev.Roster
	x, err := center.ReceiveFile(ctx, sealed(t, station, center, feed, station.Ledger, line(t, c, station.Author.Key)), false)
	if err != nil || !slices.ContainsFunc(x.Alarms, func(m app.Alarm) bool { return m.Kind == app.Intruded && m.Device == "一号机" }) || center.Away() {
		t.Errorf("%+v, %v, away %v", x.Alarms, err, center.Away())
	}
	c.Seq += 5
	if _, err := center.ReceiveFile(ctx, sealed(t, station, center, feed, station.Ledger, line(t, c, station.Author.Key)), false); !fault.Is(err, fault.BadCommit) {
		t.Errorf("a jump in one's own feed: %v", err)
	}
}

func TestWhatAWrongClockWroteIsTakenInMarkedAndTold(t *testing.T) {
	for year, want := range map[int]struct{ doubtful, ahead int }{1970: {1, 0}, 2082: {0, 1}} { // a clock ahead shows in what follows it
		station, center := met(t)
		ctx := context.Background()
		c := station.draft(t, station.ticketStep("receive", received))
		c.Wall = ledger.FormatTime(time.Date(year, 1, 1, 8, 0, 0, 0, ledger.Zone))
		x, err := center.ReceiveFile(ctx, sealed(t, station, center, station.Meta().Feed, station.Ledger, append(station.lines(t), line(t, c, station.Author.Key))...), false)
		if err != nil || x.Doubtful != want.doubtful || x.Ahead != want.ahead {
			t.Fatalf("%d: %+v, %v", year, x, err)
		}
		err = center.store.View(ctx, func(r app.Reader) error {
			all, err := r.Doubtful(ctx)
			if all[ledger.NewRecordID(station.Ledger, "ticket", "W9")] != (want.doubtful > 0) {
				t.Errorf("%d: doubtful %v", year, all)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		// The center goes on by its own clock, behind what it took in.
		if _, err := center.SetContract(ctx, map[string]string{"start": "2026-01-01", "end": "2026-12-31", "fee": "980000"}); err != nil {
			t.Errorf("%d: the center is asked for its date: %v", year, err)
		}
		tip := center.tip(t)
		if tip.Prev.Wall.Year() != 2026 || tip.Prev.Lamport <= c.Lamport {
			t.Errorf("%d: the center's next commit: %+v", year, tip.Prev)
		}
	}
}

func TestAnEarlierAndALaterVersionExchange(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	feed := station.Meta().Feed
	bare := map[string]any{"ledger": string(station.Ledger), "number": int64(1), "heads": []any{}, "made": "2026-03-12T17:00:00+08:00", "app": "opsledger/0.1"}
	x, err := center.ReceiveFile(ctx, sealedAs(t, station, center, feed, bare, station.lines(t)...), false)
	if err != nil || x.Commits == 0 || len(x.Alarms) > 0 || x.From != "一号机" {
		t.Errorf("an earlier version's: %+v, %v", x, err)
	}
	later := map[string]any{"ledger": string(station.Ledger), "number": int64(2), "heads": []any{}, "made": "2026-03-12T17:00:00+08:00", "app": "opsledger/9.0",
		"feed": string(feed), "former": []any{}, "device": "一号机", "station": "01", "recipient": "", "mood": map[string]any{"x": int64(1)}}
	c := station.draft(t, station.ticketStep("receive", received))
	x, err = center.ReceiveFile(ctx, sealedAs(t, station, center, feed, later, line(t, c, station.Author.Key)), false)
	if err != nil || x.Commits != 1 || x.App != "opsledger/9.0" {
		t.Errorf("a later version's: %+v, %v", x, err)
	}
	if _, err := center.SendFile(ctx, filepath.Join(t.TempDir(), "x.opsb"), ""); err != nil {
		t.Errorf("an answer: %v", err)
	}
}

// resigned is a request with something changed, signed again by who made it.
func resigned(t *testing.T, s *Session, raw []byte, domain string, change func(map[string]any)) []byte {
	t.Helper()
	var f ledger.Fields
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	delete(f, "sig")
	change(f)
	plain, err := ledger.Canonical(f)
	if err != nil {
		t.Fatal(err)
	}
	f["sig"] = hex.EncodeToString(ed25519.Sign(s.Author.Key, append([]byte(domain+"\x00"), plain...)))
	out, err := ledger.Canonical(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestARequestOfALaterVersion(t *testing.T) {
	station, center := founded(t), founded(t)
	defer station.Close()
	defer center.Close()
	ctx := context.Background()
	center.App.Station = "90"
	raw, d, err := station.Ask(ctx)
	if err != nil {
		t.Fatal(err)
	}
	next := resigned(t, station, raw, "opsledger/request/2", func(f map[string]any) { f["format"] = "opsledger/request/2" })
	if _, _, err := center.Certify(ctx, next, d.Fingerprint, ledger.Lead); !fault.Is(err, fault.NewerEnrolment) {
		t.Errorf("a later format: %v", err)
	}
	more := resigned(t, station, raw, "opsledger/request/1", func(f map[string]any) { f["hint"] = "三楼" })
	if _, _, err := center.Certify(ctx, more, d.Words, ledger.Lead); err != nil {
		t.Errorf("one that tells more: %v", err)
	}
}

// lacking are this program's kinds without one.
func lacking(name string) *ledger.Registry {
	return ledger.NewRegistry(slices.DeleteFunc(app.Kinds().Kinds(), func(k *ledger.Kind) bool { return k.Name == name })...)
}

func TestStepsOfALaterVersionAreKeptPassedOnAndCountOnceTheyAreKnown(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	center.hears(t, station)
	center.Close()
	o := center.o
	o.Kinds = lacking("unit")
	center, err := Open(ctx, o) // an earlier version, that has no units
	if err != nil {
		t.Fatal(err)
	}
	if _, err := station.Act(ctx, app.Step{Kind: "unit", Key: "new", Action: "record", Values: map[string]string{"name": "养老科", "region": "丹徒区"}}); err != nil {
		t.Fatal(err)
	}
	unit := station.draftOf(t, station.tip(t).Prev.Hash)
	odd := station.draft(t, station.ticketStep("receive", received))
	odd.Entries = append(odd.Entries, station.ticketStep("teleport", ledger.Fields{"to": "月球"}))
	lines := []string{unit, line(t, odd, station.Author.Key)}
	x, err := center.ReceiveFile(ctx, sealed(t, station, center, station.Meta().Feed, station.Ledger, lines...), false)
	if err != nil || x.Commits != 2 || x.Unknown != 2 || len(x.Held) != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	shown, err := center.Show(ctx, "ticket", "W9", false, "")
	if err != nil || !shown.Incomplete {
		t.Errorf("the ticket is incomplete: %+v, %v", shown.Incomplete, err)
	}
	center.Close()
	if center, err = Open(ctx, func() Options { o.Kinds = nil; return o }()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { center.Close() })
	n := 0
	if err := center.store.View(ctx, func(r app.Reader) (err error) { n, err = r.Count(ctx, app.Query{Kind: "unit"}, 0); return err }); err != nil || n != 1 {
		t.Errorf("after the upgrade: %d units, %v", n, err)
	}
	other := joinedBy(t, center, "二号机", "02")
	other.hears(t, center)
	if !strings.Contains(other.standing(t), string(hashOf(t, lines[1]))) {
		t.Error("what it did not know was not passed on")
	}
	audit, err := other.Store.Verify(ctx, nil)
	if err != nil || !audit.OK {
		t.Error(audit.Faults, err)
	}
}

func hashOf(t *testing.T, line string) ledger.Hash {
	t.Helper()
	s, err := ledger.ReadLine([]byte(strings.TrimSpace(line)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Hash
}

// draftOf is the line of a commit that is there.
func (s *Session) draftOf(t *testing.T, h ledger.Hash) (out string) {
	t.Helper()
	err := s.store.View(context.Background(), func(r app.Reader) error {
		c, _, err := r.Commit(context.Background(), h)
		if err != nil {
			return err
		}
		raw, err := c.Line()
		out = string(raw) + "\n"
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// joinedBy is another station that a center certified.
func joinedBy(t *testing.T, center *Session, name, number string) *Session {
	t.Helper()
	ctx := context.Background()
	s, _, err := Init(ctx, Setup{Options: options(filepath.Join(t.TempDir(), name)), Name: name, Role: "station", Station: number})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.enrol(t, center)
	return s
}

func TestAStationTakesNoOthersPlace(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	other := joinedBy(t, center, "二号机", "02")
	for _, s := range []*Session{station, other} {
		center.hears(t, s)
	}
	sheet := app.Sheet{Ledger: station.Ledger, Feed: other.Meta().Feed, Number: 9, Heads: []app.Head{}, Wanted: []ledger.Hash{}, Former: []ledger.FeedID{}}
	own := station.Meta().Feed
	if _, err := center.ReceiveFile(ctx, sealedAs(t, station, center, own, sheet, station.lines(t)...), false); !fault.Is(err, fault.BundleForged) {
		t.Errorf("speaking for another's feed: %v", err)
	}
	sheet.Feed, sheet.Former = own, []ledger.FeedID{other.Meta().Feed}
	if _, err := center.ReceiveFile(ctx, sealedAs(t, station, center, own, sheet, station.lines(t)...), false); err != nil {
		t.Fatal(err)
	}
	x, err := center.SendFile(ctx, filepath.Join(t.TempDir(), "x.opsb"), "二号机")
	if err != nil || !slices.Equal(x.To, []string{"二号机"}) {
		t.Errorf("the other is sent to no more: %+v, %v", x.To, err)
	}
}
