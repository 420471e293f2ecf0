package ticket_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

// story tells a ticket's life by its steps and gives the folded record.
type story struct {
	replica *ledger.Replica
	author  ledger.Author
	clock   time.Time
	refs    []ledger.EntryRef
}

const feed = ledger.FeedID("000000000000000000000000000000aa")

var (
	l  = ledger.NewLedgerID("TEST")
	id = ledger.NewRecordID(l, "ticket", "W1")
)

func begin(t *testing.T) *story {
	t.Helper()
	s := &story{replica: ledger.NewReplica(ledger.NewRegistry(ticket.Kind)), clock: at("2026-03-05 08:00"),
		author: ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)), App: "test"}}
	c := ledger.Certificate{Public: s.author.Key.Public().(ed25519.PublicKey), Account: "张工", Roles: []ledger.Role{ledger.Lead}, Feed: feed}
	s.write(t, ledger.CertificateEntry(l, ledger.RosterRoot, c))
	s.step(t, "receive", ledger.Fields{"title": "一", "system": "工单系统", "region": "丹徒区", "arrived": "2026-03-05 09:00"})
	return s
}

// check asks the step's own check, as at entry.
func (s *story) check(action string, f ledger.Fields) error {
	rec, facts := s.record()
	for k, v := range f {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "2026-") {
			f[k] = ledger.FormatTime(at(text))
		}
	}
	a, _ := ticket.Kind.Action(action)
	return a.Check(ledger.Before{State: rec.State, Fields: rec.Fields, Facts: facts}, f)
}

// asOf folds the record by the facts dated up to a moment.
func (s *story) asOf(moment string) *ledger.Record {
	rec, _ := s.record()
	var entries []*ledger.Placed
	for _, step := range rec.Steps {
		entries = append(entries, step.Placed)
	}
	return ledger.FoldAsOf(ticket.Kind, id, entries, s.replica.Roster(), at(moment))
}

