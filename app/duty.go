package app

import (
	"context"
	"fmt"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/duty"
	rule "opsledger/app/rule/duty"
	"opsledger/app/rule/privacy"
)

// Duty lays out the duty between two moments, from one query, with its gaps and overlaps (R081).
func (a *App) Duty(ctx context.Context, from, to time.Time) (out rule.Cover, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		shifts, err := shiftsIn(ctx, r, from, to)
		out = rule.Of(shifts, from, to)
		return err
	})
	return out, err
}

// OnDuty are the turns that hold at a moment; zero: now.
func (a *App) OnDuty(ctx context.Context, at time.Time) (out []rule.Held, err error) {
	if at.IsZero() {
		at = a.Now()
	}
	err = a.Store.View(ctx, func(r Reader) error {
		shifts, err := shiftsIn(ctx, r, at, at)
		out = rule.At(shifts, at)
		return err
	})
	return out, err
}

// shiftsIn reads the turns that touch the time between two moments.
func shiftsIn(ctx context.Context, r Reader, from, to time.Time) (out []rule.Shift, err error) {
	err = r.Each(ctx, onDuty(from, to), func(row *Row) error {
		f, err := factsOf[duty.Facts](row)
		s := rule.Shift{Record: row.ID, Number: row.Number, Turns: f.Turns}
		if phone := row.Fields.Text("phone"); phone != "" {
			s.Phone = privacy.Mask(privacy.Phone, phone)
		}
		out = append(out, s)
		return err
	})
	return out, err
}

// guardTurn refuses a turn over one already scheduled: every instant has exactly one first (R081). Turns that met in an exchange
// are shown as overlapping.
func guardTurn(ctx context.Context, _ *App, r Reader, rec *ledger.Record, fields ledger.Fields) error {
	asked := merged(rec.Fields, fields)
	from, to := ledger.ParseTime(asked["from"]), ledger.ParseTime(asked["to"])
	shifts, err := shiftsIn(ctx, r, from, to)
	if err != nil {
		return err
	}
	for _, h := range rule.Of(shifts, from, to).Turns {
		if h.Record != rec.ID {
			return fault.New(fault.Refused, fmt.Sprintf("与值班%s（%s，%s 至 %s）重叠", h.Number, h.Primary, h.From.Format("01-02 15:04"), h.To.Format("01-02 15:04"))).
				With("每一时刻只能有一名主值班人：请改时段，或在那一班上换班（swap）")
		}
	}
	return nil
}

// guardSwap lets the two of a turn change places where the one behind steps forward and nobody else is named.
func guardSwap(_ context.Context, _ *App, _ Reader, rec *ledger.Record, fields ledger.Fields) error {
	if _, told := fields["backup"]; !told && fields.Text("primary") == rec.Fields.Text("backup") {
		fields["backup"] = rec.Fields.Text("primary")
	}
	return nil
}
