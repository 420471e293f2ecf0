package screens

import (
	"context"

	"opsledger/app"
	"opsledger/app/record/report"
)

// OpenDue opens what falls due: a report that is owed; any other record beside the list of its kind, or where it is owed and not there
// yet (a duty nobody has, an appraisal to be made), the list alone.
func OpenDue(f Frame, d *Desk, item app.DueItem) {
	if item.Kind == report.Kind.Name {
		f.Open("report/period", item.Number)
		return
	}
	run(d, func(ctx context.Context) (bool, error) { return d.Has(ctx, item.Kind, string(item.Record)) }, func(has bool, err error) {
		switch {
		case err != nil:
			Fail(f.Window(), err)
		case has:
			f.OpenRecord(item.Kind, string(item.Record))
		default:
			f.OpenList(item.Kind, app.Filter{})
		}
	})
}
