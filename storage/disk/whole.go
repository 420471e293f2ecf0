package disk

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ReadFile reads a file whole.
func ReadFile(d Disk, path string) (raw []byte, err error) {
	f, err := d.Open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(f, 0, st.Size()))
}

// Create makes a file that must not exist, syncs it and its name, and leaves none where that fails.
func Create(d Disk, path string, raw []byte) error {
	err := write(d, path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, raw)
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if err == nil {
		err = d.SyncDir(path)
	}
	if err != nil {
		return errors.Join(err, Discard(d, path))
	}
	return nil
}

// Replace puts a file in the place of another, whole or not at all: written beside, synced, renamed, and the name made
// to last. Where it returns an error the old file stands.
func Replace(d Disk, path string, raw []byte) error {
	old, err := Keep(d, path, ".old")
	if err != nil {
		return err
	}
	if err := exchange(d, path, raw); err != nil {
		return errors.Join(err, old.Drop())
	}
	if err := d.SyncDir(path); err != nil {
		return errors.Join(err, old.Back())
	}
	old.Drop() // one that stays lies there until the next replacement
	return nil
}

// Kept is a file as it was, laid aside whole so that putting it back needs no room on the disk.
type Kept struct {
	disk  Disk
	path  string
	aside string // "": there was no file
}

// Keep lays a copy of a file aside under its name with a suffix.
func Keep(d Disk, path, suffix string) (Kept, error) {
	raw, err := ReadFile(d, path)
	if errors.Is(err, fs.ErrNotExist) {
		return Kept{disk: d, path: path}, nil
	}
	k := Kept{d, path, path + suffix}
	if err == nil {
		err = write(d, k.aside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, raw)
	}
	if err != nil {
		return k, errors.Join(err, k.Drop())
	}
	return k, nil
}

// Back puts the file back as it was.
func (k Kept) Back() error {
	var err error
	if k.aside == "" {
		err = Discard(k.disk, k.path)
	} else {
		err = k.disk.Rename(k.aside, k.path)
	}
	return errors.Join(err, k.disk.SyncDir(k.path))
}

// Drop removes the copy.
func (k Kept) Drop() error {
	if k.aside == "" {
		return nil
	}
	return Discard(k.disk, k.aside)
}

// exchange gives a path another content; after a power cut the old or the new is there, each whole.
func exchange(d Disk, path string, raw []byte) error {
	beside := path + ".new"
	err := write(d, beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, raw)
	if err == nil {
		err = d.Rename(beside, path)
	}
	if err != nil {
		return errors.Join(err, Discard(d, beside))
	}
	return nil
}

func write(d Disk, path string, flag int, raw []byte) error {
	f, err := d.Open(path, flag)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(raw, 0)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Discard removes a file, if there is one.
func Discard(d Disk, path string) error {
	if err := d.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// MkdirTemp makes a folder of a name that was not there.
func MkdirTemp(d Disk, dir, prefix string) (string, error) {
	path := filepath.Join(dir, prefix+strings.ToLower(rand.Text()[:12]))
	return path, d.Mkdir(path)
}

// RemoveAll removes a folder with the files in it, if there is one.
func RemoveAll(d Disk, dir string) error {
	names, err := d.List(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, name := range names {
		err = errors.Join(err, Discard(d, filepath.Join(dir, name)))
	}
	return errors.Join(err, Discard(d, dir))
}
