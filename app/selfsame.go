package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

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
