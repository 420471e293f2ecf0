package score_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// orders is a year with so many points lost under S1 and tenths under P3.
func lost(t *testing.T, twos, tenths int) score.Evidence {
	e := year(t)
	e.Incidents = many(twos, func(n int) score.Incident { return incident("保密要求", n, nil) })
	e.Days = many(tenths, func(n int) score.Day {
		return score.Day{Fact: fact("attendance", fmt.Sprint(n)), Person: "王强", On: "2026-03-05", Late: 3}
	})
	return e
}

// The fee: whole points below seventy, at most a fifth (R149, A9).
func TestFee(t *testing.T) {
	for _, c := range []struct {
		twos, tenths           int
		total, cut, exact, fee string
	}{
		{0, 0, "100", "0", "0", "0.00"},
		{15, 0, "70", "0", "0", "0.00"},
		{15, 1, "69.9", "0", "0.1", "0.00"},
		{15, 9, "69.1", "0", "0.9", "0.00"},
		{15, 10, "69", "1", "1", "9800.00"},
		{15, 19, "68.1", "1", "1.9", "9800.00"},
		{20, 0, "60", "10", "10", "98000.00"},
		{25, 0, "50", "20", "20", "196000.00"},
		{24, 19, "50.1", "19", "19.9", "186200.00"},
		{25, 50, "45", "20", "20", "196000.00"},
		{60, 0, "-20", "20", "20", "196000.00"},
	} {
		t.Run(c.total, func(t *testing.T) {
			card := score.Contract(lost(t, c.twos, c.tenths), scheme(t))
			if card.Total.String() != c.total || card.FeeCut.String() != c.cut || card.Fee.Proportional.String() != c.exact || card.Fee.Yuan != c.fee {
				t.Errorf("%s: %s%%, %s%%, %s", card.Total, card.FeeCut, card.Fee.Proportional, card.Fee.Yuan)
			}
			if !strings.Contains(card.Fee.Label, "测算上限") || !strings.Contains(card.Fee.Label, "可视情况") {
				t.Error(card.Fee.Label)
			}
		})
	}
}

// Above a hundred and below nought the card keeps what was reckoned, and says so (A9, A10).
func TestTotalsBeyondTheBase(t *testing.T) {
	e := year(t)
	e.Grades = []score.Grade{{Fact: fact("survey", "MY-1"), On: "2026-12-01", Grade: "优"}}
	card := score.Contract(e, scheme(t))
	if card.Total.String() != "102" || !strings.Contains(strings.Join(card.Notes, "\n"), "考核总分为100分") {
		t.Error(card.Total, card.Notes)
	}
	if a := card.Alternatives[slices.IndexFunc(card.Alternatives, func(a score.Alternative) bool { return a.Reading == "capped" })]; a.Total.String() != "100" {
		t.Errorf("%+v", a)
	}
	if card := score.Contract(lost(t, 60, 0), scheme(t)); !strings.Contains(strings.Join(card.Notes, "\n"), "显示原值-20") {
		t.Error(card.Notes)
	}
}

// One fact counts under one clause, the heavier; split by hand, under both (A31).
func TestOneFactUnderOneClause(t *testing.T) {
	grave := func(i *score.Incident) { i.Verdict = "严重后果" }
	for _, c := range []struct {
		name     string
		incident score.Incident
		ruling   func(*score.Ruling)
		s1, s3   string
		each     string
	}{
		{"the incident is heavier", incident("运维安全", 1, func(i *score.Incident) { i.Persons = 2 }), nil, "0", "-4", "94"},
		{"of equal ones the first clause", incident("运维安全", 1, nil), nil, "-2", "0", "96"},
		{"the ruling is heavier", incident("运维安全", 1, nil), func(r *score.Ruling) { r.Severe = true }, "-50", "0", "48"},
		{"not upheld: the other stands", incident("运维安全", 1, nil), func(r *score.Ruling) { r.Severe, r.Verdict = true, "不成立" }, "0", "-2", "98"},
		{"split with a reason", incident("运维安全", 1, nil), func(r *score.Ruling) { r.Apart, r.Why = true, "两次行为" }, "-2", "-2", "96"},
		{"split without one", incident("运维安全", 1, nil), func(r *score.Ruling) { r.Apart = true }, "-2", "0", "96"},
		{"names another", incident("运维安全", 1, nil), func(r *score.Ruling) { r.Same = []string{"AQ-2"} }, "-2", "-2", "96"},
		{"names by ID", incident("运维安全", 1, nil), func(r *score.Ruling) { r.Same = []string{"id-AQ-1"} }, "-2", "0", "96"},
		{"the same clause twice", incident("保密要求", 1, nil), nil, "-2", "0", "96"},
		{"the same clause twice, the incident grave", incident("保密要求", 1, grave), nil, "-50", "0", "48"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			e.Incidents = []score.Incident{c.incident}
			e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) {
				r.Clause, r.Same = "S1", []string{"AQ-1"}
				if c.ruling != nil {
					c.ruling(r)
				}
			})}
			card := score.Contract(e, scheme(t))
			s1, s3 := line(t, card, "S1"), line(t, card, "S3")
			if s1.Points.String() != c.s1 || s3.Points.String() != c.s3 {
				t.Errorf("S1 %s, S3 %s; should be %s, %s\n%+v\n%+v", s1.Points, s3.Points, c.s1, c.s3, s1.Evidence, s3.Evidence)
			}
			i := slices.IndexFunc(card.Alternatives, func(a score.Alternative) bool { return a.Reading == "each" })
			if card.Alternatives[i].Total.String() != c.each {
				t.Errorf("each: %s, should be %s", card.Alternatives[i].Total, c.each)
			}
		})
	}
}

