package vault

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"opsledger/storage/disk"
)

// Folder is where a slot file lies. A zero cost means Standard, no disk this machine's. Without a clock failures are not
// counted.
type Folder struct {
	Dir  string
	Cost Cost
	Disk disk.Disk
	Now  func() time.Time
}

// Unlocked is a vault opened by one of its slots.
type Unlocked struct {
	dir   string
	disk  disk.Disk
	cost  Cost
	file  *keyFile
	keys  keys
	paper [32]byte
	name  string
}

// Create writes a new slot file with a first account and a recovery slot. It returns the recovery key, which is
// shown once and kept nowhere. A zero cost means Standard.
func Create(dir, name, password string, cost Cost) (*Unlocked, string, error) {
	return Folder{Dir: dir, Cost: cost}.Create(name, password)
}

// Create is the function of that name.
func (o Folder) Create(name, password string) (*Unlocked, string, error) {
	if err := checkName(name); err != nil {
		return nil, "", err
	}
	d := disk.Or(o.Disk)
	if _, err := d.Stat(filepath.Join(o.Dir, FileName)); err == nil {
		return nil, "", fmt.Errorf("%s: %w", o.Dir, ErrExists)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("looking for key slots: %w", err)
	}
	u := &Unlocked{dir: o.Dir, disk: d, cost: orStandard(o.Cost), file: &keyFile{}, name: name}
	for _, b := range [][]byte{u.keys.data[:], u.keys.seed[:], u.paper[:], u.file.id[:]} {
		rand.Read(b)
	}
	key := NewRecoveryKey()
	if err := errors.Join(u.put(name, Account, passwordBytes(password), u.keys.seed), u.put("", Recovery, key[:], u.paper)); err != nil {
		return nil, "", err
	}
	return u, key.String(), u.save()
}

func orStandard(c Cost) Cost {
	if c == (Cost{}) {
		return Standard
	}
	return c
}

// put adds a slot, or replaces the one of that name and kind.
func (u *Unlocked) put(name string, kind Kind, secret []byte, seed [32]byte) (err error) {
	s := &slot{Slot: Slot{Name: name, Kind: kind, State: Active, Cost: u.cost}}
	if err := s.wrap(u.file.id, secret, seed); err != nil {
		return err
	}
	if s.data, err = s.seal(u.file.id, u.keys.data); err != nil {
		return err
	}
	if i := u.file.find(name, kind); i >= 0 {
		u.file.slots[i] = s
		return nil
	}
	u.file.slots = append(u.file.slots, s)
	return nil
}

func (u *Unlocked) save() error { return u.file.replace(u.disk, u.dir, u.keys.data[:]) }

func (k *keyFile) find(name string, kind Kind) int {
	return slices.IndexFunc(k.slots, func(s *slot) bool { return s != nil && s.Name == name && s.Kind == kind && s.State != Free })
}

// Open unlocks an account's slot. It returns ErrNotVault, ErrNewerVersion, ErrDamaged, *SlotError,
// ErrUnknownAccount, ErrWrongPassword, *WaitError or ErrTampered. An empty name means the only account.
func Open(dir, name, password string, cost Cost) (*Unlocked, error) {
	return Folder{Dir: dir, Cost: cost}.Open(name, password)
}

// Open is the function of that name.
func (o Folder) Open(name, password string) (*Unlocked, error) {
	k, err := readFile(disk.Or(o.Disk), o.Dir)
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
	return o.try(k, k.slots[i], passwordBytes(password))
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

func (o Folder) unlock(k *keyFile, s *slot, secret []byte) (*Unlocked, error) {
	opened, ok, err := s.open(k.id, secret)
	if !ok && err == nil {
		return nil, ErrWrongPassword
	}
	if len(k.broken) > 0 {
		return nil, k.broken[0]
	}
	if err != nil {
		return nil, err
	}
	if err := k.authentic(opened.data[:]); err != nil {
		return nil, err
	}
	o.sweep()
	return &Unlocked{dir: o.Dir, disk: disk.Or(o.Disk), cost: orStandard(o.Cost), file: k, name: s.Name, keys: opened}, nil
}

// sweep removes what a change of slots left that was cut short: older slots open to older passwords. One that stays
// is met at the next opening.
func (o Folder) sweep() {
	for _, suffix := range []string{".new", ".old", keptSuffix} {
		disk.Or(o.Disk).Remove(filepath.Join(o.Dir, FileName) + suffix)
	}
}

// Recover opens the vault by its paper key. Its seed is the paper key's own; Renew then gives an account back.
func Recover(dir, recoveryKey string, cost Cost) (*Unlocked, error) {
	return Folder{Dir: dir, Cost: cost}.Recover(recoveryKey)
}

// Recover is the function of that name.
func (o Folder) Recover(recoveryKey string) (*Unlocked, error) {
	key, err := ParseRecoveryKey(recoveryKey)
	if err != nil {
		return nil, err
	}
	k, err := readFile(disk.Or(o.Disk), o.Dir)
	if err != nil {
		return nil, err
	}
	i := k.find("", Recovery)
	if i < 0 {
		return nil, fmt.Errorf("recovery: %w", ErrUnknownAccount)
	}
	return o.try(k, k.slots[i], key[:])
}

// Name is the account the vault was opened by; "" by the paper key.
func (u *Unlocked) Name() string { return u.name }

// Data is the store's data key.
func (u *Unlocked) Data() *[32]byte { return &u.keys.data }

// Seed is the Ed25519 seed of the slot.
func (u *Unlocked) Seed() [32]byte { return u.keys.seed }

// Paper is the Ed25519 seed of the recovery slot; it is known just after Create only.
func (u *Unlocked) Paper() [32]byte { return u.paper }

// ID is the vault's random ID.
func (u *Unlocked) ID() [16]byte { return u.file.id }

// Close forgets the keys, as far as a garbage-collected program can.
func (u *Unlocked) Close() {
	u.keys = keys{}
	clear(u.paper[:])
}

// List reads the slots without unlocking any; damaged ones are in the error.
func List(dir string) ([]Slot, error) { return Folder{Dir: dir}.List() }

// List is the function of that name.
func (o Folder) List() ([]Slot, error) {
	k, err := readFile(disk.Or(o.Disk), o.Dir)
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
