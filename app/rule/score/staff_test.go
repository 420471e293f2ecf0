package score_test

import (
	"fmt"
	"testing"

	"opsledger/app/rule/score"
)

// P1: each, or the core's own rate where nobody consented; no cap (R141, A5, A17).
func TestChanges(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name          string
		change        score.Change
		points, added string
	}{
		{"in order", score.Change{Gone: true, Consented: true, Handed: true, Notice: 30}, "0", "0"},
		{"29 days' notice", score.Change{Gone: true, Consented: true, Handed: true, Short: true, Notice: 29}, "-1", "-1"},
		{"short notice, still here", score.Change{Short: true, Notice: 5}, "-1", "-1"},
		{"short notice the center asked for", score.Change{Gone: true, Consented: true, Handed: true, Short: true, Demanded: true}, "0", "0"},
		{"without consent", score.Change{Gone: true, Handed: true}, "-1", "-1"},
		{"without consent, and short: once", score.Change{Gone: true, Handed: true, Short: true}, "-1", "-1"},
		{"core without consent", score.Change{Gone: true, Handed: true, Core: true}, "-10", "-11"},
		{"core with consent", score.Change{Gone: true, Consented: true, Handed: true, Core: true}, "0", "0"},
		{"core with consent, short", score.Change{Gone: true, Consented: true, Handed: true, Core: true, Short: true}, "-1", "-1"},
		{"not gone yet, no consent yet", score.Change{}, "0", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			c.change.Fact, c.change.Leaver, c.change.On = fact("turnover", "RB-1"), "赵敏", "2026-06-30"
			e.Changes = []score.Change{c.change}
			l := line(t, score.Contract(e, s), "P1")
			if a := alternative(t, l, "core_added"); l.Points.String() != c.points || a.Points.String() != c.added {
				t.Errorf("%s, added %s; should be %s, %s", l.Points, a.Points, c.points, c.added)
			}
		})
	}
	t.Run("no cap", func(t *testing.T) {
		e := year(t)
		e.Changes = many(3, func(n int) score.Change {
			return score.Change{Fact: fact("turnover", fmt.Sprint(n)), On: "2026-06-30", Gone: true, Core: true, Handed: true}
		})
		holds(t, line(t, score.Contract(e, s), "P1"), "-30", "-30", 3, "")
	})
	t.Run("a ruling on a core person", func(t *testing.T) {
		e := year(t)
		e.Rulings = []score.Ruling{order(1, func(r *score.Ruling) { r.Clause, r.Severe, r.Verdict, r.Counted = "P1", true, "成立", 1 })}
		holds(t, line(t, score.Contract(e, s), "P1"), "-10", "-10", 1, "-10")
	})
}

// P2: gone without a handover both have signed (R142).
func TestHandovers(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name   string
		change score.Change
		points string
	}{
		{"handed over", score.Change{Gone: true, Handed: true, On: "2026-06-30"}, "0"},
		{"not handed over", score.Change{Gone: true, On: "2026-06-30"}, "-1"},
		{"not gone", score.Change{On: "2026-06-30"}, "0"},
		{"another year", score.Change{Gone: true, On: "2027-01-01"}, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			c.change.Consented = true
			e.Changes = []score.Change{c.change}
			if l := line(t, score.Contract(e, s), "P2"); l.Points.String() != c.points {
				t.Errorf("%s, should be %s", l.Points, c.points)
			}
		})
	}
	e := year(t)
	e.Changes = many(12, func(n int) score.Change { return score.Change{Gone: true, Consented: true, On: "2026-06-30"} })
	holds(t, line(t, score.Contract(e, s), "P2"), "-12", "-12", 12, "")
}

// P3: a tenth for late, half a point for absent, up to five (R143, A16).
func TestAttendance(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		late, absent, half int
		points, raw        string
		halved             string
	}{
		{0, 0, 0, "0", "0", "0"}, {1, 0, 0, "-0.1", "-0.1", "-0.1"}, {0, 1, 0, "-0.5", "-0.5", "-0.5"}, {0, 0, 1, "-0.5", "-0.5", "-0.25"},
		{10, 8, 0, "-5", "-5", "-5"}, {9, 8, 0, "-4.9", "-4.9", "-4.9"}, {11, 8, 0, "-5", "-5.1", "-5"}, {0, 10, 0, "-5", "-5", "-5"}, {0, 11, 0, "-5", "-5.5", "-5"},
		{50, 0, 0, "-5", "-5", "-5"}, {51, 0, 0, "-5", "-5.1", "-5"}, {0, 0, 12, "-5", "-6", "-3"},
	} {
		t.Run(fmt.Sprintf("%d late, %d absent, %d half", c.late, c.absent, c.half), func(t *testing.T) {
			e := year(t)
			for i := range c.late + c.absent + c.half {
				d := score.Day{Fact: fact("attendance", fmt.Sprint(i)), Person: "王强", On: "2026-03-05", Late: 5}
				if i >= c.late {
					d.Absent, d.Late, d.Halves = true, 0, 2
				}
				if i >= c.late+c.absent {
					d.Halves = 1
				}
				e.Days = append(e.Days, d)
			}
			l := line(t, score.Contract(e, s), "P3")
			holds(t, l, c.points, c.raw, c.late+c.absent+c.half, "")
			if a := alternative(t, l, "by_half"); a.Points.String() != c.halved {
				t.Errorf("by halves %s, should be %s", a.Points, c.halved)
			}
		})
	}
	e := year(t)
	e.Days = []score.Day{{Fact: fact("attendance", "1"), Person: "王强", On: "2026-03-05", Absent: true, Ruled: true}, {Fact: fact("attendance", "2"), Person: "王强", On: "2026-03-06", Late: 3}}
	holds(t, line(t, score.Contract(e, s), "P3"), "-0.6", "-0.6", 2, "-0.5")
}

// P4: any of the three below the mark; the center's word stands over it (R144, A18).
func TestAppraisals(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name            string
		appraisal       score.Appraisal
		points, average string
		self, center    string
	}{
		{"passed", score.Appraisal{}, "0", "0", "0", ""},
		{"one below", score.Appraisal{Low: []string{"安全"}}, "-1", "0", "-1", ""},
		{"all below", score.Appraisal{Low: []string{"安全", "技术能力", "平台熟悉程度"}, AverageLow: true}, "-1", "-1", "-1", ""},
		{"ruled failed", score.Appraisal{Low: []string{"安全"}, Ruled: true, Failed: true}, "-1", "-1", "-1", "-1"},
		{"ruled passed", score.Appraisal{Low: []string{"安全"}, Ruled: true}, "0", "0", "-1", "0"},
		{"ruled failed with no score below", score.Appraisal{Ruled: true, Failed: true}, "-1", "-1", "0", "-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			c.appraisal.Person, c.appraisal.Half, c.appraisal.On, c.appraisal.Fact = "王强", "2026-H1", "2026-06-16", fact("appraisal", "BK-1")
			e.Appraisals = []score.Appraisal{c.appraisal}
			l := line(t, score.Contract(e, s), "P4")
			said := ""
			if l.Center != nil {
				said = l.Center.String()
			}
			if a := alternative(t, l, "average"); l.Points.String() != c.points || a.Points.String() != c.average || l.Self.String() != c.self || said != c.center {
				t.Errorf("%s, by the mean %s, self %s, center %q; should be %s, %s, %s, %q", l.Points, a.Points, l.Self, said, c.points, c.average, c.self, c.center)
			}
		})
	}
}
