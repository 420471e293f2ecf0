package view

import (
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/worktime"
)

func TestHolidaysAreToldInSpansWithTheDaysWorkedInTheirStead(t *testing.T) {
	y := worktime.Year{Year: 2026,
		Holidays: []worktime.Named{{Date: "2026-01-01", Name: "元旦"}, {Date: "2026-02-28", Name: "春节"}, {Date: "2026-03-01", Name: "春节"}, {Date: "2026-03-03", Name: "春节"}},
		Workdays: []worktime.Named{{Date: "2026-02-14", Name: "春节调休"}, {Date: "2026-10-10", Name: "另行安排"}}}
	want := []HolidayLine{{"元旦", "01-01", ""}, {"春节", "02-28 至 03-01、03-03", "02-14"}, {"另行安排", "", "10-10"}}
	if got := HolidayLines(y); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if HolidayLines(worktime.Year{}) != nil {
		t.Error("a year without data has holidays")
	}
}

func TestAMovedDueIsToldFromWhenToWhen(t *testing.T) {
	at := time.Date(2026, 3, 5, 9, 0, 0, 0, ledger.Zone)
	got := MovedLine(app.MovedDue{Number: "GD1", Label: "考核时限", Before: at, After: at.AddDate(0, 0, 3)})
	if got != "GD1　考核时限　2026-03-05 09:00 → 2026-03-08 09:00" {
		t.Errorf("%s", got)
	}
}
