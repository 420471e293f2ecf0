package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"opsledger/storage/disk"
)

// FileName is the slot file beside the store.
const FileName = "vault.keys"

// file layout: 0 magic, 8 version, 10 slots, 12 generation, 16 vault ID, 32 zeros to 64; slots; HMAC-SHA256.
const (
	headSize    = 64
	maxSlots    = 64
	fileVersion = 1
	fileMagic   = "OPSKEYS\x00"
)

var (
	// ErrNotVault means there is no slot file, or it begins as none does.
	ErrNotVault = errors.New("not a vault")
	// ErrNewerVersion means a later program wrote it.
	ErrNewerVersion = errors.New("vault of a newer version")
	// ErrDamaged means the slot file is cut or changed outside the slots.
	ErrDamaged = errors.New("slot file is damaged")
	// ErrTampered means the slots do not belong together: one was exchanged.
	ErrTampered = errors.New("slots do not belong together")
	// ErrWrongPassword means the slot is whole and the password is not its own.
	ErrWrongPassword = errors.New("wrong password")
	// ErrUnknownAccount means no slot has that name, or it is switched off.
	ErrUnknownAccount = errors.New("unknown account")
	// ErrName means a name is empty, too long, or taken.
	ErrName = errors.New("name cannot be used")
	// ErrExists means there is a vault already.
	ErrExists = errors.New("vault exists")
)

// SlotError names a damaged slot.
type SlotError struct {
	Index int
	Err   error
}

func (e *SlotError) Error() string {
	return fmt.Sprintf("key slot %d is damaged: %v", e.Index+1, e.Err)
}

// Unwrap gives the cause.
func (e *SlotError) Unwrap() error { return e.Err }

type keyFile struct {
	generation uint32
	id         [16]byte
	slots      []*slot // nil where damaged
	broken     []*SlotError
	raw        []byte
}

func decodeFile(raw []byte) (*keyFile, error) {
	if len(raw) < headSize || string(raw[:8]) != fileMagic {
		return nil, ErrNotVault
	}
	if v := binary.LittleEndian.Uint16(raw[8:]); v != fileVersion {
		return nil, fmt.Errorf("%w: %d", ErrNewerVersion, v)
	}
	n := int(binary.LittleEndian.Uint16(raw[10:]))
	if n < 1 || n > maxSlots || len(raw) != headSize+n*slotSize+sha256.Size {
		return nil, fmt.Errorf("%w: %d bytes", ErrDamaged, len(raw))
	}
	k := &keyFile{generation: binary.LittleEndian.Uint32(raw[12:]), raw: raw}
	copy(k.id[:], raw[16:])
	for i := range n {
		s, err := decodeSlot(raw[headSize+i*slotSize : headSize+(i+1)*slotSize])
		if err != nil {
			k.broken = append(k.broken, &SlotError{Index: i, Err: err})
		}
		k.slots = append(k.slots, s)
	}
	return k, nil
}

func (k *keyFile) encode(data []byte) ([]byte, error) {
	b := make([]byte, headSize, headSize+len(k.slots)*slotSize+sha256.Size)
	copy(b, fileMagic)
	binary.LittleEndian.PutUint16(b[8:], fileVersion)
	binary.LittleEndian.PutUint16(b[10:], uint16(len(k.slots)))
	binary.LittleEndian.PutUint32(b[12:], k.generation)
	copy(b[16:], k.id[:])
	for _, s := range k.slots {
		b = append(b, s.encode()...)
	}
	sum, err := trailer(data, b)
	return append(b, sum...), err
}

func trailer(data, body []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, data, nil, "opsledger/vault/1/keys", 32)
	if err != nil {
		return nil, fmt.Errorf("authenticating slots: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return mac.Sum(nil), nil
}

// authentic checks that the slots belong together, once the data key is known.
func (k *keyFile) authentic(data []byte) error {
	at := len(k.raw) - sha256.Size
	want, err := trailer(data, k.raw[:at])
	if err != nil {
		return err
	}
	if !hmac.Equal(want, k.raw[at:]) {
		return ErrTampered
	}
	return nil
}

func readFile(d disk.Disk, dir string) (*keyFile, error) {
	raw, err := disk.ReadFile(d, filepath.Join(dir, FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNotVault)
	}
	if err != nil {
		return nil, fmt.Errorf("reading key slots: %w", err)
	}
	return decodeFile(raw)
}

// replace writes the file beside, syncs it and puts it in the place of the old one.
func (k *keyFile) replace(d disk.Disk, dir string, data []byte) error {
	k.generation++
	raw, err := k.encode(data)
	if err != nil {
		return err
	}
	if err := disk.Replace(d, filepath.Join(dir, FileName), raw); err != nil {
		return fmt.Errorf("writing key slots: %w", err)
	}
	k.raw = raw
	return nil
}
