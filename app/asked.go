package app

import (
	"context"
	"slices"

	"opsledger/app/ledger"
)

// Asked counts what waits for the center's word by its matter.
type Asked struct {
	Kind   string `json:"kind"`
	Matter string `json:"matter"`
	N      int    `json:"n"`
}

// queue is what waits before a file is taken in, where it is to be told what the file adds to it.
func (in *receiving) queue(ctx context.Context) (map[ledger.EntryRef]bool, error) {
	if !in.Asks {
		return nil, nil
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return nil, err
	}
	list, err := in.requests(ctx, in.w, roster)
	out := map[ledger.EntryRef]bool{}
	for _, w := range list {
		out[w.Request] = true
	}
	return out, err
}

// asks counts what waits now and did not before.
func (in *receiving) asks(ctx context.Context, before map[ledger.EntryRef]bool) error {
	if !in.Asks {
		return nil
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	list, err := in.requests(ctx, in.w, roster)
	for _, w := range list {
		if before[w.Request] || w.Paper != "" {
			continue
		}
		i := slices.IndexFunc(in.out.Asks, func(a Asked) bool { return a.Kind == w.Kind && a.Matter == w.Matter })
		if i < 0 {
			i = len(in.out.Asks)
			in.out.Asks = append(in.out.Asks, Asked{Kind: w.Kind, Matter: w.Matter})
		}
		in.out.Asks[i].N++
	}
	return err
}
