package cryptvfs

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLite calls through C structs; Go values stand behind numbers in them, never behind pointers.

// cFile is what SQLite allocates for an open file.
type cFile struct {
	methods uintptr
	id      uintptr
}

// conn is an open file: its content, and the locks it shares.
type conn struct {
	content content
	fs      *FS
	share   *share
}

var (
	conns   sync.Map // id → *conn
	systems sync.Map // id → *FS
	lastID  atomic.Uintptr
	methods uintptr // sqlite3_io_methods, made once
	once    sync.Once
	listMu  sync.Mutex // guards SQLite's list of file systems, which is read here without its own lock
)

// at reads the C struct at an address without the conversion vet can't judge.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// bytesAt is C memory as a slice; SQLite owns it and keeps it for the length of the call.
func bytesAt(p uintptr, n int32) []byte { return unsafe.Slice(at[byte](p), n) }

// pointerTo gives the word by which C code calls a top-level function.
func pointerTo(f any) uintptr {
	type iface struct{ typ, word uintptr }
	return (*iface)(unsafe.Pointer(&f)).word
}

func ioMethods(tls *libc.TLS) uintptr {
	once.Do(func() {
		methods = libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_io_methods{})))
		*at[sqlite3.Tsqlite3_io_methods](methods) = sqlite3.Tsqlite3_io_methods{
			FiVersion: 2, // no xFetch: pages are never mapped
			FxClose:   pointerTo(xClose), FxRead: pointerTo(xRead), FxWrite: pointerTo(xWrite),
			FxTruncate: pointerTo(xTruncate), FxSync: pointerTo(xSync), FxFileSize: pointerTo(xFileSize),
			FxLock: pointerTo(xLock), FxUnlock: pointerTo(xUnlock), FxCheckReservedLock: pointerTo(xCheckReservedLock),
			FxFileControl: pointerTo(xFileControl), FxSectorSize: pointerTo(xSectorSize),
			FxDeviceCharacteristics: pointerTo(xDeviceCharacteristics), FxShmMap: pointerTo(xShmMap),
			FxShmLock: pointerTo(xShmLock), FxShmBarrier: pointerTo(xShmBarrier), FxShmUnmap: pointerTo(xShmUnmap),
		}
	})
	return methods
}

// register puts a copy of the platform's VFS in SQLite's list under a name of its own, with our files.
func (f *FS) register() error {
	listMu.Lock()
	defer listMu.Unlock()
	f.tls = libc.NewTLS()
	base := sqlite3.Xsqlite3_vfs_find(f.tls, 0)
	if base == 0 {
		return fmt.Errorf("registering file system: no default")
	}
	id := lastID.Add(1)
	f.name = fmt.Sprintf("opsvault%d", id)
	name, err := libc.CString(f.name)
	if err != nil {
		return fmt.Errorf("registering file system: %w", err)
	}
	f.vfs = libc.Xcalloc(f.tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))
	v := at[sqlite3.Tsqlite3_vfs](f.vfs)
	*v = *at[sqlite3.Tsqlite3_vfs](base)
	v.FpNext, v.FzName, v.FpAppData = 0, name, id
	v.FszOsFile = int32(unsafe.Sizeof(cFile{}))
	v.FxOpen, v.FxDelete, v.FxAccess = pointerTo(xOpen), pointerTo(xDelete), pointerTo(xAccess)
	if runtime.GOOS != "windows" {
		v.FxFullPathname = pointerTo(xFullPathname)
	}
	f.id = id
	systems.Store(id, f)
	ioMethods(f.tls)
	if rc := sqlite3.Xsqlite3_vfs_register(f.tls, f.vfs, 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("registering file system: code %d", rc)
	}
	return nil
}

func (f *FS) unregister() {
	listMu.Lock()
	defer listMu.Unlock()
	sqlite3.Xsqlite3_vfs_unregister(f.tls, f.vfs)
	systems.Delete(f.id)
	libc.Xfree(f.tls, at[sqlite3.Tsqlite3_vfs](f.vfs).FzName)
	libc.Xfree(f.tls, f.vfs)
	f.tls.Close()
}

func system(vfs uintptr) *FS {
	v, ok := systems.Load(at[sqlite3.Tsqlite3_vfs](vfs).FpAppData)
	if !ok {
		return nil
	}
	return v.(*FS)
}

func connOf(file uintptr) *conn {
	v, _ := conns.Load(at[cFile](file).id)
	return v.(*conn)
}

func xOpen(tls *libc.TLS, vfs, zName, file uintptr, flags int32, outFlags uintptr) int32 {
	c := at[cFile](file)
	c.methods = 0 // SQLite must not close what did not open
	f := system(vfs)
	if f == nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	var path string
	if zName != 0 {
		path = libc.GoString(zName)
	}
	content, err := f.open(path, flags)
	if err != nil {
		return f.code(err, sqlite3.SQLITE_CANTOPEN)
	}
	c.id = lastID.Add(1)
	conns.Store(c.id, &conn{content: content, fs: f, share: f.share})
	c.methods = ioMethods(tls)
	if outFlags != 0 {
		*at[int32](outFlags) = flags
	}
	return sqlite3.SQLITE_OK
}

