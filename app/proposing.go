package app

import (
	"context"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// Proposal is the time ahead that a request proposes for the step that answers it: a due.
type Proposal struct {
	Key           string // as it was asked for
	Number, Title string // masked
	Value         string // 2026-03-16 18:00, as it is typed; "" where the request proposes none
}

// Proposals finds what is proposed for a step on each of some records, and the field of the step that takes it; "" where the step
// answers no request, or tells no time ahead.
func (a *App) Proposals(ctx context.Context, kind string, action ledger.Action, keys ...string) (field string, out []Proposal, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return "", nil, fault.New(fault.UnknownKind, kind)
	}
	if field = dueKey(k, action); field == "" || !action.Answers {
		return "", nil, nil
	}
	err = a.Store.View(ctx, func(r Reader) error {
		for _, key := range keys {
			rec, err := a.find(ctx, r, kind, key)
			if err != nil {
				return err
			}
			p := Proposal{Key: key, Number: privacy.Scrub(rec.Number), Title: titleOf(k, rec)}
			if asked := requestFor(rec, action); asked != nil {
				if at := ledger.ParseTime(asked.Text(dueKey(k, asked.Action))); !at.IsZero() {
					p.Value = clockTime(at)
				}
			}
			out = append(out, p)
		}
		return nil
	})
	return field, out, err
}

// dueKey is the key of the time ahead that a step asks for, "" where it asks for none.
func dueKey(k *ledger.Kind, action ledger.Action) string {
	for _, ask := range action.Asks {
		if f, _ := k.Field(ask.Key); f.Future && f.Type == ledger.Time {
			return f.Key
		}
	}
	return ""
}
