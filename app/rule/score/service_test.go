package score_test

import (
	"fmt"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

func at2(texts ...string) (out []time.Time) {
	for _, s := range texts {
		out = append(out, at(s))
	}
	return out
}

func order(n int, more func(*score.Ruling)) score.Ruling {
	r := score.Ruling{Fact: fact("ruling", fmt.Sprintf("KH-%d", n)), Clause: "V1", On: "2026-03-05", Effect: score.Deduct, Title: "不服从安排", Count: 1}
	if more != nil {
		more(&r)
	}
	return r
}

// V1: by rulings alone (R135).
func TestOrders(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name        string
		list        []score.Ruling
		points, raw string
		count       int
		self        string
		center      string
	}{
		{"none", nil, "0", "0", 0, "0", ""},
		{"proposed", []score.Ruling{order(1, nil)}, "-1", "-1", 1, "-1", ""},
		{"contested", []score.Ruling{order(1, func(r *score.Ruling) { r.Contested = true })}, "-1", "-1", 1, "-1", ""},
		{"upheld", []score.Ruling{order(1, func(r *score.Ruling) { r.Verdict, r.Counted = "成立", 1 })}, "-1", "-1", 1, "-1", "-1"},
		{"upheld in part", []score.Ruling{order(1, func(r *score.Ruling) { r.Count, r.Verdict, r.Counted = 3, "部分成立", 2 })}, "-2", "-2", 2, "-3", "-2"},
		{"dismissed", []score.Ruling{order(1, func(r *score.Ruling) { r.Count, r.Verdict = 3, "不成立" })}, "0", "0", 0, "-3", "0"},
		{"five", many(5, func(n int) score.Ruling { return order(n, nil) }), "-5", "-5", 5, "-5", ""},
		{"six", many(6, func(n int) score.Ruling { return order(n, nil) }), "-5", "-6", 6, "-5", ""},
		{"six in one", []score.Ruling{order(1, func(r *score.Ruling) { r.Count, r.Verdict, r.Counted = 6, "成立", 6 })}, "-5", "-6", 6, "-5", "-5"},
		{"another year", []score.Ruling{order(1, func(r *score.Ruling) { r.On = "2025-12-31" })}, "0", "0", 0, "0", ""},
		{"points to add", []score.Ruling{order(1, func(r *score.Ruling) { r.Effect, r.Verdict, r.Counted = score.Add, "成立", 1 })}, "0", "0", 0, "0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			e.Rulings = c.list
			l := line(t, score.Contract(e, s), "V1")
			holds(t, l, c.points, c.raw, c.count, c.center)
			if l.Self.String() != c.self {
				t.Errorf("self %s, should be %s", l.Self, c.self)
			}
		})
	}
}

// V2 and V3: by the moment of submission; what was never submitted counts once its due is past (R136, R140).
func TestReports(t *testing.T) {
	s := scheme(t)
	for _, kind := range []struct{ id, kind string }{{"V2", "weekly"}, {"V3", "quarterly"}} {
		for _, c := range []struct {
			name, submitted, asOf string
			day                   ledger.Day
			points                string
		}{
			{"in time", "03-12 17:59", "", "2026-03-12", "0"},
			{"at its due", "03-12 18:00", "", "2026-03-12", "0"},
			{"late", "03-12 18:01", "", "2026-03-12", "-0.5"},
			{"never, due not past", "", "03-12 18:00", "2026-03-12", "0"},
			{"never, due past", "", "03-12 18:01", "2026-03-12", "-0.5"},
			{"submitted after the moment looked at", "03-20 09:00", "03-13 09:00", "2026-03-12", "-0.5"},
			{"of the year before", "", "", "2025-12-31", "0"},
			{"first day of the year", "", "", "2026-01-01", "-0.5"},
			{"last day of the year", "", "", "2026-12-31", "-0.5"},
			{"of the year after", "", "", "2027-01-01", "0"},
		} {
			t.Run(kind.id+" "+c.name, func(t *testing.T) {
				e := year(t)
				if c.asOf != "" {
					e.AsOf = at(c.asOf)
				}
				e.Reports = []score.Report{{Fact: fact("report", "r"), Type: kind.kind, Period: "2026-W11", Day: c.day, Due: at("03-12 18:00"), Submitted: at(c.submitted)}}
				if l := line(t, score.Contract(e, s), kind.id); l.Points.String() != c.points {
					t.Errorf("%s, should be %s", l.Points, c.points)
				}
			})
		}
		for n, want := range map[int][2]string{9: {"-4.5", "-4.5"}, 10: {"-5", "-5"}, 11: {"-5", "-5.5"}} {
			t.Run(fmt.Sprintf("%s %d of them", kind.id, n), func(t *testing.T) {
				e := year(t)
				e.Reports = many(n, func(i int) score.Report {
					return score.Report{Fact: fact("report", fmt.Sprint(i)), Type: kind.kind, Day: "2026-03-12", Due: at("03-12 18:00")}
				})
				holds(t, line(t, score.Contract(e, s), kind.id), want[0], want[1], n, "")
			})
		}
	}
}
