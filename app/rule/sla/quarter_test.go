package sla_test

import (
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

func springCalendar() *worktime.Calendar {
	year := worktime.Year{Year: 2026, Holidays: []worktime.Named{{Date: "2026-02-16", Name: "春节"}, {Date: "2026-02-17", Name: "春节"}, {Date: "2026-06-30", Name: "假设"}},
		Workdays: []worktime.Named{{Date: "2026-02-14", Name: "春节"}}}
	return worktime.China(ledger.Zone, worktime.DefaultHours(), year)
}

func TestTheNthWorkingDayAfterADate(t *testing.T) {
	cal := springCalendar()
	for _, c := range []struct {
		day  string
		n    int
		want string
	}{
		{"2026-03-05", 3, "2026-03-10 18:00"}, // over a weekend
		{"2026-03-07", 3, "2026-03-11 18:00"}, // a Saturday: the three days after it
		{"2026-02-13", 1, "2026-02-14 18:00"}, // a Saturday worked in place of another day
		{"2026-02-14", 1, "2026-02-18 18:00"}, // over the holiday
		{"2026-03-05", 0, "2026-03-06 18:00"},
	} {
		day, _ := time.ParseInLocation(time.DateOnly, c.day, ledger.Zone)
		got, err := sla.AfterDays(cal, day, c.n)
		if s := got.Format("2006-01-02 15:04"); err != nil || s != c.want {
			t.Errorf("%s + %d: %s %v, should be %s", c.day, c.n, s, err, c.want)
		}
	}
}

func TestAQuarterEndsWithItsLastWorkingDay(t *testing.T) {
	cal := springCalendar()
	for day, want := range map[string]string{"2026-01-01": "2026-Q1 2026-03-31 18:00", "2026-05-31": "2026-Q2 2026-06-29 18:00", "2026-12-31": "2026-Q4 2026-12-31 18:00"} {
		at, _ := time.ParseInLocation(time.DateOnly, day, ledger.Zone)
		q := sla.QuarterOf(at)
		if got := q.String() + " " + q.Closing(cal).Format("2006-01-02 15:04"); got != want {
			t.Errorf("%s: %s, should be %s", day, got, want)
		}
	}
	if q := sla.QuarterOf(time.Date(2026, 11, 1, 0, 0, 0, 0, ledger.Zone)).Next(); q.String() != "2027-Q1" {
		t.Errorf("after the fourth quarter: %s", q)
	}
}
