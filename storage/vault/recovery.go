package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

// RecoveryKey is printed once on paper: 160 random bits in eight groups of four, and a ninth group that tells a
// misread letter before any guess is made.
type RecoveryKey [20]byte

// ErrRecoveryKey means the text is no recovery key: misread or cut.
var ErrRecoveryKey = errors.New("not a recovery key")

// letters leaves out I, L, O and U, which are misread (Crockford's base 32).
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewRecoveryKey makes a key to be printed once.
func NewRecoveryKey() (k RecoveryKey) {
	rand.Read(k[:])
	return k
}

func (k RecoveryKey) check() string {
	sum := sha256.Sum256(append([]byte("opsledger/recovery/1\x00"), k[:]...))
	return letters.EncodeToString(sum[:5])[:4]
}

// String renders the key for printing: XXXX-XXXX-… with the check group last.
func (k RecoveryKey) String() string {
	text := letters.EncodeToString(k[:]) + k.check()
	var groups []string
	for i := 0; i < len(text); i += 4 {
		groups = append(groups, text[i:i+4])
	}
	return strings.Join(groups, "-")
}

// ParseRecoveryKey reads what String wrote, in any case, with or without separators, misread letters folded.
func ParseRecoveryKey(s string) (RecoveryKey, error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == ' ' || r == '\n' || r == '\r' || r == '\t':
			return -1
		case r == 'O' || r == 'o':
			return '0'
		case strings.ContainsRune("IiLl", r):
			return '1'
		}
		return r
	}, s)
	s = strings.ToUpper(s)
	var k RecoveryKey
	if len(s) != 36 {
		return k, fmt.Errorf("%w: %d letters, should be 36", ErrRecoveryKey, len(s))
	}
	raw, err := letters.DecodeString(s[:32])
	if err != nil {
		return k, fmt.Errorf("%w: %v", ErrRecoveryKey, err)
	}
	copy(k[:], raw)
	if k.check() != s[32:] {
		return k, fmt.Errorf("%w: the check group does not fit", ErrRecoveryKey)
	}
	return k, nil
}
