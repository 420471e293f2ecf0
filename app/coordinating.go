package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"opsledger/app/record/coordination"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// coordinationsDue are answers waited for and vendors' actions not done, as agreed (R005, R009).
func (a *App) coordinationsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	err = r.Each(ctx, Query{Kind: coordination.Kind.Name, Sort: "sent", Where: []Condition{{Key: "state", Op: Equal, Value: []string{"waiting", "answered"}}}}, func(row *Row) error {
		var f coordination.Facts
		if err := json.Unmarshal(row.FactsJSON, &f); err != nil {
			return fmt.Errorf("reading coordination %s: %w", row.Number, err)
		}
		item := DueItem{Record: row.ID, Kind: row.Kind, Number: row.Number, Title: privacy.Scrub(row.Fields.Text("subject")), Clock: "wait",
			Label: "等待" + row.Fields.Text("with") + "答复", Person: row.Fields.Text("lead")}
		if f.Answered.IsZero() && !f.Due.IsZero() {
			out = append(out, item.at(f.Due, cal, now))
		}
		for _, act := range f.Actions {
			if act.Done.IsZero() {
				item.Clock, item.Label = sla.Vendor, "厂商（"+act.Vendor+"）"
				out = append(out, item.at(act.Due, cal, now))
			}
		}
		return nil
	})
	return out, err
}
