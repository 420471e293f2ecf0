package score_test

import (
	"fmt"
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

func TestWhatWouldCostIsPricedByTheScheme(t *testing.T) {
	e := year(t)
	s := scheme(t)
	for name, c := range map[string]struct {
		risk score.Risk
		want string
	}{
		"a ticket on its due day":              {score.Risk{Evidence: "delay"}, "T2 -0.1"},
		"one that is six working days late":    {score.Risk{Evidence: "delay", Days: 6}, "T2 -0.5"},
		"a weekly report":                      {score.Risk{Evidence: "weekly"}, "V2 -0.5"},
		"a quarter's":                          {score.Risk{Evidence: "quarterly"}, "V3 -0.5"},
		"a month's, which no clause speaks of": {score.Risk{Evidence: "monthly"}, " 0"},
		"a security event":                     {score.Risk{Evidence: "event"}, "S5 -1"},
		"a notice not rectified":               {score.Risk{Evidence: "notice", Rate: "overdue"}, "S4 -3"},
		"a core member leaving":                {score.Risk{Evidence: "change", Rate: "core"}, "P1 -10"},
		"a week over the rate":                 {score.Risk{Evidence: "transit"}, "T3 -1"},
		"what a ruling would cost":             {score.Risk{Evidence: "rework", Points: -1500}, "T4 -1.5"},
		"a survey, which may add":              {score.Risk{Evidence: "survey", Rate: "excellent"}, "U1 0"},
		"nothing":                              {score.Risk{}, " 0"},
	} {
		each, all := score.Price(s, score.Contract(e, s), []score.Risk{c.risk})
		if got := fmt.Sprint(each[0].Clause, " ", each[0].Points); got != c.want || all != each[0].Points {
			t.Errorf("%s: %s, together %s, want %s", name, got, all, c.want)
		}
	}
}

func TestNoMoreThanACapIsAtStake(t *testing.T) {
	e, s := year(t), scheme(t)
	for i := range 9 { // V2 costs half a point each, five at most
		e.Reports = append(e.Reports, score.Report{Fact: fact("report", fmt.Sprint(i)), Type: "weekly", Period: fmt.Sprintf("2026-W%02d", i+1), Day: ledger.Day(fmt.Sprintf("2026-01-%02d", i+1)),
			Due: at("01-09 18:00")})
	}
	weekly := score.Risk{Evidence: "weekly"}
	each, all := score.Price(s, score.Contract(e, s), []score.Risk{weekly, weekly, weekly, {Evidence: "delay"}})
	var got []string
	for _, x := range each {
		got = append(got, x.Points.String())
	}
	if want := []string{"-0.5", "-0.5", "-0.5", "-0.1"}; !slices.Equal(got, want) || all.String() != "-0.6" {
		t.Errorf("%v, together %s", got, all)
	}
	e.Reports = append(e.Reports, e.Reports[0])
	if each, all = score.Price(s, score.Contract(e, s), []score.Risk{weekly}); each[0].Points != 0 || all != 0 {
		t.Errorf("beyond the cap %v, together %s", each, all)
	}
}
