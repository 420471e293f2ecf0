package boot

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

func TestAFileOfALegitimateSenderThatLiesChangesNothing(t *testing.T) {
	station, center := met(t)
	feed, l, good := station.store.Meta().Feed, station.Ledger, station.lines(t)
	if len(good) < 2 {
		t.Fatal(len(good))
	}
	last := good[len(good)-1]
	swapped := func(old, new string) []string {
		if !strings.Contains(last, old) {
			t.Fatalf("%s does not hold %q", last, old)
		}
		return append(append([]string{}, good[:len(good)-1]...), strings.Replace(last, old, new, 1))
	}
	stranger := founded(t)
	other := stranger.center(t)
	for name, c := range map[string]struct {
		path string
		want fault.Code
	}{
		"another ledger":      {sealed(t, station, center, feed, ledger.NewLedgerID("别的"), good...), fault.OtherLedger},
		"an unknown signer":   {sealed(t, stranger, center, feed, l, good...), fault.BundleSigner},
		"another center's":    {sealed(t, other, center, feed, l, good...), fault.BundleSigner},
		"another's feed":      {sealed(t, station, center, center.store.Meta().Feed, l, good...), fault.BadBundle},
		"one of my own feed":  {sealed(t, station, center, center.store.Meta().Feed, l, forgery(t, station, center.store.Meta().Feed)), fault.BadCommit},
		"a wrong lamport":     {sealed(t, station, center, feed, l, append(good[:len(good):len(good)], forgery(t, station, feed))...), fault.BadCommit},
		"no exchange key":     {sealedAs(t, station, center, feed, app.Sheet{Ledger: l, Number: 9, Part: 1, Of: 1, Recipient: "age1无", Heads: []app.Head{}, Wanted: []ledger.Hash{}}, good...), fault.BadBundle},
		"a changed commit":    {sealed(t, station, center, feed, l, swapped("2026-03-13T01:00:00+08:00", "2026-03-13T02:00:00+08:00")...), fault.BadCommit},
		"a key twice":         {sealed(t, station, center, feed, l, swapped(`{"commit":`, `{"commit":{},"commit":`)...), fault.BadBundle},
		"a space more":        {sealed(t, station, center, feed, l, swapped(`{"commit":`, `{"commit": `)...), fault.BadBundle},
		"broken text":         {sealed(t, station, center, feed, l, swapped("丹徒区", "\xff\xfe")...), fault.BadBundle},
		"no end of line":      {sealed(t, station, center, feed, l, append(good[:len(good)-1:len(good)-1], strings.TrimSpace(last))...), fault.BadBundle},
		"a line without end":  {sealed(t, station, center, feed, l, strings.Repeat("x", 5<<20)), fault.BundleBounds},
		"nothing in a line":   {sealed(t, station, center, feed, l, "\n"), fault.BadBundle},
		"not there":           {filepath.Join(t.TempDir(), "none.opsb"), fault.FileRead},
		"a folder for a file": {t.TempDir(), fault.FileRead},
		"for the other side":  {center.sent(t), fault.OtherReceiver},
	} {
		before := center.standing(t)
		if _, err := center.ReceiveFile(context.Background(), c.path, false); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, should be %s", name, err, c.want)
		}
		if center.standing(t) != before {
			t.Errorf("%s changed the ledger", name)
		}
	}
	if x, err := center.ReceiveFile(context.Background(), sealed(t, station, center, feed, l, good...), false); err != nil || x.Commits != len(good)-1 {
		t.Errorf("the good lines: %+v, %v", x, err) // the founding commit is there since the request
	}
	if _, err := center.Expel(context.Background(), "一号机"); err != nil {
		t.Fatal(err)
	}
	before := center.standing(t)
	if _, err := center.ReceiveFile(context.Background(), sealed(t, station, center, feed, l, good...), false); !fault.Is(err, fault.BundleRevoked) || center.standing(t) != before {
		t.Errorf("a revoked signer: %v", err)
	}
}

// forgery is a first commit of a feed that says it follows others, signed by who holds a certificate.
func forgery(t *testing.T, by *Session, feed ledger.FeedID) string {
	t.Helper()
	s, err := ledger.Seal(ledger.Commit{Ledger: by.Ledger, Feed: feed, Seq: 1, Lamport: 99, Wall: ledger.FormatTime(by.Now()), Actor: by.Author.Actor(),
		Entries: []ledger.Entry{{Record: ledger.NewRecordID(by.Ledger, "ticket", "W9"), Kind: "ticket", Action: "note"}}}, nil, by.Author.Key)
	if err != nil {
		t.Fatal(err)
	}
	line, err := s.Line()
	if err != nil {
		t.Fatal(err)
	}
	return string(line) + "\n"
}

func TestAFileThatComesBeforeItsForerunnerWaits(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	first := station.sent(t)
	if _, err := center.ReceiveFile(ctx, first, true); err != nil { // looked at only
		t.Fatal(err)
	}
	feed, good := station.store.Meta().Feed, station.lines(t)
	x, err := center.ReceiveFile(ctx, sealed(t, station, center, feed, station.Ledger, good[len(good)-1]), false)
	if err != nil || len(x.Held) != 1 {
		t.Fatalf("%+v, %v", x, err)
	}
	x, err = center.ReceiveFile(ctx, first, false)
	if err != nil || len(x.Held) != 0 || x.Commits == 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	again, err := center.ReceiveFile(ctx, first, false)
	if err != nil || again.Commits != 0 {
		t.Errorf("twice: %+v, %v", again, err)
	}
	audit, err := center.Store.Verify(ctx, nil)
	if err != nil || !audit.OK {
		t.Error(audit.Faults, err)
	}
}

