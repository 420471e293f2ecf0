package app

import (
	"context"
	"fmt"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/record/finding"
	"opsledger/app/record/ticket"
	"opsledger/app/record/visit"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

// furnish adds to a period's figures of tickets what its type tells besides: rates of the period before, weekly checks, and
// the parts drawn from other kinds (R059, R088, R138, R139).
func (a *App) furnish(ctx context.Context, r Reader, by reckoning, w *digest.Report) error {
	if by.period.Type == sla.Attendance {
		return a.roll(ctx, r, by, w)
	}
	former := reckoning{period: by.period.Before(), asOf: by.asOf}
	before, err := a.drawn(ctx, r, former)
	if err != nil {
		return err
	}
	w.Beside(before)
	if w.Checks, err = checksIn(ctx, r, by.period, by.asOf); err != nil {
		return err
	}
	for _, part := range a.partsOf(by.period.Type) {
		p, err := part(ctx, r, by, w)
		if err != nil {
			return err
		}
		w.Parts = append(w.Parts, p)
	}
	w.Tell()
	return nil
}

type partSource func(ctx context.Context, r Reader, by reckoning, w *digest.Report) (digest.Part, error)

// partsOf are what a type's report tells besides tickets, in its order.
func (a *App) partsOf(kind string) []partSource {
	switch kind {
	case sla.Quarterly:
		return []partSource{a.opinions, a.findings, a.issues, a.improving, a.tally}
	case sla.Annual:
		return []partSource{a.opinions, a.findings, a.issues, a.improving, a.specials, a.trained, a.tally}
	}
	return []partSource{a.findings, a.issues, a.tally}
}

// checksIn are the weekly checks of a period, as they were taken.
func checksIn(ctx context.Context, r Reader, p sla.Period, asOf time.Time) (out []digest.Checked, err error) {
	until := p.To.Add(-time.Second)
	if asOf.Before(until) {
		until = asOf
	}
	q := Query{Kind: check.Kind.Name, Sort: "at", Where: []Condition{{"at", AtLeast, []string{ledger.FormatTime(p.From)}}, {"at", AtMost, []string{ledger.FormatTime(until)}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		c, err := ledger.Decode[check.Check](row.Fields)
		out = append(out, digest.Checked{Week: c.Week, Percent: c.Percent, Numerator: c.Numerator, Denominator: c.Denominator, Over: c.Over, Retro: c.Retro})
		return err
	})
	return out, err
}

// recordsOf reads the records of a kind that were not voided.
func recordsOf[T any](ctx context.Context, r Reader, kind *ledger.Kind, sort string) (out []digest.Record[T], err error) {
	q := Query{Kind: kind.Name, Sort: sort, Where: []Condition{{"state", Differs, []string{voided}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		v, err := ledger.Decode[T](row.Fields)
		out = append(out, digest.Record[T]{Number: row.Number, State: row.State, Value: v})
		return err
	})
	return out, err
}

// voided is the state of what was voided, of every kind.
const voided = "void"

func (a *App) opinions(ctx context.Context, r Reader, _ reckoning, w *digest.Report) (p digest.Part, err error) {
	list, err := recordsOf[visit.Visit](ctx, r, visit.Kind, "date")
	return w.Opinions(list), err
}

func (a *App) findings(ctx context.Context, r Reader, _ reckoning, w *digest.Report) (p digest.Part, err error) {
	list, err := recordsOf[finding.Finding](ctx, r, finding.Kind, "found")
	return w.Findings(list, finding.Kind.StateLabel), err
}

// issues are the common issues of the tickets that arrived in the period and in the one before.
func (a *App) issues(ctx context.Context, r Reader, by reckoning, w *digest.Report) (p digest.Part, err error) {
	now, err := issuesIn(ctx, r, by.period, by.asOf)
	if err != nil {
		return p, err
	}
	before, err := issuesIn(ctx, r, by.period.Before(), by.asOf)
	return w.Issues(now, before), err
}

func issuesIn(ctx context.Context, r Reader, p sla.Period, asOf time.Time) (map[string][]string, error) {
	until := p.To.Add(-time.Second)
	if asOf.Before(until) {
		until = asOf
	}
	out := map[string][]string{}
	q := Query{Kind: ticket.Kind.Name, Sort: "arrived", Where: []Condition{{"arrived", AtLeast, []string{ledger.FormatTime(p.From)}}, {"arrived", AtMost, []string{ledger.FormatTime(until)}},
		{"common_issue", Differs, []string{""}}, {"state", Differs, []string{voided}}}}
	err := r.Each(ctx, q, func(row *Row) error {
		issue := row.Fields.Text("common_issue")
		out[issue] = append(out[issue], row.Number)
		return nil
	})
	return out, err
}

// improving are the improvements of a quarter, those carried into it among them, with their figures before and after (R139); of a
// year those of its last quarter.
func (a *App) improving(ctx context.Context, r Reader, by reckoning, w *digest.Report) (digest.Part, error) {
	p := digest.Part{Key: "improvements", Title: "改进项", Of: "improvement", Opens: "improvement", Lines: []string{},
		Heads: []string{"编号", "问题", "目标和措施", "负责人", "改进前", "改进后", "状态"}, Weights: []int{15, 10, 12, 6, 6, 6, 9}}
	for _, g := range [][2]string{{"carried", "上期带入"}, {"new", "本期提出"}, {"closed", "本期办结"}} {
		p.Begin(g[0], g[1])
	}
	quarter := sla.QuarterOf(by.period.To.Add(-time.Second)).String()
	list, err := improvements(ctx, r, quarter)
	for _, c := range list {
		state, metric := "改进中", c.Metric
		if p.Add(map[bool]string{true: "new", false: "carried"}[c.Since == quarter], "", c.Number); c.Closed {
			state = "已办结"
			p.Add("closed", "", c.Number)
		} else {
			p.Next = append(p.Next, fmt.Sprintf("改进项%s：%s；措施：%s。", c.Number, c.Target, c.Measure))
		}
		if metric != "" {
			metric = "（" + metric + "）"
		}
		p.Rows = append(p.Rows, []string{c.Number, c.Problem + metric, c.Target + "；" + c.Measure, c.Owner, orDash(c.Before), orDash(c.After), c.Since + "\n" + state})
	}
	p.Lines = append(p.Lines, fmt.Sprintf("上期带入%d项，本期提出%d项，本期办结%d项。", p.Value("carried"), p.Value("new"), p.Value("closed")))
	return p, err
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// roll is a month's attendance.
func (a *App) roll(ctx context.Context, r Reader, by reckoning, w *digest.Report) error {
	m, err := a.attendanceIn(ctx, r, by.period.From)
	if err == nil {
		w.Roll(m)
	}
	return err
}
