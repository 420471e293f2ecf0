package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/rule/sla"
)

// Reminder is something to be reminded of: a thing that falls due, at a stage. Each is told once.
type Reminder struct {
	Key   string // thing, clock, due and stage
	Stage Stage
	Item  DueItem
	Told  time.Time // when it was told first
	Seen  bool      // a person put it away
}

// Stage is how near a thing's due is.
type Stage string

// Stages, in the order they come.
const (
	TenDays   Stage = "ten"     // a month's or quarter's report, due within ten working days (R140)
	ThreeDays Stage = "three"   // … within three
	DayAhead  Stage = "day"     // due within 24 hours; a weekly report from Tuesday on (R136)
	BeforeEnd Stage = "end"     // due before work ends today: to be assessed (A26, R098), or the weekly report
	PastDue   Stage = "overdue" // past its due and not done
)

// Reminders are those that hold now, the latest told first. New is how many of them are told for the first time, Pressing
// whether a weekly report or an assessment owed before work ends is among these.
type Reminders struct {
	List     []Reminder
	New      int
	Pressing bool
}

// Unseen is how many were not put away.
func (r Reminders) Unseen() (n int) {
	for _, one := range r.List {
		if !one.Seen {
			n++
		}
	}
	return n
}

const (
	remindersKey  = "reminders"         // the local setting that holds what was told
	beforeEnd     = 4 * time.Hour       // the afternoon
	keptReminders = 90 * 24 * time.Hour // what was told is forgotten so long after
)

// told is a reminder that was told.
type toldOnce struct {
	At   time.Time `json:"at"`
	Seen bool      `json:"seen,omitempty"`
}

// Remind reckons what there is to be reminded of now and keeps that it was told, so that nothing is told twice, also not
// after a restart.
func (a *App) Remind(ctx context.Context) (out Reminders, err error) {
	now := a.Now().Truncate(time.Second)
	due, err := a.Due(ctx, time.Time{}, now)
	if err != nil {
		return out, err
	}
	list := reminders(due, now)
	return out, a.remember(ctx, list, now, &out)
}

// remember tells which are new, and writes only where some are.
func (a *App) remember(ctx context.Context, list []Reminder, now time.Time, out *Reminders) error {
	var told map[string]toldOnce
	err := a.Store.View(ctx, func(r Reader) (err error) {
		told, err = readTold(ctx, r)
		return err
	})
	if err != nil {
		return err
	}
	for i, r := range list {
		was, ok := told[r.Key]
		if !ok {
			was = toldOnce{At: now}
			out.New++
			out.Pressing = out.Pressing || r.Stage == BeforeEnd
		}
		list[i].Told, list[i].Seen = was.At, was.Seen
	}
	slices.SortStableFunc(list, func(x, y Reminder) int { return y.Told.Compare(x.Told) })
	out.List = list
	if out.New == 0 {
		return nil
	}
	return a.changeTold(ctx, func(told map[string]toldOnce) {
		for _, r := range list {
			if _, ok := told[r.Key]; !ok {
				told[r.Key] = toldOnce{At: now}
			}
		}
		for key, t := range told {
			if now.Sub(t.At) > keptReminders && !slices.ContainsFunc(list, func(r Reminder) bool { return r.Key == key }) {
				delete(told, key)
			}
		}
	})
}

// PutAway notes that a person saw reminders, by key.
func (a *App) PutAway(ctx context.Context, keys ...string) error {
	return a.changeTold(ctx, func(told map[string]toldOnce) {
		for _, key := range keys {
			if t, ok := told[key]; ok {
				t.Seen = true
				told[key] = t
			}
		}
	})
}

func readTold(ctx context.Context, r Reader) (map[string]toldOnce, error) {
	raw, err := r.Local(ctx, remindersKey)
	if err != nil {
		return nil, err
	}
	told := map[string]toldOnce{}
	if raw != "" {
		if err := json.Unmarshal([]byte(raw), &told); err != nil {
			return nil, fmt.Errorf("reading reminders: %w", err)
		}
	}
	return told, nil
}

func (a *App) changeTold(ctx context.Context, change func(map[string]toldOnce)) error {
	return a.Store.Write(ctx, func(w Writer) error {
		told, err := readTold(ctx, w)
		if err != nil {
			return err
		}
		change(told)
		raw, err := json.Marshal(told)
		if err != nil {
			return fmt.Errorf("keeping reminders: %w", err)
		}
		return w.SetLocal(ctx, remindersKey, string(raw))
	})
}

// reminders are those that hold: one a clock of a thing, of its latest stage.
func reminders(due []DueItem, now time.Time) (out []Reminder) {
	for _, d := range onceLate(onceDue(slices.Clone(due))) {
		if stage := stageOf(d, now); stage != "" {
			out = append(out, Reminder{Key: fmt.Sprintf("%s/%s/%s/%s", d.Record, d.Clock, ledger.FormatTime(d.Due), stage), Stage: stage, Item: d})
		}
	}
	return out
}

// onceLate leaves out what says nothing more of a ticket whose assessed clock, the one that scores, is overdue.
func onceLate(items []DueItem) []DueItem {
	scored := map[ledger.RecordID]bool{}
	for _, d := range items {
		if d.Clock == sla.Assessed && d.State == sla.Overdue {
			scored[d.Record] = true
		}
	}
	return slices.DeleteFunc(items, func(d DueItem) bool {
		return scored[d.Record] && (d.Clock == sla.Day || d.Clock == sla.Response || d.Clock == sla.Nudge)
	})
}

// stageOf says which stage a thing is at; "" where there is nothing to remind of yet.
func stageOf(d DueItem, now time.Time) Stage {
	left := d.Due.Sub(now)
	switch {
	case d.State == sla.Overdue && d.Clock == sla.Nudge:
		return "" // its 24 hours go on; they are told by their own clock
	case d.State == sla.Overdue:
		return PastDue
	case d.State != sla.Running:
		return ""
	case (d.Clock == sla.Nudge || d.Kind == report.Kind.Name) && left <= beforeEnd:
		return BeforeEnd
	case d.Clock == sla.Nudge:
		return ""
	case d.Kind == report.Kind.Name:
		return aheadOf(d, now)
	case left <= 24*time.Hour:
		return DayAhead
	}
	return ""
}

// aheadOf is the stage of a report: of a week from Tuesday on (R136), of a longer period ten, three and one working days ahead (R140).
func aheadOf(d DueItem, now time.Time) Stage {
	if strings.HasPrefix(d.Number, report.Number(sla.Weekly, "")) {
		if now.Before(twoDaysBefore(d.Due)) {
			return ""
		}
		return DayAhead
	}
	switch {
	case d.Days <= 1:
		return DayAhead
	case d.Days <= 3:
		return ThreeDays
	case d.Days <= 10:
		return TenDays
	}
	return ""
}

// twoDaysBefore begins the second day before a due: the Tuesday of a report due on Thursday.
func twoDaysBefore(due time.Time) time.Time {
	y, m, d := due.In(ledger.Zone).Date()
	return time.Date(y, m, d-2, 0, 0, 0, 0, ledger.Zone)
}
