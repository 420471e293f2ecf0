package score_test

import (
	"fmt"
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// T1: what was done first and not filed in time (R130, A20).
func TestUnticketed(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name, filed, asOf, approver string
		points, approved            string
	}{
		{"filed in time", "03-05 17:00", "", "王主任", "0", "0"},
		{"filed at its due", "03-06 09:00", "", "王主任", "0", "0"},
		{"filed late", "03-06 09:01", "", "王主任", "-2", "0"},
		{"not filed, not due", "", "03-06 09:00", "王主任", "0", "0"},
		{"not filed, past due", "", "03-06 09:01", "王主任", "-2", "0"},
		{"nobody approved, filed late", "03-07 09:00", "", "", "-2", "-2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			if c.asOf != "" {
				e.AsOf = at(c.asOf)
			}
			e.Ahead = []score.Ahead{{Fact: fact("ticket", "GD-1"), Acted: at("03-05 09:00"), Due: at("03-06 09:00"), Filed: at(c.filed), Approver: c.approver}}
			l := line(t, score.Contract(e, s), "T1")
			if a := alternative(t, l, "approved_only"); l.Points.String() != c.points || a.Points.String() != c.approved {
				t.Errorf("%s, approved only %s; should be %s, %s", l.Points, a.Points, c.points, c.approved)
			}
		})
	}
	for n, want := range map[int][2]string{1: {"-2", "-2"}, 4: {"-8", "-8"}, 5: {"-10", "-10"}, 6: {"-10", "-12"}, 9: {"-10", "-18"}} {
		t.Run(fmt.Sprintf("%d cases", n), func(t *testing.T) {
			e := year(t)
			e.Ahead = many(n, func(i int) score.Ahead {
				return score.Ahead{Fact: fact("ticket", fmt.Sprintf("GD-%d", i)), Acted: at("03-05 09:00"), Due: at("03-06 09:00")}
			})
			holds(t, line(t, score.Contract(e, s), "T1"), want[0], want[1], n, "")
		})
	}
}

// T2: the first six days a tenth each, from the seventh on half a point; the other readings beside it (R131, A3).
func TestDelayOfOneTicket(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		days              int
		part              bool
		points, whole, up string
	}{
		{0, true, "0", "0", "-0.1"},
		{1, false, "-0.1", "-0.1", "-0.1"},
		{1, true, "-0.1", "-0.1", "-0.2"},
		{2, false, "-0.2", "-0.2", "-0.2"},
		{5, false, "-0.5", "-0.5", "-0.5"},
		{6, false, "-0.6", "-0.6", "-0.6"},
		{6, true, "-0.6", "-0.6", "-1.1"},
		{7, false, "-1.1", "-3.5", "-1.1"},
		{7, true, "-1.1", "-3.5", "-1.6"},
		{8, false, "-1.6", "-4", "-1.6"},
		{10, false, "-2.6", "-5", "-2.6"},
		{20, false, "-7.6", "-10", "-7.6"},
		{24, false, "-9.6", "-10", "-9.6"},
		{25, false, "-10", "-10", "-10"},
		{40, false, "-10", "-10", "-10"},
	} {
		t.Run(fmt.Sprintf("%d days %v", c.days, c.part), func(t *testing.T) {
			e := year(t)
			list := days(c.days + 1)
			k := score.Ticket{Fact: fact("ticket", "GD-1"), Late: list[:c.days]}
			if c.part {
				k.Part = list[c.days]
			}
			e.Tickets = []score.Ticket{k}
			l := line(t, score.Contract(e, s), "T2")
			whole, up := alternative(t, l, "whole").Points.String(), alternative(t, l, "round_up").Points.String()
			if l.Points.String() != c.points || whole != c.whole || up != c.up {
				t.Errorf("%s, whole %s, rounded up %s; should be %s, %s, %s", l.Points, whole, up, c.points, c.whole, c.up)
			}
		})
	}
}

// The cap is the year's, over all tickets.
func TestDelayOfManyTickets(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		tickets, days int
		points, raw   string
	}{{99, 1, "-9.9", "-9.9"}, {100, 1, "-10", "-10"}, {101, 1, "-10", "-10.1"}, {9, 7, "-9.9", "-9.9"}, {10, 7, "-10", "-11"}, {3, 10, "-7.8", "-7.8"}, {4, 10, "-10", "-10.4"}} {
		t.Run(fmt.Sprintf("%d tickets of %d days", c.tickets, c.days), func(t *testing.T) {
			e := year(t)
			e.Tickets = many(c.tickets, func(i int) score.Ticket {
				return score.Ticket{Fact: fact("ticket", fmt.Sprintf("GD-%d", i)), Late: days(c.days)}
			})
			holds(t, line(t, score.Contract(e, s), "T2"), c.points, c.raw, c.tickets, "")
		})
	}
}

