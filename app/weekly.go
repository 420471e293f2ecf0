package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/report"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// Report is a weekly report with what its head and foot say of it. A finalised one shows exactly what was frozen.
type Report struct {
	digest.Weekly
	Author string // who draws it up, or finalised it
	Code   string // short code of this device's head: the ledger can be held against it

	Status    Status
	Version   int // 0 before it is finalised
	Finalised time.Time
	Submitted time.Time // of this version
	Recipient string
	Received  time.Time
	PastDue   bool // first submitted after its due, or past due and not submitted

	Reason    string            // why this version corrects the one before
	Corrected []string          // what it changes against it, in words
	Changed   []digest.Change   // 冻结后变化: what the facts up to its as-of would say by all that is known now
	Versions  []report.Version  // all that were finalised
	Rivals    int               // versions finalised elsewhere without knowing of this one
	Revealed  bool              // personal data is not masked: 内部资料
	Written   map[string]string // sections as a person wrote them, by key
}

// Status is where a report stands.
type Status string

// The states of a report; Trial is one reckoned as of another moment, beside whatever was finalised.
const (
	Undrafted Status = ""
	Drafted   Status = "draft"
	Finalised Status = "final"
	Submitted Status = "submitted"
	Trial     Status = "trial"
)

// WeeklyQuery says which report is wanted.
type WeeklyQuery struct {
	Period  string
	AsOf    time.Time // zero: as finalised, else now; else: reckoned as of then, whatever was finalised
	Version int       // 0: the one in force
	Reveal  string    // reason for showing titles unmasked; drafts only, as what was frozen is masked for good
}

// Weekly draws up a week's report as of a moment (zero: as finalised, else now).
func (a *App) Weekly(ctx context.Context, period string, asOf time.Time) (Report, error) {
	return a.ReadWeekly(ctx, WeeklyQuery{Period: period, AsOf: asOf})
}

// ReadWeekly gives a week's report: the version finalised, or one reckoned from the facts.
func (a *App) ReadWeekly(ctx context.Context, q WeeklyQuery) (rep Report, err error) {
	week, err := ParseWeek(q.Period)
	if err != nil {
		return rep, err
	}
	err = a.Store.View(ctx, func(r Reader) error {
		rep, err = a.readWeekly(ctx, r, week, q)
		return err
	})
	if err != nil || q.Reveal == "" {
		return rep, err
	}
	return rep, a.disclosed(ctx, q.Reveal, "report", report.Kind.Name, report.Number("weekly", q.Period), len(rep.Arrived.Records))
}

func (a *App) readWeekly(ctx context.Context, r Reader, week sla.Week, q WeeklyQuery) (rep Report, err error) {
	rec, facts, err := weeklyRecord(ctx, r, week)
	if err != nil {
		return rep, err
	}
	rep.Versions, rep.Rivals = facts.Versions, len(facts.Rivals())
	switch {
	case q.AsOf.IsZero() && len(facts.Versions) > 0:
		if q.Reveal != "" {
			return rep, fault.New(fault.Refused, "定稿按脱敏内容固化，不能另出明文").With("需要明文时，请用 list ticket --reveal 查看工单")
		}
		err = a.finalised(ctx, r, week, rec, q.Version, &rep)
	case q.Version > 0:
		err = fault.New(fault.NotFound, "定稿", fmt.Sprintf("%s 第%d版", week, q.Version))
	default:
		err = a.unfinished(ctx, r, week, rec, q, &rep)
	}
	if err != nil {
		return rep, err
	}
	rep.judge(facts, a.Now())
	return rep, nil
}

// judge says whether the report is late: by its first submission, else by today (R136).
func (rep *Report) judge(f report.Facts, now time.Time) {
	if rep.PastDue = f.Late(); f.Submitted().IsZero() {
		rep.PastDue = now.After(rep.Due)
	}
}

