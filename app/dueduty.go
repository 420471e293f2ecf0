package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/duty"
	rule "opsledger/app/rule/duty"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// calloutsDue are the hours to respond and to arrive that still run (R105, R106, A6).
func (a *App) calloutsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	q := Query{Kind: duty.CalloutKind.Name, Sort: "number", Where: []Condition{{Key: "state", Op: Equal, Value: []string{string(duty.Open), string(duty.Restored)}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		f, err := factsOf[duty.CalloutFacts](row)
		if err != nil {
			return err
		}
		item := DueItem{Record: row.ID, Kind: row.Kind, Number: row.Number, Title: privacy.Scrub(row.Fields.Text("request"))}
		for _, c := range sla.Callout(f, now) {
			out = append(out, ticking(item, c, cal, now)...)
		}
		return nil
	})
	return out, err
}

// ahead is how far gaps in the duty are looked for.
const ahead = 7 * 24 * time.Hour

// dutyDue are the gaps in the duty of the coming week, once a ledger schedules any (R081).
func (a *App) dutyDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	any, err := r.Count(ctx, Query{Kind: duty.Kind.Name}, 1)
	if err != nil || any == 0 {
		return nil, err
	}
	from := now.Truncate(time.Minute)
	shifts, err := shiftsIn(ctx, r, from, from.Add(ahead))
	for _, g := range rule.Of(shifts, from, from.Add(ahead)).Gaps {
		key := ledger.FormatTime(g.From) + " " + ledger.FormatTime(g.To)
		item := DueItem{Record: ledger.NewRecordID(a.Ledger, duty.Kind.Name, key), Number: "值班表", Kind: duty.Kind.Name, Clock: "duty_gap", Label: "值班空档", Title: "至 " + g.To.Format("01-02 15:04") + " 无主值班人"}
		out = append(out, item.at(g.From, cal, now))
	}
	return out, err
}
