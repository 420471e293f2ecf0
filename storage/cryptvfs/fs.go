package cryptvfs

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"modernc.org/libc"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FS is one vault opened with its key: a file system SQLite can be pointed at.
type FS struct {
	path  string
	k     keys
	salt  [saltSize]byte
	disk  Disk
	fresh bool // the file does not exist yet: only a copy is made into it

	share   *share
	name    string
	id      uintptr
	vfs     uintptr
	tls     *libc.TLS
	damaged atomic.Pointer[PageError]
	failed  atomic.Pointer[failure]
	closing sync.Once
}

// failure is the last error of the disk, and what SQLite was told instead.
type failure struct {
	code int32
	err  error
}

// Open checks the vault's first page against the key and registers a file system for it. It returns ErrNotVault,
// ErrNewerVersion, or a *PageError: page 1 where it is damaged or the key is another's, the first page missing where
// the file is cut. disk may be nil. Only the holder of the process lock may call it.
func Open(path string, key *[32]byte, disk Disk) (*FS, error) {
	k, err := deriveKeys(key)
	if err != nil {
		return nil, err
	}
	if disk == nil {
		disk = OS{}
	}
	salt, err := probe(path, k, disk)
	if err != nil {
		return nil, err
	}
	f := &FS{path: path, k: k, salt: salt, disk: disk}
	if err := f.start(); err != nil {
		return nil, err
	}
	return f, nil
}

// Target registers a file system for a vault that VACUUM INTO is to make: the file must not exist.
func Target(path string, key *[32]byte, disk Disk) (*FS, error) {
	k, err := deriveKeys(key)
	if err != nil {
		return nil, err
	}
	if disk == nil {
		disk = OS{}
	}
	if _, err := disk.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("copying to %s: %w", path, ErrExists)
	}
	f := &FS{path: path, k: k, disk: disk, fresh: true}
	rand.Read(f.salt[:])
	if err := f.start(); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *FS) start() (err error) {
	if f.path, err = filepath.Abs(f.path); err != nil {
		return fmt.Errorf("opening vault: %w", err)
	}
	var first bool
	if f.share, first = shareOf(f.path); first {
		f.sweep()
	}
	if err := f.register(); err != nil {
		f.share.leave()
		return err
	}
	return nil
}

// sweep removes temporary files a killed process left: their keys died with it. One that stays does no harm.
func (f *FS) sweep() {
	names, err := f.disk.List(filepath.Dir(f.path))
	if err != nil {
		return
	}
	for _, name := range names {
		if strings.HasPrefix(name, filepath.Base(f.path)+tempMark) {
			f.disk.Remove(filepath.Join(filepath.Dir(f.path), name))
		}
	}
}

// Close takes the file system out of SQLite's list. All connections must be closed before; a second Close does nothing.
func (f *FS) Close() {
	f.closing.Do(func() {
		f.unregister()
		f.share.leave()
	})
}

// open gives the content of a file by what SQLite wants of it.
func (f *FS) open(path string, flags int32) (content, error) {
	switch {
	case flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0:
		return f.openMain(path)
	case flags&sqlite3.SQLITE_OPEN_WAL != 0:
		return f.openLog(path)
	case flags&sqlite3.SQLITE_OPEN_MAIN_JOURNAL != 0 && !f.fresh:
		return nil, errors.New("rollback journals are refused on a vault")
	}
	return f.openTemp(path)
}

func (f *FS) openMain(path string) (content, error) {
	if path != f.path {
		return nil, fmt.Errorf("file system of %s asked for %s", f.path, path)
	}
	flag := os.O_RDWR
	if f.fresh {
		flag |= os.O_CREATE
	}
	d, err := f.disk.Open(path, flag)
	if err != nil {
		return nil, err
	}
	m := &mainFile{k: f.k, path: path, salt: f.salt, disk: d, damaged: f.noteDamage, end: &f.share.end}
	if f.fresh {
		m.syncDir = func() error { return f.disk.SyncDir(path) }
	}
	return m, nil
}

func (f *FS) openLog(path string) (content, error) {
	d, err := f.disk.Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	w := &walFile{k: f.k, path: path, salt: f.salt, disk: d, damaged: f.noteDamage, mu: &f.share.roundMu, round: &f.share.round}
	w.syncDir = func() error { return f.disk.SyncDir(path) }
	return w, nil
}

// tempMark stands between the vault's name and a random one.
const tempMark = "-tmp-"

func (f *FS) openTemp(path string) (content, error) {
	var remove func() error
	if path == "" {
		path = f.path + tempMark + strings.ToLower(rand.Text())
		remove = func() error { return f.disk.Remove(path) }
	}
	d, err := f.disk.Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	return newTempFile(d, remove)
}

func (f *FS) remove(path string, syncDir bool) int32 {
	err := f.disk.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return sqlite3.SQLITE_IOERR_DELETE_NOENT
	}
	if err == nil && syncDir {
		err = f.disk.SyncDir(path)
	}
	return f.code(err, sqlite3.SQLITE_IOERR_DELETE)
}

func (f *FS) noteDamage(e *PageError) { f.damaged.Store(e) }

// Explain adds to an error of SQLite's what it was made of: the damaged page, or the disk's own error.
func (f *FS) Explain(err error) error {
	var s *sqlite.Error
	if !errors.As(err, &s) {
		return err
	}
	if e := f.damaged.Load(); e != nil && (s.Code() == sqlite3.SQLITE_IOERR_DATA || s.Code() == sqlite3.SQLITE_CORRUPT) {
		return fmt.Errorf("%w (%w)", err, e)
	}
	if e := f.failed.Load(); e != nil && int32(s.Code())&0xff == e.code&0xff {
		return fmt.Errorf("%w (%w)", err, e.err)
	}
	return err
}

// Failed gives the disk's own error since it was last asked for. The integrity check takes a page that can't be read
// now for one that is damaged.
func (f *FS) Failed() error {
	if e := f.failed.Swap(nil); e != nil {
		return e.err
	}
	return nil
}

// code maps an error to SQLite's and keeps it for Explain; a full disk keeps its own meaning.
func (f *FS) code(err error, fallback int32) int32 {
	if err == nil {
		return sqlite3.SQLITE_OK
	}
	var page *PageError
	switch {
	case errors.As(err, &page):
		return sqlite3.SQLITE_IOERR_DATA // noted where it was found
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errDiskFull):
		fallback = sqlite3.SQLITE_FULL
	}
	f.failed.Store(&failure{fallback, err})
	return fallback
}
