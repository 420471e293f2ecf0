package app

import (
	"context"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/duty"
	rule "opsledger/app/rule/duty"
)

// Roster is the duty of a span of time as it goes on paper. Phones are told by record, revealed only.
type Roster struct {
	rule.Cover
	Phones   map[ledger.RecordID]string
	AsOf     time.Time
	Code     string // short code of this device's head
	Revealed bool
}

// Roster lays out the duty between two moments for paper (R081).
func (a *App) Roster(ctx context.Context, from, to time.Time, reveal string) (out Roster, err error) {
	out = Roster{Phones: map[ledger.RecordID]string{}, AsOf: a.Now(), Revealed: reveal != ""}
	if out.Cover, err = a.Duty(ctx, from, to); err != nil {
		return out, err
	}
	if err := a.Store.View(ctx, func(r Reader) error {
		tip, err := r.Tip(ctx)
		if err == nil && tip.Prev != nil {
			out.Code = tip.Prev.Hash.Short()
		}
		return err
	}); err != nil || reveal == "" {
		return out, err
	}
	list, err := a.List(ctx, onDuty(from, to), reveal)
	for _, s := range list {
		if phone, ok := s.Fields["phone"].(string); ok {
			out.Phones[s.ID] = phone
		}
	}
	return out, err
}

// onDuty finds the turns that touch the time between two moments.
func onDuty(from, to time.Time) Query {
	return Query{Kind: duty.Kind.Name, Sort: "from", Where: []Condition{{Key: "state", Op: Equal, Value: []string{string(duty.Scheduled)}},
		{Key: "to", Op: AtLeast, Value: []string{ledger.FormatTime(from)}}, {Key: "from", Op: AtMost, Value: []string{ledger.FormatTime(to)}}}}
}
