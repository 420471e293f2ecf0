package boot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// counted counts the queries of each kind.
type counted struct {
	app.Store
	n map[string]int
}

func (c counted) View(ctx context.Context, fn func(app.Reader) error) error {
	return c.Store.View(ctx, func(r app.Reader) error { return fn(countedReader{r, c.n}) })
}

type countedReader struct {
	app.Reader
	n map[string]int
}

func (c countedReader) Each(ctx context.Context, q app.Query, fn func(*app.Row) error) error {
	c.n[q.Kind]++
	return c.Reader.Each(ctx, q, fn)
}

// pasted takes rows in as from a spreadsheet: cells between |.
func (s *Session) pasted(t *testing.T, kind string, rows ...string) {
	t.Helper()
	text := strings.ReplaceAll(strings.Join(rows, "\n"), "|", "\t")
	out, err := s.ImportPasted(t.Context(), kind, text, app.Importing{})
	if err != nil || len(out.Faults) > 0 || out.Created != len(rows)-1 {
		t.Fatalf("%s: %+v %v", kind, out, err)
	}
}

// staffed is a ledger of ten people, each signing in a minute after the other: the last one comes at 08:31.
func staffed(t *testing.T) *Session {
	s := founded(t)
	people, days := []string{"姓名|角色|进场日期"}, []string{"人员|日期|签到时间|签退时间"}
	for i := range 10 {
		people = append(people, fmt.Sprintf("员工%02d|驻场工程师|2026-01-05", i))
		for d := 2; d <= 13; d++ {
			if at := time.Date(2026, 2, d, 0, 0, 0, 0, ledger.Zone); at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
				days = append(days, fmt.Sprintf("员工%02d|2026-02-%02d|2026-02-%02d 08:%02d|2026-02-%02d 18:00", i, d, d, 22+i, d))
			}
		}
	}
	s.pasted(t, "person", people...)
	s.pasted(t, "attendance", days...)
	s.pasted(t, "leave", "人员|开始日期|结束日期|请假事由|批准人", "员工00|2026-02-24|2026-02-25|家事|张工")
	duties := []string{"开始时间|结束时间|主值班人"}
	for i := range 28 {
		at := time.Date(2026, 2, 1+i, 8, 0, 0, 0, ledger.Zone)
		duties = append(duties, fmt.Sprintf("%s|%s|员工%02d", at.Format("2006-01-02 15:04"), at.AddDate(0, 0, 1).Format("2006-01-02 15:04"), i%10))
	}
	s.pasted(t, "duty", duties...)
	return s
}

func TestAMonthOfTenPeopleComesFromOneQueryOfItsKind(t *testing.T) {
	s := staffed(t)
	n := map[string]int{}
	s.Store = counted{s.Store, n}
	month := time.Date(2026, 2, 1, 0, 0, 0, 0, ledger.Zone)
	m, err := s.Attendance(t.Context(), month)
	if err != nil || len(m.Rows) != 10 {
		t.Fatalf("%d rows: %v", len(m.Rows), err)
	}
	for kind, want := range map[string]int{"attendance": 1, "leave": 1, "person": 1, "calendar": 1} {
		if n[kind] != want {
			t.Errorf("%s was asked %d times", kind, n[kind])
		}
	}
	for i, r := range m.Rows {
		if late := map[bool]int{true: 10}[i == 9]; r.Totals.Late != late || r.Totals.Leave != map[bool]int{true: 4}[i == 0] {
			t.Errorf("%s: %+v", r.Person, r.Totals)
		}
	}
}

// TestWhatMayBeginADayMayFollowIt holds that a day begun by an outing can be signed out of, and that its month and its page reckon it
// alike.
func TestWhatMayBeginADayMayFollowIt(t *testing.T) {
	s := staffed(t)
	list, err := s.List(t.Context(), app.Query{Kind: "attendance", Sort: "date", Limit: 1}, "")
	if err != nil || len(list) != 1 {
		t.Fatal(err)
	}
	names := func(keys ...string) (out []string) {
		offers, err := s.Offers(t.Context(), "attendance", keys...)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range offers {
			if o.Refused == "" {
				out = append(out, o.Action.Name)
			}
		}
		return out
	}
	have, fresh := names(string(list[0].ID)), names("new")
	for _, want := range []string{"sign-out", "outing", "appeal", "correct", "void"} {
		if !slices.Contains(have, want) {
			t.Errorf("%s is not among %v", want, have)
		}
	}
	if want := []string{"sign-in", "sign-out", "outing", "overtime", "note-absence", "appeal"}; !slices.Equal(fresh, want) {
		t.Errorf("begun by %v", fresh)
	}
	day, err := s.AttendanceDay(t.Context(), string(list[0].ID))
	m, again := s.Attendance(t.Context(), time.Date(2026, 2, 1, 0, 0, 0, 0, ledger.Zone))
	if err != nil || again != nil || day.Status == "" {
		t.Fatalf("%+v %v %v", day, err, again)
	}
	for _, r := range m.Rows {
		for _, d := range r.Days {
			if d.Record == day.Record && (d.Status != day.Status || !slices.Equal(d.Remarks, day.Remarks)) {
				t.Errorf("its month says %+v, its page %+v", d, day)
			}
		}
	}
	month, err := s.OnSiteDays(t.Context(), time.Date(2026, 2, 1, 0, 0, 0, 0, ledger.Zone), time.Date(2026, 2, 28, 0, 0, 0, 0, ledger.Zone))
	if err != nil || len(month) != 28 || month[23].Count != 9 || month[23].Date != "2026-02-24" { // one is on leave
		t.Errorf("%d days, %+v: %v", len(month), month[23], err)
	}
}

func TestTheDutyOfAYearComesFromOneQuery(t *testing.T) {
	s := staffed(t)
	n := map[string]int{}
	s.Store = counted{s.Store, n}
	year := time.Date(2026, 1, 1, 0, 0, 0, 0, ledger.Zone)
	c, err := s.Duty(t.Context(), year, year.AddDate(1, 0, 0))
	if err != nil || len(c.Turns) != 28 || len(c.Gaps) != 2 || len(c.Overlaps) != 0 {
		t.Fatalf("%d turns, gaps %v, overlaps %v: %v", len(c.Turns), c.Gaps, c.Overlaps, err)
	}
	if n["duty"] != 1 || len(n) != 1 {
		t.Errorf("queries %v", n)
	}
}

func TestWhatTheStaffOwesStandsInTheOverviewToo(t *testing.T) {
	s := staffed(t)
	o, err := s.Overview(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var clocks []string
	for _, d := range slices.Concat(o.Due.Overdue, o.Due.Today, o.Due.Week, o.Due.Later) {
		if !slices.Contains(clocks, d.Clock) {
			clocks = append(clocks, d.Clock)
		}
	}
	for _, want := range []string{"appraisal", "lacking", "duty_gap"} {
		if !slices.Contains(clocks, want) {
			t.Errorf("%s is not among %v", want, clocks)
		}
	}
}
