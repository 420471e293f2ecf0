package vault

import (
	"crypto/ecdh"
	"crypto/hpke"
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
// 120 public key, 152 the slot's own keys wrapped by the secret, 232 the data key sealed to the public key,
// 312 the next data key likewise while it is being changed, 480 SHA-256 of all before.
const (
	slotSize  = 512
	nameMax   = 64
	publicAt  = 120
	ownAt     = 152
	dataAt    = 232
	nextAt    = 312
	ownSize   = 64 + chacha20poly1305.Overhead // X25519 private key, Ed25519 seed
	dataSize  = 32 + 32 + chacha20poly1305.Overhead
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
	public [32]byte
	own    [ownSize]byte
	data   [dataSize]byte
	next   [dataSize]byte // zeros unless the data key is being changed
}

// keys are what a slot opens to.
type keys struct {
	seed       [32]byte
	data, next [32]byte
	pending    bool // next is a key
}

var errSum = errors.New("checksum does not fit")

func (s *slot) encode() []byte {
	b := make([]byte, slotSize)
	copy(b, s.clear())
	copy(b[ownAt:], s.own[:])
	copy(b[dataAt:], s.data[:])
	copy(b[nextAt:], s.next[:])
	sum := sha256.Sum256(b[:sumAt])
	copy(b[sumAt:], sum[:])
	return b
}

// clear is the part in the clear; it is bound to the wrapped keys.
func (s *slot) clear() []byte {
	b := make([]byte, ownAt)
	b[0], b[1], b[2], b[3] = byte(s.State), byte(s.Kind), kdfArgon2, s.Cost.Threads
	binary.LittleEndian.PutUint32(b[4:], s.Cost.MemoryKiB)
	binary.LittleEndian.PutUint32(b[8:], s.Cost.Time)
	b[12] = byte(len(s.Name))
	copy(b[16:], s.salt[:])
	copy(b[32:], s.nonce[:])
	copy(b[56:], s.Name)
	copy(b[publicAt:], s.public[:])
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
	copy(s.public[:], b[publicAt:])
	copy(s.own[:], b[ownAt:])
	copy(s.data[:], b[dataAt:])
	copy(s.next[:], b[nextAt:])
	return s, nil
}

// wrap gives the slot a key pair of its own under a secret: the data key is then sealed to its public half, so that
// it can be changed without the secrets of the others. State is left out of what is bound: switching an account off
// needs no secret of that account; the HMAC over all slots guards it.
func (s *slot) wrap(vaultID [16]byte, secret []byte, seed [32]byte) error {
	pair, err := kem.GenerateKey()
	if err != nil {
		return fmt.Errorf("slot key: %w", err)
	}
	private, err := pair.Bytes()
	if err != nil {
		return fmt.Errorf("slot key: %w", err)
	}
	copy(s.public[:], pair.PublicKey().Bytes())
	rand.Read(s.salt[:])
	rand.Read(s.nonce[:])
	aead, err := chacha20poly1305.NewX(s.derive(secret))
	if err != nil {
		return fmt.Errorf("slot key: %w", err)
	}
	aead.Seal(s.own[:0], s.nonce[:], append(private, seed[:]...), s.bound(vaultID))
	return nil
}

// kem, kdf and cipher seal a data key to a slot: HPKE (RFC 9180) with X25519.
var (
	kem    = hpke.DHKEM(ecdh.X25519())
	kdf    = hpke.HKDFSHA256()
	cipher = hpke.ChaCha20Poly1305()
)

func dataInfo(vaultID [16]byte) []byte {
	return append([]byte("opsledger/vault/1/data\x00"), vaultID[:]...)
}

// seal gives the data key as this slot keeps it.
func (s *slot) seal(vaultID [16]byte, data [32]byte) (out [dataSize]byte, err error) {
	public, err := kem.NewPublicKey(s.public[:])
	if err != nil {
		return out, fmt.Errorf("slot %q: %w", s.Name, err)
	}
	sealed, err := hpke.Seal(public, kdf, cipher, dataInfo(vaultID), data[:])
	copy(out[:], sealed)
	return out, err
}

// open gives the slot's keys; false where the secret is not its own.
func (s *slot) open(vaultID [16]byte, secret []byte) (k keys, ok bool, err error) {
	aead, err := chacha20poly1305.NewX(s.derive(secret))
	if err != nil {
		return k, false, fmt.Errorf("slot key: %w", err)
	}
	own, err := aead.Open(nil, s.nonce[:], s.own[:], s.bound(vaultID))
	if err != nil {
		return k, false, nil
	}
	defer clear(own)
	copy(k.seed[:], own[32:])
	private, err := kem.NewPrivateKey(own[:32])
	if err != nil {
		return k, true, fmt.Errorf("slot %q: %w", s.Name, err)
	}
	if k.data, err = unseal(private, vaultID, s.data); err != nil {
		return k, true, err
	}
	if s.next != [dataSize]byte{} {
		k.next, err = unseal(private, vaultID, s.next)
		k.pending = err == nil
	}
	return k, true, err
}

// unseal returns ErrTampered where the data key was not sealed to this slot: its secret fits, so it is no wrong password.
func unseal(private hpke.PrivateKey, vaultID [16]byte, sealed [dataSize]byte) (data [32]byte, err error) {
	raw, err := hpke.Open(private, kdf, cipher, dataInfo(vaultID), sealed[:])
	if err != nil {
		return data, ErrTampered
	}
	copy(data[:], raw)
	clear(raw)
	return data, nil
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
