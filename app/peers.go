package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// SilentDays is how long a device may send nothing before it is told.
const SilentDays = 14

// Peer is another device of this ledger, with what went to it and came from it.
type Peer struct {
	Key         ledger.KeyID   `json:"key"`      // bundles go to
	Keys        []ledger.KeyID `json:"keys"`     // of all its accounts, those revoked among them
	InForce     []ledger.KeyID `json:"in_force"` // of these, those not revoked
	Device      string         `json:"device"`
	Feed        ledger.FeedID  `json:"feed"`
	Accounts    []string       `json:"accounts"`
	Roles       []ledger.Role  `json:"roles"` // of all its accounts
	Fingerprint string         `json:"fingerprint"`
	First       string         `json:"first,omitempty"` // of the center: the fingerprint its chain began with, where its key was replaced since
	Since       time.Time      `json:"since"`           // when it was enrolled on this PC; zero where it was elsewhere
	Exchange    bool           `json:"exchange"`
	Revoked     bool           `json:"revoked"`
	Forked      bool           `json:"forked"`  // two PCs write the same feed
	Held        int            `json:"held"`    // its commits that wait for earlier ones
	Waiting     int            `json:"waiting"` // commits here that it has not acknowledged
	Sent        *Transfer      `json:"sent"`    // the last file for it, nil none
	Got         *Transfer      `json:"got"`     // the last file from it, nil none
	Silent      int            `json:"silent"`  // days since its last file, or since it was enrolled here
	Owed        bool           `json:"owed"`    // a file should go to it: it may lack something, or waits for the receipt of what it sent
	Pending     bool           `json:"pending"` // it certified this device; its ledger has not come yet
}

// Quiet reports whether nothing has come for too long from a device that should send.
func (p Peer) Quiet() bool { return p.Exchange && !p.Revoked && p.Silent >= SilentDays }

// Peers lists the other devices of this ledger, in order of their certificates.
func (a *App) Peers(ctx context.Context) (out []Peer, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = a.allPeers(ctx, r)
		return err
	})
	return out, err
}

func (a *App) allPeers(ctx context.Context, r Reader) ([]Peer, error) {
	roster, err := r.Roster(ctx)
	if err != nil {
		return nil, err
	}
	out, err := a.devicesBeside(ctx, r, roster)
	if err != nil {
		return nil, err
	}
	notes, err := transfers(ctx, r)
	if err != nil {
		return nil, err
	}
	forked, held, err := feedStates(ctx, r)
	if err != nil {
		return nil, err
	}
	for i := range out {
		p := &out[i]
		if p.First == p.Fingerprint {
			p.First = ""
		}
		p.Forked, p.Held = forked[p.Feed], held[p.Feed]
		p.noted(notes)
		if err := p.enrolled(ctx, r); err != nil {
			return nil, err
		}
		if err := p.lacking(ctx, r); err != nil {
			return nil, err
		}
		last := p.Since
		if p.Got != nil {
			last = p.Got.At
		}
		if !last.IsZero() {
			p.Silent = max(int(a.Now().Sub(last)/(24*time.Hour)), 0)
		}
	}
	return out, nil
}

// devicesBeside are the devices certified here but this one, and who certified it. The accounts of a device are one peer.
func (a *App) devicesBeside(ctx context.Context, r Reader, roster *ledger.Roster) (out []Peer, err error) {
	tip, err := r.Tip(ctx)
	if err != nil {
		return nil, err
	}
	all, err := allHeard(ctx, r)
	if err != nil {
		return nil, err
	}
	mine, _ := roster.Certificate(a.Author.Actor())
	for _, c := range roster.Certificates() {
		if !roster.Served(c.Key) || c.Feed == tip.Feed || c.Feed == mine.Feed {
			continue
		}
		out = addPeer(out, roster, c)
	}
	for i := range out {
		out[i].heard(inUse(all), roster)
	}
	c, ok, err := a.certifier(ctx, r)
	if err != nil || !ok || slices.ContainsFunc(out, func(p Peer) bool { return p.Feed == c.Feed }) {
		return out, err
	}
	return append(out, Peer{Key: keyOf(c.Key), Device: c.Device, Feed: c.Feed, Accounts: []string{c.Account}, Roles: []ledger.Role{ledger.Center}, Exchange: c.Recipient != "", Keys: []ledger.KeyID{keyOf(c.Key)}, Pending: true}), nil
}

