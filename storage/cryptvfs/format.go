package cryptvfs

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// The first eight bytes of a vault: six of name, one of version, one of cipher. Another cipher (SM4-GCM fits the
// same 40 bytes) gets another number.
const (
	formatVersion = 1
	cipherXChaCha = 1
)

const magicName = "OPSVLT"

// format is the whole magic; it is bound to every seal.
var format = [8]byte([]byte(magicName + string([]byte{formatVersion, cipherXChaCha})))

var (
	// ErrNotVault means the file does not begin as a vault does.
	ErrNotVault = errors.New("not a vault")
	// ErrNewerVersion means a later program wrote it, or one with another cipher.
	ErrNewerVersion = errors.New("vault of a newer version or another cipher")
	// ErrExists means there is a file already: nothing is ever created over one.
	ErrExists = errors.New("file exists")
)

// PageError names a page whose seal does not hold: damaged, exchanged, or opened with another key. Pages count
// from 1, as SQLite counts them.
type PageError struct {
	File string
	Page int64
}

func (e *PageError) Error() string { return fmt.Sprintf("%s: page %d is damaged", e.File, e.Page) }

// sqliteMagic stands in the first sixteen bytes of page 1 as SQLite sees it; the file has magic and salt there.
var sqliteMagic = []byte("SQLite format 3\x00")

// emptyDatabase is page 1 of a database without tables: WAL from birth, 40 bytes of each page kept free. SQLite
// can't be told to keep them later.
func emptyDatabase() []byte {
	p := make([]byte, pageSize)
	copy(p, header())
	binary.BigEndian.PutUint32(p[24:], 1) // change counter
	binary.BigEndian.PutUint32(p[28:], 1) // size in pages
	binary.BigEndian.PutUint32(p[44:], 4) // schema format
	binary.BigEndian.PutUint32(p[56:], 1) // UTF-8
	binary.BigEndian.PutUint32(p[92:], 1) // version-valid-for
	p[100] = 13                           // a leaf of the schema table, empty
	binary.BigEndian.PutUint16(p[105:], bodySize)
	return p
}

// header is what SQLite may see of a vault before it holds a lock: enough to learn page size and reserve.
func header() []byte {
	h := make([]byte, 100)
	copy(h, sqliteMagic)
	binary.BigEndian.PutUint16(h[16:], pageSize)
	h[18], h[19] = 2, 2
	h[20] = reserve
	h[21], h[22], h[23] = 64, 32, 32
	return h
}

// Format writes a new empty vault on this machine's disk. It never writes over a file: ErrExists.
func Format(path string, key *[32]byte) error { return FormatOn(OS{}, path, key) }

// FormatOn is Format on another disk.
func FormatOn(d Disk, path string, key *[32]byte) error {
	k, err := deriveKeys(key)
	if err != nil {
		return err
	}
	f, err := d.Open(path, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("formatting %s: %w", path, ErrExists)
	}
	if err != nil {
		return fmt.Errorf("formatting: %w", err)
	}
	m := &mainFile{k: k, path: path, disk: f}
	rand.Read(m.salt[:])
	err = m.writePage(0, emptyDatabase())
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = d.SyncDir(path)
	}
	if err != nil {
		return fmt.Errorf("formatting: %w", errors.Join(err, d.Remove(path)))
	}
	return nil
}

// probe reads the salt of an existing vault, opens its first page with the key and sees that no page is missing.
func probe(path string, k keys, disk Disk) ([saltSize]byte, error) {
	m := &mainFile{k: k, path: path}
	f, err := disk.Open(path, os.O_RDONLY)
	if err != nil {
		return m.salt, fmt.Errorf("opening vault: %w", err)
	}
	defer f.Close()
	m.disk = f
	page := make([]byte, pageSize)
	n, err := readFull(f, page, 0)
	switch {
	case err != nil:
		return m.salt, fmt.Errorf("reading vault: %w", err)
	case n < 16 || string(page[:len(magicName)]) != magicName:
		return m.salt, fmt.Errorf("%s: %w", path, ErrNotVault)
	case [8]byte(page) != format:
		return m.salt, fmt.Errorf("%s: %w", path, ErrNewerVersion)
	case n < pageSize:
		return m.salt, &PageError{File: path, Page: 1}
	}
	copy(m.salt[:], page[8:16])
	if m.openPage(0, page) {
		return m.salt, m.whole(disk, page)
	}
	if logOpens(m, disk) {
		return m.salt, nil
	}
	return m.salt, &PageError{File: path, Page: 1}
}

// logOpens reports whether a log of this vault lies beside it: page 1 may then be half written by a checkpoint the
// power went in, and SQLite will write it again from the log.
func logOpens(m *mainFile, disk Disk) bool {
	f, err := disk.Open(logOf(m.path), os.O_RDONLY)
	if err != nil {
		return false
	}
	defer f.Close()
	w := &walFile{k: m.k, salt: m.salt, disk: f}
	head, _, err := w.read(pieceAt(0), make([]byte, sealedLogHead))
	return err == nil && head != nil
}

func logOf(path string) string { return path + "-wal" }
