package ledger

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Bounds of one commit.
const (
	MaxEntries = 500
	MaxBytes   = 1 << 20
	Version    = 1
)

// WallLayout is how times are written in commits and fields: RFC 3339 with the zone, whole seconds.
const WallLayout = time.RFC3339

// Commit is what one use case wrote at one moment: a link of its device's chain. Its canonical JSON is kept
// verbatim; the hash covers it without Sig. The format is fixed: see docs/decisions and testdata/vectors.json.
type Commit struct {
	V       int      `json:"v"`
	Ledger  LedgerID `json:"ledger"`
	Feed    FeedID   `json:"feed"`
	Seq     int64    `json:"seq"`     // from 1
	Prev    Hash     `json:"prev"`    // the commit before in my branch, "" for the first
	After   []Hash   `json:"after"`   // heads of all other branches folded since, sorted
	Lamport int64    `json:"lamport"` // 1 + the largest of prev and after
	Wall    string   `json:"wall"`    // shown and measured, never orders
	Roster  Hash     `json:"roster"`  // the last roster step the author knew
	Actor   KeyID    `json:"actor"`
	App     string   `json:"app"`
	Group   string   `json:"group"` // joins the commits of one use case
	Entries []Entry  `json:"entries"`
	Sig     string   `json:"sig,omitempty"` // Ed25519, hex
}

// Entry is one step on one record. Personal is the hash of the salted sub-body that travels beside the commit.
type Entry struct {
	Record   RecordID `json:"record"`
	Kind     string   `json:"kind"`
	Action   string   `json:"action"`
	Fields   Fields   `json:"fields"`
	Personal Hash     `json:"personal,omitempty"`
}

// Sealed is a commit with its bytes as signed, its hash, and the personal sub-bodies by entry index.
type Sealed struct {
	Commit
	Hash     Hash
	Bytes    []byte // canonical JSON with sig
	Personal map[int]Personal
	verified string // key, hash and signature that were found to fit: one commit is checked by many
}

var (
	// ErrMalformed means the bytes are no commit of this format.
	ErrMalformed = errors.New("malformed commit")
	// ErrNewer means a later version of the format, which this program can't read.
	ErrNewer = errors.New("commit of a newer format")
	// ErrSignature means the signature does not fit the bytes and the key.
	ErrSignature = errors.New("signature does not fit")
)

// Seal completes, hashes and signs a commit. personal holds sub-bodies by entry index; their hashes are set here.
func Seal(c Commit, personal map[int]Personal, key ed25519.PrivateKey) (*Sealed, error) {
	c.V, c.Sig = Version, ""
	if c.After == nil {
		c.After = []Hash{}
	}
	slices.Sort(c.After)
	for i := range c.Entries {
		if c.Entries[i].Fields == nil {
			c.Entries[i].Fields = Fields{}
		}
		if p, ok := personal[i]; ok {
			h, err := p.Hash()
			if err != nil {
				return nil, fmt.Errorf("sealing personal part of entry %d: %w", i, err)
			}
			c.Entries[i].Personal = h
		}
	}
	hash, err := c.hash()
	if err != nil {
		return nil, err
	}
	c.Sig = hex.EncodeToString(ed25519.Sign(key, signed(hash)))
	raw, err := Canonical(c)
	if err != nil {
		return nil, err
	}
	s := &Sealed{Commit: c, Hash: hash, Bytes: raw, Personal: personal}
	return s, s.check()
}

// Read parses the canonical bytes of a commit. Anything that is not exactly the canonical form is refused, so
// that bytes and meaning can't part.
func Read(raw []byte) (*Sealed, error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrMalformed, len(raw), MaxBytes)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var c Commit
	if err := dec.Decode(&c); err != nil {
		return nil, cmp.Or(newer(raw), fmt.Errorf("%w: %v", ErrMalformed, err))
	}
	again, err := general(c)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	if !bytes.Equal(raw, again) {
		return nil, fmt.Errorf("%w: not in canonical form", ErrMalformed)
	}
	hash, err := c.hash()
	if err != nil {
		return nil, err
	}
	s := &Sealed{Commit: c, Hash: hash, Bytes: raw}
	return s, s.check()
}

// newer tells bytes that give themselves a later version.
func newer(raw []byte) error {
	var c struct{ V int }
	if json.Unmarshal(raw, &c) == nil && c.V > Version {
		return fmt.Errorf("%w: version %d", ErrNewer, c.V)
	}
	return nil
}

// Verify checks the signature against the actor's public key.
func (s *Sealed) Verify(public ed25519.PublicKey) error {
	what := string(public) + string(s.Hash) + s.Sig
	if s.verified == what {
		return nil
	}
	sig, err := hex.DecodeString(s.Sig)
	if err != nil || len(public) != ed25519.PublicKeySize || NewKeyID(public) != s.Actor || !ed25519.Verify(public, signed(s.Hash), sig) {
		return fmt.Errorf("commit %s: %w", s.Hash.Short(), ErrSignature)
	}
	s.verified = what
	return nil
}

func signed(h Hash) []byte { return []byte("opsledger/commit/1\x00" + string(h)) }

func (c Commit) hash() (Hash, error) {
	c.Sig = ""
	raw, err := Canonical(c)
	if err != nil {
		return "", err
	}
	return digest(raw), nil
}

func digest(b []byte) Hash {
	sum := sha256.Sum256(b)
	return Hash(hex.EncodeToString(sum[:]))
}

// check holds what can be seen of a commit alone; what needs its parents is Graph.Add's.
func (s *Sealed) check() error {
	bad := func(what string) error { return fmt.Errorf("%w: %s", ErrMalformed, what) }
	switch {
	case s.V > Version:
		return fmt.Errorf("%w: version %d", ErrNewer, s.V)
	case s.V != Version:
		return bad(fmt.Sprintf("version %d", s.V))
	case len(s.Bytes) > MaxBytes:
		return bad("more than 1 MiB")
	case len(s.Entries) == 0 || len(s.Entries) > MaxEntries:
		return bad(fmt.Sprintf("%d entries", len(s.Entries)))
	case !isHex(string(s.Ledger), 32) || !isHex(string(s.Feed), 32) || !isHex(string(s.Actor), 32):
		return bad("ledger, feed or actor is no ID")
	case !isHex(s.Sig, 2*ed25519.SignatureSize): // upper case would be other bytes under the same hash
		return bad("signature")
	case s.Seq < 1 || (s.Seq == 1) != (s.Prev == "") || s.Lamport < 1:
		return bad("seq, prev and lamport do not fit")
	case !slices.IsSorted(s.After) || len(slices.Compact(slices.Clone(s.After))) != len(s.After):
		return bad("after is not a sorted set")
	}
	for _, h := range append([]Hash{s.Prev, s.Roster}, s.After...) {
		if h != "" && !h.Valid() {
			return bad("a hash is malformed")
		}
	}
	if _, err := s.Time(); err != nil {
		return bad("wall time")
	}
	for i, e := range s.Entries {
		if !isHex(string(e.Record), 32) || e.Kind == "" || e.Action == "" || (e.Personal != "" && !e.Personal.Valid()) {
			return bad(fmt.Sprintf("entry %d", i))
		}
	}
	return nil
}

// Time is the wall clock of the commit as its author had it.
func (c *Commit) Time() (time.Time, error) { return time.Parse(WallLayout, c.Wall) }
