package app

import (
	"context"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

// aside are the tickets that are one with another that counts in their place: of a group joined by merging, whichever way
// round, the earliest arrival counts, of several the lowest ID (design.md "Times that score"). A void ticket joins nothing.
func (a *App) aside(ctx context.Context, r Reader) (map[ledger.RecordID]bool, error) {
	joins, err := r.LinksOf(ctx, ticket.Kind.Name, "合并")
	if err != nil || len(joins) == 0 {
		return nil, err
	}
	g := groups{}
	members := map[ledger.RecordID]Ticket{}
	for _, j := range joins {
		whole := true
		for _, id := range j {
			row, err := one(ctx, r, id)
			if err != nil {
				return nil, err
			}
			if row == nil || row.State == ticket.Void {
				whole = false
				continue
			}
			if members[id], err = ticketOf(row); err != nil {
				return nil, err
			}
		}
		if whole {
			g.join(j[0], j[1])
		}
	}
	counts := map[ledger.RecordID]Ticket{}
	for id, t := range members {
		first, ok := counts[g.of(id)]
		if !ok || t.Facts.Arrived.Before(first.Facts.Arrived) || t.Facts.Arrived.Equal(first.Facts.Arrived) && t.ID < first.ID {
			counts[g.of(id)] = t
		}
	}
	out := map[ledger.RecordID]bool{}
	for id := range members {
		if counts[g.of(id)].ID != id {
			out[id] = true
		}
	}
	return out, nil
}

// groups are sets that grow together: each member leads to another of its group, the last to itself.
type groups map[ledger.RecordID]ledger.RecordID

func (g groups) of(id ledger.RecordID) ledger.RecordID {
	for {
		next, ok := g[id]
		if !ok || next == id {
			return id
		}
		id = next
	}
}

func (g groups) join(a, b ledger.RecordID) { g[g.of(a)] = g.of(b) }
