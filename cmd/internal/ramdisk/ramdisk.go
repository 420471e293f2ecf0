// Package ramdisk is a disk in memory, for tests that break, cut or copy one. It owns the files and tells of every change; what
// would last of them, and what fails, is its user's.
package ramdisk

import (
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

// Disk is a disk as a running program sees it: what was written can be read, whether it would last or not.
type Disk struct {
	Names  map[string]*Inode // by absolute path; folders too
	LastID int
	Told   func(Event) // is told of every change, in order; nil: nobody
	mu     sync.Mutex
}

// Inode is a file or a folder behind its names.
type Inode struct {
	ID     int
	Folder bool
	Data   []byte
}

// What an event is.
type What int

// Changes of a disk. Forgotten is told by who makes a sync fail: the system has thrown away what was to be written.
const (
	Created What = iota
	Written
	Truncated
	Synced
	Renamed
	Removed
	FolderSynced
	Forgotten
)

// Event is one change a program made to a disk.
type Event struct {
	What   What
	Inode  int
	Path   string // created, removed, renamed from, folder synced
	To     string // renamed
	Folder bool
	Offset int64 // written, truncated
	Data   []byte
}

// New is an empty disk.
func New() *Disk { return &Disk{Names: map[string]*Inode{}} }

// Move gives an independent copy of the disk, of which one folder has another name.
func (m *Disk) Move(from, to string) *Disk {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := &Disk{Names: map[string]*Inode{}, LastID: m.LastID}
	for path, n := range m.Names {
		if rest, ok := strings.CutPrefix(path, from); ok {
			path = to + rest
		}
		out.Names[path] = &Inode{n.ID, n.Folder, slices.Clone(n.Data)}
	}
	return out
}

// Home tells a file by its inode, as the machine's own home does.
func (m *Disk) Home(path string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.Names[path]
	if n == nil {
		return "", Failed("home", path, syscall.ENOENT)
	}
	return fmt.Sprintf("inode-%d", n.ID), nil
}

// Failed words an error as the operating system does.
func Failed(op, path string, err error) error { return &fs.PathError{Op: op, Path: path, Err: err} }

func (m *Disk) tell(e Event) {
	if m.Told != nil {
		m.Told(e)
	}
}

// Tell tells of a change that none of this disk's methods made.
func (m *Disk) Tell(e Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tell(e)
}

// Open implements disk.Disk.
func (m *Disk) Open(path string, flag int) (disk.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.Names[path]
	switch {
	case n == nil && flag&os.O_CREATE == 0:
		return nil, Failed("open", path, syscall.ENOENT)
	case n != nil && flag&os.O_EXCL != 0:
		return nil, Failed("open", path, syscall.EEXIST)
	case n == nil:
		m.LastID++
		n = &Inode{ID: m.LastID}
		m.Names[path] = n
		m.tell(Event{What: Created, Inode: n.ID, Path: path})
	case flag&os.O_TRUNC != 0:
		n.Data = nil
		m.tell(Event{What: Truncated, Inode: n.ID})
	}
	return &file{m, n, path}, nil
}

// Remove implements disk.Disk.
func (m *Disk) Remove(path string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.Names[path]
	if n == nil {
		return Failed("remove", path, syscall.ENOENT)
	}
	for other := range m.Names {
		if n.Folder && filepath.Dir(other) == path {
			return Failed("remove", path, syscall.ENOTEMPTY)
		}
	}
	delete(m.Names, path)
	m.tell(Event{What: Removed, Path: path})
	return nil
}

// Rename implements disk.Disk.
func (m *Disk) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.Names[from]
	if n == nil {
		return Failed("rename", from, syscall.ENOENT)
	}
	delete(m.Names, from)
	m.Names[to] = n
	m.tell(Event{What: Renamed, Inode: n.ID, Path: from, To: to})
	return nil
}

// Mkdir implements disk.Disk.
func (m *Disk) Mkdir(dir string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Names[dir] != nil {
		return Failed("mkdir", dir, syscall.EEXIST)
	}
	m.LastID++
	m.Names[dir] = &Inode{ID: m.LastID, Folder: true}
	m.tell(Event{What: Created, Inode: m.LastID, Path: dir, Folder: true})
	return nil
}

// List implements disk.Disk.
func (m *Disk) List(dir string) (names []string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for path := range m.Names {
		if filepath.Dir(path) == dir {
			names = append(names, filepath.Base(path))
		}
	}
	if names == nil && m.Names[dir] == nil {
		return nil, Failed("readdir", dir, syscall.ENOENT)
	}
	slices.Sort(names)
	return names, nil
}

// SyncDir implements disk.Disk.
func (m *Disk) SyncDir(path string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tell(Event{What: FolderSynced, Path: filepath.Dir(path)})
	return nil
}

// Stat implements disk.Disk.
func (m *Disk) Stat(path string) (fs.FileInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.Names[path]
	if n == nil {
		return nil, Failed("stat", path, syscall.ENOENT)
	}
	return info{filepath.Base(path), int64(len(n.Data)), n.Folder}, nil
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

// file is an open file; it stays readable when its name goes.
type file struct {
	m    *Disk
	n    *Inode
	path string
}

func (f *file) ReadAt(p []byte, off int64) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	if off >= int64(len(f.n.Data)) {
		return 0, io.EOF
	}
	n := copy(p, f.n.Data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *file) WriteAt(p []byte, off int64) (int, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.n.Data = Overlay(f.n.Data, p, off)
	f.m.tell(Event{What: Written, Inode: f.n.ID, Offset: off, Data: slices.Clone(p)})
	return len(p), nil
}

func (f *file) Truncate(size int64) error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.n.Data = Resized(f.n.Data, size)
	f.m.tell(Event{What: Truncated, Inode: f.n.ID, Offset: size})
	return nil
}

func (f *file) Sync() error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.m.tell(Event{What: Synced, Inode: f.n.ID})
	return nil
}

func (f *file) Stat() (fs.FileInfo, error) {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	return info{filepath.Base(f.path), int64(len(f.n.Data)), false}, nil
}

func (f *file) Close() error { return nil }

// Forget tells that the system has thrown away what was to be written to the file.
func (f *file) Forget() { f.m.Tell(Event{What: Forgotten, Inode: f.n.ID}) }

// Overlay writes p at off, with zeros where the file was shorter.
func Overlay(data, p []byte, off int64) []byte {
	if end := off + int64(len(p)); end > int64(len(data)) {
		data = Resized(data, end)
	}
	copy(data[off:], p)
	return data
}

// Resized gives a file's bytes cut, or lengthened by zeros.
func Resized(data []byte, size int64) []byte {
	if size <= int64(len(data)) {
		return data[:size:size]
	}
	return append(data, make([]byte, size-int64(len(data)))...)
}
