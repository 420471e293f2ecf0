package torture

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"opsledger/storage/disk"
)

// memory is a disk as a running program sees it: what was written can be read, whether it would last or not. Every
// change is told to a journal, from which images of a power cut are made.
type memory struct {
	mu      sync.Mutex
	names   map[string]*inode // by absolute path; folders too
	lastID  int
	journal *journal // nil: not recording
}

// inode is a file or a folder behind its names.
type inode struct {
	id     int
	folder bool
	data   []byte
}

func newMemory() *memory { return &memory{names: map[string]*inode{}} }

// move gives an independent copy of the disk, of which one folder has another name.
func (m *memory) move(from, to string) *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := &memory{names: map[string]*inode{}, lastID: m.lastID}
	for path, n := range m.names {
		if rest, ok := strings.CutPrefix(path, from); ok {
			path = to + rest
		}
		out.names[path] = &inode{n.id, n.folder, slices.Clone(n.data)}
	}
	return out
}

// home tells a file by its inode, as the machine's own home does.
func (m *memory) home(path string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.names[path]
	if n == nil {
		return "", failed("home", path, syscall.ENOENT)
	}
	return fmt.Sprintf("inode-%d", n.id), nil
}

// same reports whether two disks hold the same bytes under the same names in their folders; an empty log is none.
func (m *memory) same(dir string, o *memory, other string) bool {
	count := func(d *memory) (n int) {
		for path, node := range d.names {
			if len(node.data) > 0 || !isLog(path) {
				n++
			}
		}
		return n
	}
	for path, n := range m.names {
		twin := o.names[other+strings.TrimPrefix(path, dir)]
		if twin == nil && isLog(path) && len(n.data) == 0 {
			continue
		}
		if twin == nil || !bytes.Equal(twin.data, n.data) {
			return false
		}
	}
	return count(m) == count(o)
}

func failed(op, path string, err error) error { return &fs.PathError{Op: op, Path: path, Err: err} }

func (m *memory) tell(e event) {
	if m.journal != nil {
		m.journal.events = append(m.journal.events, e)
	}
}

// Open implements disk.Disk.
func (m *memory) Open(path string, flag int) (disk.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.names[path]
	switch {
	case n == nil && flag&os.O_CREATE == 0:
		return nil, failed("open", path, syscall.ENOENT)
	case n != nil && flag&os.O_EXCL != 0:
		return nil, failed("open", path, syscall.EEXIST)
	case n == nil:
		m.lastID++
		n = &inode{id: m.lastID}
		m.names[path] = n
		m.tell(event{what: created, inode: n.id, path: path})
	case flag&os.O_TRUNC != 0:
		n.data = nil
		m.tell(event{what: truncated, inode: n.id})
	}
	return &memoryFile{m, n, path}, nil
}

// Remove implements disk.Disk.
func (m *memory) Remove(path string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.names[path]
	if n == nil {
		return failed("remove", path, syscall.ENOENT)
	}
	for other := range m.names {
		if n.folder && filepath.Dir(other) == path {
			return failed("remove", path, syscall.ENOTEMPTY)
		}
	}
	delete(m.names, path)
	m.tell(event{what: removed, path: path})
	return nil
}

// Rename implements disk.Disk.
func (m *memory) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.names[from]
	if n == nil {
		return failed("rename", from, syscall.ENOENT)
	}
	delete(m.names, from)
	m.names[to] = n
	m.tell(event{what: renamed, inode: n.id, path: from, to: to})
	return nil
}

// Mkdir implements disk.Disk.
func (m *memory) Mkdir(dir string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.names[dir] != nil {
		return failed("mkdir", dir, syscall.EEXIST)
	}
	m.lastID++
	m.names[dir] = &inode{id: m.lastID, folder: true}
	m.tell(event{what: created, inode: m.lastID, path: dir, folder: true})
	return nil
}

// List implements disk.Disk.
func (m *memory) List(dir string) (names []string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for path := range m.names {
		if filepath.Dir(path) == dir {
			names = append(names, filepath.Base(path))
		}
	}
	if names == nil && m.names[dir] == nil {
		return nil, failed("readdir", dir, syscall.ENOENT)
	}
	slices.Sort(names)
	return names, nil
}

// SyncDir implements disk.Disk.
func (m *memory) SyncDir(path string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tell(event{what: folderSynced, path: filepath.Dir(path)})
	return nil
}

// Stat implements disk.Disk.
func (m *memory) Stat(path string) (fs.FileInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.names[path]
	if n == nil {
		return nil, failed("stat", path, syscall.ENOENT)
	}
	return info{filepath.Base(path), int64(len(n.data)), n.folder}, nil
}

// info implements fs.FileInfo.
type info struct {
	name   string
	size   int64
	folder bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o600 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }

// memoryFile is an open file; it stays readable when its name goes.
type memoryFile struct {
	m    *memory
	n    *inode
	path string
}

func (f *memoryFile) ReadAt(p []byte, off int64) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	if off >= int64(len(f.n.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.n.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memoryFile) WriteAt(p []byte, off int64) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.n.data = overlay(f.n.data, p, off)
	f.m.tell(event{what: written, inode: f.n.id, offset: off, data: slices.Clone(p)})
	return len(p), nil
}

func (f *memoryFile) Truncate(size int64) error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.n.data = resized(f.n.data, size)
	f.m.tell(event{what: truncated, inode: f.n.id, offset: size})
	return nil
}

func (f *memoryFile) Sync() error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.m.tell(event{what: synced, inode: f.n.id})
	return nil
}

func (f *memoryFile) Stat() (fs.FileInfo, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	return info{filepath.Base(f.path), int64(len(f.n.data)), false}, nil
}

func (f *memoryFile) Close() error { return nil }

// overlay writes p at off, with zeros where the file was shorter.
func overlay(data, p []byte, off int64) []byte {
	if end := off + int64(len(p)); end > int64(len(data)) {
		data = resized(data, end)
	}
	copy(data[off:], p)
	return data
}

func resized(data []byte, size int64) []byte {
	if size <= int64(len(data)) {
		return data[:size:size]
	}
	return append(data, make([]byte, size-int64(len(data)))...)
}
