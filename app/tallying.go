package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/change"
	"opsledger/app/record/complaint"
	"opsledger/app/record/coordination"
	"opsledger/app/record/duty"
	"opsledger/app/record/routine"
	"opsledger/app/record/security"
	"opsledger/app/record/training"
	"opsledger/app/rule/coverage"
	"opsledger/app/rule/digest"
)

// kept are the kinds a report counts besides tickets: by which fields their records began and ended, and the states that end
// one without a date.
var kept = []struct {
	kind         *ledger.Kind
	begun, ended string
	gone         []ledger.State
}{
	{change.Kind, "applied", "closed", []ledger.State{"rejected", "rolled_back"}},
	{coordination.Kind, "sent", "answered", []ledger.State{"closed"}},
	{routine.RunKind, "due", "done", []ledger.State{"skipped"}},
	{training.Kind, "start", "end", []ledger.State{training.Cancelled, training.Finished, training.Evaluated}},
	{duty.CalloutKind, "asked", "restored", []ledger.State{duty.Closed}},
	{security.Kind, "found", "solved", []ledger.State{"closed"}},
	{complaint.Kind, "received", "closed", nil},
}

// tally counts what else was begun and ended in the period, and what is left.
func (a *App) tally(ctx context.Context, r Reader, _ reckoning, w *digest.Report) (digest.Part, error) {
	var all []digest.Kept
	for _, k := range kept {
		counted := digest.Kept{Kind: k.kind.Name, Label: k.kind.Label}
		err := r.Each(ctx, Query{Kind: k.kind.Name, Where: []Condition{{"state", Differs, []string{voided}}}}, func(row *Row) error {
			d := digest.Dated{Number: row.Number, Begun: ledger.ParseTime(row.Fields[k.begun]), Ended: ledger.ParseTime(row.Fields[k.ended])}
			if d.Begun.IsZero() {
				d.Begun = ledger.ParseTime(row.Fields["found"]) // a callout nobody asked for
			}
			for _, s := range k.gone {
				d.Gone = d.Gone || row.State == s
			}
			counted.Records = append(counted.Records, d)
			return nil
		})
		if err != nil {
			return digest.Part{}, err
		}
		all = append(all, counted)
	}
	return w.Tally(all), nil
}

// specials are the year's special tasks with how far they came (R037, R041).
func (a *App) specials(ctx context.Context, r Reader, by reckoning, _ *digest.Report) (digest.Part, error) {
	p := digest.Part{Key: "specials", Title: "年度专项", Of: "routine", Opens: "routine", Lines: []string{}, Heads: []string{"编号", "专项", "年度目标", "目标数", "已完成", "完成率"}, Weights: []int{15, 9, 14, 6, 6, 7}}
	p.Begin("all", "年度专项")
	err := r.Each(ctx, Query{Kind: routine.Kind.Name, Where: []Condition{{"state", Differs, []string{voided}}, {"type", Equal, []string{"专项"}}}}, func(row *Row) error {
		v, err := ledger.Decode[routine.Routine](row.Fields)
		if err != nil || string(v.Since) >= by.period.To.Format(time.DateOnly) || v.Until != "" && string(v.Until) < by.period.From.Format(time.DateOnly) {
			return err
		}
		p.Add("all", "", row.Number)
		rate := orDash(v.Completed)
		if v.Completed != "" {
			rate += "%"
		}
		p.Rows = append(p.Rows, []string{row.Number, v.Name, orDash(v.Target), fmt.Sprint(v.TargetFigure), fmt.Sprint(v.Reached), rate})
		return nil
	})
	if len(p.Rows) == 0 {
		p.Lines = []string{"本年没有登记专项。"}
	}
	return p, err
}

// trained are the period's trainings with whom they reached (R067, R096, R121).
func (a *App) trained(ctx context.Context, r Reader, by reckoning, w *digest.Report) (digest.Part, error) {
	p := digest.Part{Key: "trainings", Title: "培训交流", Of: "training", Opens: "training", Lines: []string{}, Heads: []string{"编号", "日期", "类别", "主题", "应训", "已训"}, Weights: []int{15, 9, 8, 14, 5, 5}}
	p.Begin("all", "培训交流")
	var held []training.Training
	err := r.Each(ctx, Query{Kind: training.Kind.Name, Sort: "start", Where: among(training.Finished, training.Evaluated)}, func(row *Row) error {
		t, err := trainingOf(row)
		if err != nil || t.Start.Before(w.From) || !t.Start.Before(w.To) || t.Start.After(w.AsOf) {
			return err
		}
		held = append(held, t)
		p.Add("all", "", row.Number)
		p.Rows = append(p.Rows, []string{row.Number, t.Start.In(ledger.Zone).Format(time.DateOnly), t.Type, t.Topic, fmt.Sprint(t.Facts.Invited), fmt.Sprint(len(t.Facts.Participants))})
		return nil
	})
	if err != nil {
		return p, err
	}
	c, err := reached(ctx, r, held)
	line := fmt.Sprintf("举办培训和交流%d场，%d人次参加（%d人）", c.Trainings, c.Came, c.People)
	if c.Percent != "" {
		line += fmt.Sprintf("，覆盖率%s%%", c.Percent)
	}
	p.Lines = append([]string{line + "。"}, reachWords(c.Units)...)
	return p, err
}

// reachWords tell trained of invited of each unit, and of which units it can't be told how many are invited.
func reachWords(list []coverage.Reach) (out []string) {
	var known, untold []string
	for _, u := range list {
		switch {
		case u.Due > 0:
			known = append(known, fmt.Sprintf("%s%d／%d（%s%%）", u.Unit, u.Trained, u.Due, u.Percent))
		case u.Invited > 0:
			untold = append(untold, u.Unit)
		}
	}
	if known != nil {
		out = append(out, "各单位已训／应训人次："+strings.Join(known, "，")+"。")
	}
	if untold != nil {
		out = append(out, "应训人数未登记："+strings.Join(untold, "、")+"。")
	}
	return out
}
