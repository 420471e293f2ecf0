package view_test

import (
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
	"opsledger/ui/view"
)

func points(text string) score.Points {
	p, err := score.ParsePoints(text)
	if err != nil {
		panic(err)
	}
	return p
}

func pointed(text string) *score.Points {
	p := points(text)
	return &p
}

// A line tells its cap, its two columns and where it stands.
func TestScoreLines(t *testing.T) {
	piece := func(marks ...string) []score.Piece { return []score.Piece{{Marks: marks}} }
	for _, c := range []struct {
		line          score.Line
		limit, center string
		used, most    int
		word          string
	}{
		{score.Line{ID: "S1"}, "不封顶", "—", 0, 0, ""},
		{score.Line{ID: "T2", Points: points("-1.8"), Self: points("-1.8"), Cap: pointed("10"), Unruled: 4}, "1.8 / 10", "—", 1800, 10000, "待认定 4"},
		{score.Line{ID: "T2", Points: points("-10"), Cap: pointed("10")}, "10 / 10", "—", 10000, 10000, ""},
		{score.Line{ID: "V1", Points: points("-1"), Self: points("-3"), Center: pointed("-1"), Cap: pointed("5")}, "1 / 5", "−1", 1000, 5000, "已改认定"},
		{score.Line{ID: "U1", Points: points("2"), Self: points("2"), Center: pointed("2")}, "不封顶", "+2", 0, 0, "一致"},
		{score.Line{ID: "V1", Unruled: 1, Evidence: piece(score.Contested, score.Unruled)}, "不封顶", "—", 0, 0, "有异议"},
	} {
		c.line.Group = "组"
		l := view.ScoreGroups(score.Card{Clauses: []score.Line{c.line}})[0].Lines[0]
		if l.Limit != c.limit || l.Center != c.center || l.Used != c.used || l.Most != c.most || l.Word != c.word {
			t.Errorf("%s: %+v", c.line.ID, l)
		}
	}
}

// Clauses stand in the contract's groups, each with its sum.
func TestScoreGroups(t *testing.T) {
	groups := view.ScoreGroups(score.Card{Clauses: []score.Line{{ID: "T1", Group: "工单", Points: points("-2")}, {ID: "T2", Group: "工单", Points: points("-0.1")}, {ID: "U1", Group: "满意度", Points: points("1")}}})
	if len(groups) != 2 || groups[0].Points != "−2.1" || groups[1].Points != "+1" || len(groups[0].Lines) != 2 {
		t.Errorf("%+v", groups)
	}
}

// The figures say what counts, what the center said, what the year would end at, what it may cost.
func TestScoreFigures(t *testing.T) {
	card := score.Card{Total: points("68.4"), Self: points("70"), Pending: 2, FeeCut: points("1"), Fee: score.Fee{Proportional: points("1.6"), Yuan: "9800.00"},
		Forecast: &score.Forecast{On: "2026-12-31", Total: points("-3"), FeeCut: points("20")}, Clauses: []score.Line{{Evidence: []score.Piece{{Points: points("-1")}, {}}}}}
	f := view.ScoreFigures(card)
	for i, want := range []view.ScoreFigure{{"考核得分", "68.4", "自评 70，1 项扣分依据"}, {"中心评", "—", "2 个条款有依据待认定"}, {"年终预测", "−3", "2026-12-31，扣减上限 20%"}, {"服务款扣减上限", "1%", "9800.00 元，可视情况"}} {
		if f[i] != want {
			t.Errorf("%+v, should be %+v", f[i], want)
		}
	}
	card.Forecast, card.Center, card.Closed = nil, pointed("68"), &score.Closing{At: time.Date(2027, 1, 5, 9, 0, 0, 0, ledger.Zone), Paper: true}
	f = view.ScoreFigures(card)
	if f[1].Number != "68" || f[1].Note != "2027-01-05 结账（凭据认定）" || f[2].Note != "考核年度已结束" {
		t.Errorf("%+v", f)
	}
}

// Pieces come latest first; a reading beside the one taken tells what it would be.
func TestScoreEvidence(t *testing.T) {
	l := score.Line{Points: points("-1.1"), Reading: score.Reading{ID: "marginal", Basis: "A3", Text: "逐日"}, Alternatives: []score.Alternative{{Reading: "whole", Text: "全程", Points: points("-3.5")}},
		Evidence: []score.Piece{{Number: "GD-1", On: "2026-03-05", Points: points("-0.1"), Self: points("-0.1")}, {Number: "GD-2", On: "2026-03-06", Center: pointed("0")}}}
	p, r := view.ScorePieces(l), view.ScoreReadings(l)
	if p[0].Number != "GD-2" || p[0].Center != "0" || p[1].Self != "−0.1" || p[1].Center != "—" || !p[1].Lost {
		t.Errorf("%+v", p)
	}
	if !r[0].Taken || r[0].Points != "−1.1" || r[1].Taken || r[1].Points != "−3.5" {
		t.Errorf("%+v", r)
	}
	if text := view.ScoreCost("GD-1", 2, 3, score.Cost{Points: points("-0.3"), Total: points("98.7")}); text != "工单 GD-1现延误 2 个工作日；再延误 3 个工作日，扣分变动 −0.3，总分 98.7。" {
		t.Error(text)
	}
}
