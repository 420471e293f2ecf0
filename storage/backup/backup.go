// Package backup owns the file a whole store is carried in: a tar archive of a manifest, the key slots and the
// encrypted database, all as they lie on disk, so that nothing in it is in the clear. It knows files only and imports
// nothing of this program; it neither makes keys nor opens the store.
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

// Pack writes the named files of a folder into one file, which must not exist. It is synced, and read back before
// Pack returns; a file that could not be finished is removed.
func Pack(ctx context.Context, path, dir string, m Manifest, names ...string) (err error) {
	m.Format, m.Files = format, nil
	for _, name := range names {
		f, err := sum(ctx, dir, name)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, f)
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("writing backup: %w", &os.PathError{Op: "create", Path: path, Err: os.ErrExist})
	}
	part := path + ".part"
	defer func() {
		if err != nil {
			os.Remove(part)
		}
	}()
	if err := write(ctx, part, dir, m); err != nil {
		return fmt.Errorf("writing backup: %w", err)
	}
	if _, err := Check(ctx, part); err != nil {
		return fmt.Errorf("reading backup back: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("writing backup: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func sum(ctx context.Context, dir, name string) (File, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return File{}, fmt.Errorf("writing backup: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, reader{ctx, f})
	return File{Name: name, Size: n, SHA256: hex.EncodeToString(h.Sum(nil))}, err
}

func write(ctx context.Context, path, dir string, m Manifest) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	t := tar.NewWriter(out)
	raw, err := json.MarshalIndent(m, "", "  ")
	if err == nil {
		err = part(t, manifestName, int64(len(raw)), m.Made)
	}
	if err == nil {
		_, err = t.Write(raw)
	}
	for _, f := range m.Files {
		if err == nil {
			err = pour(ctx, t, filepath.Join(dir, f.Name), f, m.Made)
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

func pour(ctx context.Context, t *tar.Writer, path string, f File, made time.Time) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := part(t, f.Name, f.Size, made); err != nil {
		return err
	}
	_, err = io.CopyN(t, reader{ctx, in}, f.Size)
	return err
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
