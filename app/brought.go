package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// Brought counts what an exchange file brings of one kind.
type Brought struct {
	Kind    string   `json:"kind"`
	Label   string   `json:"label"`
	New     int      `json:"new"`     // records begun by what it brings
	Changed int      `json:"changed"` // others it adds steps to
	Numbers []string `json:"-"`       // of both, up to listedNumbers
}

// Asked counts what waits for the center's word on the records a file touches.
type Asked struct {
	Label string `json:"label"` // 工单批准延期
	N     int    `json:"n"`
}

// listedNumbers is how many records of a kind can be listed by their numbers.
const listedNumbers = 200

// touched reads each record that the file's new commits speak of, and tells what it brings, disputes and asks.
func (in *receiving) touched(ctx context.Context) error {
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	began, seen := map[ledger.RecordID]bool{}, map[ledger.RecordID]bool{}
	var order []ledger.Entry
	for _, s := range in.fresh {
		for _, e := range s.Entries {
			k := in.Kinds.Kind(e.Kind)
			if k == nil {
				continue
			}
			if action, _ := k.Action(e.Action); action.Creates {
				began[e.Record] = true
			}
			if !seen[e.Record] {
				seen[e.Record] = true
				order = append(order, e)
			}
		}
	}
	for _, e := range order {
		rec, err := in.w.Record(ctx, e.Kind, string(e.Record))
		if errors.Is(err, ErrNotFound) {
			continue // all of it waits
		}
		if err != nil {
			return err
		}
		in.tell(rec, began[e.Record], roster)
	}
	slices.SortStableFunc(in.out.Brought, func(x, y Brought) int { return cmp.Compare(y.New+y.Changed, x.New+x.Changed) })
	return nil
}

func (in *receiving) tell(rec *ledger.Record, begun bool, roster *ledger.Roster) {
	k, number := in.Kinds.Kind(rec.Kind), privacy.Scrub(rec.Number)
	i := slices.IndexFunc(in.out.Brought, func(b Brought) bool { return b.Kind == k.Name })
	if i < 0 {
		i = len(in.out.Brought)
		in.out.Brought = append(in.out.Brought, Brought{Kind: k.Name, Label: k.Label})
	}
	b := &in.out.Brought[i]
	if begun {
		b.New++
	} else {
		b.Changed++
	}
	if len(b.Numbers) < listedNumbers {
		b.Numbers = append(b.Numbers, number)
	}
	if len(rec.Conflicts) > 0 {
		in.out.Conflicts = append(in.out.Conflicts, number)
	}
	for _, w := range in.waitingOn(k, rec, roster) {
		label := k.Label + w.Matter
		j := slices.IndexFunc(in.out.Asks, func(a Asked) bool { return a.Label == label })
		if j < 0 {
			j = len(in.out.Asks)
			in.out.Asks = append(in.out.Asks, Asked{Label: label})
		}
		in.out.Asks[j].N++
	}
}
