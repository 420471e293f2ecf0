package vault

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Unlocked is a vault opened by one of its slots.
type Unlocked struct {
	dir  string
	cost Cost
	file *keyFile
	data [32]byte
	seed [32]byte
	name string
}

// Create writes a new slot file with a first account and a recovery slot. It returns the recovery key, which is
// shown once and kept nowhere. A zero cost means Standard.
func Create(dir, name, password string, cost Cost) (*Unlocked, string, error) {
	if err := checkName(name); err != nil {
		return nil, "", err
	}
	if _, err := os.Stat(filepath.Join(dir, FileName)); err == nil {
		return nil, "", fmt.Errorf("%s: %w", dir, ErrExists)
	}
	u := &Unlocked{dir: dir, cost: orStandard(cost), file: &keyFile{}, name: name}
	for _, b := range [][]byte{u.data[:], u.seed[:], u.file.id[:]} {
		rand.Read(b)
	}
	u.put(name, Account, passwordBytes(password), u.seed)
	key := newRecoveryKey()
	u.put("", Recovery, key[:], [32]byte{})
	return u, key.String(), u.file.replace(dir, u.data[:])
}

func orStandard(c Cost) Cost {
	if c == (Cost{}) {
		return Standard
	}
	return c
}

// put adds a slot, or replaces the one of that name and kind.
func (u *Unlocked) put(name string, kind Kind, secret []byte, seed [32]byte) {
	s := &slot{Slot: Slot{Name: name, Kind: kind, State: Active, Cost: u.cost}}
	s.wrap(u.file.id, secret, append(append([]byte{}, u.data[:]...), seed[:]...))
	if i := u.file.find(name, kind); i >= 0 {
		u.file.slots[i] = s
		return
	}
	u.file.slots = append(u.file.slots, s)
}

func (k *keyFile) find(name string, kind Kind) int {
	return slices.IndexFunc(k.slots, func(s *slot) bool { return s != nil && s.Name == name && s.Kind == kind && s.State != Free })
}

// Open unlocks an account's slot. It returns ErrNotVault, ErrNewerVersion, ErrDamaged, *SlotError,
// ErrUnknownAccount, ErrWrongPassword or ErrTampered. An empty name means the only account.
func Open(dir, name, password string, cost Cost) (*Unlocked, error) {
	k, err := readFile(dir)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = k.only()
	}
	i := k.find(name, Account)
	if i < 0 || k.slots[i].State != Active {
		if len(k.broken) > 0 {
			return nil, k.broken[0]
		}
		return nil, fmt.Errorf("%q: %w", name, ErrUnknownAccount)
	}
	return k.unlock(dir, k.slots[i], passwordBytes(password), orStandard(cost))
}

func (k *keyFile) only() string {
	name := ""
	for _, s := range k.slots {
		if s != nil && s.Kind == Account && s.State == Active {
			if name != "" {
				return ""
			}
			name = s.Name
		}
	}
	return name
}

func (k *keyFile) unlock(dir string, s *slot, secret []byte, cost Cost) (*Unlocked, error) {
	keys, ok := s.unwrap(k.id, secret)
	if !ok {
		return nil, ErrWrongPassword
	}
	u := &Unlocked{dir: dir, cost: cost, file: k, name: s.Name, data: [32]byte(keys[:32]), seed: [32]byte(keys[32:])}
	clear(keys)
	if len(k.broken) > 0 {
		return nil, k.broken[0]
	}
	return u, k.authentic(u.data[:])
}

// Recover opens the vault by its paper key and gives an account a new password and a new signing seed: what the
// account signed before stays verifiable under its old key.
func Recover(dir, recoveryKey, name, password string, cost Cost) (*Unlocked, error) {
	key, err := ParseRecoveryKey(recoveryKey)
	if err != nil {
		return nil, err
	}
	k, err := readFile(dir)
	if err != nil {
		return nil, err
	}
	i := k.find("", Recovery)
	if i < 0 {
		return nil, fmt.Errorf("recovery: %w", ErrUnknownAccount)
	}
	u, err := k.unlock(dir, k.slots[i], key[:], orStandard(cost))
	if err != nil {
		return nil, err
	}
	if k.find(name, Account) < 0 {
		return nil, fmt.Errorf("%q: %w", name, ErrUnknownAccount)
	}
	u.name = name
	rand.Read(u.seed[:])
	u.put(name, Account, passwordBytes(password), u.seed)
	return u, u.file.replace(dir, u.data[:])
}

// Name is the account the vault was opened by.
func (u *Unlocked) Name() string { return u.name }

// Data is the store's data key.
func (u *Unlocked) Data() *[32]byte { return &u.data }

// Seed is the account's Ed25519 seed.
func (u *Unlocked) Seed() [32]byte { return u.seed }

// ID is the vault's random ID.
func (u *Unlocked) ID() [16]byte { return u.file.id }

// Close forgets the keys, as far as a garbage-collected program can.
func (u *Unlocked) Close() { clear(u.data[:]); clear(u.seed[:]) }

// ChangePassword rewrites the slot of the account the vault was opened by.
func (u *Unlocked) ChangePassword(password string) error {
	u.put(u.name, Account, passwordBytes(password), u.seed)
	return u.file.replace(u.dir, u.data[:])
}

// AddAccount adds a slot with a new signing seed and returns the seed.
func (u *Unlocked) AddAccount(name, password string) (seed [32]byte, err error) {
	if err := checkName(name); err != nil {
		return seed, err
	}
	if u.file.find(name, Account) >= 0 || len(u.file.slots) == maxSlots {
		return seed, fmt.Errorf("%q: %w", name, ErrName)
	}
	rand.Read(seed[:])
	u.put(name, Account, passwordBytes(password), seed)
	return seed, u.file.replace(u.dir, u.data[:])
}

// Disable switches an account off. The one the vault was opened by stays.
func (u *Unlocked) Disable(name string) error {
	i := u.file.find(name, Account)
	if i < 0 || name == u.name {
		return fmt.Errorf("%q: %w", name, ErrUnknownAccount)
	}
	u.file.slots[i].State = Disabled
	return u.file.replace(u.dir, u.data[:])
}

// List reads the slots without unlocking any; damaged ones are in the error.
func List(dir string) ([]Slot, error) {
	k, err := readFile(dir)
	if err != nil {
		return nil, err
	}
	var out []Slot
	for _, s := range k.slots {
		if s != nil && s.State != Free {
			out = append(out, s.Slot)
		}
	}
	var broken []error
	for _, b := range k.broken {
		broken = append(broken, b)
	}
	return out, errors.Join(broken...)
}
