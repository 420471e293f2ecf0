package app

import (
	"context"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// Settle settles an open conflict of a record by the side it takes, named by its step; field "" is the conflict of states. The other
// sides don't score from then on. Only the center settles against its own.
func (a *App) Settle(ctx context.Context, kind, key, field string, take ledger.EntryRef) (*ledger.Record, error) {
	return a.onRecord(ctx, kind, key, ledger.Settle, func(w Writer, rec *ledger.Record) ([]stepEntry, error) {
		i := slices.IndexFunc(rec.Conflicts, func(c ledger.Conflict) bool { return c.Field == field })
		if i < 0 {
			return nil, fault.New(fault.Refused, "这里没有待裁决的冲突").With("可能已由他人裁决；请重新打开这条记录查看")
		}
		c := rec.Conflicts[i]
		if !slices.ContainsFunc(c.Sides, func(s ledger.Side) bool { return s.Ref == take }) {
			return nil, fault.New(fault.Refused, "所取的不是这处冲突的一方").With("请重新打开这条记录，从列出的各方中选择")
		}
		roster, err := w.Roster(ctx)
		if err != nil {
			return nil, err
		}
		if err := a.certified(roster); err != nil {
			return nil, err
		}
		if why := barred(rec, c, take, roster.Holds(a.Author.Actor())); why != "" {
			return nil, fault.New(fault.Refused, why).With("请信息中心裁决，或取信息中心的一方")
		}
		return []stepEntry{{entry: ledger.Entry{Record: rec.ID, Kind: kind, Action: ledger.Settle, Fields: ledger.Fields{"field": field, "take": string(take)}}}}, nil
	})
}

// barred says why who holds these roles can't take a side, "" he can.
func barred(rec *ledger.Record, c ledger.Conflict, take ledger.EntryRef, mine []ledger.Role) string {
	if slices.Contains(mine, ledger.Center) {
		return ""
	}
	if may := everyKind(ledger.Settle); !slices.ContainsFunc(mine, func(r ledger.Role) bool { return slices.Contains(may, r) }) {
		return "裁决冲突须由" + RoleNames(may, "或") + "办理"
	}
	for _, side := range c.Sides {
		for _, s := range rec.Steps {
			if s.Ref() == side.Ref && side.Ref != take && slices.Contains(s.Roles, ledger.Center) {
				return "另一方由信息中心所写，只能由信息中心裁决"
			}
		}
	}
	return ""
}

// markBarred notes of each side of a record's conflicts why this session can't take it.
func (a *App) markBarred(rec *ledger.Record, roster *ledger.Roster, shown []ShownConflict) {
	mine := roster.Holds(a.Author.Actor())
	for i, c := range rec.Conflicts {
		for _, side := range c.Sides {
			shown[i].Barred = append(shown[i].Barred, barred(rec, c, side.Ref, mine))
		}
	}
}
