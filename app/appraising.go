package app

import (
	"context"

	"opsledger/app/ledger"
	"opsledger/app/record/person"
)

// guardAppraisal takes the pass mark from the contract of the day where nobody says another (A18).
func guardAppraisal(ctx context.Context, _ *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	if fields.Text("pass_mark") != "" {
		return nil
	}
	c, err := contractAt(ctx, r, ledger.Day(fields.Text("on")))
	if err != nil {
		return err
	}
	fields["pass_mark"] = person.PassMark
	if c != nil && c.PassMark > 0 {
		fields["pass_mark"] = itoa(c.PassMark)
	}
	return nil
}
