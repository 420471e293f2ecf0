package app

import (
	"context"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/person"
	"opsledger/app/record/turnover"
)

// personNamed finds who has a name; nil where nobody of the roster does.
func personNamed(ctx context.Context, r Reader, name string) (found *Row, err error) {
	err = r.Each(ctx, Query{Kind: person.Kind.Name, Where: []Condition{{Key: "name", Op: Equal, Value: []string{name}}, {Key: "state", Op: Differs, Value: []string{string(person.Void)}}}}, func(row *Row) error {
		found = row
		return nil
	})
	return found, err
}

// guardTurnoverDraft takes the post and whether it is a core one from who leaves, where nobody says otherwise (A17).
func guardTurnoverDraft(ctx context.Context, _ *App, r Reader, _ *ledger.Record, fields ledger.Fields) error {
	row, err := personNamed(ctx, r, fields.Text("leaver"))
	if err != nil || row == nil {
		return err
	}
	if fields.Text("post") == "" {
		fields["post"] = row.Fields.Text("role")
	}
	if _, told := fields["core"].(bool); !told {
		fields["core"] = row.Fields["core"] == true || fields.Text("post") == person.Manager
	}
	return nil
}

// guardLeave lets a person leave only after a handover that the center accepted (R091). Who works behind the site needs none.
func guardLeave(ctx context.Context, _ *App, r Reader, rec *ledger.Record, fields ledger.Fields) error {
	if rec.Fields.Text("role") == person.Backend {
		return nil
	}
	since := ledger.Day("")
	if f, ok := rec.Facts.(person.Facts); ok && len(f.Stays) > 0 {
		since = f.Stays[len(f.Stays)-1].From
	}
	row, f, err := acceptedTurnover(ctx, r, rec.Fields.Text("name"), since, fields.Text("turnover"))
	switch {
	case err != nil:
		return err
	case row == nil:
		return fault.New(fault.Refused, "“"+rec.Fields.Text("name")+"”没有经信息中心认可的工作交接，不能离场").With("请先办理人员变更：提交、同意、交接（hand-over），并由信息中心认可（accept）；" +
			"未办交接已经离岗的，请登记“未办交接离岗”（depart）")
	case fields.Text("left") < date(f.Accepted):
		return fault.New(fault.Refused, "离场日期早于信息中心认可交接的日期 "+date(f.Accepted))
	}
	fields["turnover"] = string(row.ID)
	return nil
}

func date(t time.Time) string { return t.In(ledger.Zone).Format(time.DateOnly) }

// acceptedTurnover finds the last turnover of a person since a day whose handover the center accepted, or the one named.
func acceptedTurnover(ctx context.Context, r Reader, name string, since ledger.Day, named string) (found *Row, of turnover.Facts, err error) {
	q := Query{Kind: turnover.Kind.Name, Sort: "planned", Where: []Condition{{Key: "leaver", Op: Equal, Value: []string{name}},
		{Key: "state", Op: Equal, Value: []string{string(turnover.Handed), string(turnover.Left)}}}}
	err = r.Each(ctx, q, func(row *Row) error {
		f, err := factsOf[turnover.Facts](row)
		if err == nil && !f.Accepted.IsZero() && date(f.Accepted) >= string(since) && (named == "" || named == string(row.ID)) {
			found, of = row, f
		}
		return err
	})
	return found, of, err
}
