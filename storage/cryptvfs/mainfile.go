package cryptvfs

import (
	"bytes"
	"errors"
	"fmt"
	"sync/atomic"
)

// content is a file as SQLite sees it. ReadAt gives the bytes it could read; what lies past the end is not there.
type content interface {
	ReadAt(p []byte, off int64) (int, error)
	WriteAt(p []byte, off int64) error
	Truncate(size int64) error
	Sync() error
	Size() (int64, error)
	Close() error
}

var errUnaligned = errors.New("write is not one whole page")

// mainFile is the database file: each page sealed in place.
type mainFile struct {
	k       keys
	path    string
	salt    [saltSize]byte
	disk    File
	damaged func(*PageError)
	syncDir func() error  // once, after creation
	end     *atomic.Int64 // bytes the file is known to have, at least; all connections share it
}

func (m *mainFile) bound(page int64) []byte { return bound('D', m.salt, page, format[:]) }

// writePage seals page (from 0) of 4096 bytes. Page 0 carries magic and salt in the clear, where SQLite's own
// constant would stand. It always says WAL: VACUUM INTO writes its copy as of another mode, and to change that
// needs the rollback journal a vault refuses.
func (m *mainFile) writePage(page int64, plain []byte) error {
	buf := pages.Get().(*[pageSize + reserve]byte)
	defer pages.Put(buf)
	out, from := buf[:0], 0
	if page == 0 {
		if plain[20] != reserve {
			return fmt.Errorf("page 1 keeps %d bytes free, must be %d", plain[20], reserve)
		}
		out = append(append(out, format[:]...), m.salt[:]...)
		from = len(out)
		plain = bytes.Clone(plain) // SQLite's own memory
		plain[18], plain[19] = 2, 2
	}
	out = seal(m.k.page, out, plain[from:bodySize], m.bound(page))
	_, err := m.disk.WriteAt(out, page*pageSize)
	return err
}

// openPage opens a page where it lies. The reserve reads back as zeros: log checksums cover it.
func (m *mainFile) openPage(page int64, raw []byte) bool {
	if page > 0 {
		return open(m.k.page, raw, m.bound(page))
	}
	from := copy(raw, sqliteMagic)
	return open(m.k.page, raw[from:], m.bound(page))
}

// readPage reads into buf, of 4096 bytes; false without an error where the file has ended.
func (m *mainFile) readPage(page int64, buf []byte) (bool, error) {
	n, err := readFull(m.disk, buf, page*pageSize)
	if err != nil || n == 0 {
		return false, err
	}
	if n == pageSize && m.openPage(page, buf) {
		return true, nil
	}
	e := &PageError{File: m.path, Page: page + 1}
	if m.damaged != nil {
		m.damaged(e)
	}
	return false, e
}

// ReadAt implements content. SQLite peeks at the first 100 bytes before it holds a lock, when a page may be half
// written: it gets the constant part.
func (m *mainFile) ReadAt(p []byte, off int64) (int, error) {
	if off == 0 && len(p) == 100 {
		if n, err := m.Size(); err != nil || n == 0 {
			return 0, err
		}
		return copy(p, header()), nil
	}
	if len(p) == pageSize && off%pageSize == 0 {
		there, err := m.readPage(off/pageSize, p)
		if err != nil || !there {
			return 0, err
		}
		return pageSize, nil
	}
	done := 0
	for buf := make([]byte, pageSize); done < len(p); {
		at := off + int64(done)
		there, err := m.readPage(at/pageSize, buf)
		if err != nil || !there {
			return done, err
		}
		done += copy(p[done:], buf[at%pageSize:])
	}
	return done, nil
}

// WriteAt implements content. A page beyond the end leaves pages between: they are sealed as zeros, so that no
// page of a vault is ever without a seal.
func (m *mainFile) WriteAt(p []byte, off int64) error {
	if len(p) != pageSize || off%pageSize != 0 {
		return errUnaligned
	}
	if off > m.end.Load() {
		if err := m.fillTo(off); err != nil {
			return err
		}
	}
	if err := m.writePage(off/pageSize, p); err != nil {
		return err
	}
	if off+pageSize > m.end.Load() {
		m.end.Store(off + pageSize)
	}
	return nil
}

func (m *mainFile) fillTo(off int64) error {
	n, err := m.Size()
	if err != nil {
		return err
	}
	for ; n < off; n += pageSize {
		if err := m.writePage(n/pageSize, emptyPage(n/pageSize)); err != nil {
			return err
		}
	}
	return nil
}

func emptyPage(page int64) []byte {
	if page == 0 {
		return emptyDatabase()
	}
	return make([]byte, pageSize)
}

func (m *mainFile) Truncate(n int64) error {
	m.end.Store(min(m.end.Load(), n))
	return m.disk.Truncate(n)
}

func (m *mainFile) Size() (int64, error) {
	n, err := size(m.disk)
	return n / pageSize * pageSize, err
}

func (m *mainFile) Sync() error {
	if err := m.disk.Sync(); err != nil {
		return err
	}
	if m.syncDir != nil {
		if err := m.syncDir(); err != nil {
			return err
		}
		m.syncDir = nil
	}
	return nil
}

func (m *mainFile) Close() error { return m.disk.Close() }
