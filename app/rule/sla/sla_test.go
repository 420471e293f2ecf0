package sla

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/worktime"
)

func calendar(t testing.TB) *worktime.Calendar {
	t.Helper()
	var years []worktime.Year
	for _, y := range []string{"2025", "2026"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "..", "assets", "calendar", y+".json"))
		if err != nil {
			t.Fatal(err)
		}
		year, err := worktime.ParseYear(raw)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, year)
	}
	return worktime.China(zone, worktime.DefaultHours(), years...)
}

func at(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAssessedClock(t *testing.T) {
	pause := func(from, to, excuse string) ticket.Pause {
		return ticket.Pause{From: at(from), To: at(to), Reason: "等待省厅", Excuse: excuse}
	}
	resolve := func(when, back string) ticket.Resolve { return ticket.Resolve{At: at(when), Returned: at(back)} }
	for _, c := range []struct {
		name, arrived, resolved, due string
		late                         int
		state                        State
		facts                        ticket.Facts
	}{
		{"same clock time", "2026-03-05 10:00", "2026-03-06 10:00", "2026-03-06 10:00", 0, Met, ticket.Facts{}},
		{"over a weekend", "2026-03-06 15:00", "2026-03-09 15:00", "2026-03-09 15:00", 0, Met, ticket.Facts{}},
		{"early morning", "2026-03-05 06:10", "2026-03-06 08:30", "2026-03-06 08:30", 0, Met, ticket.Facts{}},
		{"noon sharp is closed", "2026-03-05 12:00", "2026-03-06 13:30", "2026-03-06 13:30", 0, Met, ticket.Facts{}},
		{"lunch", "2026-03-05 12:40", "2026-03-06 13:30", "2026-03-06 13:30", 0, Met, ticket.Facts{}},
		{"six sharp is closed", "2026-03-05 18:00", "2026-03-09 08:30", "2026-03-09 08:30", 0, Met, ticket.Facts{}},
		{"night", "2026-03-05 23:00", "2026-03-09 08:31", "2026-03-09 08:30", 0, Missed, ticket.Facts{}},
		{"holiday", "2025-10-02 09:00", "2025-10-10 08:30", "2025-10-10 08:30", 0, Met, ticket.Facts{}},
		{"make-up saturday counts", "2025-10-10 16:00", "2025-10-11 16:00", "2025-10-11 16:00", 0, Met, ticket.Facts{}},
		{"same day after due", "2026-03-05 10:00", "2026-03-06 17:00", "2026-03-06 10:00", 0, Missed, ticket.Facts{}},
		{"six late", "2026-03-05 10:00", "2026-03-16 09:00", "2026-03-06 10:00", 6, Missed, ticket.Facts{}},
		{"weekend not counted", "2026-03-05 10:00", "2026-03-08 10:00", "2026-03-06 10:00", 0, Missed, ticket.Facts{}},
		{"excused pause before due", "2026-03-05 10:00", "2026-03-09 10:00", "2026-03-06 15:30", 1, Missed,
			ticket.Facts{Pauses: []ticket.Pause{pause("2026-03-05 11:00", "2026-03-05 16:30", "granted"), pause("2026-03-05 14:00", "2026-03-05 16:00", "granted")}}},
		{"pause not excused", "2026-03-05 10:00", "2026-03-06 11:00", "2026-03-06 10:00", 0, Missed,
			ticket.Facts{Pauses: []ticket.Pause{pause("2026-03-05 11:00", "2026-03-05 16:00", "claimed")}}},
		{"pause after due takes whole days", "2026-03-05 10:00", "2026-03-11 10:00", "2026-03-06 10:00", 2, Missed,
			ticket.Facts{Pauses: []ticket.Pause{pause("2026-03-06 14:00", "2026-03-09 19:00", "granted")}}},
		{"pause across due", "2026-03-05 10:00", "2026-03-10 10:00", "2026-03-09 16:30", 1, Missed,
			ticket.Facts{Pauses: []ticket.Pause{pause("2026-03-06 09:00", "2026-03-09 15:30", "granted")}}},
		{"rework before due goes on at the return", "2026-03-05 10:00", "2026-03-06 16:00", "2026-03-06 17:00", 0, Met,
			ticket.Facts{Resolves: []ticket.Resolve{resolve("2026-03-05 11:00", "2026-03-05 19:00")}}},
		{"rework after due takes whole days", "2026-03-05 10:00", "2026-03-12 10:00", "2026-03-06 10:00", 2, Missed,
			ticket.Facts{Resolves: []ticket.Resolve{resolve("2026-03-09 11:00", "2026-03-11 18:00")}}},
		{"resolved at the due and returned", "2026-03-05 10:00", "2026-03-06 16:30", "2026-03-06 16:00", 0, Missed,
			ticket.Facts{Resolves: []ticket.Resolve{resolve("2026-03-06 10:00", "2026-03-06 16:00")}}},
		{"a rework across the grant of an extension moves it from the grant on", "2026-03-05 10:00", "2026-03-11 10:00", "2026-03-11 16:00", 0, Met,
			ticket.Facts{Resolves: []ticket.Resolve{resolve("2026-03-05 11:00", "2026-03-10 15:00")},
				Extensions: []ticket.Extension{{Due: at("2026-03-06 16:00"), Granted: at("2026-03-05 15:00")}}}},
		{"what ended before the grant of an extension moves nothing", "2026-03-05 10:00", "2026-03-06 17:00", "2026-03-06 16:00", 0, Missed,
			ticket.Facts{Resolves: []ticket.Resolve{resolve("2026-03-05 11:00", "2026-03-05 14:00")},
				Extensions: []ticket.Extension{{Due: at("2026-03-06 16:00"), Granted: at("2026-03-05 15:00")}}}},
		{"extension", "2026-03-05 10:00", "2026-03-13 18:00", "2026-03-13 18:00", 0, Met,
			ticket.Facts{Extensions: []ticket.Extension{{Due: at("2026-03-13 18:00"), Granted: at("2026-03-06 09:00")}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := c.facts
			f.Arrived, f.Resolved = at(c.arrived), at(c.resolved)
			f.Resolves = append(f.Resolves, ticket.Resolve{At: f.Resolved})
			k, err := Assess(f, calendar(t), Standard, at("2026-12-01 10:00"))
			if err != nil {
				t.Fatal(err)
			}
			if !k.Due.Equal(at(c.due)) || len(k.LateDays) != c.late || k.State != c.state {
				t.Errorf("due %s, late %d, %s\n%s", stamp(k.Due), len(k.LateDays), k.State, strings.Join(k.Reasons, "\n"))
			}
		})
	}
}

func TestAnOpenTicketCountsToTheMomentLookedAt(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-05 10:00")}
	k, err := Assess(f, calendar(t), Standard, at("2026-03-10 09:00"))
	if err != nil || k.State != Overdue || len(k.LateDays) != 2 {
		t.Errorf("%s %d %v", k.State, len(k.LateDays), err)
	}
	if k, _ = Assess(f, calendar(t), Standard, at("2026-03-06 10:00")); k.State != Running {
		t.Errorf("at its due: %s", k.State)
	}
}

func TestTheAssessedClockEndsAsTheProvinceTells(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-05 10:00"), Resolved: at("2026-03-06 09:00"),
		Resolves: []ticket.Resolve{{At: at("2026-03-06 09:00"), Province: at("2026-03-09 10:01")}}}
	list, err := Measure(f, calendar(t), Standard, at("2026-03-10 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	k := list[0]
	if k.State != Missed || len(k.LateDays) != 1 || !k.Stopped.Equal(at("2026-03-09 10:01")) || !strings.Contains(strings.Join(k.Reasons, "\n"), "考核时限按省系统的") {
		t.Errorf("%s %d %v", k.State, len(k.LateDays), k.Reasons)
	}
	for _, other := range list[1:] {
		if !other.Stopped.IsZero() && !other.Stopped.Equal(at("2026-03-06 09:00")) {
			t.Errorf("%s ends %v", other.Name, other.Stopped)
		}
	}
	if k, _ = Assess(f, calendar(t), Standard, at("2026-03-09 09:00")); k.State != Met || strings.Contains(strings.Join(k.Reasons, "\n"), "省系统") {
		t.Errorf("before the province's end: %s %v", k.State, k.Reasons)
	}
}

func TestTheReckoningIsInWords(t *testing.T) {
	f := ticket.Facts{Arrived: at("2026-03-05 19:20"), Resolved: at("2026-03-11 10:00")}
	k, err := Assess(f, calendar(t), Standard, at("2026-12-01 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	want := "到达 2026-03-05 19:20（周四），已下班，自 2026-03-06 08:30（周五） 起算\n" +
		"应完 2026-03-09 08:30（周一）（下一工作日同一钟点；跳过 3月7日周六、3月8日周日）\n" +
		"完成 2026-03-11 10:00（周三），延误 2 个工作日：3月10日、3月11日"
	if got := strings.Join(k.Reasons, "\n"); got != want {
		t.Errorf("%s", got)
	}
}

func TestAYearWithoutDataIsSaidInTheReckoning(t *testing.T) {
	k, err := Assess(ticket.Facts{Arrived: at("2026-12-31 10:00")}, calendar(t), Standard, at("2027-01-01 10:00"))
	if err != nil || !strings.Contains(strings.Join(k.Reasons, ""), "2027年没有节假日数据") {
		t.Errorf("%v %v", k.Reasons, err)
	}
}

func TestWeeks(t *testing.T) {
	for moment, want := range map[string]string{"2026-03-06 00:00": "2026-W11", "2026-03-12 23:59": "2026-W11", "2026-03-13 00:00": "2026-W12",
		"2026-01-01 10:00": "2026-W01", "2025-12-26 08:00": "2026-W01", "2027-01-01 10:00": "2027-W01", "2026-12-31 10:00": "2026-W53"} {
		if got := WeekOf(at(moment)).String(); got != want {
			t.Errorf("%s: %s", moment, got)
		}
		w, err := ParseWeek(want)
		if err != nil || w != WeekOf(at(moment)) {
			t.Errorf("%s: %v %v", want, w, err)
		}
	}
	for _, bad := range []string{"2026-11", "2025-W53", "2026-W00", "2026-W54", "W11", "2026-W1", ""} {
		if w, err := ParseWeek(bad); err == nil {
			t.Errorf("%q was taken as %v", bad, w)
		}
	}
}

func TestTheReportIsDueOnThursdayOrBefore(t *testing.T) {
	cal := calendar(t)
	for week, want := range map[string]string{"2026-W11": "2026-03-12 18:00", "2026-W01": "2025-12-31 18:00", "2025-W18": "2025-04-30 18:00", "2025-W41": "2025-10-09 18:00", "2025-W40": "2025-09-30 18:00", "2026-W08": "2026-02-14 18:00"} {
		w, err := ParseWeek(week)
		if err != nil {
			t.Fatal(err)
		}
		due, ok := w.Due(cal)
		if ok != (want != "") || ok && !due.Equal(at(want)) {
			t.Errorf("%s: %v %v", week, due, ok)
		}
	}
}

func TestAWeekWithoutAWorkingDayHasNoReport(t *testing.T) {
	cal := calendar(t)
	w, _ := ParseWeek("2026-W11")
	for d := w.From; d.Before(w.To); d = d.AddDate(0, 0, 1) {
		cal.Holidays[worktime.DayOf(d, zone)] = "停工"
	}
	if due, ok := w.Due(cal); ok {
		t.Errorf("due %s", stamp(due))
	}
}

func TestALongerPauseNeverMakesTheDueEarlier(t *testing.T) {
	cal := calendar(t)
	var last time.Time
	for minutes := range 3000 {
		f := ticket.Facts{Arrived: at("2026-02-12 16:00"), Pauses: []ticket.Pause{{From: at("2026-02-12 17:00"), To: at("2026-02-12 17:00").Add(time.Duration(minutes*7) * time.Minute), Excuse: "granted"}}}
		k, err := Assess(f, cal, Standard, at("2026-12-01 10:00"))
		if err != nil || k.Due.Before(last) || !(cal.IsOpen(k.Due) || cal.AtClosing(k.Due)) {
			t.Fatalf("pause of %d minutes: due %s after %s, %v", minutes*7, stamp(k.Due), stamp(last), err)
		}
		last = k.Due
	}
}

func BenchmarkAssess(b *testing.B) {
	cal, f := calendar(b), ticket.Facts{Arrived: at("2026-03-05 19:20"), Resolved: at("2026-03-11 10:00")}
	for b.Loop() {
		if _, err := Assess(f, cal, Standard, at("2026-12-01 10:00")); err != nil {
			b.Fatal(err)
		}
	}
}
