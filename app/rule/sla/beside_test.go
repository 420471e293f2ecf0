package sla

import (
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app/record/ticket"
)

// find measures a ticket and picks one clock.
func find(t *testing.T, f ticket.Facts, name, now string) (Clock, bool) {
	t.Helper()
	clocks, err := Measure(f, calendar(t), Standard, at(now))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clocks {
		if c.Name == name {
			return c, true
		}
	}
	return Clock{}, false
}

func TestTheWarningEndsWithARequestForAssessment(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-05 10:00")}
	if c, _ := find(t, f, Day, "2026-03-06 09:00"); c.State != Running || !c.Warn.Equal(at("2026-03-06 08:00")) {
		t.Errorf("%+v", c)
	}
	if c, _ := find(t, f, Day, "2026-03-06 10:01"); c.State != Overdue || !strings.Contains(strings.Join(c.Reasons, ""), "没有办结也没有报信息中心评估") {
		t.Errorf("%+v", c)
	}
	f.Requests = []ticket.Request{{At: at("2026-03-06 09:59"), Answer: ticket.Claimed}}
	if c, _ := find(t, f, Day, "2026-03-09 10:00"); c.State != Met || !c.Stopped.Equal(at("2026-03-06 09:59")) {
		t.Errorf("%+v", c)
	}
}

func TestFridayAfternoonIsToldBeforeWorkEnds(t *testing.T) {
	for arrived, due := range map[string]string{
		"2026-03-06 15:00": "2026-03-06 18:00", // Friday afternoon
		"2026-03-06 20:00": "2026-03-06 20:00", // Friday night: no working time within 24 hours
		"2026-03-05 15:00": "",                 // Thursday afternoon: Friday's work is there
		"2026-03-05 19:00": "2026-03-06 18:00", // Thursday night: Friday's end of work comes first
		"2026-03-05 12:30": "",                 // the 24 hours end in a lunch break
		"2025-09-30 16:00": "2025-09-30 18:00", // before the national holiday
		"2025-10-10 16:00": "",                 // a make-up Saturday follows
		"2026-03-08 09:00": "",                 // Sunday: Monday morning is in time
	} {
		c, ok := find(t, ticket.Facts{Arrived: at(arrived)}, Nudge, arrived)
		if ok != (due != "") || ok && !c.Due.Equal(at(due)) {
			t.Errorf("%s: %v %s", arrived, ok, stamp(c.Due))
		}
	}
	if _, ok := find(t, ticket.Facts{Arrived: at("2026-03-06 15:00"), Requests: []ticket.Request{{At: at("2026-03-06 16:00")}}}, Nudge, "2026-03-06 17:00"); ok {
		t.Error("told although it was reported")
	}
}

func TestWhatWasDoneFirstIsFiledWithinAWorkingDay(t *testing.T) {
	for _, c := range []struct {
		acted, filed, due string
		state             State
	}{
		{"2026-03-05 10:00", "2026-03-06 10:00", "2026-03-06 10:00", Met},
		{"2026-03-06 20:00", "2026-03-10 08:31", "2026-03-10 08:30", Missed},
		{"2026-03-07 03:00", "", "2026-03-10 08:30", Overdue},
	} {
		f := ticket.Facts{Arrived: at(c.acted), Ahead: []ticket.Ahead{{Acted: at(c.acted), Filed: at(c.filed), Approver: "王主任"}}}
		k, _ := find(t, f, FileLate, "2026-03-12 10:00")
		if !k.Due.Equal(at(c.due)) || k.State != c.state {
			t.Errorf("%s: due %s, %s", c.acted, stamp(k.Due), k.State)
		}
	}
}

func TestAVendorsTaskRunsAsAgreedOrToTheTicketsEnd(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-05 10:00"), Waits: []ticket.Wait{{What: "vendor", Whom: "某行", At: at("2026-03-05 11:00"), Due: at("2026-03-06 10:00")},
		{What: "escalation", Whom: "省厅", At: at("2026-03-05 11:00")}}}
	if c, _ := find(t, f, Vendor, "2026-03-06 11:00"); c.State != Overdue {
		t.Errorf("%+v", c)
	}
	f.Resolved = at("2026-03-06 09:00")
	if c, _ := find(t, f, Vendor, "2026-03-06 11:00"); c.State != Met {
		t.Errorf("%+v", c)
	}
}

func TestExcusesOfAnIntervalAndOfTheWholeDelay(t *testing.T) {
	late := ticket.Facts{Arrived: at("2026-03-05 10:00"), Resolved: at("2026-03-11 10:00")}
	assess := func(e ...ticket.Excuse) Clock {
		f := late
		f.Excuses = e
		c, err := Assess(f, calendar(t), Standard, at("2026-12-01 10:00"))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := assess(); len(c.LateDays) != 3 {
		t.Fatalf("%v", c.LateDays)
	}
	if c := assess(ticket.Excuse{Answer: ticket.Claimed, Code: "等待省厅", At: at("2026-03-11 11:00")}); len(c.LateDays) != 3 || !strings.Contains(strings.Join(c.Reasons, ""), "认定前不剔除") {
		t.Errorf("%v %v", c.LateDays, c.Reasons)
	}
	if c := assess(ticket.Excuse{Answer: ticket.Granted, Code: "等待省厅", Ruled: at("2026-03-12 09:00")}); len(c.LateDays) != 0 || c.State != Missed {
		t.Errorf("all of it: %v %s", c.LateDays, c.State)
	}
	if c := assess(ticket.Excuse{Answer: ticket.Granted, Code: "等待省厅", Ruled: at("2026-03-10 09:00")}); len(c.LateDays) != 1 || !slices.ContainsFunc(c.Reasons, func(r string) bool {
		return strings.HasSuffix(r, "认定免责：截至认定当日（含）的 2 个工作日不计")
	}) {
		t.Errorf("what came after the ruling: %v %v", c.LateDays, c.Reasons)
	}
	interval := ticket.Excuse{Answer: ticket.Granted, Code: "等待省厅", From: at("2026-03-05 14:00"), To: at("2026-03-05 16:00")}
	if c := assess(interval); !c.Due.Equal(at("2026-03-06 12:00")) {
		t.Errorf("two hours: due %s", stamp(c.Due))
	}
}

func TestReadingsOfOneWorkingDay(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-06 15:00")}
	for mode, due := range map[Mode]string{SameTime: "2026-03-09 15:00", NextClose: "2026-03-09 18:00", OpenHours: "2026-03-09 15:00", Earlier: "2026-03-07 15:00"} {
		p := Standard
		p.Mode = mode
		c, err := Assess(f, calendar(t), p, f.Arrived.Add(time.Hour))
		if err != nil || !c.Due.Equal(at(due)) {
			t.Errorf("%s: %s %v", mode, stamp(c.Due), err)
		}
	}
	night := ticket.Facts{Arrived: at("2026-03-06 20:00")} // its 24 hours run from the arrival, not from Monday's opening
	p := Standard
	p.Mode = Earlier
	if c, err := Assess(night, calendar(t), p, night.Arrived); err != nil || !c.Due.Equal(at("2026-03-07 20:00")) {
		t.Errorf("at night: %s %v", stamp(c.Due), err)
	}
	c, err := Assess(night, calendar(t), p, at("2026-03-09 09:00"))
	if err != nil || !slices.ContainsFunc(c.Reasons, func(r string) bool { return strings.HasSuffix(r, "在非工作时间，不顺延") }) || len(c.LateDays) != 1 {
		t.Errorf("on Monday: %v %v %v", c.LateDays, c.Reasons, err)
	}
}
