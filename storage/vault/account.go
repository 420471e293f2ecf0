package vault

import (
	"crypto/rand"
	"fmt"
	"slices"
)

// change applies fn to the slots and writes them; where either fails the slots stay as they were.
func (u *Unlocked) change(fn func() error) error {
	before := make([]*slot, len(u.file.slots))
	for i, s := range u.file.slots {
		c := *s
		before[i] = &c
	}
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

// AddAccount adds a slot with a new signing seed and returns the seed. ErrName where the name can't be used or an
// account that is not switched off has it.
func (u *Unlocked) AddAccount(name, password string) (seed [32]byte, err error) {
	if err := checkName(name); err != nil {
		return seed, err
	}
	i := u.file.find(name, Account)
	if i >= 0 && u.file.slots[i].State == Active || i < 0 && len(u.file.slots) == maxSlots {
		return seed, fmt.Errorf("%q: %w", name, ErrName)
	}
	return u.renew(name, password)
}

// Renew gives an account a new password and a new signing seed, which it returns: what the account signed before
// stays verifiable under its old key.
func (u *Unlocked) Renew(name, password string) (seed [32]byte, err error) {
	if u.file.find(name, Account) < 0 {
		return seed, fmt.Errorf("%q: %w", name, ErrUnknownAccount)
	}
	return u.renew(name, password)
}

func (u *Unlocked) renew(name, password string) (seed [32]byte, err error) {
	rand.Read(seed[:])
	return seed, u.change(func() error { return u.put(name, Account, passwordBytes(password), seed) })
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

// Restore puts the slots back as Snapshot gave them: for a use case whose other half failed.
func (u *Unlocked) Restore(s Snapshot) error {
	return u.change(func() error {
		u.file.slots = slices.Clone(s.slots)
		return nil
	})
}

// Snapshot is how the slots stood.
type Snapshot struct{ slots []*slot }

// Snapshot remembers the slots.
func (u *Unlocked) Snapshot() Snapshot {
	var out Snapshot
	for _, s := range u.file.slots {
		c := *s
		out.slots = append(out.slots, &c)
	}
	return out
}
