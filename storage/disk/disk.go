// Package disk is the machine's files as the store's layers use them: everything that must survive a failing disk or a
// power cut goes through a Disk, so that tests can put one in that fails, tears or forgets. It owns what is asked of
// files and the way a file is written whole; it knows nothing of what is in them and imports nothing of this program.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// File is an open file of the operating system.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(int64) error
	Sync() error
	Stat() (fs.FileInfo, error)
}

// Disk opens files and names them.
type Disk interface {
	Open(path string, flag int) (File, error)
	Remove(path string) error
	Rename(from, to string) error
	Stat(path string) (fs.FileInfo, error)
	// List gives the names in a folder.
	List(dir string) ([]string, error)
	Mkdir(dir string) error
	// SyncDir makes the creation, renaming or removal of an entry last.
	SyncDir(path string) error
}

// OS is the disk of this machine.
type OS struct{}

// Or gives this machine's disk where none is named.
func Or(d Disk) Disk {
	if d == nil {
		return OS{}
	}
	return d
}

// Open implements Disk.
func (OS) Open(path string, flag int) (File, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Remove implements Disk.
func (OS) Remove(path string) error { return os.Remove(path) }

// Rename implements Disk; on Windows it is MoveFileEx with replace.
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// Stat implements Disk.
func (OS) Stat(path string) (fs.FileInfo, error) { return os.Stat(path) }

// List implements Disk.
func (OS) List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// Mkdir implements Disk.
func (OS) Mkdir(dir string) error { return os.Mkdir(dir, 0o700) }

// SyncDir implements Disk; Windows keeps its directory entries by itself.
func (OS) SyncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
