package app

import (
	"context"
	"fmt"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/person"
	rule "opsledger/app/rule/attendance"
	"opsledger/app/rule/presence"
)

// Attendance lays out a month: everyone's days, from one query of the days kept. month is any moment of it.
func (a *App) Attendance(ctx context.Context, month time.Time) (out rule.Month, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = a.attendanceIn(ctx, r, month)
		return err
	})
	return out, err
}

func (a *App) attendanceIn(ctx context.Context, r Reader, month time.Time) (out rule.Month, err error) {
	out, _, err = a.attendanceKept(ctx, r, month)
	return out, err
}

// attendanceKept is a month with the records behind it.
func (a *App) attendanceKept(ctx context.Context, r Reader, month time.Time) (out rule.Month, kept rule.Kept, err error) {
	judge, err := a.attendanceRule(ctx, r, month)
	if err != nil {
		return out, kept, err
	}
	first := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, ledger.Zone)
	roster, err := rosterOf(ctx, r, ledger.Day(date(first)), ledger.Day(date(first.AddDate(0, 1, -1))))
	if err != nil {
		return out, kept, err
	}
	kept.Leaves = roster.Leaves
	if kept.Days, err = daysKept(ctx, r, first.Format("2006-01")); err != nil {
		return out, kept, err
	}
	var members []rule.Member
	for _, m := range roster.Members {
		members = append(members, rule.Member{Name: m.Name, Role: onSiteRole(m.Facts)})
	}
	return judge.Lay(first, members, kept), kept, nil
}

// AttendanceDay says what one day's record amounts to, as the month does.
func (a *App) AttendanceDay(ctx context.Context, key string) (out rule.Day, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		rec, err := a.find(ctx, r, attendance.Kind.Name, key)
		if err != nil {
			return err
		}
		day := ledger.Day(rec.Fields.Text("date"))
		at, err := time.ParseInLocation(time.DateOnly, string(day), ledger.Zone)
		if err != nil {
			return nil // a record that has lost its date amounts to nothing
		}
		judge, err := a.attendanceRule(ctx, r, at)
		if err != nil {
			return err
		}
		leaves, err := leavesGranted(ctx, r, day, day)
		facts, _ := rec.Facts.(attendance.Facts)
		out = judge.Judge(at.Add(12*time.Hour), rule.Told{Record: rec.ID, Number: rec.Number, Facts: facts, Leaves: leaves[rec.Fields.Text("person")]})
		return err
	})
	return out, err
}

// onSiteRole gives what a person is on a day, where the role has to attend on site.
func onSiteRole(f person.Facts) func(ledger.Day) (string, bool) {
	return func(day ledger.Day) (string, bool) {
		role, ok := f.On(day)
		return role, ok && presence.OnSite(role)
	}
}

// attendanceRule is how the days of a month are judged: by the contract year of its last day (A16).
func (a *App) attendanceRule(ctx context.Context, r Reader, month time.Time) (out rule.Rule, err error) {
	out.Now = a.Now()
	if out.Calendar, err = a.Calendar(ctx, r); err != nil {
		return out, err
	}
	last := time.Date(month.Year(), month.Month()+1, 0, 0, 0, 0, 0, ledger.Zone)
	c, err := contractAt(ctx, r, ledger.Day(date(last)))
	if c != nil {
		out.Grace = time.Duration(c.LateGrace) * time.Minute
	}
	return out, err
}

// daysKept are the days written down in a month (2026-03), by person and date.
func daysKept(ctx context.Context, r Reader, month string) (map[string]map[ledger.Day]rule.Told, error) {
	out := map[string]map[ledger.Day]rule.Told{}
	q := Query{Kind: attendance.Kind.Name, Sort: "date", Where: []Condition{{Key: "date", Op: Equal, Value: []string{month}},
		{Key: "state", Op: Equal, Value: []string{string(attendance.Kept)}}}}
	err := r.Each(ctx, q, func(row *Row) error {
		f, err := factsOf[attendance.Facts](row)
		who := row.Fields.Text("person")
		if out[who] == nil {
			out[who] = map[ledger.Day]rule.Told{}
		}
		out[who][ledger.Day(row.Fields.Text("date"))] = rule.Told{Record: row.ID, Number: row.Number, Facts: f}
		return err
	})
	return out, err
}

// guardLeaveDays refuses a leave over another of the same person, and over a day the center has ruled on (R076).
func guardLeaveDays(ctx context.Context, _ *App, r Reader, rec *ledger.Record, fields ledger.Fields) error {
	asked := merged(rec.Fields, fields)
	span, from, to := attendance.SpanOf(asked), ledger.Day(asked.Text("from")), ledger.Day(asked.Text("to"))
	own := Condition{Key: "person", Op: Equal, Value: []string{span.Person}}
	q := leavesIn(from, to, attendance.Applied, attendance.Granted)
	q.Where = append(q.Where, own)
	err := r.Each(ctx, q, func(row *Row) error {
		other, err := factsOf[attendance.LeaveFacts](row)
		if err == nil && row.ID != rec.ID && other.Overlaps(span) {
			err = fault.New(fault.Refused, fmt.Sprintf("与请假%s（%s 至 %s）重叠", row.Number, row.Fields.Text("from"), row.Fields.Text("to"))).With("请改日期，或先取消那一次请假")
		}
		return err
	})
	if err != nil {
		return err
	}
	q = Query{Kind: attendance.Kind.Name, Where: []Condition{own, {Key: "date", Op: AtLeast, Value: []string{string(from)}}, {Key: "date", Op: AtMost, Value: []string{string(to)}},
		{Key: "ruling", Op: Differs, Value: []string{""}}, {Key: "state", Op: Equal, Value: []string{string(attendance.Kept)}}}}
	return r.Each(ctx, q, func(row *Row) error {
		return fault.New(fault.Refused, fmt.Sprintf("%s的考勤已由信息中心裁定为%s，不能再请假", row.Fields.Text("date"), row.Fields.Text("ruling"))).With("如有异议，请在那一天的考勤上申辩")
	})
}

// merged are a record's fields with those of a step over them.
func merged(have, more ledger.Fields) ledger.Fields {
	out := ledger.Fields{}
	for _, part := range []ledger.Fields{have, more} {
		for k, v := range part {
			out[k] = v
		}
	}
	return out
}
