package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/record/contract"
	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
)

// DefaultRecipient is whom a report is submitted to where nobody is named.
const DefaultRecipient = "信息中心"

// drafted adds what the program itself tells of a step: what a report freezes, what a check finds.
func (a *App) drafted(ctx context.Context, w Writer, s Step) (Step, error) {
	switch {
	case s.told != nil:
		return s, nil
	case s.Kind == report.Kind.Name:
		return a.prepareReport(ctx, w, s)
	case s.Kind == check.Kind.Name && s.Action == "take":
		return a.prepareCheck(ctx, w, s)
	case s.Kind == contract.Kind.Name && s.Action == "close-year":
		return a.prepareClosing(ctx, w, s)
	case s.Kind == contract.Kind.Name:
		return a.withScheme(s, nil)
	}
	return s, nil
}

func (a *App) prepareReport(ctx context.Context, w Writer, s Step) (Step, error) {
	switch s.Action {
	case "draft":
		return a.prepareDraft(ctx, w, s)
	case "edit", "finalise":
		if err := a.begin(ctx, w, s.Key); err != nil {
			return s, err
		}
		if s.Action == "finalise" {
			return a.prepareFinal(ctx, w, s, Drafted)
		}
	case "correct":
		return a.prepareFinal(ctx, w, s, Finalised)
	case "submit":
		if strings.TrimSpace(s.Values["to"]) == "" {
			s.told = ledger.Fields{"to": DefaultRecipient}
		}
	}
	return s, nil
}

// prepareDraft derives the report's number from its type and period: two colleagues draw up the same one.
func (a *App) prepareDraft(ctx context.Context, w Writer, s Step) (Step, error) {
	dicts, err := a.Dictionaries(ctx, w)
	if err != nil {
		return s, err
	}
	it, ok := dicts["report_type"].Find(s.Values["type"])
	if !ok {
		return s, nil // the value is refused with what may stand there
	}
	period := strings.TrimSpace(s.Values["period"])
	p, err := a.periodOf(ctx, w, it.Key, period)
	if err != nil {
		return s, err
	}
	cal, err := a.Calendar(ctx, w)
	if err != nil {
		return s, err
	}
	due, err := reportDue(ctx, w, p, cal)
	switch {
	case err != nil:
		return s, err
	case due.IsZero():
		return s, fault.New(fault.NoReport, period)
	}
	s.told = ledger.Fields{"outside_number": report.Number(it.Key, period), "due": ledger.FormatTime(due)}
	return s, nil
}

// begin drafts the report a person names where nobody has: editing and finalising need no step before them.
func (a *App) begin(ctx context.Context, w Writer, key string) error {
	kind, period, ok := strings.Cut(key, " ")
	if _, err := sla.ParsePeriod(kind, period); !ok || err != nil {
		return nil
	}
	_, err := w.Record(ctx, report.Kind.Name, key)
	if errors.Is(err, ErrNotFound) {
		_, err = a.act(ctx, w, report.Kind, Step{Kind: report.Kind.Name, Key: "new", Action: "draft", Values: map[string]string{"type": kind, "period": period}})
	}
	return err
}

// prepareFinal freezes the report as it stands: a draft as of now, a correction as of the version it corrects, as
// what happened later belongs to the next report (A12). A record that is not in the state is left to the step's own
// refusal.
func (a *App) prepareFinal(ctx context.Context, w Writer, s Step, from Status) (Step, error) {
	rec, err := w.Record(ctx, report.Kind.Name, s.Key)
	if errors.Is(err, ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	facts, _ := rec.Facts.(report.Facts)
	current, has := facts.Current()
	if has != (from == Finalised) || rec.State == report.Void {
		return s, nil
	}
	p, err := a.periodOf(ctx, w, rec.Fields.Text("type"), rec.Fields.Text("period"))
	if err != nil {
		return s, err
	}
	if err := a.over(ctx, w, p); err != nil {
		return s, err
	}
	if _, err := a.takeChecks(ctx, w); err != nil {
		return s, err
	}
	by := reckoning{period: p, asOf: a.Now(), written: written(rec.Fields)}
	if has {
		if by, err = correcting(rec, current, by, s.Values); err != nil {
			return s, err
		}
	}
	s.told, err = a.frozen(ctx, w, by)
	return s, err
}

// over refuses to freeze what can't be told yet: a week that has not begun, whose report takes up what its week left out (A12);
// of a longer period, before its last end of work.
func (a *App) over(ctx context.Context, r Reader, p sla.Period) error {
	if p.Type == sla.Weekly {
		if a.Now().Before(p.From) {
			return fault.New(fault.Refused, p.Name+"还没有开始，不能定稿")
		}
		return nil
	}
	cal, err := a.Calendar(ctx, r)
	if end := p.Closing(cal); err == nil && a.Now().Before(end) {
		err = fault.New(fault.Refused, fmt.Sprintf("%s到%s才结束，现在不能定稿", p.Name, end.Format("2006-01-02 15:04"))).With("请先存为草稿，结束后再定稿")
	}
	return err
}

// correcting reckons from where the version corrected did, with the sections now told.
func correcting(rec *ledger.Record, v report.Version, by reckoning, told map[string]string) (reckoning, error) {
	old, err := content(rec, v)
	by.asOf, by.since = old.AsOf, old.Since
	for key, text := range told {
		by.written[key] = text
	}
	return by, err
}

// frozen is what the step that finalises a report keeps.
func (a *App) frozen(ctx context.Context, w Writer, by reckoning) (ledger.Fields, error) {
	rep, err := a.reckon(ctx, w, by)
	if err != nil {
		return nil, err
	}
	code, err := headCode(ctx, w)
	if err != nil {
		return nil, err
	}
	text, err := freeze(rep)
	return ledger.Fields{"frozen": text, "code": code, "as_of": ledger.FormatTime(rep.AsOf), "due": ledger.FormatTime(rep.Due)}, err
}

// StepReport takes a step of a period's report: edit, finalise, submit, correct.
func (a *App) StepReport(ctx context.Context, p sla.Period, action string, values map[string]string) (*ledger.Record, error) {
	typed := map[string]string{}
	maps.Copy(typed, values)
	rec, err := a.Act(ctx, Step{Kind: report.Kind.Name, Key: report.Number(p.Type, p.Name), Action: action, Values: typed})
	if fault.Is(err, fault.NotFound) {
		f := fault.Of(err)
		f.Message = p.Name + "的" + report.Name(p.Type) + "还没有定稿"
		err = f.With("请先定稿（命令行用 --finalise）")
	}
	return rec, err
}

// StepWeekly takes a step of a week's report.
func (a *App) StepWeekly(ctx context.Context, period, action string, values map[string]string) (*ledger.Record, error) {
	week, err := ParseWeek(period)
	if err != nil {
		return nil, err
	}
	return a.StepReport(ctx, week.Period(), action, values)
}
