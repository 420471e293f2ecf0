package report_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/report"
)

var (
	l  = ledger.NewLedgerID("TEST")
	id = ledger.NewRecordID(l, "report", "weekly 2026-W11")
)

const whole = `{"period":"2026-W11","work":["一"],"problems":["无"],"next":["二"]}`

// station is one device that works on one report.
type station struct {
	*ledger.Replica
	author ledger.Author
	feed   ledger.FeedID
	clock  time.Time
}

func newStation(n byte) *station {
	return &station{Replica: ledger.NewReplica(ledger.NewRegistry(report.Kind)), feed: ledger.FeedID(fmt.Sprintf("%032x", n)), clock: at("2026-03-12 08:00"),
		author: ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32)), App: "test"}}
}

// begin founds a ledger and certifies a second station under a role; the first drafts the report.
func begin(t *testing.T, role ledger.Role) (a, b *station) {
	t.Helper()
	a, b = newStation(1), newStation(2)
	root := a.write(t, ledger.CertificateEntry(l, ledger.RosterRoot, a.certificate(ledger.Lead)))
	a.write(t, ledger.CertificateEntry(l, ledger.RosterCertify, b.certificate(role), root.Hash))
	a.step(t, "draft", ledger.Fields{"type": "weekly", "period": "2026-W11", "outside_number": "weekly 2026-W11", "due": "2026-03-12T18:00:00+08:00"})
	exchange(t, a, b)
	return a, b
}

func (s *station) certificate(role ledger.Role) ledger.Certificate {
	return ledger.Certificate{Public: s.author.Key.Public().(ed25519.PublicKey), Account: "张工", Roles: []ledger.Role{role}, Feed: s.feed}
}

