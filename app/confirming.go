package app

import (
	"context"
	"slices"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
)

// Confirmation is the center's word on a month of attendance (R088). Paper is the signed sheet, where the center has no key here.
type Confirmation struct {
	Month     time.Time // any moment of it
	Confirmed time.Time
	By        string
	Paper     *File
	PaperDate ledger.Day
}

// ConfirmMonth takes confirm-month on every day kept of a month that is not confirmed as it stands: all of them or none. The paper is
// joined to each of them.
func (a *App) ConfirmMonth(ctx context.Context, c Confirmation) (done int, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		days, err := unconfirmed(ctx, w, c.Month)
		if err != nil {
			return err
		}
		if len(days) == 0 {
			return fault.New(fault.Refused, c.Month.Format("2006-01")+"没有待确认的考勤记录").With("请核对月份")
		}
		done = len(days)
		return a.confirmDays(ctx, w, days, c)
	})
	return done, err
}

func unconfirmed(ctx context.Context, r Reader, month time.Time) (out []ledger.RecordID, err error) {
	days, err := daysKept(ctx, r, month.Format("2006-01"))
	for _, of := range days {
		for _, d := range of {
			if d.Facts.Confirmed.IsZero() || d.Facts.Changed {
				out = append(out, d.Record)
			}
		}
	}
	slices.Sort(out)
	return out, err
}

func (a *App) confirmDays(ctx context.Context, w Writer, days []ledger.RecordID, c Confirmation) error {
	g, err := a.newGroup()
	if err != nil {
		return err
	}
	values := map[string]string{"confirmed": ledger.FormatTime(c.Confirmed), "confirmer": c.By}
	if c.Paper != nil {
		if values[ledger.Paper], err = a.joinToAll(ctx, w, g, days, *c.Paper); err != nil {
			return err
		}
		values[ledger.PaperDate] = string(c.PaperDate)
	}
	var steps []stepEntry
	for _, id := range days {
		e, _, err := a.prepare(ctx, w, attendance.Kind, Step{Kind: attendance.Kind.Name, Key: string(id), Action: "confirm-month", Values: values})
		if err != nil {
			return err
		}
		steps = append(steps, e)
	}
	return a.writeIn(ctx, w, g, steps)
}

// joinToAll joins one file to many days and gives its name there.
func (a *App) joinToAll(ctx context.Context, w Writer, g group, days []ledger.RecordID, f File) (string, error) {
	at, err := admissible(f)
	if err != nil {
		return "", err
	}
	if at.Blob, err = w.PutBlob(ctx, f.Data); err != nil {
		return "", err
	}
	var steps []stepEntry
	for _, id := range days {
		e, personal := ledger.AttachEntry(attendance.Kind.Name, id, at)
		steps = append(steps, stepEntry{entry: e, personal: personal})
	}
	return at.Name, a.writeIn(ctx, w, g, steps)
}
