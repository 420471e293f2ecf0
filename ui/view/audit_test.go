package view

import (
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
)

func TestALineOfTheLogSaysWhatItIsAbout(t *testing.T) {
	kind := func(l app.Logged) string { return l.Kind }
	for _, c := range []struct {
		line app.Logged
		what string
		tone Tone
	}{
		{app.Logged{Kind: "ticket", Number: "W1", Title: "名单缺列", Action: "accept"}, "W1　名单缺列", Plain},
		{app.Logged{Kind: "ticket", Number: "W1", Action: ledger.Erase}, "W1", Bad},
		{app.Logged{Kind: "person", Number: "李工", Title: "李工"}, "李工", Plain},
		{app.Logged{Kind: "disclosure", Number: "MW-1"}, "MW-1", Soon},
		{app.Logged{Kind: ledger.RosterKind, Title: "李工 一号机", Action: ledger.RosterRevoke}, "李工 一号机", Bad},
	} {
		got := AuditLog([]app.Logged{c.line}, kind, now)[0]
		if got.What != c.what || got.Tone != c.tone {
			t.Errorf("%+v, want %s", got, c.what)
		}
	}
	if l := AuditLog([]app.Logged{{Time: ledger.FormatTime(now)}}, kind, now)[0]; l.When != "今天 "+now.In(ledger.Zone).Format("15:04:05") {
		t.Error(l.When)
	}
}

func TestAPartOfTheCalendarIsItsFirstAndLastDay(t *testing.T) {
	for part, want := range map[string][2]ledger.Day{"2026": {"2026-01-01", "2026-12-31"}, "2026-02": {"2026-02-01", "2026-02-28"}, "2026-03-05": {"2026-03-05", "2026-03-05"}, "other": {}} {
		if from, to := DaysOf(part); from != want[0] || to != want[1] {
			t.Errorf("%s: %s to %s", part, from, to)
		}
	}
}

func TestTheThreeStepsOfAVerification(t *testing.T) {
	for done, want := range map[int]string{0: "第 1 步", 50: "第 2 步", 99: "第 3 步"} {
		if got := VerifyStage(done, 99); []rune(got)[2] != []rune(want)[2] {
			t.Errorf("%d: %s", done, got)
		}
	}
}