// A ruling that names a ticket as its ground speaks of that clause only: the ticket's delay is a fact of its own.
func TestTicketsTellSeveralFacts(t *testing.T) {
	e := year(t)
	e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-1"), Late: days(2)}}
	e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) { r.Same = []string{"GD-1"} })}
	card := score.Contract(e, scheme(t))
	if card.Total.String() != "98.8" {
		t.Error(card.Total)
	}
	e.Rulings[0].Clause = "T2" // the same clause: one of the two
	if card := score.Contract(e, scheme(t)); line(t, card, "T2").Points.String() != "-0.2" {
		t.Errorf("%+v", line(t, card, "T2"))
	}
}

// A waiver takes off what the center granted, and nothing before.
func TestWaivers(t *testing.T) {
	for _, c := range []struct {
		name   string
		waiver func(*score.Ruling)
		points string
	}{
		{"not answered", func(r *score.Ruling) {}, "-3"},
		{"refused", func(r *score.Ruling) { r.Verdict = "不成立" }, "-3"},
		{"granted for a day", func(r *score.Ruling) { r.Verdict, r.Counted = "成立", 1 }, "-2"},
		{"granted for more than there is", func(r *score.Ruling) { r.Verdict, r.Counted = "成立", 5 }, "-2"},
		{"granted by number", func(r *score.Ruling) { r.Verdict, r.Counted, r.Same = "成立", 2, []string{"2026-W10", "2026-W12"} }, "-1"},
		{"granted in part", func(r *score.Ruling) {
			r.Verdict, r.Counted, r.Same = "部分成立", 1, []string{"2026-W10", "2026-W12"}
		}, "-2"},
		{"of another clause", func(r *score.Ruling) { r.Clause, r.Verdict, r.Counted = "T4", "成立", 1 }, "-3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			for week, day := range map[string]string{"2026-W10": "03-05 18:00", "2026-W11": "03-12 18:00", "2026-W12": "03-19 18:00"} {
				e.Checks = append(e.Checks, score.Check{Fact: fact("check", week), Week: week, At: at(day), Numerator: 5, Denominator: 100})
			}
			e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) {
				r.Clause, r.On, r.Effect, r.Count = "T3", "2026-03-12", score.Waive, 1
				c.waiver(r)
			})}
			l := line(t, score.Contract(e, scheme(t)), "T3")
			if l.Points.String() != c.points {
				t.Errorf("%s, should be %s: %+v", l.Points, c.points, l.Evidence)
			}
		})
	}
	e := year(t) // of three persons two are waived
	e.Incidents = []score.Incident{incident("运维安全", 1, func(i *score.Incident) { i.Persons = 3 })}
	e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) {
		r.Clause, r.Effect, r.Verdict, r.Count, r.Counted, r.Same = "S3", score.Waive, "成立", 2, 2, []string{"AQ-1"}
	})}
	holds(t, line(t, score.Contract(e, scheme(t)), "S3"), "-2", "-2", 1, "-2")
}

