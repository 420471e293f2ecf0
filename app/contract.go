package app

import (
	"context"

	"opsledger/app/ledger"
	"opsledger/app/record/contract"
)

// SetContract writes the contract year: a new one, or changed terms of the one that begins on the same day.
func (a *App) SetContract(ctx context.Context, values map[string]string) (*ledger.Record, error) {
	rows, err := a.List(ctx, Query{Kind: contract.Kind.Name, Where: []Condition{
		{Key: "start", Op: Equal, Value: []string{values["start"]}}, {Key: "state", Op: Equal, Value: []string{"signed"}}}}, "")
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		delete(values, "name")
		return a.Act(ctx, Step{Kind: contract.Kind.Name, Key: string(rows[0].ID), Action: "amend-terms", Values: values})
	}
	if values["name"] == "" {
		values["name"] = values["start"] + " 至 " + values["end"] + " 运维合同"
	}
	return a.Act(ctx, Step{Kind: contract.Kind.Name, Key: "new", Action: "sign", Values: values})
}

// contractAt finds the contract year a date falls into; nil where none does.
func contractAt(ctx context.Context, r Reader, date ledger.Day) (found *contract.Contract, err error) {
	years, err := contracts(ctx, r)
	for _, c := range years {
		if c.Start <= date && date <= c.End {
			found = &c
		}
	}
	return found, err
}

// contracts are the contract years in force, the earliest first.
func contracts(ctx context.Context, r Reader) (out []contract.Contract, err error) {
	err = r.Each(ctx, Query{Kind: contract.Kind.Name, Sort: "start", Where: []Condition{{Key: "state", Op: Equal, Value: []string{"signed"}}}}, func(row *Row) error {
		c, err := ledger.Decode[contract.Contract](row.Fields)
		out = append(out, c)
		return err
	})
	return out, err
}
