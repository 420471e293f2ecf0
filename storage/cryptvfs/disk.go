package cryptvfs

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

// Disk opens files. Tests put one in that fails, tears or drops writes.
type Disk interface {
	Open(path string, flag int) (File, error)
	Remove(path string) error
	Stat(path string) (fs.FileInfo, error)
	// SyncDir makes the creation or removal of an entry last.
	SyncDir(path string) error
}

// OS is the disk of this machine.
type OS struct{}

// Open implements Disk.
func (OS) Open(path string, flag int) (File, error) { return os.OpenFile(path, flag, 0o600) }

// Remove implements Disk.
func (OS) Remove(path string) error { return os.Remove(path) }

// Stat implements Disk.
func (OS) Stat(path string) (fs.FileInfo, error) { return os.Stat(path) }

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

func size(f File) (int64, error) {
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// readFull reads what there is at off; short is no error, the count says it.
func readFull(f File, p []byte, off int64) (int, error) {
	n, err := f.ReadAt(p, off)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}
