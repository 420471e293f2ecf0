// Package bundle owns the exchange file (.opsb): a header line in the clear, then, encrypted to its recipients, the
// compressed archive of a signed manifest and the parts it lists. Standard tools open it (age, zstd, tar), so that a
// record outlives the program. It seals and opens; what the parts mean is the use case's.
package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"filippo.io/age"

	"opsledger/app/ledger"
)

const (
	magic        = "OPSLEDGER BUNDLE 1\n"
	suite        = 1 // age with ML-KEM-768 + X25519, zstd, tar, Ed25519, SHA-256
	format       = 1
	headerMax    = 4 << 10
	manifestMax  = 8 << 20
	manifestName = "manifest.json"
	sigName      = "manifest.sig"
	maxParts     = 50_000
)

// Limits of what is read, whatever a bundle says of itself.
const (
	MaxRaw  = 2 << 30   // bytes of all parts together
	MaxFeed = 256 << 20 // bytes of one piece of a feed's lines
	MaxBlob = 50 << 20  // bytes of one attachment
	ratio   = 200       // raw bytes for each byte of the file, beyond slack
	slack   = MaxBlob   // one attachment may be of nothing but zeros
)

var (
	// ErrNotBundle means the file does not begin as one.
	ErrNotBundle = errors.New("not a bundle")
	// ErrNewerFormat means a later program wrote it.
	ErrNewerFormat = errors.New("bundle of a newer format")
	// ErrOtherRecipient means none of the keys at hand opens it.
	ErrOtherRecipient = errors.New("bundle is for another recipient")
	// ErrDamaged means it is cut, changed, or its parts are not those of its manifest.
	ErrDamaged = errors.New("bundle is damaged")
	// ErrSignature means the manifest was not signed by who the header names.
	ErrSignature = errors.New("manifest's signature does not fit")
	// ErrTooBig means it holds more than any bundle may, or unpacks to more than its size can explain.
	ErrTooBig = errors.New("bundle is out of bounds")
	// ErrName means a part has a name no part has.
	ErrName = errors.New("bundle holds a part of an unknown name")
)

// Header is the line in the clear: who carries it where. The signature covers it.
type Header struct {
	Suite     int            `json:"suite"`
	MinReader int            `json:"min_reader"`
	Bundle    string         `json:"bundle"` // random, 32 hex digits
	From      ledger.KeyID   `json:"from"`
	To        []ledger.KeyID `json:"to"`
}

// Manifest lists what follows it. Content is the use case's own, in canonical JSON.
type Manifest struct {
	Format  int             `json:"format"`
	Content json.RawMessage `json:"content"`
	Parts   []Part          `json:"parts"`
}

// Part is one file of the archive.
type Part struct {
	Name   string `json:"name"` // feeds/<feed>.jsonl, feeds/<feed>.2.jsonl or blobs/<sha256>
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

var (
	feedName = regexp.MustCompile(`^feeds/[0-9a-f]{32}(\.([2-9]|[1-9][0-9]{1,4}))?\.jsonl$`) // a feed may come in pieces
	blobName = regexp.MustCompile(`^blobs/[0-9a-f]{64}$`)
)

// check holds a list of parts to its bounds: nothing is read that could not be.
func (m Manifest) check() error {
	if m.Format > format {
		return fmt.Errorf("%w: %d", ErrNewerFormat, m.Format)
	}
	if m.Format != format {
		return fmt.Errorf("%w: format %d", ErrDamaged, m.Format)
	}
	if len(m.Parts) > maxParts {
		return fmt.Errorf("%w: %d parts", ErrTooBig, len(m.Parts))
	}
	var sum int64
	seen := map[string]bool{}
	for _, p := range m.Parts {
		most := int64(MaxFeed)
		switch {
		case blobName.MatchString(p.Name):
			most = MaxBlob
		case !feedName.MatchString(p.Name):
			return fmt.Errorf("%w: %q", ErrName, p.Name)
		}
		if seen[p.Name] {
			return fmt.Errorf("%w: %q twice", ErrName, p.Name)
		}
		if p.Size < 0 || p.Size > most {
			return fmt.Errorf("%w: %s has %d bytes", ErrTooBig, p.Name, p.Size)
		}
		seen[p.Name] = true
		if sum += p.Size; sum > MaxRaw {
			return fmt.Errorf("%w: more than %d bytes", ErrTooBig, int64(MaxRaw))
		}
	}
	return nil
}

// signed is what the signature covers. The line ends with a newline and holds no other, so the two can't run together.
func signed(line, manifest []byte) []byte {
	return append(append([]byte("opsledger/bundle/1\x00"), line...), manifest...)
}

// strict reads canonical JSON: what has unknown or repeated keys, broken text, or could be written otherwise, is refused.
func strict(raw []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	again, err := ledger.Canonical(v)
	if err != nil || !bytes.Equal(again, raw) {
		return fmt.Errorf("%w: not in canonical form", ErrDamaged)
	}
	return nil
}

// NewIdentity makes the secret key of a device by which bundles sent to it open.
func NewIdentity() (string, error) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return "", fmt.Errorf("making exchange key: %w", err)
	}
	return id.String(), nil
}

// Reachable refuses what is no public exchange key.
func Reachable(recipient string) error {
	if _, err := age.ParseHybridRecipient(recipient); err != nil {
		return fmt.Errorf("recipient: %w", err)
	}
	return nil
}

// Recipient is the public half of a secret key.
func Recipient(identity string) (string, error) {
	id, err := age.ParseHybridIdentity(identity)
	if err != nil {
		return "", fmt.Errorf("reading exchange key: %w", err)
	}
	return id.Recipient().String(), nil
}
