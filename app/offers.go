package app

import (
	"context"
	"fmt"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// Offer is a step and whether it may be taken now on what was asked about.
type Offer struct {
	Action  ledger.Action
	Refused string // why not, in words; "" where all may
	On      int    // how many of the records refuse it
}

// Offers gives every step a kind has but those that only begin a record, with what refuses it now on one record or on
// several: the state, the role, or that nothing asks for it. Of the key "new" it gives those that begin one. What values
// would refuse is only known with them. The first reason is told.
func (a *App) Offers(ctx context.Context, kind string, keys ...string) (out []Offer, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	begins := slices.Contains(keys, "new")
	for _, action := range k.Actions {
		if begins && action.Creates || !begins && later(action) {
			out = append(out, Offer{Action: action})
		}
	}
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		for _, key := range keys {
			rec := &ledger.Record{Kind: kind}
			if key != "new" {
				if rec, err = a.find(ctx, r, kind, key); err != nil {
					return err
				}
			}
			for i, o := range out {
				if why := a.refuses(k, o.Action, rec, roster); why != "" {
					out[i].On++
					if o.Refused == "" {
						out[i].Refused = why
					}
				}
			}
		}
		return nil
	})
	if len(keys) > 1 {
		for i, o := range out {
			if o.On > 0 {
				out[i].Refused = fmt.Sprintf("%d条不能%s：%s", o.On, o.Action.Label, o.Refused)
			}
		}
	}
	return out, err
}

// later reports whether a step may be taken on a record that is there.
func later(action ledger.Action) bool {
	return !action.Creates || slices.ContainsFunc(action.From, func(s ledger.State) bool { return s != ledger.New })
}

// refuses says why a step can't be taken on a record whatever is filled in; "" where it can.
func (a *App) refuses(k *ledger.Kind, action ledger.Action, rec *ledger.Record, roster *ledger.Roster) string {
	if err := a.certified(roster); err != nil {
		return fault.Of(err).Message
	}
	roles := roster.Holds(a.Author.Actor())
	switch {
	case !action.Leads(rec.State):
		return "处于“" + k.StateLabel(rec.State) + "”"
	case action.Answers && nameable(rec, action, "") == nil:
		return "没有等待它的" + labels(k, action.Names)
	case action.May(roles), action.Reserved && slices.Contains(roles, ledger.Lead) && !roster.Centered():
		return ""
	}
	return "须由" + RoleNames(action.Open(), "或") + "办理"
}
