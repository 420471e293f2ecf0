package cryptvfs

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"

	"modernc.org/libc"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FS is one vault opened with its key: a file system SQLite can be pointed at.
type FS struct {
	path string
	k    keys
	salt [saltSize]byte
	disk Disk

	share   *share
	name    string
	id      uintptr
	vfs     uintptr
	tls     *libc.TLS
	damaged atomic.Pointer[PageError]
	fresh   bool // the file does not exist yet: only a copy is made into it
}

// Open checks the vault's first page against the key and registers a file system for it. It returns ErrNotVault,
// ErrNewerVersion, or a *PageError where page 1 is damaged or the key is another's. disk may be nil.
func Open(path string, key *[32]byte, disk Disk) (*FS, error) {
	k, err := deriveKeys(key)
	if err != nil {
		return nil, err
	}
	salt, err := probe(path, k)
	if err != nil {
		return nil, err
	}
	return newFS(path, k, salt, disk)
}

// Target registers a file system for a vault that VACUUM INTO is to make: the file must not exist.
func Target(path string, key *[32]byte, disk Disk) (*FS, error) {
	k, err := deriveKeys(key)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("copying to %s: %w", path, ErrExists)
	}
	var salt [saltSize]byte
	rand.Read(salt[:])
	f, err := newFS(path, k, salt, disk)
	if f != nil {
		f.fresh = true
	}
	return f, err
}

func newFS(path string, k keys, salt [saltSize]byte, disk Disk) (*FS, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening vault: %w", err)
	}
	if disk == nil {
		disk = OS{}
	}
	f := &FS{path: abs, k: k, salt: salt, disk: disk, share: newShare()}
	return f, f.register()
}

// Close takes the file system out of SQLite's list. All connections must be closed before.
func (f *FS) Close() { f.unregister() }

// URI names the vault to SQLite, for VACUUM INTO and for DSNs.
func (f *FS) URI() string {
	p := filepath.ToSlash(f.path)
	if runtime.GOOS == "windows" {
		p = "/" + p
	}
	p = strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(p)
	return "file:" + p + "?vfs=" + f.name
}

// DB opens a pool. pragmas are "name(value)"; txlock is deferred or immediate. ATTACH is denied but for copies into
// another vault: a plain file attached would hold plaintext.
func (f *FS) DB(txlock string, pragmas ...string) *sql.DB {
	dsn := f.URI() + "&_txlock=" + txlock
	for _, p := range append([]string{"temp_store(2)", "trusted_schema(0)", "secure_delete(1)"}, pragmas...) {
		dsn += "&_pragma=" + url.QueryEscape(p)
	}
	d := &sqlite.Driver{}
	d.RegisterConnectionHook(denyAttach)
	return sql.OpenDB(connector{d, dsn})
}

type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.driver.Open(c.dsn)
}

func (c connector) Driver() driver.Driver { return c.driver }

func denyAttach(c sqlite.ExecQuerierContext, _ string) error {
	r, ok := c.(sqlite.AuthorizerRegisterer)
	if !ok {
		return errors.New("opening vault: the driver takes no authorizer")
	}
	return r.RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, file, _, _, _ string) sqlite.AuthorizerReturnCode {
		if int32(action) == sqlite3.SQLITE_ATTACH && file != "" && !strings.Contains(file, "?vfs=opsvault") {
			return sqlite.AuthorizerDeny
		}
		return sqlite.AuthorizerOK
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
	m := &mainFile{k: f.k, path: path, salt: f.salt, disk: d, damaged: f.noteDamage}
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

func (f *FS) openTemp(path string) (content, error) {
	var remove func() error
	if path == "" {
		path = filepath.Join(filepath.Dir(f.path), "tmp-"+strings.ToLower(rand.Text()))
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
	return code(err, sqlite3.SQLITE_IOERR_DELETE)
}

func (f *FS) note(err error) {
	var page *PageError
	if errors.As(err, &page) {
		f.noteDamage(page)
	}
}

func (f *FS) noteDamage(e *PageError) { f.damaged.Store(e) }

// Explain adds the damaged page to an error SQLite gave because of it.
func (f *FS) Explain(err error) error {
	var s *sqlite.Error
	if e := f.damaged.Load(); e != nil && errors.As(err, &s) && (s.Code() == sqlite3.SQLITE_IOERR_DATA || s.Code() == sqlite3.SQLITE_CORRUPT) {
		return fmt.Errorf("%w (%w)", err, e)
	}
	return err
}

// Verify opens every page of the main file, free ones too. It reports how many there are and which do not hold.
func (f *FS) Verify(ctx context.Context, progress func(done, total int64)) (pages int64, faults []*PageError, err error) {
	d, err := f.disk.Open(f.path, os.O_RDONLY)
	if err != nil {
		return 0, nil, fmt.Errorf("verifying pages: %w", err)
	}
	defer d.Close()
	n, err := size(d)
	if err != nil {
		return 0, nil, fmt.Errorf("verifying pages: %w", err)
	}
	m := &mainFile{k: f.k, path: f.path, salt: f.salt, disk: d}
	pages = (n + pageSize - 1) / pageSize
	for i := range pages {
		if err := ctx.Err(); err != nil {
			return pages, faults, err
		}
		if _, err := m.readPage(i); err != nil {
			var page *PageError
			if !errors.As(err, &page) {
				return pages, faults, fmt.Errorf("verifying pages: %w", err)
			}
			faults = append(faults, page)
		}
		if progress != nil && i%256 == 0 {
			progress(i, pages)
		}
	}
	return pages, faults, f.verifyMagic(d)
}

func (f *FS) verifyMagic(d File) error {
	head := make([]byte, 16)
	if _, err := readFull(d, head, 0); err != nil {
		return fmt.Errorf("verifying pages: %w", err)
	}
	if !bytes.Equal(head[:8], magic()) || !bytes.Equal(head[8:], f.salt[:]) {
		return &PageError{File: f.path, Page: 1}
	}
	return nil
}

// code maps an error to SQLite's; a full disk keeps its own meaning.
func code(err error, fallback int32) int32 {
	switch {
	case err == nil:
		return sqlite3.SQLITE_OK
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errDiskFull):
		return sqlite3.SQLITE_FULL
	}
	return fallback
}
