package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/complaint"
	"opsledger/app/record/contract"
	"opsledger/app/rule/worktime"
)

// sameBefore tells, as a complaint is taken in, the earlier ones of its kind: a recurrence shows by itself (R110).
func sameBefore(ctx context.Context, a *App, r Reader, rec *ledger.Record, fields ledger.Fields) error {
	var before []any
	q := Query{Kind: complaint.Kind.Name, Sort: "received", Where: []Condition{{Key: "sort", Op: Equal, Value: []string{fields.Text("sort")}},
		{Key: "state", Op: Differs, Value: []string{"void"}}}}
	err := r.Each(ctx, q, func(row *Row) error {
		if row.ID != rec.ID && row.Fields.Text("received") <= fields.Text("received") {
			before = append(before, row.Number)
		}
		return nil
	})
	if len(before) > 0 {
		fields["same_before"] = before
	}
	return err
}

// complaintsDue are complaints not reported to the center yet (R109, A21).
func complaintsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	err = eachFacts(ctx, r, inState(complaint.Kind.Name, "open"), func(row *Row, f complaint.Facts) error {
		if f.Reported.IsZero() {
			due := f.Received.Add(time.Duration(termsAt(years, f.Received).ComplaintMinutes) * time.Minute)
			out = append(out, itemOf(row, "title", "report", "投诉报告信息中心", "handler").at(due, cal, now))
		}
		return nil
	})
	return out, err
}

// surveyDue reminds of the survey one month before a contract year ends, until its grade is concluded (R145).
func surveyDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	concluded := map[string]bool{}
	err = eachFacts(ctx, r, inState(complaint.SurveyKind.Name, "open"), func(_ *Row, f complaint.SurveyFacts) error {
		concluded[f.Year] = concluded[f.Year] || f.Overall && !f.Concluded.IsZero()
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = r.Each(ctx, inState(contract.Kind.Name, "signed"), func(row *Row) error {
		c, err := ledger.Decode[contract.Contract](row.Fields)
		if err != nil {
			return err
		}
		due := endOf(cal, c.End)
		opens := due.AddDate(0, -1, 0)
		if year := string(c.Start)[:4]; !concluded[year] && !now.Before(opens.AddDate(0, 0, -7)) && now.Before(due.AddDate(0, 3, 0)) {
			out = append(out, itemOf(row, "name", "survey", "满意度征求意见（"+year+"年度）", "").at(due, cal, now))
		}
		return nil
	})
	return out, err
}
