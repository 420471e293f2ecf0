package app

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
)

// Report is a weekly report with what its head and foot say of the ledger.
type Report struct {
	digest.Weekly
	Author string // who draws it up
	Code   string // short code of this device's head: the ledger can be held against it
}

// Weekly draws up a week's report as of a moment (zero: now).
func (a *App) Weekly(ctx context.Context, period string, asOf time.Time) (rep Report, err error) {
	week, err := sla.ParseWeek(period)
	if err != nil {
		return rep, fault.New(fault.BadPeriod, period).Because(err)
	}
	if asOf.IsZero() {
		asOf = a.Now()
	}
	err = a.Store.View(ctx, func(r Reader) error {
		in := digest.Input{Week: week, Policy: sla.Standard, Now: asOf}
		if in.Calendar, err = a.Calendar(ctx, r); err != nil {
			return err
		}
		c, err := contractAt(ctx, r, ledger.Day(week.Thursday().Format(time.DateOnly)))
		if err != nil {
			return err
		}
		if c != nil {
			in.ContractFrom, _ = time.ParseInLocation(time.DateOnly, string(c.Start), ledger.Zone)
		}
		if in.Tickets, err = a.reported(ctx, r); err != nil {
			return err
		}
		var ok bool
		if rep.Weekly, ok, err = digest.Week(in); err == nil && !ok {
			err = fault.New(fault.NoReport, period)
		}
		if err != nil {
			return err
		}
		return a.sign(ctx, r, &rep)
	})
	return rep, err
}

func (a *App) sign(ctx context.Context, r Reader, rep *Report) error {
	rep.Author = a.Account
	tip, err := r.Tip(ctx)
	if err == nil && tip.Prev != nil {
		rep.Code = tip.Prev.Hash.Short()
	}
	return err
}

// reported reads all tickets with labels in place of dictionary keys.
func (a *App) reported(ctx context.Context, r Reader) (out []digest.Ticket, err error) {
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return nil, err
	}
	err = a.eachTicket(ctx, r, nil, func(t Ticket) error {
		out = append(out, digest.Ticket{Number: t.Number, Title: privacy.Scrub(t.Title), System: dicts.Label("system", t.System), Region: dicts.Label("region", t.Region),
			Category: dicts.Label("category", t.Category), Insurance: dicts.Label("insurance", t.Insurance), Assignee: t.Assignee, Facts: t.Facts})
		return nil
	})
	return out, err
}
