package app

import (
	"context"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/record/training"
	"opsledger/app/rule/coverage"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// guardSystems reads a list of systems by the dictionary: an unknown one is refused.
func guardSystems(ctx context.Context, a *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	list := texts(fields["systems"])
	if len(list) == 0 {
		return nil
	}
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return err
	}
	var out []any
	for _, text := range list {
		it, ok := dicts["system"].Find(text)
		if !ok || it.Retired {
			return fault.New(fault.BadValue, "涉及系统", text, "可填："+strings.Join(dicts["system"].Labels(), "、"))
		}
		out = append(out, it.Key)
	}
	fields["systems"] = out
	return nil
}

// guardTraining holds of a correction what planning a training holds.
func guardTraining(ctx context.Context, a *App, r Reader, rec *ledger.Record, fields ledger.Fields) error {
	if err := training.CheckQuotas(ledger.Before{State: rec.State, Fields: rec.Fields}, fields); err != nil {
		return fault.New(fault.Refused, err.Error())
	}
	return guardSystems(ctx, a, r, rec, fields)
}

func trainingOf(row *Row) (training.Training, error) {
	t, err := ledger.Decode[training.Training](row.Fields)
	if err == nil {
		t.Facts, err = factsOf[training.Facts](row)
	}
	return t, err
}

// Effect compares how many tickets carried a training's common issue before and after it (R122).
func (a *App) Effect(ctx context.Context, key string, days int) (e coverage.Effect, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		rec, err := a.find(ctx, r, training.Kind.Name, key)
		if err != nil {
			return err
		}
		f, _ := rec.Facts.(training.Facts)
		issue := rec.Fields.Text("issue")
		switch {
		case issue == "":
			return fault.New(fault.Refused, "培训"+rec.Number+"没有填写针对的共性问题").With("请先更正该培训，填写与工单上一致的共性问题")
		case f.Start.IsZero():
			return fault.New(fault.Refused, "培训"+rec.Number+"还没有开始，没有可对比的时间").With("请先登记开始或结束")
		}
		aside, err := a.aside(ctx, r)
		if err != nil {
			return err
		}
		var tickets []coverage.Tagged
		q := Query{Kind: ticket.Kind.Name, Sort: "arrived", Where: []Condition{{Key: "common_issue", Op: Differs, Value: []string{""}}, {Key: "state", Op: Differs, Value: []string{string(ticket.Void)}}}}
		err = r.Each(ctx, q, func(row *Row) error {
			if !aside[row.ID] {
				tickets = append(tickets, coverage.Tagged{Issue: row.Fields.Text("common_issue"), Arrived: ledger.ParseTime(row.Fields["arrived"])})
			}
			return nil
		})
		e = coverage.Compare(issue, tickets, f.Start, f.End, a.Now(), days)
		return err
	})
	return e, err
}

// trainingsDue are the trainings planned and not begun (R067): each at the time it is planned for.
func trainingsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	err = r.Each(ctx, Query{Kind: training.Kind.Name, Sort: "planned", Where: among(training.Planned)}, func(row *Row) error {
		if at := ledger.ParseTime(row.Fields.Text("planned")); !at.IsZero() {
			out = append(out, itemOf(row, "topic", "training", "培训开始", "trainer").at(at, cal, now))
		}
		return nil
	})
	return out, err
}

// exchangeDue reminds of the exchange a quarter owes (R121). Outside of a contract year nothing is owed.
func (a *App) exchangeDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) ([]DueItem, error) {
	year, err := contractAt(ctx, r, ledger.Day(now.In(ledger.Zone).Format(time.DateOnly)))
	if err != nil || year == nil {
		return nil, err
	}
	quarter := sla.QuarterOf(now)
	n, err := r.Count(ctx, Query{Kind: training.Kind.Name, Where: append(among(training.Ongoing, training.Finished, training.Evaluated),
		Condition{Key: "type", Op: Equal, Value: []string{training.Exchange}}, Condition{Key: "start", Op: AtLeast, Value: []string{quarter.From.Format(time.DateOnly)}})}, 1)
	if err != nil || n > 0 {
		return nil, err
	}
	item := a.owed(training.Kind.Name, quarter.String()+" "+training.Exchange, "本季交流活动", "exchange")
	return []DueItem{item.at(quarter.Closing(cal), cal, now)}, nil
}
