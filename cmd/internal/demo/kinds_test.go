package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

// told are the kinds that a year of work does not bring: a list that came with the program, and what somebody looked at.
var told = []string{"calendar", "word", "disclosure"}

func TestASmallDemoHoldsEveryKindAndItFitsTogether(t *testing.T) {
	_, s := open(t, Options{Tickets: 60})
	for name, check := range map[string]func(*testing.T, *boot.Session){"every kind has records and no step breaks a rule": everyKind, "who leaves leaves nothing behind": leftNothing,
		"someone is on duty all year, and enough are on site": covered, "nothing lies undone but tickets": nothingOwed, "the year took these steps": stepsOfTheYear} {
		t.Run(name, func(t *testing.T) { check(t, s) })
	}
}

func everyKind(t *testing.T, s *boot.Session) {
	for _, k := range app.Kinds().Kinds() {
		list := listed(t, s, k.Name)
		if len(list) == 0 && !slices.Contains(told, k.Name) {
			t.Errorf("there is no %s", k.Name)
		}
		for _, r := range list {
			shown, err := s.Show(t.Context(), k.Name, string(r.ID), true, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range shown.History {
				if strings.Contains(h.Note, "违反") || strings.Contains(h.Note, "不计") {
					t.Errorf("%s %s: %s %s", k.Name, shown.Number, h.Action, h.Note)
				}
			}
		}
	}
}

func listed(t *testing.T, s *boot.Session, kind string, where ...app.Condition) []app.Shown {
	t.Helper()
	list, err := s.List(t.Context(), app.Query{Kind: kind, Where: where}, "")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func leftNothing(t *testing.T, s *boot.Session) {
	is := func(key string, v ...string) app.Condition {
		return app.Condition{Key: key, Op: app.Equal, Value: v}
	}
	if n := listed(t, s, "ticket", is("assignee", leaver), is("state", "new", "accepted", "suspended")); len(n) > 0 {
		t.Errorf("%d tickets were left behind", len(n))
	}
	if n := listed(t, s, "ticket", is("assignee", successor)); len(n) == 0 {
		t.Error("the successor has none")
	}
	moved, gone := listed(t, s, "turnover", is("state", "left")), listed(t, s, "person", is("name", leaver), is("state", "left"))
	if len(moved) != 1 || len(gone) != 1 {
		t.Fatal(moved, gone)
	}
	if shown, err := s.Show(t.Context(), "turnover", string(moved[0].ID), false, ""); err != nil || len(shown.Attached) < 7 {
		t.Error(shown.Attached, err)
	}
	if n := listed(t, s, "equipment", is("person", leaver), is("state", "returned")); len(n) != 2 {
		t.Errorf("%d PCs came back", len(n))
	}
}

func covered(t *testing.T, s *boot.Session) {
	cover, err := s.Duty(t.Context(), contractYears(now, 1)[0], now)
	if err != nil || len(cover.Gaps) > 0 || len(cover.Overlaps) > 0 || len(cover.Turns) < 50 {
		t.Error(len(cover.Turns), cover.Gaps, cover.Overlaps, err)
	}
	err = s.Store.View(t.Context(), func(r app.Reader) error {
		cal, err := s.Calendar(t.Context(), r)
		if err != nil {
			return err
		}
		short, err := s.ShortDays(t.Context(), r, cal, contractYears(now, 1)[0], now)
		for _, d := range short {
			t.Error(d.Date, d.Faults)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func nothingOwed(t *testing.T, s *boot.Session) {
	due, err := s.Due(t.Context(), time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range due {
		if d.State == sla.Overdue && d.Kind != "ticket" {
			t.Errorf("%s %s %s %s", d.Due, d.Label, d.Number, d.Title)
		}
	}
}

func stepsOfTheYear(t *testing.T, s *boot.Session) {
	steps := taken(t, s)
	for _, action := range []string{"turnover consent", "turnover accept", "attendance rule", "attendance confirm-month", "change authorise", "change authorise-again", "change deny", "complaint rule", "survey conclude",
		"incident rule", "drill accept", "ruling rule", "leave approve", "leave reject", "duty swap", "regulation sign", "regulation self-check", "run do", "visit hand-on", "finding submit-province", "finding confirm-by-department",
		"training evaluate", "qa sync", "qa improve", "manual correct", "improvement measure", "improvement close", "comparison conclude-many", "change destroy", "contract amend-terms", "callout close"} {
		if steps[action] == 0 {
			t.Errorf("nobody took %s", action)
		}
	}
}
