package boot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
)

// met are a station and a center that know each other; the center has nothing of the station's but its founding.
func met(t testing.TB) (station, center *Session) {
	t.Helper()
	station = founded(t)
	station.receive(t, "第二张")
	return station, station.center(t)
}

// center founds a center that knows a station, and that it knows.
func (s *Session) center(t testing.TB) *Session {
	t.Helper()
	ctx := context.Background()
	o := options(filepath.Join(t.TempDir(), "中心"))
	o.User = "王主任"
	center, _, err := Init(ctx, Setup{Options: o, Name: "信息中心", Role: "center", Station: "90"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(); center.Close() })
	s.enrol(t, center)
	return center
}

// enrol lets a center certify a station, and the station trust it.
func (s *Session) enrol(t testing.TB, center *Session) {
	t.Helper()
	ctx := context.Background()
	request, d, err := s.Ask(ctx)
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := center.Certify(ctx, request, d.Fingerprint, ledger.Lead)
	if err != nil {
		t.Fatal(err)
	}
	self, err := center.Self(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Accept(ctx, answer, self.Fingerprint); err != nil {
		t.Fatal(err)
	}
}

func (s *Session) sent(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.opsb")
	if _, err := s.SendFile(context.Background(), path, ""); err != nil {
		t.Fatal(err)
	}
	return path
}

// hears takes in what another sends.
func (s *Session) hears(t testing.TB, from *Session) {
	t.Helper()
	if _, err := s.ReceiveFile(context.Background(), from.sent(t), false); err != nil {
		t.Fatal(err)
	}
}

// standing is what an import could change: the commits, and what this PC notes of its peers.
func (s *Session) standing(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	err := s.store.View(context.Background(), func(r app.Reader) error {
		for _, key := range []string{"exchange.heard", "exchange.alarms", "exchange.transfers", "exchange.center", "exchange.number"} {
			note, err := r.Local(context.Background(), key)
			if err != nil {
				return err
			}
			b.WriteString(note + "\n")
		}
		return r.Commits(context.Background(), app.CommitQuery{}, func(_ int64, c *ledger.Sealed) error {
			b.WriteString(string(c.Hash) + "\n")
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// lines are what the station would send, by feed.
func (s *Session) lines(t *testing.T) (out []string) {
	t.Helper()
	feed := s.store.Meta().Feed
	err := s.store.View(context.Background(), func(r app.Reader) error {
		all, err := r.Runs(context.Background())
		for _, run := range all {
			if run.Feed != feed {
				continue
			}
			if err := r.Lines(context.Background(), run, func(c app.Outgoing) error {
				out = append(out, string(c.Line)+"\n")
				return nil
			}); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sealed is a file the station signs, of any lines.
func sealed(t *testing.T, from, to *Session, feed ledger.FeedID, l ledger.LedgerID, lines ...string) string {
	t.Helper()
	return sealedAs(t, from, to, feed, app.Sheet{Ledger: l, Number: 1, Part: 1, Of: 1, Heads: []app.Head{}, Wanted: []ledger.Hash{}}, lines...)
}

// sealedAs is a file of any content.
func sealedAs(t *testing.T, from, to *Session, feed ledger.FeedID, sheet any, lines ...string) string {
	t.Helper()
	secret := ""
	to.store.View(context.Background(), func(r app.Reader) (err error) {
		secret, err = r.Local(context.Background(), "exchange.identity")
		return err
	})
	recipient, err := to.Courier.Recipient(secret)
	if err != nil {
		t.Fatal(err)
	}
	content, err := ledger.Canonical(sheet)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.opsb")
	text := strings.Join(lines, "")
	_, err = from.Courier.Seal(context.Background(), path, app.Parcel{To: []ledger.KeyID{to.Author.Actor()}, Recipients: []string{recipient}, Content: content,
		Parts: []app.ParcelPart{{Name: "feeds/" + string(feed) + ".jsonl", Size: int64(len(text)), SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(text))),
			Pour: func(w io.Writer) error {
				_, err := io.WriteString(w, text)
				return err
			}}}})
	if err != nil {
		t.Fatal(err)
	}
	return path
}