// heard has bundles go to the key that the device signed its last file with: a key that was replaced, or another account's, reads none.
func (p *Peer) heard(all []heard, roster *ledger.Roster) {
	for _, h := range all {
		c, known := roster.Certificate(h.Key)
		if known && slices.Contains(p.Keys, h.Key) && len(roster.Holds(h.Key)) > 0 && cmp.Or(h.Recipient, roster.Recipient(h.Key)) != "" {
			p.Key, p.Exchange, p.Fingerprint = h.Key, true, ledger.Fingerprint(c.Public)
		}
	}
}

func addPeer(out []Peer, roster *ledger.Roster, c ledger.Certificate) []Peer {
	i := slices.IndexFunc(out, func(p Peer) bool { return p.Feed == c.Feed && p.Device == c.Device })
	if i < 0 {
		i = len(out)
		out = append(out, Peer{Key: c.Key, Device: c.Device, Feed: c.Feed, Accounts: []string{}, Roles: []ledger.Role{}, Fingerprint: ledger.Fingerprint(c.Public), Revoked: true})
	}
	p := &out[i]
	if c.Key == roster.Founder() {
		p.First = ledger.Fingerprint(c.Public)
	}
	if !p.Exchange && roster.Recipient(c.Key) != "" && !roster.Revoked(c.Key) {
		p.Key, p.Exchange, p.Fingerprint = c.Key, true, ledger.Fingerprint(c.Public)
	}
	p.Revoked = p.Revoked && roster.Revoked(c.Key)
	if p.Keys = append(p.Keys, c.Key); len(roster.Holds(c.Key)) > 0 {
		p.InForce = append(p.InForce, c.Key)
	}
	if !slices.Contains(p.Accounts, c.Account) {
		p.Accounts = append(p.Accounts, c.Account)
	}
	for _, role := range roster.Holds(c.Key) {
		if !slices.Contains(p.Roles, role) {
			p.Roles = append(p.Roles, role)
		}
	}
	return out
}

func enrolledKey(k ledger.KeyID) string { return "exchange.enrolled." + string(k) }

// enrolled finds when the first of a device's keys was certified on this PC, or its certificate accepted.
func (p *Peer) enrolled(ctx context.Context, r Reader) error {
	for _, k := range p.Keys {
		raw, err := r.Local(ctx, enrolledKey(k))
		if p.Since = ledger.ParseTime(raw); err != nil || raw != "" {
			return err
		}
	}
	return nil
}

// noted finds the last files for and from a device, and whether the receipt of one that brought something is due.
func (p *Peer) noted(notes []Transfer) {
	for i, t := range notes {
		if !slices.ContainsFunc(p.Keys, func(k ledger.KeyID) bool { return slices.Contains(t.Keys, string(k)) }) {
			continue
		}
		if t.Out {
			p.Sent, p.Owed = &notes[i], false
		} else {
			p.Got, p.Owed = &notes[i], p.Owed || t.Carried+t.Blobs > 0
		}
	}
}

// lacking counts what a device may not have, and sees whether it asked for an attachment that is here.
func (p *Peer) lacking(ctx context.Context, r Reader) error {
	if !p.Exchange || p.Revoked {
		p.Owed = false
		return nil
	}
	k, err := knownOf(ctx, r, p.Key)
	if err != nil {
		return err
	}
	runs, err := r.Runs(ctx, k.Heads)
	for _, run := range runs {
		p.Waiting += run.Commits
	}
	p.Owed = p.Owed || p.Waiting > 0
	for _, h := range k.Wanted {
		if err != nil || p.Owed {
			break
		}
		var size int64
		if _, size, err = r.Attached(ctx, h); size >= 0 {
			p.Owed = true
		}
	}
	return err
}

// feedStates tells which feeds have forked, and how many commits of each wait.
func feedStates(ctx context.Context, r Reader) (forked map[ledger.FeedID]bool, held map[ledger.FeedID]int, err error) {
	list, err := r.Forks(ctx)
	forked = map[ledger.FeedID]bool{}
	for _, f := range list {
		forked[f.Feed] = true
	}
	if err == nil {
		held, err = r.Held(ctx)
	}
	return forked, held, err
}
