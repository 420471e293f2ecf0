package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/finding"
	"opsledger/app/record/unit"
	"opsledger/app/record/visit"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// guardFinding reckons until when a finding of a visit is first fed back, where nobody said.
func guardFinding(ctx context.Context, a *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	if fields.Text("feedback_by") != "" || fields.Text("source") != "巡访" {
		return nil
	}
	cal, err := a.Calendar(ctx, r)
	if err != nil {
		return err
	}
	years, err := contracts(ctx, r)
	if err != nil {
		return err
	}
	due, err := feedbackDue(years, cal, midnight(ledger.Day(fields.Text("found"))))
	if err == nil {
		fields["feedback_by"] = ledger.FormatTime(due)
	}
	return err
}

// feedbackDue is until when what a visit found is first fed back: working days of the contract year after it (R063).
func feedbackDue(years []contract.Contract, cal *worktime.Calendar, visited time.Time) (time.Time, error) {
	return sla.AfterDays(cal, visited, termsAt(years, visited).FeedbackDays)
}

// among is the condition that a record is in one of the states.
func among(states ...ledger.State) []Condition {
	var values []string
	for _, s := range states {
		values = append(values, string(s))
	}
	return []Condition{{Key: "state", Op: Equal, Value: values}}
}

// findingsDue are first feedbacks not given, and plans not carried out by their date (R063).
func findingsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	q := Query{Kind: finding.Kind.Name, Sort: "found", Where: among(finding.Open, finding.Submitted, finding.Solved)}
	err = r.Each(ctx, q, func(row *Row) error {
		f, err := factsOf[finding.Facts](row)
		if err == nil && f.FedBack.IsZero() && !f.FeedbackBy.IsZero() {
			out = append(out, itemOf(row, "title", "feedback", "首次反馈", "owner").at(f.FeedbackBy, cal, now))
		}
		if due := ledger.Day(row.Fields.Text("plan_due")); err == nil && due != "" && f.Solved.IsZero() {
			out = append(out, itemOf(row, "title", "plan", "解决方案完成", "owner").at(endOf(cal, due), cal, now))
		}
		return err
	})
	return out, err
}

// visitsDue are visits with problems that nobody has taken on yet (R061, R063).
func visitsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	err = r.Each(ctx, Query{Kind: visit.Kind.Name, Sort: "date", Where: among(visit.Recorded)}, func(row *Row) error {
		f, err := factsOf[visit.Facts](row)
		if open := len(f.Open()); err == nil && open > 0 {
			due, err := feedbackDue(years, cal, f.When())
			if err != nil {
				return err
			}
			out = append(out, itemOf(row, "unit", "feedback", fmt.Sprintf("巡访问题转出（%d个）", open), "asker").at(due, cal, now))
		}
		return err
	})
	return out, err
}

// Called is when a department was last visited (R060).
type Called struct {
	Unit   string     `json:"unit"`
	Side   string     `json:"side"`
	Region string     `json:"region"`
	Last   ledger.Day `json:"last"` // "" never
	Visits int        `json:"visits"`
	id     ledger.RecordID
}

// LastVisits tells of every department when it was last visited; those longest ago first. A department that visits name but nobody
// has recorded is among them.
func (a *App) LastVisits(ctx context.Context) (out []Called, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = a.lastVisits(ctx, r)
		return err
	})
	return out, err
}

func (a *App) lastVisits(ctx context.Context, r Reader) ([]Called, error) {
	byName := map[string]*Called{}
	var order []*Called
	named := func(name string) *Called {
		key := dictionary.Normal(name)
		if byName[key] == nil {
			byName[key] = &Called{Unit: name}
			order = append(order, byName[key])
		}
		return byName[key]
	}
	err := r.Each(ctx, Query{Kind: unit.Kind.Name, Sort: "number", Where: among("active")}, func(row *Row) error {
		c := named(row.Fields.Text("name"))
		c.Side, c.Region, c.id = row.Fields.Text("side"), row.Fields.Text("region"), row.ID
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = r.Each(ctx, Query{Kind: visit.Kind.Name, Sort: "date", Where: among(visit.Recorded, visit.Confirmed)}, func(row *Row) error {
		c := named(row.Fields.Text("unit"))
		c.Last = ledger.Day(row.Fields.Text("date"))
		c.Side, c.Region = cmp.Or(c.Side, row.Fields.Text("side")), cmp.Or(c.Region, row.Fields.Text("region"))
		c.Visits++
		return nil
	})
	out := []Called{}
	for _, c := range order {
		out = append(out, *c)
	}
	slices.SortStableFunc(out, func(x, y Called) int { return cmp.Compare(x.Last, y.Last) })
	return out, err
}

// callsDue remind of the visits a quarter owes: each business department recorded, and both kinds of departments (R060, R137).
// Outside of a contract year nothing is owed.
func (a *App) callsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	year, err := contractAt(ctx, r, ledger.Day(now.In(ledger.Zone).Format(time.DateOnly)))
	if err != nil || year == nil {
		return nil, err
	}
	list, err := a.lastVisits(ctx, r)
	if err != nil {
		return nil, err
	}
	quarter := sla.QuarterOf(now)
	seen := map[string]bool{}
	for _, c := range list {
		visited := c.Last != "" && !midnight(c.Last).Before(quarter.From)
		seen[c.Side] = seen[c.Side] || visited
		if c.id == "" || c.Side != "业务部门" || visited {
			continue
		}
		due := quarter.Closing(cal)
		if c.Last != "" {
			due = sla.QuarterOf(midnight(c.Last)).Next().Closing(cal)
		}
		out = append(out, DueItem{Record: c.id, Kind: unit.Kind.Name, Number: c.Unit, Title: c.Unit, Clock: "visit", Label: "每季走访"}.at(due, cal, now))
	}
	for _, side := range []string{"业务部门", "信息部门"} {
		if !seen[side] && len(list) > 0 {
			out = append(out, a.owed(visit.Kind.Name, quarter.String()+" "+side, "本季"+side+"巡访", "visit").at(quarter.Closing(cal), cal, now))
		}
	}
	return out, nil
}

// owed is something nobody has begun: named by its period.
func (a *App) owed(kind, name, label, clock string) DueItem {
	return DueItem{Record: ledger.NewRecordID(a.Ledger, kind, name), Kind: kind, Number: name, Clock: clock, Label: label}
}
