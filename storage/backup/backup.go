// Package backup owns the file a whole store is carried in: a tar archive of a manifest, the key slots and the
// encrypted database, all as they lie on disk, so that nothing in it is in the clear. It knows files only; it neither
// makes keys nor opens the store.
package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"opsledger/storage/disk"
)

const (
	manifestName = "backup.json"
	format       = 1
	manifestMax  = 64 << 10
	fileMax      = 64 << 30
)

var (
	// ErrNotBackup means the file is no backup of a store.
	ErrNotBackup = errors.New("not a backup")
	// ErrNewerFormat means a later program wrote it.
	ErrNewerFormat = errors.New("backup of a newer format")
	// ErrDamaged means it is cut, or a part does not fit its sum.
	ErrDamaged = errors.New("backup is damaged")
)

// Manifest is the archive's first part.
type Manifest struct {
	Format int       `json:"format"`
	App    string    `json:"app"`
	Made   time.Time `json:"made"`
	Files  []File    `json:"files"`
}

// File is a part of the store.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Folder is where a store's parts lie. No disk means this machine's.
type Folder struct {
	Dir  string
	Disk disk.Disk
}

func (o Folder) path(name string) string { return filepath.Join(o.Dir, name) }

// Pack writes the named files of the folder into one file, which must not exist. It is synced, and read back before
// Pack returns its size in bytes; a file that could not be finished is removed.
func (o Folder) Pack(ctx context.Context, path string, m Manifest, names ...string) (size int64, err error) {
	o.Disk = disk.Or(o.Disk)
	m.Format, m.Files = format, nil
	for _, name := range names {
		f, err := o.sum(ctx, name)
		if err != nil {
			return 0, fmt.Errorf("writing backup: %w", err)
		}
		m.Files = append(m.Files, f)
	}
	if _, err := o.Disk.Stat(path); err == nil {
		return 0, fmt.Errorf("writing backup: %w", &os.PathError{Op: "create", Path: path, Err: os.ErrExist})
	}
	part, made := path+".part", ""
	defer func() {
		if err != nil {
			err = errors.Join(err, discardAll(o.Disk, part, made))
		}
	}()
	if err := o.write(ctx, part, m); err != nil {
		return 0, fmt.Errorf("writing backup: %w", err)
	}
	if _, err := Check(ctx, o.Disk, part); err != nil {
		return 0, fmt.Errorf("reading backup back: %w", err)
	}
	st, err := o.Disk.Stat(part)
	if err == nil {
		err = o.Disk.Rename(part, path)
	}
	if err != nil {
		return 0, fmt.Errorf("writing backup: %w", err)
	}
	made = path
	return st.Size(), o.Disk.SyncDir(path)
}

func discardAll(d disk.Disk, paths ...string) (err error) {
	for _, p := range paths {
		if p != "" {
			err = errors.Join(err, disk.Discard(d, p))
		}
	}
	return err
}

func (o Folder) sum(ctx context.Context, name string) (File, error) {
	in, size, err := read(ctx, o.Disk, o.path(name))
	if err != nil {
		return File{}, err
	}
	h := sha256.New()
	_, err = io.CopyN(h, in, size)
	return File{Name: name, Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}, errors.Join(err, in.Close())
}

func (o Folder) write(ctx context.Context, path string, m Manifest) error {
	out, err := o.Disk.Open(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	t := tar.NewWriter(io.NewOffsetWriter(out, 0))
	raw, err := json.MarshalIndent(m, "", "  ")
	if err == nil {
		err = part(t, manifestName, int64(len(raw)), m.Made)
	}
	if err == nil {
		_, err = t.Write(raw)
	}
	for _, f := range m.Files {
		if err == nil {
			err = o.pour(ctx, t, f, m.Made)
		}
	}
	if err == nil {
		err = t.Close()
	}
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

func part(t *tar.Writer, name string, size int64, made time.Time) error {
	return t.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: made, Format: tar.FormatPAX})
}

func (o Folder) pour(ctx context.Context, t *tar.Writer, f File, made time.Time) error {
	in, _, err := read(ctx, o.Disk, o.path(f.Name))
	if err != nil {
		return err
	}
	err = part(t, f.Name, f.Size, made)
	if err == nil {
		_, err = io.CopyN(t, in, f.Size)
	}
	return errors.Join(err, in.Close())
}

// source reads a file from its beginning.
type source struct {
	reader
	io.Closer
}

func read(ctx context.Context, d disk.Disk, path string) (source, int64, error) {
	f, err := d.Open(path, os.O_RDONLY)
	if err != nil {
		return source{}, 0, err
	}
	st, err := f.Stat()
	if err != nil {
		return source{}, 0, errors.Join(err, f.Close())
	}
	return source{reader{ctx, io.NewSectionReader(f, 0, st.Size())}, f}, st.Size(), nil
}

// reader stops where the work is cancelled.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
