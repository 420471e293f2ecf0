package coverage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger/story"
	"opsledger/app/record/training"
	"opsledger/app/rule/coverage"
)

func held(invited int64, units []string, people ...training.Participant) training.Training {
	return training.Training{Units: units, Facts: training.Facts{Invited: invited, Participants: people}}
}

func TestCoverageIsTrainedOfInvited(t *testing.T) {
	li, wang := training.Participant{Name: "李芳", Unit: "养老科", Party: training.Business}, training.Participant{Name: "王𬭎", Unit: "工伤科"}
	for _, c := range []struct {
		name    string
		list    []training.Training
		percent string
		people  int
	}{
		{"none", nil, "", 0},
		{"two of three", []training.Training{held(3, nil, li, wang)}, "66.7", 2},
		{"one twice", []training.Training{held(2, nil, li), held(2, nil, li, wang)}, "75.0", 2},
		{"more than invited", []training.Training{held(1, nil, li, wang)}, "200.0", 2},
		{"nobody said how many", []training.Training{held(0, nil, li), held(4, nil, wang)}, "25.0", 2},
	} {
		if got := coverage.Of(c.list...); got.Percent != c.percent || got.People != c.people {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	got := coverage.Of(held(2, []string{"养老科", "失业科"}, li))
	if !slices.Equal(got.Absent, []string{"失业科"}) || !slices.Equal(got.Parties, []string{training.Business}) {
		t.Errorf("who did not come: %+v", got)
	}
}

func TestACommonIssueIsComparedInEqualSpans(t *testing.T) {
	var tickets []coverage.Tagged
	for _, at := range []string{"2026-01-31 23:59", "2026-02-01 09:00", "2026-02-20 09:00", "2026-03-03 09:00", "2026-03-04 10:00", "2026-04-02 11:00", "2026-04-02 13:00"} {
		tickets = append(tickets, coverage.Tagged{Issue: "参保 登记报错", Arrived: story.At(at)})
	}
	tickets = append(tickets, coverage.Tagged{Issue: "别的", Arrived: story.At("2026-02-20 09:00")})
	start, end := story.At("2026-03-03 09:00"), story.At("2026-03-03 12:00")
	for _, c := range []struct {
		now           string
		days          int
		before, after int
		whole         bool
	}{
		{"2026-04-30 09:00", 30, 2, 2, true}, // the one at 13:00 lies past the span, the one at the start in neither
		{"2026-03-13 12:00", 10, 0, 1, true},
		{"2026-03-18 09:00", 30, 1, 1, false}, // fourteen days each
		{"2026-03-03 15:00", 30, 0, 0, false},
		{"2026-03-02 15:00", 30, 0, 0, false}, // before it took place
	} {
		now := story.At(c.now)
		got := coverage.Compare("参保登记报错", tickets, start, end, now, c.days)
		if got.Before != c.before || got.After != c.after || got.Whole != c.whole || got.Start.Sub(got.From) != got.Until.Sub(got.End) {
			t.Errorf("at %s over %d days: %+v", c.now, c.days, got)
		}
	}
	if got := coverage.Compare("x", nil, start, time.Time{}, story.At("2026-05-01 09:00"), 7); !got.End.Equal(start) {
		t.Errorf("without an end: %+v", got)
	}
}

func TestReachIsTrainedOfInvitedOfEachUnitTheLeastFirst(t *testing.T) {
	li, wang, zhao := training.Participant{Name: "李芳", Unit: "养老 科"}, training.Participant{Name: "王𬭎", Unit: "工伤科"}, training.Participant{Name: "赵六", Unit: "稽核科"}
	first := held(7, []string{"养老科", "失业科"}, li, wang)
	first.Quotas = []string{"养老科 | 4", "失业科 | 3"}
	list := []training.Training{first, held(3, []string{"养老科", "失业科", "工伤科"}, li, zhao), held(2, []string{"工伤科"}, wang)}
	got := coverage.ByUnit(func(u string) string { return strings.ReplaceAll(u, " ", "") }, list...)
	want := []coverage.Reach{
		{Unit: "失业科", Due: 3, Percent: "0.0", Invited: 2, Untold: 1},
		{Unit: "养老科", Trained: 1, Due: 4, Percent: "25.0", Invited: 2, Came: 2, Untold: 1, People: 1},
		{Unit: "工伤科", Trained: 1, Due: 2, Percent: "50.0", Invited: 2, Came: 1, Untold: 1, People: 1}, // the only unit of the third
		{Unit: "稽核科", People: 1}, // came uninvited
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	all := coverage.ByUnit(func(string) string { return "业务部门" }, list...)
	if want := (coverage.Reach{Unit: "业务部门", Trained: 2, Due: 9, Percent: "22.2", Invited: 6, Came: 3, Untold: 3, People: 3}); !slices.Equal(all, []coverage.Reach{want}) {
		t.Errorf("%+v", all)
	}
	if c := coverage.Of(append(list, held(0, nil, li))...); c.Trained != 5 || c.Came != 6 || c.Invited != 12 || c.Uncounted != 1 {
		t.Errorf("%+v", c)
	}
}