func TestAForkIsToldAndBothBranchesStay(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	center.hears(t, station)
	fork := func(wall time.Time) string {
		var line []byte
		err := station.store.View(ctx, func(r app.Reader) error {
			tip, err := r.Tip(ctx)
			if err != nil {
				return err
			}
			c, err := station.Author.Write(tip, ledger.Draft{Wall: wall, Entries: []ledger.Entry{{Record: ledger.NewRecordID(station.Ledger, "ticket", "W9"), Kind: "ticket", Action: "note"}}})
			if err == nil {
				line, err = c.Line()
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(line) + "\n"
	}
	at := time.Date(2026, 3, 12, 17, 0, 0, 0, ledger.Zone)
	x, err := center.ReceiveFile(ctx, sealed(t, station, center, station.store.Meta().Feed, station.Ledger, fork(at), fork(at.Add(time.Minute))), false)
	if err != nil || x.Commits != 2 || len(x.Forks) != 1 {
		t.Errorf("%+v, %v", x, err)
	}
}

func TestACancelledImportChangesNothing(t *testing.T) {
	station, center := met(t)
	path, before := station.sent(t), center.standing(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := center.ReceiveFile(ctx, path, false); !fault.Is(err, fault.Cancelled) || center.standing(t) != before {
		t.Error(err)
	}
	if _, err := station.SendFile(ctx, filepath.Join(t.TempDir(), "y.opsb"), ""); !fault.Is(err, fault.Cancelled) {
		t.Error(err)
	}
}

func TestARequestOrACertificateThatWasChangedIsRefused(t *testing.T) {
	station, center := met(t)
	raw, d, err := station.Ask(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		b := bytes.Clone(raw)
		b[i] ^= 1
		if _, _, err := center.Certify(context.Background(), b, d.Fingerprint, ledger.Lead); !fault.Is(err, fault.BadEnrolment) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	answer, _, err := center.Answer(context.Background(), "一号机")
	if err != nil {
		t.Fatal(err)
	}
	self, err := center.Self(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	before := station.standing(t)
	for i := range answer {
		b := bytes.Clone(answer)
		b[i] ^= 1
		if _, err := station.Accept(context.Background(), b, self.Fingerprint); !fault.Is(err, fault.BadEnrolment) || station.standing(t) != before {
			t.Fatalf("byte %d of the certificate: %v", i, err)
		}
	}
	public := station.Author.Key.Public().(ed25519.PublicKey)
	if !bytes.Contains(raw, []byte(hex.EncodeToString(public))) {
		t.Error("the request does not carry its key")
	}
}

func TestWhomAStoreTrustsOutlivesItsClosing(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	center.hears(t, station)
	station.hears(t, center)
	station.Close()
	again, err := Open(ctx, options(station.Dir))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	err = again.store.View(ctx, func(r app.Reader) error {
		roster, err := r.Roster(ctx)
		if roster.Root() != center.Author.Actor() || len(roster.Holds(again.Author.Actor())) != 1 {
			t.Errorf("root %s, the station holds %v", roster.Root(), roster.Holds(again.Author.Actor()))
		}
		return err
	})
	audit, err2 := again.Store.Verify(ctx, nil)
	if err != nil || err2 != nil || !audit.OK {
		t.Error(err, err2, audit.Faults)
	}
}

// The first file of a center changes who may sign what, so that all is folded anew; what it erases must go all the same.
func TestWhatAFileErasesGoesWhereItBringsTheRosterToo(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	if _, err := station.Attach(ctx, "ticket", "GD-01-2026-000001", app.File{Name: "身份证.png", Data: []byte("picture")}); err != nil {
		t.Fatal(err)
	}
	center.hears(t, station)
	if _, err := center.EraseRecord(ctx, "ticket", "GD-01-2026-000001", "本人要求"); err != nil {
		t.Fatal(err)
	}
	station.hears(t, center)
	err := station.store.View(ctx, func(r app.Reader) error {
		rec, err := r.Record(ctx, "ticket", "GD-01-2026-000001")
		if err != nil {
			return err
		}
		for _, s := range rec.Steps {
			c, _, err := r.Commit(ctx, s.Node.Hash)
			if err != nil || len(c.Personal) > 0 {
				t.Errorf("%s: its personal part is kept: %v", s.Entry.Action, err)
			}
		}
		for _, at := range rec.Attached {
			if _, size, err := r.Attached(ctx, at.Blob); err != nil || size >= 0 || !at.Erased {
				t.Errorf("the attachment is kept: %d bytes, erased %v, %v", size, at.Erased, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// No file is made any more for who was revoked; he hears of it by one that was made for another, on the disk of a colleague.
func TestWhoHearsThatHeWasRevokedIsToldSo(t *testing.T) {
	station, center := met(t)
	ctx := context.Background()
	center.hears(t, station)
	station.hears(t, center)
	if _, err := center.Expel(ctx, "一号机"); err != nil {
		t.Fatal(err)
	}
	tip := center.tip(t)
	var last *ledger.Sealed
	err := center.store.View(ctx, func(r app.Reader) (err error) {
		last, _, err = r.Commit(ctx, tip.Prev.Hash)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := station.store.Write(ctx, func(w app.Writer) error { return w.Append(ctx, last) }); err != nil {
		t.Fatal(err)
	}
	before := station.standing(t)
	_, acted := station.Act(ctx, app.Step{Kind: "ticket", Key: "GD-01-2026-000001", Action: "note", Values: map[string]string{"text": "记"}})
	_, attached := station.Attach(ctx, "ticket", "GD-01-2026-000001", app.File{Name: "函.pdf", Data: []byte("x")})
	for what, err := range map[string]error{"act": acted, "attach": attached} {
		if !fault.Is(err, fault.KeyRevoked) || !fault.Barred(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if station.standing(t) != before {
		t.Error("the ledger was changed")
	}
}
