package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/record/person"
	"opsledger/app/record/turnover"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// staffDue are the sources of what the staff owes.
func (a *App) staffDue() []dueSource {
	return []dueSource{a.turnoversDue, a.calloutsDue, a.dutyDue, a.appraisalsDue, a.lackingDue}
}

// dayEnd is the last second of a date: these are natural days.
func dayEnd(day ledger.Day) time.Time { return midnight(day).AddDate(0, 0, 1).Add(-time.Second) }

// turnoversDue are changes of people: to be submitted thirty days before the planned leave, red below seven; then to be agreed,
// handed over and accepted by it (R089–R091, A5).
func (a *App) turnoversDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	states := []string{string(turnover.Draft), string(turnover.Rejected), string(turnover.Submitted), string(turnover.Handed)}
	err = r.Each(ctx, Query{Kind: turnover.Kind.Name, Sort: "planned", Where: []Condition{{Key: "state", Op: Equal, Value: states}}}, func(row *Row) error {
		f, err := factsOf[turnover.Facts](row)
		if err != nil || f.Planned == "" {
			return err
		}
		item := DueItem{Record: row.ID, Kind: row.Kind, Number: row.Number, Title: f.Leaver + "离场", Person: f.Leaver}
		if row.State == turnover.Draft || row.State == turnover.Rejected {
			if f.AskedBy == turnover.ByContractor {
				out = append(out, item.notice(f, cal, now))
			}
			return nil
		}
		item.Clock, item.Label, item.Risk = "turnover", next(f), leaving(f)
		out = append(out, item.at(dayEnd(f.Planned), cal, now))
		return nil
	})
	return out, err
}

// notice is when a change had to be submitted: once the thirty days are missed, the red line counts.
func (d DueItem) notice(f turnover.Facts, cal *worktime.Calendar, now time.Time) DueItem {
	before := func(days int) time.Time { return dayEnd(f.Planned).AddDate(0, 0, -days) }
	d.Clock, d.Label, d.Risk = "turnover_notice", fmt.Sprintf("提前%d天报备", turnover.NoticeDays), score.Risk{Evidence: "change"}
	if due := before(turnover.NoticeDays); !now.After(due) {
		return d.at(due, cal, now)
	}
	d.Clock, d.Label = "turnover_red", fmt.Sprintf("已不足%d天，%d天红线", turnover.NoticeDays, turnover.RedLineDays)
	return d.at(before(turnover.RedLineDays), cal, now)
}

// next is what a submitted change waits for.
func next(f turnover.Facts) string {
	switch {
	case f.Consented.IsZero():
		return "人员变更待信息中心同意"
	case f.Handed.IsZero():
		return "待工作交接"
	case f.Accepted.IsZero():
		return "交接待信息中心认可"
	}
	return "待离场"
}

// leaving is what is lost where somebody leaves as a change stands (R141, R142; A17).
func leaving(f turnover.Facts) score.Risk {
	switch {
	case f.Consented.IsZero() && f.Core:
		return score.Risk{Evidence: "change", Rate: "core"}
	case f.Consented.IsZero():
		return score.Risk{Evidence: "change"}
	case f.Handed.IsZero():
		return score.Risk{Evidence: "handover"}
	}
	return score.Risk{}
}

// lackingDue are, one item a person, the people of the bid who have not come, and the PCs and secrecy agreements that are missing (R083, R116, R151).
func (a *App) lackingDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	today := ledger.Day(date(now))
	roster, err := rosterOf(ctx, r, today, today)
	if err != nil || len(roster.Members) == 0 {
		return nil, err
	}
	devices, err := devices(ctx, r)
	at := map[ledger.RecordID]int{}
	for _, l := range roster.Lacking(today, devices) {
		if i, ok := at[l.Record]; ok {
			out[i].Label += "、" + l.What
			continue
		}
		if l.Since == "" {
			continue
		}
		at[l.Record] = len(out)
		item := DueItem{Record: l.Record, Kind: person.Kind.Name, Number: l.Number, Title: l.Name, Clock: "lacking", Label: "缺" + l.What, Person: l.Name}
		out = append(out, item.at(dayEnd(l.Since), cal, now))
	}
	return out, err
}

// halfYear is one half of a year: "2026-H1", from its first day to its last.
type halfYear struct {
	name        string
	first, last ledger.Day
}

func halfOf(t time.Time) halfYear {
	y, m, _ := t.In(ledger.Zone).Date()
	if m <= time.June {
		return halfYear{fmt.Sprintf("%d-H1", y), ledger.Day(fmt.Sprintf("%d-01-01", y)), ledger.Day(fmt.Sprintf("%d-06-30", y))}
	}
	return halfYear{fmt.Sprintf("%d-H2", y), ledger.Day(fmt.Sprintf("%d-07-01", y)), ledger.Day(fmt.Sprintf("%d-12-31", y))}
}

// appraisalsDue are the people on site without an appraisal of this half-year, and of the last one where it lies in a contract year
// (R144): each by the last day of the half.
func (a *App) appraisalsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	years, err := contracts(ctx, r)
	if err != nil {
		return nil, err
	}
	current := halfOf(now)
	halves := []halfYear{current}
	if last := halfOf(midnight(current.first).AddDate(0, 0, -1)); inContract(years, last.last) {
		halves = append(halves, last)
	}
	done, err := appraised(ctx, r, halves)
	if err != nil {
		return nil, err
	}
	roster, err := rosterOf(ctx, r, current.first, current.first)
	for _, h := range halves {
		for _, m := range roster.Members {
			role, there := m.Facts.On(min(h.last, ledger.Day(date(now))))
			if !there || !presence.OnSite(role) || done[m.Name+" "+h.name] {
				continue
			}
			item := DueItem{Record: ledger.NewRecordID(a.Ledger, person.AppraisalKind.Name, m.Name+" "+h.name), Kind: person.AppraisalKind.Name, Number: h.name,
				Title: m.Name, Clock: "appraisal", Label: "半年考核", Person: m.Name}
			out = append(out, item.at(dayEnd(h.last), cal, now))
		}
	}
	return out, err
}

func inContract(years []contract.Contract, day ledger.Day) bool {
	return slices.ContainsFunc(years, func(c contract.Contract) bool { return c.Start <= day && day <= c.End })
}

// appraised are the people and halves an appraisal was recorded of.
func appraised(ctx context.Context, r Reader, halves []halfYear) (map[string]bool, error) {
	names := make([]string, len(halves))
	for i, h := range halves {
		names[i] = h.name
	}
	done := map[string]bool{}
	err := r.Each(ctx, Query{Kind: person.AppraisalKind.Name, Where: []Condition{{Key: "half", Op: Equal, Value: names}, {Key: "state", Op: Equal, Value: []string{"recorded"}}}}, func(row *Row) error {
		done[row.Fields.Text("person")+" "+row.Fields.Text("half")] = true
		return nil
	})
	return done, err
}

// ticking gives the item of a clock that still runs, none of one that has stopped.
func ticking(item DueItem, c sla.Clock, cal *worktime.Calendar, now time.Time) []DueItem {
	if !c.Stopped.IsZero() {
		return nil
	}
	item.Clock, item.Label = c.Name, c.Label
	return []DueItem{item.at(c.Due, cal, now)}
}
