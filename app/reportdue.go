package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// ReportsDue are the weekly reports not submitted: this week's, and those missed since the first week this ledger
// holds a report of. Where it holds none, it reminds of this week's and the last one's only, and of none before the week
// the ledger was founded in: what came before was reported by other means.
func (a *App) ReportsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) ([]DueItem, error) {
	done, first, err := submittedWeeks(ctx, r)
	if err != nil {
		return nil, err
	}
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	current := sla.WeekOf(now)
	week := sla.WeekOf(current.From.AddDate(0, 0, -7))
	roster, err := r.Roster(ctx)
	if err != nil {
		return nil, err
	}
	if began := sla.WeekOf(roster.Began()); week.From.Before(began.From) {
		week = began
	}
	if parsed, err := sla.ParseWeek(first); err == nil && parsed.From.Before(week.From) {
		week = parsed
	}
	out := []DueItem{}
	for ; !week.From.After(current.From); week = sla.WeekOf(week.To) {
		due, ok := week.Due(cal)
		if !ok || done[week.String()] || !inYears(years, due) {
			continue
		}
		number := report.Number("weekly", week.String())
		item := DueItem{Record: ledger.NewRecordID(a.Ledger, report.Kind.Name, number), Kind: report.Kind.Name, Number: number,
			Label: report.Title("weekly", week.String()), Clock: "report"}
		out = append(out, item.at(due, cal, now))
	}
	return out, nil
}

// inYears reports whether a moment lies in one of the contract years; without any, it does.
func inYears(years []contract.Contract, t time.Time) bool {
	day := dayOf(t)
	return len(years) == 0 || slices.ContainsFunc(years, func(c contract.Contract) bool { return c.Start <= day && day <= c.End })
}

// submittedWeeks are the weeks whose report was submitted, and the first week there is a report of.
func submittedWeeks(ctx context.Context, r Reader) (done map[string]bool, first string, err error) {
	done = map[string]bool{}
	err = r.Each(ctx, Query{Kind: report.Kind.Name, Sort: "period", Where: []Condition{{Key: "type", Op: Equal, Value: []string{"weekly"}}, {Key: "state", Op: Differs, Value: []string{string(report.Void)}}}}, func(row *Row) error {
		var f report.Facts
		if err := json.Unmarshal(row.FactsJSON, &f); err != nil {
			return fmt.Errorf("reading report %s: %w", row.Number, err)
		}
		period := row.Fields.Text("period")
		if first == "" {
			first = period
		}
		done[period] = !f.Submitted().IsZero()
		return nil
	})
	return done, first, err
}
