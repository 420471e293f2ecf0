package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opsledger/app/ledger"
)

// selfsame is what this device tells of itself in each file: which feed it writes, and which it gave up for it.
type selfsame struct {
	Feed    ledger.FeedID   `json:"feed"`
	Station string          `json:"station"`
	Former  []ledger.FeedID `json:"former"`
	Earlier []string        `json:"earlier"` // secret exchange keys of these, for files still under way
}

const selfKey = "exchange.self" // local

// itself gives what this device is, and its secret exchange key. Each feed has a key of its own: one that begins makes another.
// A store that took another station number is a copy: what it was copied from goes on elsewhere.
func (a *App) itself(ctx context.Context, w Writer) (s selfsame, secret string, err error) {
	tip, err := w.Tip(ctx)
	if err != nil {
		return s, "", err
	}
	raw, err := w.Local(ctx, selfKey)
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &s)
	}
	if err != nil {
		return s, "", fmt.Errorf("reading what this device is: %w", err)
	}
	if secret, err = w.Local(ctx, identityKey); err != nil {
		return s, "", err
	}
	switch {
	case secret != "" && s.Feed == tip.Feed:
		return s, secret, nil
	case secret != "" && s.Feed == "": // made before this was kept
	case secret != "" && s.Station == a.Station:
		s.Former, s.Earlier = append(s.Former, s.Feed), append(s.Earlier, secret)
		secret = ""
	default:
		s, secret = selfsame{}, ""
	}
	s.Feed, s.Station = tip.Feed, a.Station
	if secret == "" {
		if secret, err = a.Courier.NewIdentity(); err != nil {
			return s, "", err
		}
	}
	again, err := json.Marshal(s)
	if err != nil {
		return s, "", fmt.Errorf("keeping what this device is: %w", err)
	}
	return s, secret, errors.Join(w.SetLocal(ctx, selfKey, string(again)), w.SetLocal(ctx, identityKey, secret))
}

// identity gives this device's exchange key.
func (a *App) identity(ctx context.Context, w Writer) (secret, recipient string, err error) {
	if _, secret, err = a.itself(ctx, w); err != nil {
		return "", "", err
	}
	recipient, err = a.Courier.Recipient(secret)
	return secret, recipient, err
}

// missing looks for what this PC wrote itself and does not have, or had not: it lies as it was once, by an old file put in its place, or
// two PCs were made from one. Which it is, a person must say before it writes again.
func (in *receiving) missing(ctx context.Context, placed []*ledger.Sealed) error {
	m := Alarm{Kind: OwnLost, Feed: in.self.Feed, Device: "本机", Other: in.out.From}
	found := func(seq int64) {
		if m.Number == 0 || seq < m.Number {
			m.Number = seq
		}
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	for _, s := range placed {
		if s.Feed == in.self.Feed && !in.mine(roster, s.Actor) {
			c, _ := roster.Certificate(s.Actor)
			in.raise(Alarm{Kind: Intruded, Feed: s.Feed, Device: c.Device, Other: c.Account, Number: s.Seq})
			continue
		}
		if s.Feed == in.self.Feed {
			found(s.Seq)
		}
		if s.Feed == in.self.Feed || slices.Contains(in.self.Former, s.Feed) {
			m.Count++
		}
	}
	for _, h := range in.heads {
		if h.Feed != in.self.Feed {
			continue
		}
		if _, status, err := in.w.Commit(ctx, h.Hash); err != nil {
			return err
		} else if status != "placed" {
			found(h.Seq)
		}
	}
	in.out.Returned = m.Count
	if m.Number == 0 {
		return nil
	}
	in.raise(m)
	return in.w.Unsettle(ctx)
}

// mine reports whether a key is of an account of this device: certified for its feed, one it had before, or with the account that is open.
func (in *receiving) mine(roster *ledger.Roster, k ledger.KeyID) bool {
	c, _ := roster.Certificate(k)
	me, _ := roster.Certificate(in.Author.Actor())
	return c.Feed == in.self.Feed || c.Feed == me.Feed || slices.Contains(in.self.Former, c.Feed)
}

// passNumbers sees that no running number is given again that stands in a commit of this station's coming from elsewhere.
func (in *receiving) passNumbers(ctx context.Context, list []*ledger.Sealed) error {
	type sequence struct {
		kind string
		year int
	}
	last := map[sequence]int{}
	for _, s := range list {
		for _, e := range s.Entries {
			k := in.Kinds.Kind(e.Kind)
			if k == nil {
				continue
			}
			if station, year, n, ok := k.ReadNumber(e.Fields.Text(ledger.NumberField)); ok && station == in.Station {
				of := sequence{k.Name, year}
				last[of] = max(last[of], n)
			}
		}
	}
	for of, n := range last {
		if err := in.w.Pass(ctx, of.kind, of.year, n); err != nil {
			return err
		}
	}
	return nil
}
