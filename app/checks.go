package app

import (
	"context"
	"fmt"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/record/contract"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// TakeChecks takes every weekly check of the contract years that is due and was not taken, and gives the weeks. One
// taken later than the day it was due is marked 回溯 (A4). Weeks without a working day have none (A12).
func (a *App) TakeChecks(ctx context.Context) (taken []string, err error) {
	var missing []dueCheck
	err = a.Store.View(ctx, func(r Reader) error {
		missing, err = a.missingChecks(ctx, r)
		return err
	})
	if err != nil || len(missing) == 0 {
		return nil, err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		taken, err = a.takeChecks(ctx, w)
		return err
	})
	return taken, err
}

// dueCheck is a week's check with its moment and the year it counts in.
type dueCheck struct {
	week      sla.Week
	at        time.Time
	yearStart time.Time
}

// missingChecks are the checks due up to now that nobody took.
func (a *App) missingChecks(ctx context.Context, r Reader) (out []dueCheck, err error) {
	cal, err := a.Calendar(ctx, r)
	if err != nil {
		return nil, err
	}
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, c := range years {
		for _, d := range weeksDue(c, cal, a.Now()) {
			n, err := r.Count(ctx, Query{Kind: check.Kind.Name, Where: []Condition{{Key: "number", Op: Equal, Value: []string{d.week.String()}}}}, 1)
			if err != nil {
				return nil, err
			}
			if n == 0 {
				out = append(out, d)
			}
		}
	}
	return out, nil
}

// weeksDue are the weeks whose report and check were due in a contract year, up to a moment. A week due outside belongs to the
// contract in force then, if any.
func weeksDue(c contract.Contract, cal *worktime.Calendar, until time.Time) (out []dueCheck) {
	start, end := midnight(c.Start), midnight(c.End)
	for week := sla.WeekOf(start); !week.From.After(end) && !week.From.After(until); week = sla.WeekOf(week.To) {
		at, ok := week.Due(cal)
		if day := dayOf(at); ok && !at.After(until) && c.Start <= day && day <= c.End {
			out = append(out, dueCheck{week, at, start})
		}
	}
	return out
}

// takeChecks writes all missing checks as one use case.
func (a *App) takeChecks(ctx context.Context, w Writer) (taken []string, err error) {
	missing, err := a.missingChecks(ctx, w)
	if err != nil || len(missing) == 0 {
		return nil, err
	}
	take, _ := check.Kind.Action("take")
	if err := a.allowed(ctx, w, check.Kind, take, &ledger.Record{}, ledger.Fields{}); err != nil {
		return nil, err
	}
	tickets, err := a.reported(ctx, w, false)
	if err != nil {
		return nil, err
	}
	var entries []stepEntry
	for _, d := range missing {
		fields := a.found(tickets, d)
		fields["week"] = d.week.String()
		if err := take.Check(ledger.Before{}, fields); err != nil {
			return nil, fault.New(fault.Refused, err.Error())
		}
		id := ledger.NewRecordID(a.Ledger, check.Kind.Name, d.week.String())
		entries = append(entries, stepEntry{entry: ledger.Entry{Record: id, Kind: check.Kind.Name, Action: take.Name, Fields: fields}})
		taken = append(taken, d.week.String())
	}
	return taken, a.write(ctx, w, entries)
}

// prepareCheck takes one week's check by name.
func (a *App) prepareCheck(ctx context.Context, w Writer, s Step) (Step, error) {
	text := s.Values["week"]
	if text == "" && s.Key != "new" {
		text = s.Key
	}
	d, err := a.checkOf(ctx, w, text)
	if err != nil {
		return s, err
	}
	tickets, err := a.reported(ctx, w, false)
	if err != nil {
		return s, err
	}
	s.Key, s.Values, s.told = "new", map[string]string{"week": d.week.String()}, a.found(tickets, d)
	return s, nil
}

func (a *App) checkOf(ctx context.Context, r Reader, text string) (d dueCheck, err error) {
	if d.week, err = ParseWeek(text); err != nil {
		return d, err
	}
	cal, err := a.Calendar(ctx, r)
	if err != nil {
		return d, err
	}
	at, ok := d.week.Due(cal)
	switch {
	case !ok:
		return d, fault.New(fault.Refused, text+"全周没有工作日，没有检查")
	case at.After(a.Now()):
		return d, fault.New(fault.Refused, text+"的检查时刻是"+at.Format("2006-01-02 15:04")+"，还没有到")
	}
	d.at = at
	from, err := contractStart(ctx, r, at)
	d.yearStart = digest.Input{Period: d.week.Period(), ContractFrom: from}.YearStart()
	return d, err
}

// countedBytes bounds the list behind the denominator: beyond it only its length is kept.
const countedBytes = 600 << 10

// found is what a check finds, as the step keeps it.
func (a *App) found(tickets []digest.Ticket, d dueCheck) ledger.Fields {
	c, now := digest.TakeCheck(tickets, d.at, d.yearStart), a.Now()
	retro := now.In(ledger.Zone).Format(time.DateOnly) > d.at.In(ledger.Zone).Format(time.DateOnly)
	f := ledger.Fields{"at": ledger.FormatTime(d.at), "as_of": ledger.FormatTime(now), "retro": retro,
		"numerator": int64(c.Rate.Numerator), "denominator": int64(c.Rate.Denominator), "percent": c.Rate.Percent, "over": c.Rate.Over, "without": c.Without.Percent,
		"open": asAny(c.Open), "excused": asAny(c.Excused), "counted": asAny(c.Counted)}
	if size := len(fmt.Sprint(c.Counted)); size > countedBytes {
		f["counted"] = asAny(nil)
		f["note"] = "年累计工单过多，没有逐件固化其明细"
	}
	return f
}

func asAny(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// checkNote words a week's check for its report; "" where none was taken.
func checkNote(ctx context.Context, r Reader, week string) (note string, err error) {
	q := Query{Kind: check.Kind.Name, Where: []Condition{{Key: "number", Op: Equal, Value: []string{week}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		c, err := ledger.Decode[check.Check](row.Fields)
		note = CheckLine(c)
		return err
	})
	if note != "" {
		note = "每周检查" + note + "。"
	}
	return note, err
}

// CheckLine words a check: when, the fraction, the second reading, 回溯.
func CheckLine(c check.Check) string {
	verb := map[bool]string{true: "超过3.5%", false: "未超过3.5%"}[c.Over]
	line := fmt.Sprintf("（%s）：在途%d件÷年累计%d件", c.At.In(ledger.Zone).Format("2006-01-02 15:04"), c.Numerator, c.Denominator)
	if c.Percent != "" {
		line += fmt.Sprintf("＝%s%%，%s", c.Percent, verb)
	}
	if n := len(c.Excused); n > 0 {
		line += fmt.Sprintf("；剔除非运维原因在途%d件后%s%%", n, c.Without)
	}
	if c.Retro {
		line += "（回溯）"
	}
	return line
}
