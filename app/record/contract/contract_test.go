package contract_test

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/contract"
)

func TestTermsThatCanNotHold(t *testing.T) {
	amend, _ := contract.Kind.Action("amend-terms")
	seen := ledger.Before{Fields: ledger.Fields{"start": "2026-01-01", "end": "2026-12-31"}}
	for _, c := range []struct {
		fields ledger.Fields
		want   string
	}{
		{ledger.Fields{"ticket_hours": int64(4), "response_hours": int64(0)}, ""},
		{ledger.Fields{"fee": "1"}, ""},
		{ledger.Fields{"ticket_hours": int64(-5)}, "工时、天数、分钟、分数、人数和件数不能为负数"},
		{ledger.Fields{"response_hours": int64(-1)}, "工时、天数、分钟、分数、人数和件数不能为负数"},
		{ledger.Fields{"file_late_days": float64(-1)}, "工时、天数、分钟、分数、人数和件数不能为负数"},
		{ledger.Fields{"end": "2025-12-31"}, "结束日期必须晚于开始日期"},
	} {
		err := amend.Check(seen, c.fields)
		if got := ""; err != nil && err.Error() != c.want || err == nil && c.want != got {
			t.Errorf("%v: %v, should be %q", c.fields, err, c.want)
		}
	}
}

func TestHoursHoldFromTheirDate(t *testing.T) {
	w := newStory(t)
	w.step(t, "sign", ledger.Fields{"name": "一", "start": "2026-01-01", "end": "2026-12-31", "hours": "09:00-12:00,14:00-17:00"})
	w.step(t, "amend-terms", ledger.Fields{"hours": "08:00-12:00,14:00-17:30", "from": "2026-10-01"})
	w.step(t, "amend-terms", ledger.Fields{"days": "1-6", "from": "2026-11-01"})
	w.step(t, "amend-terms", ledger.Fields{"fee": "1"})
	want := []contract.Version{{From: "2026-01-01", Hours: "09:00-12:00,14:00-17:00", Days: "1-5"}, {From: "2026-10-01", Hours: "08:00-12:00,14:00-17:30", Days: "1-5"},
		{From: "2026-11-01", Hours: "08:00-12:00,14:00-17:30", Days: "1-6"}}
	if got := w.facts(); !slices.Equal(got.Hours, want) {
		t.Errorf("%+v", got.Hours)
	}
	w.step(t, "amend-terms", ledger.Fields{"hours": "09:00-12:00,13:00-16:00"}) // a correction of the whole year's beginning
	want[0].Hours = "09:00-12:00,13:00-16:00"
	if got := w.facts(); !slices.Equal(got.Hours, want) {
		t.Errorf("corrected: %+v", got.Hours)
	}
}

// story is a contract told by its steps.
type story struct {
	replica *ledger.Replica
	author  ledger.Author
	clock   time.Time
}

const feed = ledger.FeedID("000000000000000000000000000000aa")

var (
	l  = ledger.NewLedgerID("TEST")
	id = ledger.NewRecordID(l, "contract", "1")
)

func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{replica: ledger.NewReplica(ledger.NewRegistry(contract.Kind)), clock: time.Date(2026, 3, 5, 8, 0, 0, 0, ledger.Zone),
		author: ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)), App: "test"}}
	c := ledger.Certificate{Public: s.author.Key.Public().(ed25519.PublicKey), Account: "张工", Roles: []ledger.Role{ledger.Lead}, Feed: feed}
	s.write(t, ledger.CertificateEntry(l, ledger.RosterRoot, c))
	return s
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
}

func (s *story) step(t *testing.T, action string, f ledger.Fields) {
	t.Helper()
	s.write(t, ledger.Entry{Record: id, Kind: "contract", Action: action, Fields: f})
}

func (s *story) facts() contract.Facts { return s.replica.Fold()[id].Facts.(contract.Facts) }
