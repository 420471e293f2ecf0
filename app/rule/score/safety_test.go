package score_test

import (
	"fmt"
	"testing"

	"opsledger/app/rule/score"
)

// incident is one found on 5 March at nine.
func incident(class string, n int, more func(*score.Incident)) score.Incident {
	i := score.Incident{Fact: fact("incident", fmt.Sprintf("AQ-%d", n)), Class: class, Persons: 1, Found: at("03-05 09:00")}
	if more != nil {
		more(&i)
	}
	return i
}

func verdict(v string) func(*score.Incident) {
	return func(i *score.Incident) { i.Verdict = v }
}

// S1–S3: each, the grave, by person, no cap (R124–R126, A32).
func TestBreaches(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name   string
		clause string
		list   []score.Incident
		points string
		count  int
		center string
	}{
		{"none", "S1", nil, "0", 0, ""},
		{"one", "S1", many(1, func(n int) score.Incident { return incident("保密要求", n, nil) }), "-2", 1, ""},
		{"three", "S1", many(3, func(n int) score.Incident { return incident("保密要求", n, nil) }), "-6", 3, ""},
		{"no cap", "S1", many(60, func(n int) score.Incident { return incident("保密要求", n, nil) }), "-120", 60, ""},
		{"one grave", "S1", []score.Incident{incident("保密要求", 1, verdict("严重后果"))}, "-50", 1, "-50"},
		{"grave and plain", "S1", []score.Incident{incident("保密要求", 1, verdict("严重后果")), incident("保密要求", 2, nil)}, "-52", 2, "-50"},
		{"two grave", "S1", many(2, func(n int) score.Incident { return incident("保密要求", n, verdict("严重后果")) }), "-100", 2, "-100"},
		{"ruled plain", "S1", []score.Incident{incident("保密要求", 1, verdict("一般"))}, "-2", 1, "-2"},
		{"dismissed", "S1", []score.Incident{incident("保密要求", 1, verdict("不成立"))}, "0", 0, "0"},
		{"another class", "S1", []score.Incident{incident("安全要求", 1, nil)}, "0", 0, ""},
		{"before the year", "S1", []score.Incident{incident("保密要求", 1, func(i *score.Incident) { i.Found = at("2025-12-31 23:59") })}, "0", 0, ""},
		{"first day", "S1", []score.Incident{incident("保密要求", 1, func(i *score.Incident) { i.Found = at("01-01 00:00") })}, "-2", 1, ""},
		{"last day", "S1", []score.Incident{incident("保密要求", 1, func(i *score.Incident) { i.Found = at("12-31 23:58") })}, "-2", 1, ""},
		{"after the year", "S1", []score.Incident{incident("保密要求", 1, func(i *score.Incident) { i.Found = at("2027-01-01 00:00") })}, "0", 0, ""},
		{"three", "S2", many(3, func(n int) score.Incident { return incident("安全要求", n, nil) }), "-6", 3, ""},
		{"one grave", "S2", []score.Incident{incident("安全要求", 1, verdict("严重后果"))}, "-50", 1, "-50"},
		{"dismissed", "S2", []score.Incident{incident("安全要求", 1, verdict("不成立"))}, "0", 0, "0"},
		{"no cap", "S2", many(51, func(n int) score.Incident { return incident("安全要求", n, nil) }), "-102", 51, ""},
		{"one person", "S3", []score.Incident{incident("运维安全", 1, nil)}, "-2", 1, ""},
		{"two persons, one incident", "S3", []score.Incident{incident("运维安全", 1, func(i *score.Incident) { i.Persons = 2 })}, "-4", 2, ""},
		{"nobody named", "S3", []score.Incident{incident("运维安全", 1, func(i *score.Incident) { i.Persons = 0 })}, "-2", 1, ""},
		{"grave has no form here", "S3", []score.Incident{incident("运维安全", 1, verdict("严重后果"))}, "-2", 1, "-2"},
		{"dismissed", "S3", []score.Incident{incident("运维安全", 1, verdict("不成立"))}, "0", 0, "0"},
		{"no cap", "S3", many(30, func(n int) score.Incident {
			return incident("运维安全", n, func(i *score.Incident) { i.Persons = 3 })
		}), "-180", 90, ""},
	} {
		t.Run(c.clause+" "+c.name, func(t *testing.T) {
			e := year(t)
			e.Incidents = c.list
			holds(t, line(t, score.Contract(e, s), c.clause), c.points, c.points, c.count, c.center)
		})
	}
}

// holds compares a line; center "" is none.
func holds(t *testing.T, l score.Line, points, raw string, count int, center string) {
	t.Helper()
	said := ""
	if l.Center != nil {
		said = l.Center.String()
	}
	if l.Points.String() != points || l.Raw.String() != raw || l.Count != count || said != center {
		t.Errorf("%s: points %s, raw %s, count %d, center %q; should be %s, %s, %d, %q\n%+v", l.ID, l.Points, l.Raw, l.Count, said, points, raw, count, center, l.Evidence)
	}
}

