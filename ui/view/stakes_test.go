package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/record/check"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
)

func TestTheScoreSaysWhatItMeansForTheFee(t *testing.T) {
	rule := score.FeeRule{Below: 70_000}
	for _, c := range []struct {
		total, ahead, cut score.Points
		yuan, most, want  string
		tone              Tone
	}{
		{95_600, 94_000, 0, "0.00", "196000.00", "不扣服务款，高出 70 分线 25.6 分；低于它最多扣 196,000 元", Good},
		{70_000, 69_000, 0, "0.00", "", "不扣服务款，高出 70 分线 0 分；照现在的速度年终会低于它", Soon},
		{66_500, 60_000, 3_000, "29400.50", "196000.00", "低于 70 分，服务款最多扣 3%（29,400.50 元）", Bad},
		{66_500, 60_000, 3_000, "", "", "低于 70 分，服务款最多扣 3%", Bad},
	} {
		s := app.Stakes{Fee: rule, Most: c.most, Card: score.Card{Total: c.total, FeeCut: c.cut, Fee: score.Fee{Yuan: c.yuan}, Forecast: &score.Forecast{Total: c.ahead}}}
		if got, tone := feeWords(s); got != c.want || tone != c.tone {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestWhatHasCostMostIsNamedFirst(t *testing.T) {
	s := app.Stakes{Card: score.Card{Base: 100_000, Total: 93_000, AsOf: now, Clauses: []score.Line{{ID: "S1"}, {ID: "T2", Title: "工单响应", Points: -2_800}, {ID: "U1", Points: 1_000}, {ID: "T3", Title: "工单在途率", Points: -4_000}}}}
	got := ScoreNow(s)
	if len(got.Costs) != 2 || got.Costs[0] != (CostLine{"T3", "工单在途率", "−4"}) || got.Costs[1].Points != "−2.8" || got.Total != "93" || got.Center != "—" {
		t.Errorf("%+v", got)
	}
}

func TestThreatsSayWhatWouldHaveToHappen(t *testing.T) {
	o := app.Overview{AsOf: now}
	s := app.Stakes{All: -3_100, List: []app.Stake{
		{Item: app.DueItem{Kind: check.Kind.Name, Number: "2026-W48", Label: "每周检查", Title: "在途率 3.11%"}, Clause: "T3", Points: -1_000, Why: "再增 10 张即超 3.5%"},
		{Item: app.DueItem{Kind: "complaint", Number: "TS-1", Label: "投诉情况"}, Clause: "U2", Points: -1_000, Why: "认定为有效即扣分"},
		{Item: app.DueItem{Kind: "ticket", Number: "GD1", Title: "名单", Label: "考核时限", Clock: sla.Assessed, Due: now.AddDate(0, 0, -4), State: sla.Overdue, Late: 2}, Clause: "T2", Points: -100, Why: "再过1个工作日"},
		{Item: app.DueItem{Kind: "ticket", Number: "GD2", Label: "考核时限", Clock: sla.Assessed, Due: now.Add(time.Hour), State: sla.Running}, Clause: "T2", Points: -100, Why: "延误1个工作日"}}}
	lines, summary := Stakes(s, o)
	var got []string
	for _, l := range lines {
		got = append(got, l.Title+"|"+l.Why+"|"+l.Points)
	}
	want := []string{"在途率 3.11%|T3　每周检查　再增 10 张即超 3.5%|−1", "投诉情况　TS-1|U2　认定为有效即扣分|−1", "GD1　名单|T2　超 2 工作日　考核时限　再过1个工作日|−0.1", "GD2|T2　剩 1 小时　考核时限　延误1个工作日|−0.1"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s\nwant %s", got[i], want[i])
		}
	}
	if summary != "4 项，都不办理 −3.1" || lines[2].Tone != Bad || lines[0].Tone != Soon {
		t.Errorf("%s %+v", summary, lines)
	}
}
