package ledger

import (
	"crypto/ed25519"
	"encoding/hex"
)

// Certificate binds a key to an account on a device.
type Certificate struct {
	Key     KeyID
	Public  ed25519.PublicKey
	Account string
	Device  string
	Roles   []Role
	Feed    FeedID
	Since   Hash // the roster step that made it
	// Recovery is a key of the root's that lies on paper: it may name a new root when the root's own is lost. Else nil.
	Recovery ed25519.PublicKey
	// Recipient is the device's public exchange key, as text; "" where none was told yet.
	Recipient string
	// Station are the two digits in the device's readable numbers; "" where none were told.
	Station string
}

// RosterRecord is the record roster steps belong to.
func RosterRecord(l LedgerID) RecordID { return NewRecordID(l, RosterKind, RosterKind) }

// CertificateEntry renders a root or certify step. last is the hash of the roster step before, none for the first root.
func CertificateEntry(l LedgerID, action string, c Certificate, last ...Hash) Entry {
	f := Fields{"key": hex.EncodeToString(c.Public), "account": c.Account, "device": c.Device,
		"roles": list(c.Roles), "feed": string(c.Feed), "last": list(last)}
	if len(c.Recovery) > 0 {
		f["recovery"] = hex.EncodeToString(c.Recovery)
	}
	if c.Recipient != "" {
		f["recipient"] = c.Recipient
	}
	if c.Station != "" {
		f["station"] = c.Station
	}
	return Entry{Record: RosterRecord(l), Kind: RosterKind, Action: action, Fields: f}
}

// AdoptEntry renders a step that certifies the founder of another chain with its past: a center whose key was lost.
func AdoptEntry(l LedgerID, c Certificate, last ...Hash) Entry {
	e := CertificateEntry(l, RosterCertify, c, last...)
	e.Fields["adopts"] = true
	return e
}

// RevokeEntry revokes a key after a commit ("" = none of its commits counts).
func RevokeEntry(l LedgerID, key KeyID, lastGood Hash, last ...Hash) Entry {
	return Entry{Record: RosterRecord(l), Kind: RosterKind, Action: RosterRevoke, Fields: Fields{
		"of": string(key), "commit": string(lastGood), "last": list(last)}}
}

// RoleEntry gives a key new roles for what follows a commit.
func RoleEntry(l LedgerID, key KeyID, roles []Role, from Hash, last ...Hash) Entry {
	return Entry{Record: RosterRecord(l), Kind: RosterKind, Action: RosterRole, Fields: Fields{
		"of": string(key), "roles": list(roles), "commit": string(from), "last": list(last)}}
}

func list[S ~string](in []S) []any {
	out := make([]any, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}

func texts[S ~string](v any) []S {
	items, _ := v.([]any)
	var out []S
	for _, it := range items {
		if s, ok := it.(string); ok {
			out = append(out, S(s))
		}
	}
	return out
}

func certificate(p *Placed) (Certificate, bool) {
	f := p.Entry.Fields
	public, err := hex.DecodeString(f.Text("key"))
	if err != nil || len(public) != ed25519.PublicKeySize {
		return Certificate{}, false
	}
	c := Certificate{Key: NewKeyID(public), Public: public, Account: f.Text("account"), Device: f.Text("device"),
		Roles: texts[Role](f["roles"]), Feed: FeedID(f.Text("feed")), Since: p.Node.Hash}
	c.Recipient, c.Station = f.Text("recipient"), f.Text("station")
	if paper, err := hex.DecodeString(f.Text("recovery")); err == nil && len(paper) == ed25519.PublicKeySize {
		c.Recovery = paper
	}
	return c, true
}
