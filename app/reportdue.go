package app

import (
	"context"
	"slices"
	"time"

	"opsledger/app/record/contract"
	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// owedReports are the types of reports that are owed by a date (R059, R136, R140).
var owedReports = []string{sla.Weekly, sla.Monthly, sla.Quarterly}

// ReportsDue are the reports not submitted: this week's, and of each type those missed since the first period this ledger holds one
// of. Where it holds none, it reminds of the last one only, and of none before the one the ledger was founded in: what came before
// was reported by other means. A month's and a quarter's are owed once they are over.
func (a *App) ReportsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) ([]DueItem, error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	out := []DueItem{}
	for _, kind := range owedReports {
		done, from, err := submitted(ctx, r, kind, now)
		if err != nil {
			return nil, err
		}
		for p := from; !p.From.After(now); p = sla.PeriodOf(kind, p.To) {
			due, ok, err := p.Due(cal, deadlines(years, p))
			if err != nil {
				return nil, err
			}
			if ok && !done[p.Name] && (kind == sla.Weekly || !p.To.After(now)) && inYears(years, p.Closing(cal)) {
				out = append(out, a.owed(report.Kind.Name, report.Number(kind, p.Name), report.Title(kind, p.Name), "report").at(due, cal, now).staking(kind))
			}
		}
	}
	return out, nil
}

// inYears reports whether a moment lies in one of the contract years; without any, it does.
func inYears(years []contract.Contract, t time.Time) bool {
	day := dayOf(t)
	return len(years) == 0 || slices.ContainsFunc(years, func(c contract.Contract) bool { return c.Start <= day && day <= c.End })
}

// submitted are the periods of a type whose report was submitted, and the first that reminders look at.
func submitted(ctx context.Context, r Reader, kind string, now time.Time) (done map[string]bool, from sla.Period, err error) {
	roster, err := r.Roster(ctx)
	if err != nil {
		return nil, from, err
	}
	from = sla.PeriodOf(kind, now).Before()
	if began := sla.PeriodOf(kind, roster.Began()); from.From.Before(began.From) {
		from = began
	}
	done = map[string]bool{}
	q := Query{Kind: report.Kind.Name, Sort: "period", Where: []Condition{{Key: "type", Op: Equal, Value: []string{kind}}, {Key: "state", Op: Differs, Value: []string{string(report.Void)}}}}
	err = eachFacts(ctx, r, q, func(row *Row, f report.Facts) error {
		period := row.Fields.Text("period")
		if p, err := sla.ParsePeriod(kind, period); err == nil && p.From.Before(from.From) {
			from = p
		}
		done[period] = !f.Submitted().IsZero()
		return nil
	})
	return done, from, err
}