// unfinished reckons a report from the facts, with the sections a person wrote.
func (a *App) unfinished(ctx context.Context, r Reader, week sla.Week, rec *ledger.Record, q WeeklyQuery, rep *Report) (err error) {
	by := reckoning{week: week, asOf: q.AsOf, reveal: q.Reveal != ""}
	if by.asOf.IsZero() {
		by.asOf = a.Now()
	} else {
		rep.Status = Trial
	}
	if rec != nil && rec.State == report.Draft {
		by.written = written(rec.Fields)
		rep.Written = by.written
		if rep.Status == Undrafted {
			rep.Status = Drafted
		}
	}
	if rep.Weekly, err = a.reckon(ctx, r, by); err != nil {
		return err
	}
	rep.Revealed, rep.Author = by.reveal, a.Account
	rep.Code, err = headCode(ctx, r)
	return err
}

// headCode is the short code of this device's head.
func headCode(ctx context.Context, r Reader) (string, error) {
	tip, err := r.Tip(ctx)
	if err != nil || tip.Prev == nil {
		return "", err
	}
	return tip.Prev.Hash.Short(), nil
}

// weeklyRecord finds a week's report; nil where nobody began one.
func weeklyRecord(ctx context.Context, r Reader, week sla.Week) (rec *ledger.Record, f report.Facts, err error) {
	rec, err = r.Record(ctx, report.Kind.Name, report.Number("weekly", week.String()))
	if errors.Is(err, ErrNotFound) {
		return nil, f, nil
	}
	if err == nil {
		f, _ = rec.Facts.(report.Facts)
	}
	return rec, f, err
}

// written are the sections a person wrote, as the record holds them.
func written(f ledger.Fields) map[string]string {
	out := map[string]string{}
	for _, key := range report.Sections {
		if text := f.Text(key); text != "" {
			out[key] = text
		}
	}
	return out
}

// reckoning says what a week's figures are reckoned from.
type reckoning struct {
	week    sla.Week
	asOf    time.Time
	since   time.Time         // zero: right after what the report before told
	written map[string]string // nil: all sections as drafted
	reveal  bool
}

// reckon draws a week up from the facts.
func (a *App) reckon(ctx context.Context, r Reader, by reckoning) (w digest.Weekly, err error) {
	in, err := a.weekInput(ctx, r, by)
	if err != nil {
		return w, err
	}
	w, ok, err := digest.Week(in)
	if err == nil && !ok {
		err = fault.New(fault.NoReport, by.week.String())
	}
	if err != nil {
		return w, err
	}
	note, err := checkNote(ctx, r, by.week)
	if err != nil {
		return w, err
	}
	if note != "" && !by.asOf.Before(w.Due) {
		w.Notes = append(w.Notes, note)
	}
	w.Edit(asKept(by.written, by.reveal))
	return w, nil
}

func (a *App) weekInput(ctx context.Context, r Reader, by reckoning) (in digest.Input, err error) {
	s, err := a.survey(ctx, r, by)
	if err != nil {
		return in, err
	}
	s.in.Rest, err = s.unread(ctx)
	return s.in, err
}

// weekFrame is what a week is reckoned by, without tickets.
func (a *App) weekFrame(ctx context.Context, r Reader, by reckoning) (in digest.Input, err error) {
	in = digest.Input{Week: by.week, Now: by.asOf, Since: by.since}
	if in.Calendar, err = a.Calendar(ctx, r); err != nil {
		return in, err
	}
	if in.Policy, err = a.Policies(ctx, r); err != nil {
		return in, err
	}
	if in.Since.IsZero() {
		if in.Since, err = since(ctx, r, by.week, in); err != nil {
			return in, err
		}
	}
	in.ContractFrom, err = contractStart(ctx, r, by.week, in.Calendar)
	return in, err
}

// contractStart begins the contract year a week's report and check belong to: the one in force when they are due (A4, A11).
// Zero where there is none.
func contractStart(ctx context.Context, r Reader, week sla.Week, cal *worktime.Calendar) (start time.Time, err error) {
	due, ok := week.Due(cal)
	if !ok {
		return start, nil
	}
	c, err := contractAt(ctx, r, dayOf(due))
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
			_, facts, err := weeklyRecord(ctx, r, before)
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
