package cryptvfs

import (
	"path/filepath"
	"sync"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// share is what the connections of one process to one vault have in common in place of byte locks and a -shm file:
// the database locks, the wal-index regions and their locks.
type share struct {
	path    string
	users   int // guarded by sharesMu
	mu      sync.Mutex
	locks   map[*conn]int32 // SQLITE_LOCK_*
	regions []uintptr       // of 32 KiB, in C memory
	mapped  map[*conn]bool
	slots   [sqlite3.SQLITE_SHM_NLOCK]slot
	barrier sync.Mutex
	round   [8]byte // the log's salt
	roundMu sync.Mutex
	end     atomic.Int64 // bytes the main file is known to have, at least
}

type slot struct {
	exclusive *conn
	shared    map[*conn]bool
}

var (
	sharesMu sync.Mutex
	shares   = map[string]*share{}
)

// shareOf gives what all file systems of this process over one file have in common; first says that this is the
// only one. Two with locks of their own would ruin the file.
func shareOf(path string) (s *share, first bool) {
	path = resolved(path)
	sharesMu.Lock()
	defer sharesMu.Unlock()
	s = shares[path]
	if s == nil {
		s = &share{path: path, locks: map[*conn]int32{}, mapped: map[*conn]bool{}}
		for i := range s.slots {
			s.slots[i].shared = map[*conn]bool{}
		}
		shares[path] = s
	}
	s.users++
	return s, s.users == 1
}

// resolved follows links, those of the folder only where the file is yet to be made.
func resolved(path string) string {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		return p
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}

func (s *share) leave() {
	sharesMu.Lock()
	defer sharesMu.Unlock()
	if s.users--; s.users == 0 {
		delete(shares, s.path)
	}
}

// lock raises a connection's database lock as SQLite's own locking does: many shared, one reserved, and pending
// keeps new readers out while the exclusive one waits.
func (s *share) lock(c *conn, level int32) int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	mine := s.locks[c]
	if mine >= level {
		return sqlite3.SQLITE_OK
	}
	for o, theirs := range s.locks {
		if o == c {
			continue
		}
		blocked := theirs >= sqlite3.SQLITE_LOCK_PENDING || level >= sqlite3.SQLITE_LOCK_RESERVED && theirs >= sqlite3.SQLITE_LOCK_RESERVED
		if blocked {
			return sqlite3.SQLITE_BUSY
		}
	}
	if level == sqlite3.SQLITE_LOCK_EXCLUSIVE && len(s.holders(c)) > 0 {
		s.locks[c] = sqlite3.SQLITE_LOCK_PENDING
		return sqlite3.SQLITE_BUSY
	}
	s.locks[c] = level
	return sqlite3.SQLITE_OK
}

func (s *share) holders(but *conn) []*conn {
	var out []*conn
	for o, level := range s.locks {
		if o != but && level >= sqlite3.SQLITE_LOCK_SHARED {
			out = append(out, o)
		}
	}
	return out
}

func (s *share) unlock(c *conn, level int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if level == sqlite3.SQLITE_LOCK_NONE {
		delete(s.locks, c)
	} else if s.locks[c] > level {
		s.locks[c] = level
	}
}

func (s *share) reserved() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, level := range s.locks {
		if level >= sqlite3.SQLITE_LOCK_RESERVED {
			return true
		}
	}
	return false
}

// region gives the address of a wal-index region, made when asked for.
func (s *share) region(tls *libc.TLS, c *conn, i, size int32, extend bool) (uintptr, int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mapped[c] = true
	for int(i) >= len(s.regions) {
		if !extend {
			return 0, sqlite3.SQLITE_OK
		}
		p := libc.Xcalloc(tls, 1, libc.Tsize_t(size))
		if p == 0 {
			return 0, sqlite3.SQLITE_NOMEM
		}
		s.regions = append(s.regions, p)
	}
	return s.regions[i], sqlite3.SQLITE_OK
}

func (s *share) unmap(tls *libc.TLS, c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.mapped, c)
	for i := range s.slots {
		s.slots[i].drop(c)
	}
	if len(s.mapped) > 0 {
		return
	}
	for _, p := range s.regions {
		libc.Xfree(tls, p)
	}
	s.regions = nil
}

func (s *slot) drop(c *conn) {
	delete(s.shared, c)
	if s.exclusive == c {
		s.exclusive = nil
	}
}

// shmLock takes or gives back wal-index locks first … first+n−1, all or none.
func (s *share) shmLock(c *conn, first, n, flags int32) int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	slots := s.slots[first : first+n]
	if flags&sqlite3.SQLITE_SHM_UNLOCK != 0 {
		for i := range slots {
			slots[i].drop(c)
		}
		return sqlite3.SQLITE_OK
	}
	exclusive := flags&sqlite3.SQLITE_SHM_EXCLUSIVE != 0
	for i := range slots {
		if slots[i].blocks(c, exclusive) {
			return sqlite3.SQLITE_BUSY
		}
	}
	for i := range slots {
		if exclusive {
			slots[i].exclusive = c
		} else {
			slots[i].shared[c] = true
		}
	}
	return sqlite3.SQLITE_OK
}

func (s *slot) blocks(c *conn, exclusive bool) bool {
	if s.exclusive != nil && s.exclusive != c {
		return true
	}
	if !exclusive {
		return false
	}
	for o := range s.shared {
		if o != c {
			return true
		}
	}
	return false
}
