package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/duty"
	"opsledger/app/rule/attendance"
	rule "opsledger/app/rule/duty"
	"opsledger/app/rule/worktime"
)

// Today is who is there: on site in working hours, and on duty at any hour (R002, R068, R076, R081).
type Today struct {
	AsOf      time.Time
	Site      OnSite
	Days      map[string]attendance.Day // of those on site, by name, as far as the day has gone
	Hours     []worktime.Interval       // when the team is on site today; none on a day off
	Duty      []rule.Held               // turns that hold now
	Next      *rule.Held                // the turn that follows; nil where none is scheduled within a week
	Gap       *rule.Span                // the first stretch of the coming week that nobody is on duty in; nil: none
	Scheduled bool                      // some duty was scheduled, ever
}

// Today tells it as of now.
func (a *App) Today(ctx context.Context) (out Today, err error) {
	now := a.Now().In(ledger.Zone)
	out.AsOf = now
	if out.Site, err = a.OnSite(ctx, now); err != nil {
		return out, err
	}
	err = a.Store.View(ctx, func(r Reader) error {
		cal, err := a.Calendar(ctx, r)
		if err != nil {
			return err
		}
		out.Hours = cal.Open(now)
		if out.Days, err = a.dayOfAll(ctx, r, now); err != nil {
			return err
		}
		return out.watch(ctx, r, now)
	})
	return out, err
}

// dayOfAll is everyone's day, by name.
func (a *App) dayOfAll(ctx context.Context, r Reader, now time.Time) (map[string]attendance.Day, error) {
	month, err := a.attendanceIn(ctx, r, now)
	out := map[string]attendance.Day{}
	for _, row := range month.Rows {
		out[row.Person] = row.Days[now.Day()-1]
	}
	return out, err
}

// watch tells who is on duty, and what the coming week has.
func (t *Today) watch(ctx context.Context, r Reader, now time.Time) error {
	n, err := r.Count(ctx, Query{Kind: duty.Kind.Name}, 1)
	if err != nil || n == 0 {
		return err
	}
	t.Scheduled = true
	shifts, err := shiftsIn(ctx, r, now, now.Add(ahead))
	t.Duty = rule.At(shifts, now)
	cover := rule.Of(shifts, now, now.Add(ahead))
	if len(cover.Gaps) > 0 {
		t.Gap = &cover.Gaps[0]
	}
	for i, h := range cover.Turns {
		if h.Turn.From.After(now) {
			t.Next = &cover.Turns[i]
			break
		}
	}
	return err
}
