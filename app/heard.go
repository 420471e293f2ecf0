package app

import (
	"context"
	"encoding/json"
	"slices"

	"opsledger/app/ledger"
)

// known is what a store of a peer's said it holds, in the file of it that came last. Where a disk was put back, or a file comes late,
// that is less than it said before: then things are sent again.
type known struct {
	Feed  ledger.FeedID `json:"feed"`
	Heads []ledger.Hash `json:"heads"`
	Since int           `json:"since"` // files of the account's other stores that came after it
}

// silent is after how many files of its other stores an account's store is taken for gone. When it speaks again, it is heard.
const silent = 8

func knownKey(k ledger.KeyID) string { return "exchange.peer." + string(k) }

// knownOf gives what an account's stores said, the last first: a copy, or one restored, speaks with the same key in a feed of its own.
func knownOf(ctx context.Context, r Reader, k ledger.KeyID) (out []known, err error) {
	raw, err := r.Local(ctx, knownKey(k))
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &out)
	}
	return out, err
}

// remember keeps what the sender said it holds.
func (in *receiving) remember(ctx context.Context, sheet Sheet) error {
	before, err := knownOf(ctx, in.w, in.out.key)
	if err != nil {
		return err
	}
	said := known{Feed: sheet.Feed}
	for _, h := range sheet.Heads {
		said.Heads = append(said.Heads, h.Hash)
	}
	all := []known{said}
	for _, k := range before {
		if k.Since++; k.Feed != said.Feed && k.Since <= silent {
			all = append(all, k)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return in.w.SetLocal(ctx, knownKey(in.out.key), string(raw))
}

// headsOf are the heads of each of an account's stores; of one never heard of, none.
func headsOf(all []known) (out [][]ledger.Hash) {
	for _, k := range all {
		out = append(out, slices.Clone(k.Heads))
	}
	if len(out) == 0 {
		out = [][]ledger.Hash{nil}
	}
	return out
}
