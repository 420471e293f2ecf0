package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

var now = time.Date(2026, 11, 24, 10, 0, 0, 0, ledger.Zone)

func TestMoment(t *testing.T) {
	for in, want := range map[string]string{"2026-11-24T14:20:00+08:00": "14:20", "2026-11-18T10:20:00+08:00": "11-18 10:20", "2025-11-18T10:20:00+08:00": "2025-11-18", "": "", "x": "x"} {
		if got := Moment(in, now); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestDue(t *testing.T) {
	for _, c := range []struct {
		clock sla.Clock
		want  string
		tone  Tone
	}{
		{sla.Clock{State: sla.Running, Due: now.Add(time.Hour)}, "今日 11:00", Soon},
		{sla.Clock{State: sla.Running, Due: now.AddDate(0, 0, 1)}, "11-25 10:00", Plain},
		{sla.Clock{State: sla.Overdue, LateDays: []time.Time{now, now}}, "延误 2 个工作日", Bad},
		{sla.Clock{State: sla.Overdue}, "当日超时", Bad},
		{sla.Clock{State: sla.Met}, "按时", Good},
	} {
		if got, tone := Due(c.clock, now); got != c.want || tone != c.tone {
			t.Errorf("%+v: %s %d", c.clock, got, tone)
		}
	}
}

func TestTheLikelyStepComesFirst(t *testing.T) {
	for state, want := range map[ledger.State]string{ticket.Open: "accept", ticket.Accepted: "resolve", ticket.Suspended: "resume", ticket.Resolved: "confirm", ticket.Confirmed: "rework"} {
		if steps := Steps(ticket.Kind, app.Shown{State: state}); len(steps) == 0 || steps[0].Name != want {
			t.Errorf("%s: %v", state, steps)
		}
	}
	if steps := Steps(ticket.Kind, app.Shown{State: ticket.Void}); len(steps) != 0 {
		t.Errorf("void: %v", steps)
	}
}