// A day late counts in the year it lies in, at the rate of its place among all the ticket's days.
func TestDelayAcrossTheYear(t *testing.T) {
	late := []ledger.Day{"2026-12-25", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05", "2027-01-06"}
	for _, c := range []struct {
		name     string
		from, to ledger.Day
		asOf     string
		points   string
	}{
		{"the year it began in", "2026-01-01", "2026-12-31", "2027-02-01 09:00", "-0.5"},
		{"the year it ended in", "2027-01-01", "2027-12-31", "2027-02-01 09:00", "-1.1"},
		{"up to a day", "2026-01-01", "2026-12-31", "2026-12-29 20:00", "-0.3"},
		{"before it was late", "2026-01-01", "2026-12-31", "2026-12-24 20:00", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			e.From, e.To, e.AsOf = c.from, c.to, at(c.asOf)
			e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-1"), Late: late}}
			if l := line(t, score.Contract(e, scheme(t)), "T2"); l.Points.String() != c.points {
				t.Errorf("%s, should be %s", l.Points, c.points)
			}
		})
	}
}

// An excuse that nobody has granted takes nothing off, and the piece says so.
func TestClaimedExcuseTakesNothingOff(t *testing.T) {
	e := year(t)
	e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-1"), Late: days(3), Claimed: true}}
	l := line(t, score.Contract(e, scheme(t)), "T2")
	if l.Points.String() != "-0.3" || !slices.Contains(l.Evidence[0].Marks, score.Unruled) {
		t.Errorf("%s %v", l.Points, l.Evidence)
	}
}

// T3: strictly over 3.5 % (R133, A4).
func TestInTransit(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		open, without, of int
		points, excused   string
	}{
		{0, 0, 0, "0", "0"}, {0, 0, 100, "0", "0"}, {3, 3, 100, "0", "0"}, {7, 7, 200, "0", "0"}, {35, 35, 1000, "0", "0"},
		{36, 35, 1000, "-1", "0"}, {351, 350, 10000, "-1", "0"}, {8, 8, 200, "-1", "-1"}, {4, 4, 100, "-1", "-1"}, {4, 3, 100, "-1", "0"}, {1, 1, 1, "-1", "-1"}, {1, 0, 28, "-1", "0"}, {1, 1, 29, "0", "0"},
	} {
		t.Run(fmt.Sprintf("%d of %d", c.open, c.of), func(t *testing.T) {
			e := year(t)
			e.Checks = []score.Check{{Fact: fact("check", "2026-W11"), Week: "2026-W11", At: at("03-12 18:00"), Numerator: c.open, Denominator: c.of, WithoutNumerator: c.without}}
			l := line(t, score.Contract(e, s), "T3")
			if a := alternative(t, l, "excused_out"); l.Points.String() != c.points || a.Points.String() != c.excused {
				t.Errorf("%s, excused left out %s; should be %s, %s", l.Points, a.Points, c.points, c.excused)
			}
		})
	}
	for n, want := range map[int][2]string{9: {"-9", "-9"}, 10: {"-10", "-10"}, 11: {"-10", "-11"}, 52: {"-10", "-52"}} {
		t.Run(fmt.Sprintf("%d weeks over", n), func(t *testing.T) {
			e := year(t)
			e.Checks = many(n, func(i int) score.Check {
				return score.Check{Fact: fact("check", fmt.Sprint(i)), At: at("03-12 18:00"), Numerator: 5, Denominator: 100}
			})
			holds(t, line(t, score.Contract(e, s), "T3"), want[0], want[1], n, "")
		})
	}
}

// T4: each ticket once, however often it came back (R134, A19).
func TestRework(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		tickets, returns int
		points, raw      string
		perReturn        string
	}{{1, 1, "-0.5", "-0.5", "-0.5"}, {1, 3, "-0.5", "-0.5", "-1.5"}, {19, 1, "-9.5", "-9.5", "-9.5"}, {20, 1, "-10", "-10", "-10"}, {21, 1, "-10", "-10.5", "-10"}, {10, 2, "-5", "-5", "-10"}, {11, 2, "-5.5", "-5.5", "-10"}} {
		t.Run(fmt.Sprintf("%d tickets, %d returns each", c.tickets, c.returns), func(t *testing.T) {
			e := year(t)
			e.Returns = many(c.tickets, func(i int) score.Return {
				r := score.Return{Fact: fact("ticket", fmt.Sprintf("GD-%d", i))}
				for n := range c.returns {
					r.At = append(r.At, at("03-05 09:00").AddDate(0, 0, n))
				}
				return r
			})
			l := line(t, score.Contract(e, s), "T4")
			holds(t, l, c.points, c.raw, c.tickets, "")
			if a := alternative(t, l, "per_return"); a.Points.String() != c.perReturn {
				t.Errorf("by returns %s, should be %s", a.Points, c.perReturn)
			}
		})
	}
	e := year(t)
	e.Returns = []score.Return{{Fact: fact("ticket", "GD-1"), At: at2("2025-12-30 09:00", "2027-01-02 09:00")}}
	holds(t, line(t, score.Contract(e, s), "T4"), "0", "0", 0, "")
}
