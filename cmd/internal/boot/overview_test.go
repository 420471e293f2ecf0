package boot

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/sla"
)

// surveyed is a store with n tickets of two contract years in every state, two of them merged, and the year's checks.
func surveyed(t *testing.T, now *time.Time, n int) *Session {
	t.Helper()
	s := reporting(t, now)
	if _, err := s.App.ImportTickets(t.Context(), app.Importing{Rows: manyRows(n, *now)}); err != nil {
		t.Fatal(err)
	}
	open, err := s.List(t.Context(), app.Query{Kind: "ticket", Where: []app.Condition{{Key: "state", Op: app.Equal, Value: []string{"accepted"}}}, Sort: "arrived"}, "")
	if err != nil || len(open) < 4 {
		t.Fatal(len(open), err)
	}
	s.step(t, open[0].Number, "merge", map[string]string{"with": open[1].Number})
	s.step(t, open[2].Number, "void", map[string]string{"reason": "重复登记"})
	if _, err := s.TakeChecks(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *Session) step(t *testing.T, key, action string, values map[string]string) {
	t.Helper()
	if _, err := s.Act(t.Context(), app.Step{Kind: "ticket", Key: key, Action: action, Values: values}); err != nil {
		t.Fatal(err)
	}
}

// manyRows are tickets of the half year before now, as an export has them.
func manyRows(n int, now time.Time) func(func(intake.Row, error) bool) {
	rnd := rand.New(rand.NewPCG(3, 12))
	systems, regions, people := []string{"工单系统", "稽核风控", "精准发放平台"}, []string{"丹徒区", "京口区", "润州区"}, []string{"张伟", "李娜", ""}
	lines := [][]string{{"工单号", "标题", "所属系统", "区域", "到达时间", "签收时间", "处理完毕时间", "状态", "是否返工", "返工原因", "处理人"}}
	at := func(t time.Time, has bool) string {
		if !has || t.After(now) {
			return ""
		}
		return t.Format("2006-01-02 15:04")
	}
	for i := range n {
		arrived := now.Add(-time.Duration(rnd.Int64N(int64(180 * 24 * time.Hour))))
		kind := rnd.IntN(8)
		done := arrived.Add(time.Duration(2+rnd.IntN(120)) * time.Hour)
		resolved := kind < 6 && !done.After(now)
		state := map[bool]string{true: "已办结", false: []string{"处理中", "待签收"}[kind%2]}[resolved]
		lines = append(lines, []string{fmt.Sprintf("W%05d", i), "待遇核对", systems[i%3], regions[i%7%3], at(arrived, true), at(arrived.Add(time.Hour), state != "待签收"), at(done, resolved),
			state, map[bool]string{true: "是"}[resolved && kind == 0], "结果有误", people[i%5%3]})
	}
	return rowsOf(lines)
}

func TestTheOverviewSaysWhatReportsAndChecksSay(t *testing.T) {
	now := local("2026-03-12 16:00")
	s := surveyed(t, &now, 400)
	for _, asOf := range []time.Time{{}, local("2026-03-12 16:00"), local("2026-03-11 09:30"), local("2026-03-05 18:00"), local("2026-02-20 08:00"), local("2026-01-08 12:00"), local("2026-01-02 09:00")} {
		o, err := s.Overview(t.Context(), asOf)
		if err != nil {
			t.Fatal(err)
		}
		rep, err := s.Weekly(t.Context(), o.Week.String(), o.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		late, days := 0, 0
		for _, l := range rep.Late {
			if l.Open {
				late, days = late+1, days+l.Days
			}
		}
		want := []int{rep.InTransit.Value, rep.Arrived.Value, rep.Done.Value, late, days}
		if got := []int{o.InTransit.N, o.Arrived.N, o.Done.N, o.Overdue.N, o.Overdue.Days}; !slices.Equal(got, want) || o.Rate != rep.Rate {
			t.Errorf("as of %s: %v %+v, the report says %v %+v", o.AsOf, got, o.Rate, want, rep.Rate)
		}
		for _, by := range [][]app.Tallied{o.States, o.Systems, o.Regions} {
			if n, _ := sums(by); n != o.InTransit.N {
				t.Errorf("as of %s: %+v make %d of %d", o.AsOf, by, n, o.InTransit.N)
			}
		}
		if n, days := sums(o.Late); n != late || days != o.Overdue.Days {
			t.Errorf("as of %s: %+v", o.AsOf, o.Late)
		}
	}
	o, err := s.Overview(t.Context(), time.Time{})
	if err != nil || len(o.Checks) != 9 || o.Checks[8].Week != "2026-W10" {
		t.Fatalf("%d checks, %v", len(o.Checks), err)
	}
	for _, c := range o.Checks {
		then, err := s.Overview(t.Context(), c.At)
		if err != nil || then.Rate.Numerator != c.Numerator || then.Rate.Denominator != c.Denominator || then.Rate.Percent != c.Percent {
			t.Errorf("%s: %+v, the check found %d of %d, %v", c.Week, then.Rate, c.Numerator, c.Denominator, err)
		}
	}
}

func sums(groups []app.Tallied) (n, days int) {
	for _, g := range groups {
		n, days = n+g.N, days+g.Days
	}
	return n, days
}

func TestEveryFigureOfTheOverviewListsItsTickets(t *testing.T) {
	now := local("2026-03-12 16:00")
	s := surveyed(t, &now, 200)
	for _, asOf := range []time.Time{now, local("2026-03-04 10:00")} {
		o, err := s.Overview(t.Context(), asOf)
		if err != nil {
			t.Fatal(err)
		}
		figures := slices.Concat([]app.Tallied{o.InTransit, o.Arrived, o.Done, o.Overdue}, o.States, o.Systems, o.Regions, o.Late)
		for _, c := range o.Checks {
			figures = append(figures, app.Tallied{Label: c.Week, N: c.Numerator, Filter: c.Filter})
		}
		if len(figures) < 20 {
			t.Fatalf("only %d figures", len(figures))
		}
		for _, f := range figures {
			if n, err := s.Count(t.Context(), s.query(t, f.Filter), 0); err != nil || n != f.N {
				t.Errorf("%s says %d, its filter %v finds %d, %v", f.Label, f.N, f.Filter.Where, n, err)
			}
		}
	}
	if n, err := s.Count(t.Context(), s.query(t, app.Numbered(nil)), 0); err != nil || n != 0 {
		t.Errorf("the filter of no tickets finds %d, %v", n, err)
	}
}

func TestFiguresAreListedByWhatTheirTicketsShare(t *testing.T) {
	now := local("2026-03-12 16:00")
	s := reporting(t, &now)
	s.receive(t, "第一张")
	o, err := s.Overview(t.Context(), time.Time{})
	if err != nil || o.InTransit.N != 1 || o.InTransit.Filter.Where[0] != "state=待签收|处理中|已挂起" || !slices.Equal(o.Regions[0].Filter.Where, []string{"state=待签收|处理中|已挂起", "region=丹徒区"}) {
		t.Errorf("%+v %v", o, err)
	}
}

func TestTheOverviewHasWhatIsDueByWhenItIs(t *testing.T) {
	now := local("2026-03-13 14:00") // a Friday
	s := reporting(t, &now)
	for number, arrived := range map[string]string{"第一张": "2026-03-10T09:00", "第二张": "2026-03-12T16:30", "第三张": "2026-03-13T11:00"} {
		if _, err := s.Act(t.Context(), app.Step{Kind: "ticket", Key: "new", Action: "receive", Values: map[string]string{"title": number, "region": "丹徒区", "system": "工单系统", "arrived": arrived, "assignee": "张伟"}}); err != nil {
			t.Fatal(err)
		}
	}
	o, err := s.Overview(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Due(t.Context(), time.Time{}, now)
	var want, got []string
	for _, d := range all {
		if d.Clock != sla.Day || d.Title == "第三张" { // the other two end with the assessed clock, a day after they came
			want = append(want, d.Title+d.Clock+string(d.State))
		}
	}
	for _, d := range slices.Concat(o.Due.Overdue, o.Due.Today, o.Due.Week, o.Due.Later) {
		got = append(got, d.Title+d.Clock+string(d.State))
	}
	if err != nil || !slices.Equal(got, want) || len(want) < 8 {
		t.Errorf("%v\n%v\n%v", got, want, err)
	}
	if len(o.Nudges) != 1 || o.Nudges[0].Title != "第三张" || !o.Nudges[0].Due.Equal(local("2026-03-13 18:00")) || o.DueToday.N != len(o.Due.Today) {
		t.Errorf("to be reported before work ends: %+v; today %d", o.Nudges, o.DueToday.N)
	}
	for _, d := range o.Due.Overdue {
		if d.Clock == sla.Assessed && (d.Late != 2 || d.Person != "张伟") {
			t.Errorf("%+v", d)
		}
	}
}

func TestAWeekWithoutAWorkingDayHasAnOverviewToo(t *testing.T) {
	now := local("2026-03-12 17:00")
	s := reporting(t, &now)
	s.receive(t, "第一张") // on 10 March
	closed := `{"year":2026,"source":"停工通知","holidays":[`
	for d := local("2026-03-06 00:00"); d.Before(local("2026-03-13 00:00")); d = d.AddDate(0, 0, 1) {
		closed += fmt.Sprintf(`{"date":"%s","name":"停工"},`, d.Format(time.DateOnly))
	}
	if _, err := s.ImportCalendar(t.Context(), []byte(closed[:len(closed)-1]+`],"workdays":[]}`)); err != nil {
		t.Fatal(err)
	}
	if o, err := s.Overview(t.Context(), time.Time{}); err != nil || o.InTransit.N != 1 || o.Arrived.N != 1 || o.Rate.Denominator != 1 {
		t.Errorf("%+v %v", o, err)
	}
}