func (s *station) write(t *testing.T, e ledger.Entry) *ledger.Sealed {
	t.Helper()
	s.clock = s.clock.Add(time.Hour)
	c, err := s.author.Write(s.Tip(l, s.feed), ledger.Draft{Entries: []ledger.Entry{e}, Wall: s.clock})
	if err == nil {
		err = s.Add(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *station) step(t *testing.T, action string, f ledger.Fields) {
	t.Helper()
	s.write(t, ledger.Entry{Record: id, Kind: "report", Action: action, Fields: f})
}

func (s *station) finalise(t *testing.T, action string, more ledger.Fields) {
	t.Helper()
	f := ledger.Fields{"frozen": whole, "as_of": ledger.FormatTime(s.clock), "due": "2026-03-12T18:00:00+08:00", "code": "ABCD"}
	for k, v := range more {
		f[k] = v
	}
	s.step(t, action, f)
}

func (s *station) facts() report.Facts { return s.Fold()[id].Facts.(report.Facts) }

func (s *station) clean(t *testing.T) {
	t.Helper()
	for _, step := range s.Fold()[id].Steps {
		if step.Why != "" {
			t.Errorf("%s: %s", step.Entry.Action, step.Why)
		}
	}
}

func exchange(t *testing.T, a, b *station) {
	t.Helper()
	for _, pair := range [][2]*station{{a, b}, {b, a}} {
		for _, c := range pair[0].Commits() {
			if err := pair[1].Add(c); err != nil && !strings.Contains(err.Error(), "wait") {
				t.Fatal(err)
			}
		}
	}
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestTheVersionInForceIsTheLastCorrected(t *testing.T) {
	a, _ := begin(t, ledger.Engineer)
	a.finalise(t, "finalise", nil)
	a.step(t, "submit", ledger.Fields{"submitted": "2026-03-12T17:00:00+08:00", "to": "信息中心"})
	a.finalise(t, "correct", ledger.Fields{"reason": "漏写"})
	f := a.facts()
	v, ok := f.Current()
	if !ok || v.Number != 2 || v.Reason != "漏写" || !v.Submitted.IsZero() {
		t.Errorf("in force: %+v", v)
	}
	if old, ok := f.Find(1); !ok || !old.Submitted.Equal(at("2026-03-12 17:00")) || old.To != "信息中心" {
		t.Errorf("the old version: %+v", old)
	}
	rec := a.Fold()[id]
	if rec.State != report.Final || rec.Number != "weekly 2026-W11" || rec.Fields["title"] != "周报 2026-W11" || rec.Fields["version"] != int64(2) {
		t.Errorf("%s %s %v", rec.State, rec.Number, rec.Fields)
	}
	a.clean(t)
}

func TestLatenessIsJudgedByTheFirstSubmission(t *testing.T) {
	for submitted, late := range map[string]bool{"2026-03-12T18:00:00+08:00": false, "2026-03-12T18:00:01+08:00": true} {
		a, _ := begin(t, ledger.Engineer)
		a.finalise(t, "finalise", nil)
		a.step(t, "submit", ledger.Fields{"submitted": submitted})
		a.finalise(t, "correct", ledger.Fields{"reason": "漏写"})
		a.step(t, "submit", ledger.Fields{"submitted": "2026-03-20T09:00:00+08:00"})
		if f := a.facts(); f.Late() != late {
			t.Errorf("submitted %s: late %v", submitted, f.Late())
		}
	}
}

func TestTwoWhoFinaliseApartMakeRivalsUntilACorrectionKnowsBoth(t *testing.T) {
	a, b := begin(t, ledger.Engineer)
	a.finalise(t, "finalise", nil)
	b.finalise(t, "finalise", ledger.Fields{"code": "EFEF"})
	exchange(t, a, b)
	for _, s := range []*station{a, b} {
		f := s.facts()
		if v, _ := f.Current(); v.Number != 1 || len(f.Rivals()) != 1 || v.Ref != f.Versions[0].Ref {
			t.Errorf("%+v", f)
		}
	}
	b.finalise(t, "correct", ledger.Fields{"reason": "并为一份"})
	exchange(t, a, b)
	if f := a.facts(); len(f.Rivals()) != 0 || f.Versions[2].Number != 2 {
		t.Errorf("%+v", f)
	}
	a.clean(t)
}

func TestOnlyTheCenterReceives(t *testing.T) {
	for role, counts := range map[ledger.Role]bool{ledger.Engineer: false, ledger.Center: true} {
		a, b := begin(t, role)
		a.finalise(t, "finalise", nil)
		a.step(t, "submit", ledger.Fields{"submitted": "2026-03-12T17:00:00+08:00"})
		exchange(t, a, b)
		b.step(t, "receive", ledger.Fields{"received": "2026-03-13T09:00:00+08:00"})
		if v, _ := b.facts().Current(); v.Received.IsZero() == counts {
			t.Errorf("%s: received %s", role, v.Received)
		}
		if rec := b.Fold()[id]; rec.State != report.Submitted {
			t.Errorf("receiving set the state %s", rec.State)
		}
	}
}

func TestStepsAreRefusedByTheirChecks(t *testing.T) {
	seen := ledger.Before{State: report.Draft, Fields: ledger.Fields{"period": "2026-W11", "as_of": "2026-03-12T16:00:40+08:00", "submitted": "2026-03-12T17:00:00+08:00"}}
	for _, c := range []struct {
		action string
		fields ledger.Fields
		want   string // "" = taken
	}{
		{"draft", ledger.Fields{"type": "weekly", "period": "2026-W11", "outside_number": "weekly 2026-W11"}, ""},
		{"draft", ledger.Fields{"type": "annual", "period": "2026", "outside_number": "annual 2026"}, ""},
		{"draft", ledger.Fields{"type": "weekly", "period": "2026-03", "outside_number": "weekly 2026-03"}, "期间“2026-03”不对"},
		{"draft", ledger.Fields{"type": "weekly", "period": "2026-W11", "outside_number": "X"}, "编号与类型、期间不符"},
		{"edit", ledger.Fields{}, "没有要改的章节"},
		{"edit", ledger.Fields{"more": ""}, ""},
		{"finalise", ledger.Fields{}, "没有固化的内容"},
		{"finalise", ledger.Fields{"frozen": whole}, ""},
		{"finalise", ledger.Fields{"frozen": `{"period":"2026-W11","work":["一"],"problems":["　 "],"next":["二"]}`}, "“存在问题”一节为空"},
		{"finalise", ledger.Fields{"frozen": `{"period":"2026-W11","work":["一"],"problems":["二"]}`}, "“下周工作安排”一节为空"},
		{"finalise", ledger.Fields{"frozen": strings.Replace(whole, "W11", "W12", 1)}, "不是本期的"},
		{"correct", ledger.Fields{"frozen": whole, "reason": " "}, "更正须写明原因"},
		{"submit", ledger.Fields{"submitted": "2026-03-12T15:59:59+08:00"}, "早于截至时间"},
		{"submit", ledger.Fields{"submitted": "2026-03-12T16:00:00+08:00"}, ""},
		{"receive", ledger.Fields{"received": "2026-03-12T16:30:00+08:00"}, "早于报送时间"},
	} {
		a, _ := report.Kind.Action(c.action)
		err := a.Check(seen, c.fields)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %v: %v, should be %q", c.action, c.fields, err, c.want)
		}
	}
}
