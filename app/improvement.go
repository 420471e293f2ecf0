package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/improvement"
	"opsledger/app/rule/worktime"
)

// Carried is an improvement as a quarter's report tells of it (R139).
type Carried struct {
	ID      ledger.RecordID `json:"id"`
	Number  string          `json:"number"`
	Problem string          `json:"problem"`
	Target  string          `json:"target"`
	Measure string          `json:"measure"`
	Owner   string          `json:"owner"`
	Since   string          `json:"since"` // the quarter it was put forward in
	Metric  string          `json:"metric,omitempty"`
	Before  string          `json:"before,omitempty"`
	After   string          `json:"after,omitempty"` // the last measured up to the quarter
	Closed  bool            `json:"closed"`          // in this quarter
}

// improvements are those a quarter's report (2026-Q1) tells of: put forward in it, or before and not closed before it.
func improvements(ctx context.Context, r Reader, quarter string) ([]Carried, error) {
	out := []Carried{}
	q := Query{Kind: improvement.Kind.Name, Sort: "quarter", Where: among(improvement.Open, improvement.Closed)}
	err := eachFacts(ctx, r, q, func(row *Row, f improvement.Facts) error {
		if !f.CarriedInto(quarter) {
			return nil
		}
		text := row.Fields.Text
		c := Carried{ID: row.ID, Number: row.Number, Problem: text("problem"), Target: text("target"), Measure: text("measure"), Owner: text("owner"), Since: f.Quarter,
			Metric: text("metric"), Before: f.Before, After: f.At(quarter), Closed: f.ClosedIn == quarter}
		if c.Closed && text("after") != "" {
			c.After = text("after")
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// improvementsDue are those not closed by their date (R150).
func improvementsDue(ctx context.Context, r Reader, cal *worktime.Calendar, now time.Time) (out []DueItem, err error) {
	err = r.Each(ctx, Query{Kind: improvement.Kind.Name, Sort: "due", Where: among(improvement.Open)}, func(row *Row) error {
		if due := ledger.Day(row.Fields.Text("due")); due != "" {
			out = append(out, itemOf(row, "problem", "improvement", "改进项", "owner").at(endOf(cal, due), cal, now))
		}
		return nil
	})
	return out, err
}
