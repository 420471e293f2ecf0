package boot

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
)

// fresh reminds and gives what was told for the first time: clock and stage of each.
func (s *Session) fresh(t *testing.T, now time.Time) string {
	t.Helper()
	r, err := s.Remind(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, one := range r.List {
		if one.Told.Equal(now) {
			out = append(out, one.Item.Clock+" "+string(one.Stage))
		}
	}
	if len(out) != r.New {
		t.Errorf("%d are told for the first time, %d are said to be", len(out), r.New)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// arrive has a ticket come in.
func (s *Session) arrive(t *testing.T, at string) {
	t.Helper()
	if _, err := s.Act(t.Context(), app.Step{Kind: "ticket", Key: "new", Action: "receive",
		Values: map[string]string{"title": "待遇核对", "system": "精准发放平台", "region": "丹徒区", "arrived": at}}); err != nil {
		t.Fatal(err)
	}
}

func TestEachThingIsRemindedOfOnceAStage(t *testing.T) {
	now := local("2026-03-06 10:00") // a Friday
	s := reporting(t, &now)
	s.arrive(t, "2026-03-06 10:00")
	for _, c := range []struct{ at, want string }{
		{"2026-03-06 10:05", "day day, response day"}, // the report of last week is not this ledger's: it was founded today
		{"2026-03-06 10:20", ""},
		{"2026-03-06 13:50", "response overdue"},
		{"2026-03-06 14:30", "nudge end"},
		{"2026-03-06 15:30", ""},
		{"2026-03-07 10:30", "day overdue"}, // Saturday
		{"2026-03-08 11:00", "assessed day"},
		{"2026-03-09 11:00", "assessed overdue"},
		{"2026-03-09 20:00", ""},
		{"2026-03-10 09:00", "report day"}, // Tuesday: this week's report
		{"2026-03-12 15:00", "report end"}, // Thursday afternoon
		{"2026-03-12 18:30", "report overdue"},
		{"2026-03-12 19:00", ""},
	} {
		now = local(c.at)
		if got := s.fresh(t, now); got != c.want {
			t.Errorf("%s: %s, should be %s", c.at, got, c.want)
		}
	}
}

func TestWhatWasToldIsNotToldAgainAfterARestart(t *testing.T) {
	now := local("2026-03-06 10:00")
	o := options(filepath.Join(t.TempDir(), "台账"))
	o.Now = func() time.Time { return now }
	s, _, err := Init(t.Context(), Setup{Options: o, Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	s.arrive(t, "2026-03-06 10:00")
	first, err := s.Remind(t.Context())
	if err != nil || first.New == 0 || first.Unseen() != first.New {
		t.Fatalf("%+v, %v", first, err)
	}
	if err := s.PutAway(t.Context(), first.List[0].Key, "nothing of this name"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	second, err := again.Remind(t.Context())
	if err != nil || second.New != 0 || len(second.List) != len(first.List) || second.Unseen() != first.Unseen()-1 {
		t.Errorf("%s, %v", listed(second), err)
	}
	if _, err := again.Store.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if third, err := again.Remind(t.Context()); err != nil || third.New != 0 {
		t.Errorf("after a rebuild: %s, %v", listed(third), err)
	}
}

func listed(r app.Reminders) string { return fmt.Sprintf("%d new: %+v", r.New, r.List) }
