package cryptvfs

import (
	"crypto/aes"
	"crypto/rand"
	"fmt"

	"golang.org/x/crypto/xts"
)

const sector = 512

// tempFile holds what SQLite spills: sectors under a random key that dies with the file's handle.
type tempFile struct {
	cipher *xts.Cipher
	disk   File
	length int64
	remove func() error // nil where SQLite removes it by name
}

func newTempFile(disk File, remove func() error) (*tempFile, error) {
	var key [64]byte
	rand.Read(key[:])
	c, err := xts.NewCipher(aes.NewCipher, key[:])
	if err != nil {
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	return &tempFile{cipher: c, disk: disk, remove: remove}, nil
}

// sectors reads and opens the sectors that cover [off, off+n); those past the end are zeros.
func (t *tempFile) sectors(off int64, n int) (first int64, plain []byte, err error) {
	first = off / sector
	plain = make([]byte, ((off+int64(n)-1)/sector-first+1)*sector)
	got, err := readFull(t.disk, plain, first*sector)
	if err != nil {
		return 0, nil, err
	}
	for i := 0; i < len(plain); i += sector {
		s := plain[i : i+sector]
		if i+sector > got {
			clear(s)
		} else {
			t.cipher.Decrypt(s, s, uint64(first)+uint64(i/sector))
		}
	}
	return first, plain, nil
}

// ReadAt implements content.
func (t *tempFile) ReadAt(p []byte, off int64) (int, error) {
	n := int(max(0, min(int64(len(p)), t.length-off)))
	if n == 0 {
		return 0, nil
	}
	first, plain, err := t.sectors(off, n)
	if err != nil {
		return 0, err
	}
	return copy(p[:n], plain[off-first*sector:]), nil
}

// WriteAt implements content. What lies between the old end and off reads as zeros.
func (t *tempFile) WriteAt(p []byte, off int64) error {
	if off > t.length {
		if err := t.WriteAt(make([]byte, off-t.length), t.length); err != nil {
			return err
		}
	}
	if len(p) == 0 {
		return nil
	}
	first, plain, err := t.sectors(off, len(p))
	if err != nil {
		return err
	}
	copy(plain[off-first*sector:], p)
	for i := 0; i < len(plain); i += sector {
		t.cipher.Encrypt(plain[i:i+sector], plain[i:i+sector], uint64(first)+uint64(i/sector))
	}
	if _, err := t.disk.WriteAt(plain, first*sector); err != nil {
		return err
	}
	t.length = max(t.length, off+int64(len(p)))
	return nil
}

func (t *tempFile) Truncate(n int64) error {
	t.length = min(t.length, n)
	return t.disk.Truncate((n + sector - 1) / sector * sector)
}

func (t *tempFile) Size() (int64, error) { return t.length, nil }
func (t *tempFile) Sync() error          { return nil } // it means nothing after a crash

func (t *tempFile) Close() error {
	err := t.disk.Close()
	if t.remove != nil {
		if e := t.remove(); err == nil {
			err = e
		}
	}
	return err
}