func TestPersonsOrCases(t *testing.T) {
	e := year(t)
	e.Incidents = []score.Incident{incident("运维安全", 1, func(i *score.Incident) { i.Persons = 2 })}
	if a := alternative(t, line(t, score.Contract(e, scheme(t)), "S3"), "by_case"); a.Points.String() != "-2" || a.Total.String() != "98" {
		t.Errorf("%+v", a)
	}
}

// S4: two for the notice, three more where its date was missed (R127, A8).
func TestNotices(t *testing.T) {
	s := scheme(t)
	for _, c := range []struct {
		name, found, deadline, ended, asOf, verdict string
		points, instead                             string
		count                                       int
	}{
		{"in time", "03-05 09:00", "03-10 18:00", "03-10 17:59", "", "", "-2", "-2", 1},
		{"at the date", "03-05 09:00", "03-10 18:00", "03-10 18:00", "", "", "-2", "-2", 1},
		{"late", "03-05 09:00", "03-10 18:00", "03-10 18:01", "", "", "-5", "-3", 1},
		{"open, not due", "03-05 09:00", "03-10 18:00", "", "03-10 18:00", "", "-2", "-2", 1},
		{"open, past due", "03-05 09:00", "03-10 18:00", "", "03-10 18:01", "", "-5", "-3", 1},
		{"rectified after the moment looked at", "03-05 09:00", "03-10 18:00", "03-20 09:00", "03-11 09:00", "", "-5", "-3", 1},
		{"no date", "03-05 09:00", "", "", "", "", "-2", "-2", 1},
		{"ruled", "03-05 09:00", "03-10 18:00", "03-11 09:00", "", "一般", "-5", "-3", 1},
		{"dismissed", "03-05 09:00", "03-10 18:00", "03-11 09:00", "", "不成立", "0", "0", 0},
		{"its date lies in the next year", "12-30 09:00", "2027-01-05 18:00", "2027-01-06 09:00", "2027-02-01 09:00", "", "-2", "0", 1},
		{"noticed last year, missed in this one", "2025-12-30 09:00", "01-05 18:00", "01-06 09:00", "", "", "-3", "-3", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := year(t)
			if c.asOf != "" {
				e.AsOf = at(c.asOf)
			}
			e.Incidents = []score.Incident{incident("安全通报", 1, func(i *score.Incident) {
				i.Found, i.Deadline, i.Ended, i.Verdict = at(c.found), at(c.deadline), at(c.ended), c.verdict
			})}
			l := line(t, score.Contract(e, s), "S4")
			if l.Points.String() != c.points || l.Count != c.count {
				t.Errorf("%s, %d; should be %s, %d", l.Points, l.Count, c.points, c.count)
			}
			if a := alternative(t, l, "instead"); a.Points.String() != c.instead {
				t.Errorf("not added: %s, should be %s", a.Points, c.instead)
			}
		})
	}
}

// S5 and S6: forty-eight natural hours (R128, R129, A7).
func TestFortyEightHours(t *testing.T) {
	s := scheme(t)
	for _, clause := range []struct{ id, class string }{{"S5", "安全事件"}, {"S6", "安全评估"}} {
		for _, c := range []struct {
			name, ended, asOf, verdict string
			points, working            string
		}{
			{"47:59", "03-07 08:59", "", "", "0", "0"},
			{"48:00", "03-07 09:00", "", "", "0", "0"},
			{"48:01", "03-07 09:01", "", "", "-1", "0"},
			{"within six working days", "03-13 09:00", "", "", "-1", "0"}, // 48 open hours: from Thursday to the Friday week
			{"beyond six working days", "03-13 09:01", "", "", "-1", "-1"},
			{"open, not over", "", "03-07 09:00", "", "0", "0"},
			{"open, over", "", "03-07 09:01", "", "-1", "0"},
			{"open for long", "", "06-01 09:00", "", "-1", "-1"},
			{"ruled", "03-09 09:00", "", "一般", "-1", "0"},
			{"dismissed", "03-09 09:00", "", "不成立", "0", "0"},
		} {
			t.Run(clause.id+" "+c.name, func(t *testing.T) {
				e := year(t)
				if c.asOf != "" {
					e.AsOf = at(c.asOf)
				}
				e.Incidents = []score.Incident{incident(clause.class, 1, func(i *score.Incident) { i.Ended, i.Verdict = at(c.ended), c.verdict })}
				l := line(t, score.Contract(e, s), clause.id)
				if a := alternative(t, l, "working"); l.Points.String() != c.points || a.Points.String() != c.working {
					t.Errorf("%s, by working hours %s; should be %s, %s", l.Points, a.Points, c.points, c.working)
				}
			})
		}
		t.Run(clause.id+" has no cap", func(t *testing.T) {
			e := year(t)
			e.Incidents = many(25, func(n int) score.Incident { return incident(clause.class, n, nil) })
			holds(t, line(t, score.Contract(e, s), clause.id), "-25", "-25", 25, "")
		})
	}
}
