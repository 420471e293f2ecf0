package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"
)

// Kind says what opens a slot.
type Kind byte

// Kinds of slot.
const (
	Account  Kind = 1
	Recovery Kind = 2
	Escrow   Kind = 3
)

// State of a slot.
type State byte

// States of a slot.
const (
	Free     State = 0
	Active   State = 1
	Disabled State = 2
)

// Cost is the price of one guess. It is kept in each slot and capped when read: a tampered slot must not ask for a
// terabyte.
type Cost struct {
	MemoryKiB uint32
	Time      uint32
	Threads   uint8
}

// Standard is what the program uses: RFC 9106, second recommendation.
var Standard = Cost{MemoryKiB: 64 << 10, Time: 3, Threads: 4}

func (c Cost) sane() bool {
	return c.MemoryKiB >= 8 && c.MemoryKiB <= 1<<20 && c.Time >= 1 && c.Time <= 10 && c.Threads >= 1 && c.Threads <= 16 &&
		c.MemoryKiB >= 8*uint32(c.Threads)
}

// slot layout: 0 state, 1 kind, 2 kdf, 3 threads, 4 memory, 8 time, 12 name length, 16 salt, 32 nonce, 56 name,
// 120 wrapped keys and tag, 480 SHA-256 of all before.
const (
	slotSize  = 512
	nameMax   = 64
	wrapped   = 64 + chacha20poly1305.Overhead
	sumAt     = slotSize - sha256.Size
	kdfArgon2 = 1
)

// Slot is what can be read of a slot without its secret.
type Slot struct {
	Name  string
	Kind  Kind
	State State
	Cost  Cost
}

type slot struct {
	Slot
	salt   [16]byte
	nonce  [chacha20poly1305.NonceSizeX]byte
	sealed [wrapped]byte
}

var errSum = errors.New("checksum does not fit")

func (s *slot) encode() []byte {
	b := make([]byte, slotSize)
	copy(b, s.clear())
	copy(b[120:], s.sealed[:])
	sum := sha256.Sum256(b[:sumAt])
	copy(b[sumAt:], sum[:])
	return b
}

// clear is the part in the clear; it is bound to the wrapped keys.
func (s *slot) clear() []byte {
	b := make([]byte, 120)
	b[0], b[1], b[2], b[3] = byte(s.State), byte(s.Kind), kdfArgon2, s.Cost.Threads
	binary.LittleEndian.PutUint32(b[4:], s.Cost.MemoryKiB)
	binary.LittleEndian.PutUint32(b[8:], s.Cost.Time)
	b[12] = byte(len(s.Name))
	copy(b[16:], s.salt[:])
	copy(b[32:], s.nonce[:])
	copy(b[56:], s.Name)
	return b
}

func decodeSlot(b []byte) (*slot, error) {
	sum := sha256.Sum256(b[:sumAt])
	if string(sum[:]) != string(b[sumAt:]) {
		return nil, errSum
	}
	s := &slot{Slot: Slot{State: State(b[0]), Kind: Kind(b[1]), Cost: Cost{
		MemoryKiB: binary.LittleEndian.Uint32(b[4:]), Time: binary.LittleEndian.Uint32(b[8:]), Threads: b[3]}}}
	n := int(b[12])
	if s.State == Free {
		return s, nil
	}
	if b[2] != kdfArgon2 || n > nameMax || !utf8.Valid(b[56:56+min(n, nameMax)]) || s.State > Disabled || s.Kind < Account || s.Kind > Escrow || !s.Cost.sane() {
		return nil, errors.New("a value is out of bounds")
	}
	s.Name = string(b[56 : 56+n])
	copy(s.salt[:], b[16:])
	copy(s.nonce[:], b[32:])
	copy(s.sealed[:], b[120:])
	return s, nil
}

// wrap seals the keys under a secret. State is left out of what is bound: switching an account off needs no secret
// of that account; the HMAC over all slots guards it.
func (s *slot) wrap(vaultID [16]byte, secret, keys []byte) {
	rand.Read(s.salt[:])
	rand.Read(s.nonce[:])
	aead, err := chacha20poly1305.NewX(s.derive(secret))
	if err != nil {
		panic(err) // the key length is ours
	}
	aead.Seal(s.sealed[:0], s.nonce[:], keys, s.bound(vaultID))
}

func (s *slot) unwrap(vaultID [16]byte, secret []byte) ([]byte, bool) {
	aead, err := chacha20poly1305.NewX(s.derive(secret))
	if err != nil {
		return nil, false
	}
	keys, err := aead.Open(nil, s.nonce[:], s.sealed[:], s.bound(vaultID))
	return keys, err == nil
}

func (s *slot) bound(vaultID [16]byte) []byte {
	c := s.clear()
	c[0] = 0
	return append(append([]byte("opsledger/vault/1/slot\x00"), vaultID[:]...), c...)
}

func (s *slot) derive(secret []byte) []byte {
	return argon2.IDKey(secret, s.salt[:], s.Cost.Time, s.Cost.MemoryKiB, s.Cost.Threads, chacha20poly1305.KeySize)
}

// passwordBytes folds what keyboards write differently for the same password (NFKC: full-width letters too).
func passwordBytes(password string) []byte { return []byte(norm.NFKC.String(password)) }

func checkName(name string) error {
	if name == "" || len(name) > nameMax || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) || strings.TrimSpace(name) != name {
		return fmt.Errorf("account name %q: %w", name, ErrName)
	}
	return nil
}