// xFullPathname leaves a name as it is: the URI has it whole, and following links here would give it a second name.
func xFullPathname(_ *libc.TLS, _, zName uintptr, n int32, out uintptr) int32 {
	name := libc.GoString(zName)
	if len(name) >= int(n) {
		return sqlite3.SQLITE_CANTOPEN
	}
	copy(bytesAt(out, n), name+"\x00")
	return sqlite3.SQLITE_OK
}

func xDelete(_ *libc.TLS, vfs, zName uintptr, syncDir int32) int32 {
	return system(vfs).remove(libc.GoString(zName), syncDir != 0)
}

func xAccess(_ *libc.TLS, vfs, zName uintptr, flags int32, out uintptr) int32 {
	there := int32(0)
	if st, err := system(vfs).disk.Stat(libc.GoString(zName)); err == nil && (flags != sqlite3.SQLITE_ACCESS_EXISTS || st.Size() > 0) {
		there = 1
	}
	*at[int32](out) = there
	return sqlite3.SQLITE_OK
}

func xClose(_ *libc.TLS, file uintptr) int32 {
	c := connOf(file)
	c.share.unlock(c, sqlite3.SQLITE_LOCK_NONE)
	conns.Delete(at[cFile](file).id)
	return c.fs.code(c.content.Close(), sqlite3.SQLITE_IOERR_CLOSE)
}

func xRead(_ *libc.TLS, file, buf uintptr, n int32, off int64) int32 {
	p := bytesAt(buf, n)
	c := connOf(file)
	got, err := c.content.ReadAt(p, off)
	if err != nil {
		return c.fs.code(err, sqlite3.SQLITE_IOERR_READ)
	}
	if got < len(p) {
		clear(p[got:])
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return sqlite3.SQLITE_OK
}

func xWrite(_ *libc.TLS, file, buf uintptr, n int32, off int64) int32 {
	c := connOf(file)
	return c.fs.code(c.content.WriteAt(bytesAt(buf, n), off), sqlite3.SQLITE_IOERR_WRITE)
}

func xTruncate(_ *libc.TLS, file uintptr, n int64) int32 {
	c := connOf(file)
	return c.fs.code(c.content.Truncate(n), sqlite3.SQLITE_IOERR_TRUNCATE)
}

func xSync(_ *libc.TLS, file uintptr, _ int32) int32 {
	c := connOf(file)
	return c.fs.code(c.content.Sync(), sqlite3.SQLITE_IOERR_FSYNC)
}

func xFileSize(_ *libc.TLS, file, out uintptr) int32 {
	c := connOf(file)
	n, err := c.content.Size()
	*at[int64](out) = n
	return c.fs.code(err, sqlite3.SQLITE_IOERR_FSTAT)
}

func xLock(_ *libc.TLS, file uintptr, level int32) int32 {
	c := connOf(file)
	return c.share.lock(c, level)
}

func xUnlock(_ *libc.TLS, file uintptr, level int32) int32 {
	c := connOf(file)
	c.share.unlock(c, level)
	return sqlite3.SQLITE_OK
}

func xCheckReservedLock(_ *libc.TLS, file, out uintptr) int32 {
	*at[int32](out) = 0
	if connOf(file).share.reserved() {
		*at[int32](out) = 1
	}
	return sqlite3.SQLITE_OK
}

func xFileControl(_ *libc.TLS, _ uintptr, _ int32, _ uintptr) int32 { return sqlite3.SQLITE_NOTFOUND }

func xSectorSize(_ *libc.TLS, _ uintptr) int32 { return pageSize }

// xDeviceCharacteristics claims that a write harms nothing beside it, or SQLite would split log pages.
func xDeviceCharacteristics(_ *libc.TLS, _ uintptr) int32 {
	return sqlite3.SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

func xShmMap(tls *libc.TLS, file uintptr, i, size, extend int32, out uintptr) int32 {
	c := connOf(file)
	p, rc := c.share.region(tls, c, i, size, extend != 0)
	*at[uintptr](out) = p
	return rc
}

func xShmLock(_ *libc.TLS, file uintptr, first, n, flags int32) int32 {
	c := connOf(file)
	return c.share.shmLock(c, first, n, flags)
}

func xShmBarrier(_ *libc.TLS, file uintptr) {
	b := &connOf(file).share.barrier
	b.Lock()
	defer b.Unlock() // a lock taken and given back orders memory
}

func xShmUnmap(tls *libc.TLS, file uintptr, _ int32) int32 {
	c := connOf(file)
	c.share.unmap(tls, c)
	return sqlite3.SQLITE_OK
}
