package app

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
)

// reckoning says what a period's figures are reckoned from.
type reckoning struct {
	period  sla.Period
	asOf    time.Time
	since   time.Time         // zero: right after what the week's report before told
	written map[string]string // nil: all sections as drafted
	reveal  bool
}

// reckon draws a period up from the facts.
func (a *App) reckon(ctx context.Context, r Reader, by reckoning) (w digest.Report, err error) {
	if w, err = a.drawn(ctx, r, by); err != nil {
		return w, err
	}
	if by.period.Type != sla.Weekly {
		if err := a.furnish(ctx, r, by, &w); err != nil {
			return w, err
		}
	} else if note, err := checkNote(ctx, r, by.period.Name); err != nil {
		return w, err
	} else if note != "" && !by.asOf.Before(w.Due) {
		w.Notes = append(w.Notes, note)
	}
	w.Edit(asKept(by.written, by.reveal))
	return w, nil
}

// drawn are a period's figures of tickets.
func (a *App) drawn(ctx context.Context, r Reader, by reckoning) (w digest.Report, err error) {
	in, err := a.periodInput(ctx, r, by)
	switch {
	case err != nil:
		return w, err
	case in.Due.IsZero():
		return w, fault.New(fault.NoReport, by.period.Name)
	}
	return digest.Draw(in)
}

// periodInput reads what a report counts. A week needs the tickets in transit and those it touches; the rates of what is
// longer rest on dues that only the reckoning tells, so all are read.
func (a *App) periodInput(ctx context.Context, r Reader, by reckoning) (in digest.Input, err error) {
	switch by.period.Type {
	case sla.Weekly:
		s, err := a.survey(ctx, r, by)
		if err != nil {
			return in, err
		}
		s.in.Rest, err = s.unread(ctx)
		return s.in, err
	case sla.Attendance:
		return a.periodFrame(ctx, r, by)
	}
	if in, err = a.periodFrame(ctx, r, by); err != nil {
		return in, err
	}
	in.Tickets, err = a.reported(ctx, r, by.reveal)
	return in, err
}

// periodFrame is what a period is reckoned by, without tickets.
func (a *App) periodFrame(ctx context.Context, r Reader, by reckoning) (in digest.Input, err error) {
	in = digest.Input{Period: by.period, Now: by.asOf, Since: by.since}
	if in.Calendar, err = a.Calendar(ctx, r); err != nil {
		return in, err
	}
	if in.Policy, err = a.Policies(ctx, r); err != nil {
		return in, err
	}
	if in.Since.IsZero() && by.period.Type == sla.Weekly {
		if in.Since, err = since(ctx, r, sla.WeekOf(by.period.From), in); err != nil {
			return in, err
		}
	}
	closing := by.period.Closing(in.Calendar)
	if in.At = closing; by.period.Type != sla.Weekly {
		in.At = by.period.To.Add(-time.Second) // with what arrived and was done, so that they add up
	}
	if in.Due, err = reportDue(ctx, r, by.period, in.Calendar); err != nil {
		return in, err
	}
	in.ContractFrom, err = contractStart(ctx, r, closing)
	return in, err
}

// contractStart begins the contract year a report and a check belong to: the one in force at the moment they look at what is in
// transit (A4, A11). Zero where there is none.
func contractStart(ctx context.Context, r Reader, at time.Time) (start time.Time, err error) {
	c, err := contractAt(ctx, r, dayOf(at))
	if err != nil || c == nil {
		return start, err
	}
	return midnight(c.Start), nil
}

func dayOf(t time.Time) ledger.Day { return ledger.Day(t.In(ledger.Zone).Format(time.DateOnly)) }

// midnight begins a date; the zero time where it is none.
func midnight(d ledger.Day) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), ledger.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// since is where a week's report takes up: right after the as-of of the one before, and at the beginning of weeks
// that have none; what happened after a report was finalised goes into the next (A12). Never later than the week.
func since(ctx context.Context, r Reader, week sla.Week, in digest.Input) (time.Time, error) {
	from := week.From
	for range 3 { // no holiday is longer
		before := sla.WeekOf(from.AddDate(0, 0, -7))
		if _, has := before.Due(in.Calendar); has {
			_, facts, err := reportRecord(ctx, r, before.Period())
			if v, ok := facts.Find(1); ok && err == nil && v.AsOf.Before(from) {
				return v.AsOf.Add(time.Second), nil
			}
			return from, err
		}
		from = before.From
	}
	return from, nil
}

// reported reads all tickets with labels in place of dictionary keys.
func (a *App) reported(ctx context.Context, r Reader, reveal bool) (out []digest.Ticket, err error) {
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return nil, err
	}
	aside, err := a.aside(ctx, r)
	if err != nil {
		return nil, err
	}
	err = a.eachTicket(ctx, r, nil, func(t Ticket) error {
		if aside[t.ID] {
			return nil
		}
		out = append(out, t.digested(dicts, reveal))
		return nil
	})
	return out, err
}

// digested is a ticket as reports read it.
func (t Ticket) digested(dicts dictionary.Set, reveal bool) digest.Ticket {
	title := t.Title
	if !reveal {
		title = privacy.Scrub(title)
	}
	return digest.Ticket{Number: t.Number, Title: title, System: dicts.Label("system", t.System), Region: dicts.Label("region", t.Region),
		Category: dicts.Label("category", t.Category), Insurance: dicts.Label("insurance", t.Insurance), Assignee: t.Assignee, Facts: t.Facts}
}
