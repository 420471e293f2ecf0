package score_test

import (
	"fmt"
	"testing"

	"opsledger/app/rule/score"
)

// U1: the four grades; until the center concludes, nothing (R145, R146, A10).
func TestGrades(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		grade, points, total, center string
		count                        int
	}{{"优", "2", "102", "2", 1}, {"良", "1", "101", "1", 1}, {"中", "-1", "99", "-1", 1}, {"差", "-2", "98", "-2", 1}, {"", "0", "100", "", 0}} {
		t.Run(c.grade, func(t *testing.T) {
			e := year(t)
			e.Grades = []score.Grade{{Fact: fact("survey", "MY-1"), On: "2026-12-01", Grade: c.grade, Answers: "部门意见：优6、良3"}}
			card := score.Contract(e, s)
			holds(t, line(t, card, "U1"), c.points, c.points, c.count, c.center)
			if card.Total.String() != c.total {
				t.Errorf("total %s, should be %s", card.Total, c.total)
			}
		})
	}
}

// U2: valid ones one, grave ones two and no more, up to ten; what nobody ruled on does not count (R147, A21).
func TestComplaints(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		valid, major, invalid, open int
		points, raw                 string
		added, counted              string
	}{
		{0, 0, 0, 0, "0", "0", "0", "0"}, {1, 0, 0, 0, "-1", "-1", "-1", "-1"}, {0, 1, 0, 0, "-2", "-2", "-3", "-2"}, {0, 0, 1, 0, "0", "0", "0", "0"}, {0, 0, 0, 1, "0", "0", "0", "-1"},
		{0, 8, 0, 0, "-10", "-16", "-10", "-10"}, {9, 0, 0, 0, "-9", "-9", "-9", "-9"}, {10, 0, 0, 0, "-10", "-10", "-10", "-10"}, {11, 0, 0, 0, "-10", "-11", "-10", "-10"},
		{2, 3, 4, 1, "-8", "-8", "-10", "-9"}, {0, 5, 0, 0, "-10", "-10", "-10", "-10"}, {1, 4, 0, 0, "-9", "-9", "-10", "-9"},
	} {
		t.Run(fmt.Sprintf("%d valid, %d major, %d invalid, %d open", c.valid, c.major, c.invalid, c.open), func(t *testing.T) {
			e := year(t)
			for verdict, n := range map[string]int{"有效": c.valid, "重大": c.major, "无效": c.invalid, "": c.open} {
				e.Complaints = append(e.Complaints, many(n, func(i int) score.Complaint {
					return score.Complaint{Fact: fact("complaint", verdict+fmt.Sprint(i)), Received: at("03-05 09:00"), Verdict: verdict}
				})...)
			}
			l := line(t, score.Contract(e, s), "U2")
			if added, counted := alternative(t, l, "major_added").Points.String(), alternative(t, l, "open_counts").Points.String(); l.Points.String() != c.points || l.Raw.String() != c.raw || added != c.added || counted != c.counted {
				t.Errorf("%s (%s), added %s, open ones %s; should be %s (%s), %s, %s", l.Points, l.Raw, added, counted, c.points, c.raw, c.added, c.counted)
			}
			if l.Count != c.valid+c.major {
				t.Errorf("%d count", l.Count)
			}
		})
	}
}
