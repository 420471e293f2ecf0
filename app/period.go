package app

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/record/contract"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// periodOf reads a period as a person named it. A year is the contract's most of which lies in it, where there is one (A11).
func (a *App) periodOf(ctx context.Context, r Reader, kind, text string) (p sla.Period, err error) {
	if p, err = sla.ParsePeriod(kind, text); err != nil {
		return p, fault.New(fault.BadPeriod, text).Because(err)
	}
	if kind != sla.Annual {
		return p, nil
	}
	years, err := contracts(ctx, r)
	if err != nil {
		return p, err
	}
	year := p.From.Year()
	for _, c := range years {
		start, end := midnight(c.Start), midnight(c.End).AddDate(0, 0, 1)
		if middle := start.Add(end.Sub(start)/2 - time.Second); middle.Year() == year {
			p.From, p.To = start, end
		}
	}
	return p, nil
}

// reportDue is when a period's report is due by the contract in force at its end; zero for a week without a working day, which
// has none (A12).
func reportDue(ctx context.Context, r Reader, p sla.Period, cal *worktime.Calendar) (time.Time, error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return time.Time{}, err
	}
	due, _, err := p.Due(cal, deadlines(years, p))
	return due, err
}

func deadlines(years []contract.Contract, p sla.Period) sla.Deadlines {
	terms := termsAt(years, p.To.Add(-time.Second))
	return sla.Deadlines{Month: terms.MonthDays, Quarter: terms.QuarterDays}
}
