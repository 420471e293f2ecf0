package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/complaint"
	"opsledger/app/record/report"
	"opsledger/app/record/security"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
)

// sameFact is the relation of two incidents that are one fact (A31).
const sameFact = "同一事实"

func (s *scoring) incidents(ctx context.Context) error {
	same := map[ledger.RecordID][]string{}
	links, err := s.r.LinksOf(ctx, security.Kind.Name, sameFact)
	if err != nil {
		return err
	}
	for _, l := range links {
		same[l[0]] = append(same[l[0]], string(l[1]))
	}
	return eachFacts(ctx, s.r, standing(security.Kind.Name), func(row *Row, f security.Facts) error {
		fact := onPaperFact(s.fact(row), f.Paper)
		fact.Same = same[row.ID]
		s.e.Incidents = append(s.e.Incidents, score.Incident{Fact: fact, Class: f.Class, Persons: f.Persons, Found: f.Found, Deadline: f.Deadline, Ended: f.Ended(), Verdict: f.Verdict})
		return nil
	})
}

func (s *scoring) complaints(ctx context.Context) error {
	return eachFacts(ctx, s.r, standing(complaint.Kind.Name), func(row *Row, f complaint.Facts) error {
		s.e.Complaints = append(s.e.Complaints, score.Complaint{Fact: onPaperFact(s.fact(row), f.Paper), Received: f.Received, Title: privacy.Scrub(row.Fields.Text("title")), Verdict: f.Verdict})
		return nil
	})
}

// grades reads the year's conclusion on satisfaction, with what the departments answered.
func (s *scoring) grades(ctx context.Context) error {
	year := string(s.e.From)[:4]
	answers := map[string]int{}
	q := standing(complaint.SurveyKind.Name)
	q.Where = append(q.Where, Condition{Key: "year", Op: Equal, Value: []string{year}})
	err := eachFacts(ctx, s.r, q, func(row *Row, f complaint.SurveyFacts) error {
		if !f.Overall {
			answers[f.Grade]++
			return nil
		}
		on := ledger.Day(row.Fields.Text("on"))
		if !f.Concluded.IsZero() {
			on = dayOf(f.Concluded)
		}
		s.e.Grades = append(s.e.Grades, score.Grade{Fact: onPaperFact(s.fact(row), f.Paper), On: on, Grade: f.Grade})
		return nil
	})
	if len(s.e.Grades) == 0 && len(answers) > 0 {
		s.e.Grades = []score.Grade{{Fact: score.Fact{Kind: complaint.SurveyKind.Name, Number: year + " " + complaint.Overall}, On: dayOf(s.e.AsOf)}}
	}
	for i := range s.e.Grades {
		s.e.Grades[i].Answers = answered(answers)
	}
	return err
}

func answered(n map[string]int) string {
	var out []string
	for _, g := range []string{"优", "良", "中", "差"} {
		if n[g] > 0 {
			out = append(out, fmt.Sprintf("%s%d", g, n[g]))
		}
	}
	if out == nil {
		return "尚无部门意见"
	}
	return "部门意见：" + strings.Join(out, "、")
}

// reports pairs every report due with its record, if there is one (A12, A13).
func (s *scoring) reports(ctx context.Context) error {
	rows, facts := map[string]*Row{}, map[string]report.Facts{}
	err := eachFacts(ctx, s.r, standing(report.Kind.Name), func(row *Row, f report.Facts) error {
		rows[row.Number], facts[row.Number] = row, f
		return nil
	})
	if err != nil {
		return err
	}
	add := func(kind, period string, day ledger.Day, due time.Time) {
		number := report.Number(kind, period)
		out := score.Report{Fact: score.Fact{Kind: report.Kind.Name, Number: number}, Type: kind, Period: period, Day: day, Due: due}
		if row := rows[number]; row != nil {
			f := facts[number]
			out.Fact, out.Submitted = s.fact(row), f.Submitted()
			if len(f.Versions) > 0 && !f.Deadline().IsZero() {
				out.Due = f.Deadline() // as the calendar said when it was finalised
			}
		}
		s.e.Reports = append(s.e.Reports, out)
	}
	for _, d := range s.weeks {
		add("weekly", d.week.String(), dayOf(d.at), d.at)
	}
	years, err := contracts(ctx, s.r)
	if err != nil {
		return err
	}
	for q := sla.QuarterOf(midnight(s.e.From)); ; q = q.Next() {
		last := q.To.AddDate(0, 0, -1)
		if dayOf(last) > s.e.To {
			return nil
		}
		due, err := sla.AfterDays(s.cal, last, termsAt(years, last).QuarterDays)
		if err != nil {
			return err
		}
		add("quarterly", q.String(), dayOf(last), due)
	}
}