// What waits for a conflict or a doubt to be settled costs nothing, and the card says that it waits.
func TestWaiting(t *testing.T) {
	e := year(t)
	f := fact("ticket", "GD-1")
	f.Waits, f.Marks = "有未裁决的冲突，待决", []string{score.Undecided}
	e.Tickets = []score.Ticket{{Fact: f, Late: days(7)}, {Fact: fact("ticket", "GD-2"), Late: days(2)}}
	card := score.Contract(e, scheme(t))
	l := line(t, card, "T2")
	if l.Points.String() != "-0.2" || card.Waiting != 1 || !strings.Contains(strings.Join(card.Notes, "\n"), "待决") {
		t.Errorf("%s, %d wait: %v", l.Points, card.Waiting, card.Notes)
	}
	if i := slices.IndexFunc(l.Evidence, func(p score.Piece) bool { return p.Number == "GD-1" }); l.Evidence[i].Would.String() != "-1.1" || l.Evidence[i].Points != 0 {
		t.Errorf("%+v", l.Evidence[i])
	}
}

// The two columns: what the center ruled stands beside the self-assessment, and is what counts.
func TestColumns(t *testing.T) {
	e := year(t)
	e.Incidents = []score.Incident{incident("保密要求", 1, verdict("严重后果"))}
	e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) { r.Count, r.Verdict, r.Counted = 4, "部分成立", 1 })}
	card := score.Contract(e, scheme(t))
	if card.Self.String() != "94" || card.Total.String() != "49" || card.Center == nil || card.Center.String() != "49" || card.Pending != 0 {
		t.Errorf("self %s, counts %s, center %v, %d pending", card.Self, card.Total, card.Center, card.Pending)
	}
	e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-1"), Late: days(1)}}
	if card := score.Contract(e, scheme(t)); card.Center != nil || card.Pending != 1 || card.Total.String() != "48.9" {
		t.Errorf("center %v, %d pending, %s", card.Center, card.Pending, card.Total)
	}
	set := score.Points(-500) // the center sets the clause
	e.Rulings = append(e.Rulings, order(2, func(r *score.Ruling) {
		r.Clause, r.Effect, r.Verdict, r.Counted, r.Set = "T2", score.Set, "成立", 1, &set
	}))
	card = score.Contract(e, scheme(t))
	if l := line(t, card, "T2"); l.Points.String() != "-0.5" || l.Self.String() != "-0.1" || l.Center.String() != "-0.5" || card.Center == nil || card.Center.String() != "48.5" {
		t.Errorf("%+v, center %v", l, card.Center)
	}
}

// The year's end: what happens again and again as often as so far, what happens once as it stands.
func TestForecast(t *testing.T) {
	e := year(t)
	e.AsOf = at("04-10 18:00") // a hundred of 365 days
	e.Returns = many(4, func(i int) score.Return {
		return score.Return{Fact: fact("ticket", fmt.Sprintf("GD-%d", i)), At: at2("03-05 09:00")}
	})
	e.Incidents = []score.Incident{incident("保密要求", 1, nil)}
	e.Complaints = many(6, func(i int) score.Complaint {
		return score.Complaint{Fact: fact("complaint", fmt.Sprint(i)), Received: at("03-05 09:00"), Verdict: "有效"}
	})
	card := score.Contract(e, scheme(t))
	f := card.Forecast
	if card.Total.String() != "90" || f == nil || f.On != "2026-12-31" || f.Total.String() != "80.7" { // −2 stands, T4 −2 → −7.3, U2 −6 → −10
		t.Fatalf("%s, %+v", card.Total, f)
	}
	e.AsOf = at("01-20 18:00")
	e.Returns = many(4, func(i int) score.Return {
		return score.Return{Fact: fact("ticket", fmt.Sprintf("GD-%d", i)), At: at2("01-05 09:00")}
	})
	if f := score.Contract(e, scheme(t)).Forecast; f.Total.String() != "98" || !strings.Contains(f.Rule, "不作推算") {
		t.Errorf("%+v", f)
	}
	if f := score.Contract(year(t), scheme(t)).Forecast; f != nil {
		t.Errorf("the year is over: %+v", f)
	}
}

// What a ticket late by so many days would cost, the year's cap included.
func TestOverdueCosts(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		tickets, have, more int
		points, total       string
	}{{0, 0, 1, "-0.1", "99.9"}, {0, 0, 6, "-0.6", "99.4"}, {0, 0, 7, "-1.1", "98.9"}, {0, 5, 1, "-0.1", "99.9"}, {0, 6, 1, "-0.5", "99.5"}, {0, 7, 3, "-1.5", "98.5"}, {99, 0, 1, "-0.1", "90"}, {99, 0, 7, "-0.1", "90"}, {100, 0, 7, "0", "90"}} {
		t.Run(fmt.Sprintf("%d late, %d and %d more", c.tickets, c.have, c.more), func(t *testing.T) {
			e := year(t)
			e.Tickets = many(c.tickets, func(i int) score.Ticket {
				return score.Ticket{Fact: fact("ticket", fmt.Sprintf("GD-%d", i)), Late: days(1)}
			})
			cost, ok := score.Overdue(s, score.Contract(e, s), c.have, c.more)
			if !ok || cost.Points.String() != c.points || cost.Total.String() != c.total {
				t.Errorf("%+v", cost)
			}
		})
	}
}

