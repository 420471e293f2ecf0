package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
)

// stakesOf prices what an overview has falling due, by the shipped scheme and an empty year.
func stakesOf(t *testing.T, o Overview, more ...func(*score.Evidence)) Stakes {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "assets", "schemes", "zhenjiang-2025.json"))
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := score.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	e := score.Evidence{From: "2026-01-01", To: "2026-12-31", AsOf: o.AsOf}
	for _, add := range more {
		add(&e)
	}
	s := Stakes{Card: score.Contract(e, scheme)}
	s.weigh(scheme, append(threats(o, s.Card), pending(scheme, s.Card)...))
	return s
}

func TestWhatFallsDueIsPricedDearestFirst(t *testing.T) {
	now := time.Date(2026, 3, 12, 16, 0, 0, 0, ledger.Zone)
	ticket := func(number string, due time.Time, state sla.State, late int) DueItem {
		return DueItem{Kind: "ticket", Number: number, Due: due, State: state, Late: late, Risk: score.Risk{Evidence: "delay", Days: late}}
	}
	lost := DueItem{Kind: "report", Number: "weekly 2026-W10", State: sla.Overdue, Due: now.AddDate(0, 0, -7)}.staking("weekly")
	o := Overview{AsOf: now}
	o.Due.Overdue = []DueItem{ticket("late", now.AddDate(0, 0, -9), sla.Overdue, 6), lost}
	o.Due.Today = []DueItem{ticket("today", now.Add(time.Hour), sla.Running, 0), DueItem{Kind: "report", Number: "weekly 2026-W11", Due: now.Add(2 * time.Hour)}.staking("weekly"),
		DueItem{Kind: "report", Number: "monthly 2026-02", Due: now.Add(2 * time.Hour)}.staking("monthly")}
	o.Due.Later = []DueItem{DueItem{Kind: "incident", Number: "AQ1", Due: now.AddDate(0, 0, 1)}.staking("event"), DueItem{Kind: "incident", Number: "far", Due: now.AddDate(0, 1, 0)}.staking("event")}
	s := stakesOf(t, o)
	var got []string
	for _, x := range s.List {
		got = append(got, x.Item.Number+" "+x.Clause+" "+x.Points.String()+" "+x.Why)
	}
	want := []string{"AQ1 S5 -1 到期未办", "late T2 -0.5 再过1个工作日", "weekly 2026-W11 V2 -0.5 未按时报送", "today T2 -0.1 延误1个工作日"}
	if len(got) != len(want) || s.All.String() != "-2.1" {
		t.Fatalf("%q, together %s", got, s.All)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s, want %s", got[i], want[i])
		}
	}
	if o.AsOf = time.Date(2027, 1, 5, 9, 0, 0, 0, ledger.Zone); len(stakesOf(t, o).List) != 0 {
		t.Error("a year that is over is threatened")
	}
}

func TestTheRateIsAThreatWhereItIsNearItsLimit(t *testing.T) {
	for in, want := range map[[2]int]string{{7, 200}: "再增 1 张即超 3.5%", {8, 200}: "检查时仍超 3.5%", {60, 2000}: "", {66, 2100}: "再增 8 张即超 3.5%", {0, 0}: ""} {
		s, ok := rateAtStake(Overview{Rate: digest.RateOf(in[0], in[1])})
		if ok != (want != "") || ok && s.Why != want {
			t.Errorf("%v: %q", in, s.Why)
		}
	}
}

func TestAComplaintNotRuledOnIsAThreat(t *testing.T) {
	now := time.Date(2026, 3, 12, 16, 0, 0, 0, ledger.Zone)
	s := stakesOf(t, Overview{AsOf: now}, func(e *score.Evidence) {
		e.Complaints = []score.Complaint{{Fact: score.Fact{Record: "r", Kind: "complaint", Number: "TS-1"}, Received: now}, {Fact: score.Fact{Record: "s", Kind: "complaint", Number: "TS-2"}, Received: now, Verdict: "无效"}}
		e.Returns = []score.Return{{Fact: score.Fact{Record: "t", Kind: "ticket", Number: "GD1", Waits: "有未裁决的冲突，待决", Marks: []string{score.Undecided}}, At: []time.Time{now}}, {Fact: score.Fact{Record: "u", Kind: "ticket", Number: "GD2"}, At: []time.Time{now}}}
		e.Rulings = []score.Ruling{{Fact: score.Fact{Record: "v", Kind: "ruling", Number: "RD1", Same: []string{"GD2"}}, Clause: "T4", On: "2026-03-12", Effect: score.Waive, Count: 1, Counted: 1, Verdict: "成立"}}
	})
	if len(s.List) != 2 || s.List[0].Item.Number != "TS-1" || s.List[0].Points.String() != "-1" || s.List[1].Item.Number != "GD1" || s.List[1].Points.String() != "-0.5" {
		t.Errorf("%+v", s.List)
	}
}
