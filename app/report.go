package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

// Report is a period's report with what its head and foot say of it. A finalised one shows exactly what was frozen.
type Report struct {
	digest.Report
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

// ReportQuery says which report is wanted.
type ReportQuery struct {
	Type    string // as sla names the types of reports
	Period  string
	AsOf    time.Time // zero: as finalised, else now; else: reckoned as of then, whatever was finalised
	Version int       // 0: the one in force
	Reveal  string    // reason for showing titles unmasked; drafts only, as what was frozen is masked for good
}

// Weekly draws up a week's report as of a moment (zero: as finalised, else now).
func (a *App) Weekly(ctx context.Context, period string, asOf time.Time) (Report, error) {
	return a.ReadReport(ctx, ReportQuery{Type: sla.Weekly, Period: period, AsOf: asOf})
}

// ReadReport gives a period's report: the version finalised, or one reckoned from the facts.
func (a *App) ReadReport(ctx context.Context, q ReportQuery) (rep Report, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		p, err := a.periodOf(ctx, r, q.Type, q.Period)
		if err == nil {
			rep, err = a.readReport(ctx, r, p, q)
		}
		return err
	})
	if err != nil || q.Reveal == "" {
		return rep, err
	}
	return rep, a.disclosed(ctx, q.Reveal, "report", report.Kind.Name, report.Number(q.Type, q.Period), len(rep.Arrived.Records))
}

func (a *App) readReport(ctx context.Context, r Reader, p sla.Period, q ReportQuery) (rep Report, err error) {
	rec, facts, err := reportRecord(ctx, r, p)
	if err != nil {
		return rep, err
	}
	rep.Versions, rep.Rivals = facts.Versions, len(facts.Rivals())
	switch {
	case q.AsOf.IsZero() && len(facts.Versions) > 0:
		if q.Reveal != "" {
			return rep, fault.New(fault.Refused, "定稿按脱敏内容固化，不能另出明文").With("需要明文时，请用 list ticket --reveal 查看工单")
		}
		err = a.finalised(ctx, r, p, rec, q.Version, &rep)
	case q.Version > 0:
		err = fault.New(fault.NotFound, "定稿", fmt.Sprintf("%s 第%d版", p.Name, q.Version))
	default:
		err = a.unfinished(ctx, r, p, rec, q, &rep)
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
func (a *App) unfinished(ctx context.Context, r Reader, p sla.Period, rec *ledger.Record, q ReportQuery, rep *Report) (err error) {
	by := reckoning{period: p, asOf: q.AsOf, reveal: q.Reveal != ""}
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
	if rep.Report, err = a.reckon(ctx, r, by); err != nil {
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

// reportRecord finds a period's report; nil where nobody began one.
func reportRecord(ctx context.Context, r Reader, p sla.Period) (rec *ledger.Record, f report.Facts, err error) {
	rec, err = r.Record(ctx, report.Kind.Name, report.Number(p.Type, p.Name))
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

// Kind is the type of report it is, as sla names them.
func (rep *Report) Kind() string {
	if rep.Type == "" {
		return sla.Weekly
	}
	return rep.Type
}

// Headline is the report in one line.
func (rep *Report) Headline() string {
	head := rep.Period + " " + report.Name(rep.Kind()) + "："
	if rep.Kind() == sla.Attendance {
		return head + strings.TrimSuffix(strings.Join(append(slices.Clone(rep.Work), rep.Problems...), ""), "。")
	}
	head += fmt.Sprintf("到达%d，办结%d，在途%d（%s%%），超时%d，返工%d", rep.Arrived.Value, rep.Done.Value, rep.InTransit.Value, rep.Rate.Percent, rep.Overdue.Value, rep.Rework.Value)
	for _, m := range rep.Measures {
		if m.Percent != "" {
			head += "，" + m.Label + m.Percent + "%"
		}
	}
	return head
}
