package vault

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"

	"opsledger/storage/disk"
)

// change applies fn to the slots and writes them; where either fails the slots stay as they were.
func (u *Unlocked) change(fn func() error) error {
	before := copies(u.file.slots)
	err := fn()
	if err == nil {
		err = u.save()
	}
	if err != nil {
		u.file.slots = before
	}
	return err
}

// ChangePassword rewrites the slot of the account the vault was opened by.
func (u *Unlocked) ChangePassword(password string) error {
	return u.change(func() error { return u.put(u.name, Account, passwordBytes(password), u.keys.seed) })
}

// NewSeed makes a signing seed for an account to come.
func NewSeed() (seed [32]byte) {
	rand.Read(seed[:])
	return seed
}

// AddAccount adds a slot that keeps a signing seed. ErrName where the name can't be used or an account that is not
// switched off has it.
func (u *Unlocked) AddAccount(name, password string, seed [32]byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	i := u.file.find(name, Account)
	if i >= 0 && u.file.slots[i].State == Active || i < 0 && len(u.file.slots) == maxSlots {
		return fmt.Errorf("%q: %w", name, ErrName)
	}
	return u.change(func() error { return u.put(name, Account, passwordBytes(password), seed) })
}

// Renew gives an account a new password and a new signing seed: what it signed before stays verifiable under its
// old key.
func (u *Unlocked) Renew(name, password string, seed [32]byte) error {
	if u.file.find(name, Account) < 0 {
		return fmt.Errorf("%q: %w", name, ErrUnknownAccount)
	}
	return u.change(func() error {
		return errors.Join(u.put(name, Account, passwordBytes(password), seed), u.forgetFailures(name, Account))
	})
}

// Disable switches an account off. The one the vault was opened by stays.
func (u *Unlocked) Disable(name string) error {
	i := u.file.find(name, Account)
	if i < 0 || name == u.name {
		return fmt.Errorf("%q: %w", name, ErrUnknownAccount)
	}
	return u.change(func() error {
		u.file.slots[i].State = Disabled
		return nil
	})
}

// keptSuffix is on the slot file as it was before a use case began.
const keptSuffix = ".before"

// Snapshot is how the slots stood, in memory and, so that they can be put back on a full disk, beside the slot file.
type Snapshot struct {
	slots []*slot
	raw   []byte
	file  disk.Kept
}

// Snapshot remembers the slots until Restore or Drop: for a use case whose other half may fail.
func (u *Unlocked) Snapshot() (Snapshot, error) {
	kept, err := disk.Keep(u.disk, filepath.Join(u.dir, FileName), keptSuffix)
	if err != nil {
		return Snapshot{}, fmt.Errorf("keeping key slots: %w", err)
	}
	return Snapshot{slots: copies(u.file.slots), raw: u.file.raw, file: kept}, nil
}

// Restore puts the slots back as they stood.
func (u *Unlocked) Restore(s Snapshot) error {
	u.file.slots, u.file.raw = s.slots, s.raw
	if err := s.file.Back(); err != nil {
		return fmt.Errorf("putting key slots back: %w", err)
	}
	return nil
}

// Drop forgets how the slots stood.
func (s Snapshot) Drop() error { return s.file.Drop() }

func copies(slots []*slot) (out []*slot) {
	for _, s := range slots {
		c := *s
		out = append(out, &c)
	}
	return out
}

// Check reads the slots again and tells whether they are whole and belong together: *SlotError, ErrDamaged or
// ErrTampered.
func (u *Unlocked) Check() error {
	k, err := readFile(u.disk, u.dir)
	if err != nil {
		return err
	}
	if len(k.broken) > 0 {
		return k.broken[0]
	}
	return k.authentic(u.keys.data[:])
}

// RenewRecovery puts another paper key, with its signing seed, in the place of the one that was.
func (u *Unlocked) RenewRecovery(key RecoveryKey, seed [32]byte) error {
	return u.change(func() error { return errors.Join(u.put("", Recovery, key[:], seed), u.forgetFailures("", Recovery)) })
}