// The same evidence gives the same card, and a card survives being frozen.
func TestCardsAreTheSameAndSurviveJSON(t *testing.T) {
	e := lost(t, 3, 7)
	e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-1"), Late: days(7)}}
	e.Grades = []score.Grade{{Fact: fact("survey", "MY-1"), On: "2026-12-01", Grade: "良"}}
	one, other := score.Contract(e, scheme(t)), score.Contract(e, scheme(t))
	if !reflect.DeepEqual(one, other) {
		t.Error("two runs differ")
	}
	raw, err := ledger.Canonical(one)
	if err != nil {
		t.Fatal(err)
	}
	var back score.Card
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	again, err := ledger.Canonical(back)
	if err != nil || string(again) != string(raw) {
		t.Errorf("%v\n%s\n%s", err, raw, again)
	}
	if !strings.Contains(string(raw), `"total":"93.2"`) {
		t.Errorf("%s", raw)
	}
}

// All nineteen clauses stand on every card, each with its reading, and every piece has its reason.
func TestEveryPieceHasItsReason(t *testing.T) {
	e := lost(t, 1, 1)
	e.Incidents = append(e.Incidents, incident("安全要求", 2, nil), incident("运维安全", 3, nil), incident("安全通报", 4, func(i *score.Incident) { i.Deadline = at("03-10 18:00") }), incident("安全事件", 5, nil), incident("安全评估", 6, nil))
	e.Ahead = []score.Ahead{{Fact: fact("ticket", "GD-1"), Acted: at("03-05 09:00"), Due: at("03-06 09:00")}}
	e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-2"), Late: days(7)}}
	e.Checks = []score.Check{{Fact: fact("check", "2026-W11"), Week: "2026-W11", At: at("03-12 18:00"), Numerator: 5, Denominator: 100}}
	e.Returns = []score.Return{{Fact: fact("ticket", "GD-3"), At: at2("03-05 09:00"), Reason: "数据漏改"}}
	e.Rulings = []score.Ruling{order(1, nil)}
	e.Reports = []score.Report{{Type: "weekly", Day: "2026-03-12", Due: at("03-12 18:00")}, {Type: "quarterly", Day: "2026-03-31", Due: at("04-15 18:00")}}
	e.Changes = []score.Change{{Fact: fact("turnover", "RB-1"), Leaver: "赵敏", On: "2026-06-30", Gone: true}}
	e.Appraisals = []score.Appraisal{{Fact: fact("appraisal", "BK-1"), Person: "王强", On: "2026-06-16", Low: []string{"安全"}}}
	e.Grades = []score.Grade{{Fact: fact("survey", "MY-1"), On: "2026-12-01", Grade: "中"}}
	e.Complaints = []score.Complaint{{Fact: fact("complaint", "TS-1"), Received: at("03-05 09:00"), Verdict: "有效"}}
	card := score.Contract(e, scheme(t))
	sum := card.Base
	for _, l := range card.Clauses {
		if len(l.Evidence) == 0 || l.Points >= 0 || l.Reading.Text == "" || l.Source == "" || l.Text == "" {
			t.Errorf("%s: %+v", l.ID, l)
		}
		for _, p := range l.Evidence {
			if p.Reason == "" || p.On == "" {
				t.Errorf("%s: %+v", l.ID, p)
			}
		}
		sum += l.Points
	}
	if len(card.Clauses) != 19 || card.Total != sum {
		t.Errorf("%d clauses, %s is not %s", len(card.Clauses), card.Total, sum)
	}
}

// A ruling under a clause the scheme has not is told of, not dropped.
func TestRulingOfNoClause(t *testing.T) {
	e := year(t)
	e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) { r.Clause = "X9" })}
	if card := score.Contract(e, scheme(t)); card.Total.String() != "100" || !strings.Contains(strings.Join(card.Notes, "\n"), "KH-1") {
		t.Error(card.Total, card.Notes)
	}
}
