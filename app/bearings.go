package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
)

// Bearings are what the window's edges always show.
type Bearings struct {
	Code    string        // short code of this device's head
	Roles   []ledger.Role // of this session's account
	Week    sla.Week
	Overdue int      // things past their due
	Next    *DueItem // the next thing that falls due, nil where there is none
	Open    int      // tickets not resolved
}

// Bearings takes them as of now.
func (a *App) Bearings(ctx context.Context) (b Bearings, err error) {
	now := a.Now()
	b.Week = sla.WeekOf(now)
	due, err := a.Due(ctx, time.Time{}, time.Time{})
	if err != nil {
		return b, err
	}
	tickets := map[ledger.RecordID]bool{}
	for i, d := range due {
		if d.Kind == "ticket" {
			tickets[d.Record] = true
		}
		if d.State == sla.Overdue {
			b.Overdue++
		} else if b.Next == nil && d.State == sla.Running {
			b.Next = &due[i]
		}
	}
	b.Open = len(tickets)
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		b.Roles = roster.Holds(a.Author.Actor())
		tip, err := r.Tip(ctx)
		if err == nil && tip.Prev != nil {
			b.Code = tip.Prev.Hash.Short()
		}
		return err
	})
	return b, err
}

// Newcomer reports whether this session's account has taken no step in this ledger yet.
func (a *App) Newcomer(ctx context.Context) (yes bool, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		last, err := r.LastSigned(ctx, a.Author.Actor())
		yes = last == ""
		return err
	})
	return yes, err
}

// Remember keeps a setting of this PC: no part of the ledger. Recall reads it, "" where unset.
func (a *App) Remember(ctx context.Context, key, value string) error {
	return a.Store.Write(ctx, func(w Writer) error { return w.SetLocal(ctx, key, value) })
}

// Recall reads what Remember kept.
func (a *App) Recall(ctx context.Context, key string) (value string, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		value, err = r.Local(ctx, key)
		return err
	})
	return value, err
}
