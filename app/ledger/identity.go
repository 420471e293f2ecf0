package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Hash is a SHA-256 in 64 lower-case hex digits; it names a commit. The empty string means none.
type Hash string

// The 128-bit names below are 32 lower-case hex digits.
type (
	// LedgerID names one project; every commit carries it.
	LedgerID string
	// FeedID names the log of one device; random, made anew at init and at restore.
	FeedID string
	// KeyID names the signing key of one account on one device.
	KeyID string
	// RecordID names a record; derived from the outside number where one exists, else random.
	RecordID string
)

// NewLedgerID derives the ledger from the project's number, so that stations set up apart can meet.
func NewLedgerID(project string) LedgerID {
	return LedgerID(name("opsledger/ledger/1", strings.TrimSpace(project)))
}

// NewRecordID derives a record's ID from its number in the outside world: two colleagues importing the same
// export make one record.
func NewRecordID(l LedgerID, kind, outside string) RecordID {
	return RecordID(name("opsledger/record/1", string(l), kind, strings.TrimSpace(outside)))
}

// NewKeyID names an Ed25519 public key.
func NewKeyID(public []byte) KeyID {
	return KeyID(name("opsledger/key/1", string(public)))
}

// Fingerprint renders a key for reading aloud: 25 digits in groups of five.
func Fingerprint(public []byte) string {
	sum := sha256.Sum256(append([]byte("opsledger/fingerprint/1\x00"), public...))
	var groups []string
	for i := range 5 {
		n := uint64(0)
		for _, b := range sum[i*6 : i*6+6] {
			n = n<<8 | uint64(b)
		}
		groups = append(groups, fmt.Sprintf("%05d", n%100000))
	}
	return strings.Join(groups, " ")
}

// name hashes length-prefixed parts, so that no two lists of parts share an image, and keeps 128 bits.
func name(domain string, parts ...string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00", domain)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func isHex(s string, digits int) bool {
	if len(s) != digits {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Valid reports whether h is a well-formed hash.
func (h Hash) Valid() bool { return isHex(string(h), 64) }

// Short is the code printed in footers and read over the telephone.
func (h Hash) Short() string {
	if len(h) < 12 {
		return string(h)
	}
	return strings.ToUpper(string(h[:4]) + "-" + string(h[4:8]) + "-" + string(h[8:12]))
}