func (s *story) write(t *testing.T, e ledger.Entry) {
	t.Helper()
	s.clock = s.clock.Add(time.Minute)
	c, err := s.author.Write(s.replica.Tip(l, feed), ledger.Draft{Entries: []ledger.Entry{e}, Wall: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.replica.Add(c); err != nil {
		t.Fatal(err)
	}
	s.refs = append(s.refs, ledger.NewEntryRef(c.Hash, 0))
}

// step takes a step; times are written 2026-03-05 09:00.
func (s *story) step(t *testing.T, action string, f ledger.Fields) {
	t.Helper()
	for k, v := range f {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "2026-") {
			f[k] = ledger.FormatTime(at(text))
		}
	}
	s.write(t, ledger.Entry{Record: id, Kind: "ticket", Action: action, Fields: f})
}

func (s *story) record() (*ledger.Record, ticket.Facts) {
	rec := s.replica.Fold()[id]
	return rec, rec.Facts.(ticket.Facts)
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestTheLatestResolveNotReturnedIsTheEnd(t *testing.T) {
	s := begin(t)
	s.step(t, "accept", ledger.Fields{"responded": "2026-03-05 09:10"})
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 10:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	first := s.refs[len(s.refs)-1]
	s.step(t, "rework", ledger.Fields{"returned": "2026-03-05 15:00", "nature": "质量", "of": string(first)})
	rec, f := s.record()
	if rec.State != ticket.Accepted || !f.Resolved.IsZero() || len(f.Resolves) != 1 || !f.Resolves[0].Quality || rec.Fields["resolved"] != nil {
		t.Fatalf("after the return: %s %+v", rec.State, f)
	}
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-06 09:00", "result": "再好"})
	s.step(t, "confirm", ledger.Fields{"confirmed": "2026-03-06 10:00"})
	rec, f = s.record()
	if rec.State != ticket.Confirmed || !f.Resolved.Equal(at("2026-03-06 09:00")) || rec.Fields["quality"] != true {
		t.Fatalf("at the end: %s %+v", rec.State, f)
	}
	for _, step := range rec.Steps {
		if step.Violates {
			t.Errorf("%s: %s", step.Entry.Action, step.Why)
		}
	}
}

func TestOneReturnPerResolveCounts(t *testing.T) {
	s := begin(t)
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 10:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	s.step(t, "rework", ledger.Fields{"returned": "2026-03-05 11:00", "nature": "非质量"})
	s.step(t, "rework", ledger.Fields{"returned": "2026-03-05 12:00", "nature": "质量"})
	if _, f := s.record(); f.Resolves[0].Quality || !f.Resolves[0].Returned.Equal(at("2026-03-05 11:00")) {
		t.Errorf("%+v", f.Resolves)
	}
}

func TestAnAmendmentReplacesTheArrival(t *testing.T) {
	s := begin(t)
	s.step(t, ledger.Amend, ledger.Fields{"arrived": "2026-03-05 09:30"})
	if rec, f := s.record(); !f.Arrived.Equal(at("2026-03-05 09:30")) || rec.Fields["arrived"] != "2026-03-05T09:30:00+08:00" {
		t.Errorf("%+v", f)
	}
}

func TestACorrectedArrivalSaysWhyAndKeepsTheOrder(t *testing.T) {
	s := begin(t)
	s.step(t, "accept", ledger.Fields{"responded": "2026-03-05 09:10"})
	s.step(t, "correct-times", ledger.Fields{"arrived": "2026-03-05 09:05", "reason": "登记时看错"})
	if rec, f := s.record(); !f.Arrived.Equal(at("2026-03-05 09:05")) || rec.Fields["arrived"] != "2026-03-05T09:05:00+08:00" || rec.Steps[len(rec.Steps)-1].Violates {
		t.Errorf("%+v", f)
	}
	s.step(t, "correct-times", ledger.Fields{"arrived": "2026-03-05 09:20", "reason": "再改"})
	rec, _ := s.record()
	if last := rec.Steps[len(rec.Steps)-1]; !last.Violates || last.Why != "签收时间 2026-03-05 09:10 早于到达时间 2026-03-05 09:20" {
		t.Errorf("after what follows it: %v %s", last.Violates, last.Why)
	}
}

func TestACorrectedArrivalLiesBeforeAllRounds(t *testing.T) {
	s := begin(t)
	s.step(t, "return", ledger.Fields{"returned": "2026-03-05 09:20", "reason": "派错组"})
	s.step(t, "accept", ledger.Fields{"responded": "2026-03-05 10:00"})
	s.step(t, "suspend", ledger.Fields{"suspended": "2026-03-05 11:00", "suspend_code": "等待用户"})
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 15:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	s.step(t, "rework", ledger.Fields{"returned": "2026-03-06 09:00", "nature": "质量"})
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-06 10:00", "result": "好"})
	for arrived, why := range map[string]string{"2026-03-05 09:20": "", "2026-03-05 09:30": "退回时间 2026-03-05 09:20 早于到达时间 2026-03-05 09:30",
		"2026-03-06 09:30": "退回时间 2026-03-05 09:20 早于到达时间 2026-03-06 09:30"} {
		if err := s.check("correct-times", ledger.Fields{"arrived": arrived, "reason": "看错"}); (err == nil) != (why == "") || err != nil && err.Error() != why {
			t.Errorf("%s: %v", arrived, err)
		}
	}
	c := begin(t)
	c.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 15:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	c.step(t, "rework", ledger.Fields{"returned": "2026-03-06 09:00", "nature": "质量"})
	if err := c.check("correct-times", ledger.Fields{"arrived": "2026-03-05 16:00", "reason": "看错"}); err == nil || err.Error() != "处理完毕时间 2026-03-05 15:00 早于到达时间 2026-03-05 16:00" {
		t.Errorf("a round that came back: %v", err)
	}
}

func TestAsOfAMomentACorrectionHoldsAndALaterStepDoesNot(t *testing.T) {
	s := begin(t) // arrived 2026-03-05 09:00
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 15:00", "result": "一", "category": "指导答疑", "main_type": "业务"})
	s.step(t, "confirm", ledger.Fields{"confirmed": "2026-03-05 16:00"})
	s.step(t, "rework", ledger.Fields{"returned": "2026-03-06 09:00", "nature": "质量"})
	for _, c := range []struct {
		action string
		fields ledger.Fields
	}{{ledger.Amend, ledger.Fields{"arrived": "2026-03-05 09:30"}}, {"correct-times", ledger.Fields{"arrived": "2026-03-05 10:00", "reason": "看错"}}} {
		s.step(t, c.action, c.fields)
	}
	for moment, want := range map[string]ledger.State{"2026-03-05 09:45": "", "2026-03-05 10:00": ticket.Open, "2026-03-05 15:30": ticket.Resolved,
		"2026-03-05 17:00": ticket.Confirmed, "2026-03-06 09:00": ticket.Accepted} {
		rec := s.asOf(moment)
		f, _ := rec.Facts.(ticket.Facts)
		if rec.State != want || f.Confirmed.IsZero() == (want == ticket.Confirmed) || (rec.Fields["quality"] == true) != (want == ticket.Accepted) {
			t.Errorf("%s: %s %+v", moment, rec.State, rec.Fields)
		}
	}
}

func TestChecksSpeakChinese(t *testing.T) {
	for want, c := range map[string]struct {
		action string
		fields ledger.Fields
	}{
		"所属系统为社会保险系统时险种必填":                              {"receive", ledger.Fields{"system": "社会保险系统"}},
		"办结前须填写工单类别和主类型":                                {"resolve", ledger.Fields{"resolved": "2026-03-05T10:00:00+08:00"}},
		"签收时间 2026-03-05 08:00 早于到达时间 2026-03-05 09:00": {"accept", ledger.Fields{"responded": "2026-03-05T08:00:00+08:00"}},
	} {
		a, _ := ticket.Kind.Action(c.action)
		err := a.Check(ledger.Before{Fields: ledger.Fields{"arrived": "2026-03-05T09:00:00+08:00"}}, c.fields)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", c.action, err)
		}
	}
}

func TestAPauseEndsAtTheEarliestStepThatSawIt(t *testing.T) {
	s := begin(t)
	s.step(t, "accept", ledger.Fields{"responded": "2026-03-05 09:10"})
	s.step(t, "suspend", ledger.Fields{"suspended": "2026-03-05 10:00", "suspend_code": "等待省厅"})
	if rec, f := s.record(); rec.State != ticket.Suspended || rec.Fields["waiting"] != "等待省厅" || len(f.Pauses) != 1 || !f.Pauses[0].To.IsZero() {
		t.Fatalf("while it waits: %s %+v", rec.State, f.Pauses)
	}
	s.step(t, "resume", ledger.Fields{"resumed": "2026-03-05 15:00"})
	s.step(t, "suspend", ledger.Fields{"suspended": "2026-03-05 16:00", "suspend_code": "等待用户"})
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-06 09:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	rec, f := s.record()
	if rec.State != ticket.Resolved || !f.Pauses[0].To.Equal(at("2026-03-05 15:00")) || !f.Pauses[1].To.Equal(at("2026-03-06 09:00")) || rec.Fields["waiting"] != nil {
		t.Errorf("%s %+v", rec.State, f.Pauses)
	}
}

func TestRequestsAndClaimsWaitForTheirAnswers(t *testing.T) {
	s := begin(t)
	s.step(t, "suspend", ledger.Fields{"suspended": "2026-03-05 10:00", "suspend_code": "等待省厅"})
	pause := s.refs[len(s.refs)-1]
	s.step(t, "request-extension", ledger.Fields{"requested": "2026-03-05 11:00", "reason": "修数", "proposed": "2026-03-09 18:00"})
	request := s.refs[len(s.refs)-1]
	s.step(t, "claim-excuse", ledger.Fields{"claimed": "2026-03-05 11:30", "excuse_code": "等待省厅", "evidence": "回函", "of": string(pause)})
	claim := s.refs[len(s.refs)-1]
	if _, f := s.record(); f.Requests[0].Answer != ticket.Claimed || f.Pauses[0].Excuse != ticket.Claimed || len(f.Extensions) != 0 {
		t.Fatalf("%+v", f)
	}
	paper := func(of ledger.EntryRef, more ledger.Fields) ledger.Fields {
		f := ledger.Fields{"of": string(of), "ruled": "2026-03-06 09:00", ledger.Paper: "h", ledger.PaperDate: "2026年3月6日"}
		for k, v := range more {
			f[k] = v
		}
		return f
	}
	s.step(t, "grant-extension", paper(request, ledger.Fields{"due": "2026-03-09 12:00"}))
	s.step(t, "grant-excuse", paper(claim, nil))
	_, f := s.record()
	if len(f.Extensions) != 1 || !f.Extensions[0].Paper || !f.Extensions[0].Due.Equal(at("2026-03-09 12:00")) || f.Pauses[0].Excuse != ticket.Granted {
		t.Errorf("%+v", f)
	}
	if g := f.AsOf(at("2026-03-05 18:00")); g.Pauses[0].Excuse != ticket.Claimed || g.Requests[0].Answer != ticket.Claimed || len(g.Extensions) != 0 {
		t.Errorf("the day before: %+v", g)
	}
	s.step(t, "deny-excuse", paper(claim, ledger.Fields{"opinion": "查实为我方"}))
	if _, f = s.record(); f.Pauses[0].Excuse != ticket.Denied {
		t.Errorf("ruled again: %+v", f.Pauses)
	}
}

func TestWaitsAndMergesEndWithTheStepThatNamesThem(t *testing.T) {
	s := begin(t)
	s.step(t, "escalate", ledger.Fields{"escalated": "2026-03-05 10:00", "level": "公司", "reason": "难"})
	up := s.refs[len(s.refs)-1]
	s.step(t, "add-vendor", ledger.Fields{"asked": "2026-03-05 11:00", "vendor": "某行", "task": "重发", "due": "2026-03-06 10:00"})
	s.step(t, "answer", ledger.Fields{"answered": "2026-03-05 16:00", "text": "已答", "of": string(up)})
	s.step(t, "merge", ledger.Fields{"with": "other"})
	joined := s.refs[len(s.refs)-1]
	rec, f := s.record()
	if len(f.Waits) != 2 || !f.Waits[0].Done.Equal(at("2026-03-05 16:00")) || !f.Waits[1].Done.IsZero() || rec.Fields["waiting"] != "等待某行" {
		t.Errorf("%+v %v", f.Waits, rec.Fields["waiting"])
	}
	if len(f.Merged) != 1 || len(rec.Links) != 1 || rec.Links[0].Relation != "合并" {
		t.Errorf("%v %+v", f.Merged, rec.Links)
	}
	s.step(t, "unmerge", ledger.Fields{"of": string(joined), "reason": "错"})
	if rec, f = s.record(); len(f.Merged) != 0 || len(rec.Links) != 0 {
		t.Errorf("%v %+v", f.Merged, rec.Links)
	}
}

func TestFactsAsOfAMoment(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-05 09:00"), Accepted: at("2026-03-05 09:10"), Resolved: at("2026-03-06 09:00"), Confirmed: at("2026-03-06 10:00"),
		Resolves: []ticket.Resolve{{At: at("2026-03-05 10:00"), Returned: at("2026-03-05 15:00"), Quality: true}, {At: at("2026-03-06 09:00")}},
		Pauses:   []ticket.Pause{{From: at("2026-03-05 16:00")}}}
	for moment, want := range map[string]ledger.State{"2026-03-05 08:59": "gone", "2026-03-05 09:05": ticket.Open, "2026-03-05 09:30": ticket.Accepted,
		"2026-03-05 12:00": ticket.Resolved, "2026-03-05 15:00": ticket.Accepted, "2026-03-06 09:30": ticket.Resolved, "2026-03-06 10:00": ticket.Confirmed} {
		g := f.AsOf(at(moment))
		got, there := g.State(ticket.Confirmed)
		if !there {
			got = "gone"
		}
		if got != want {
			t.Errorf("%s: %s, should be %s", moment, got, want)
		}
	}
	if g := f.AsOf(at("2026-03-05 12:00")); len(g.Pauses) != 0 || g.Resolves[0].Quality {
		t.Errorf("%+v", g)
	}
	if s, _ := f.State(ticket.Void); s != ticket.Void {
		t.Errorf("a void ticket became %s", s)
	}
}
