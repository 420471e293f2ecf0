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
	"strings"

	"opsledger/storage/disk"
)

// Check reads a backup whole and compares every part with its sum. It returns ErrNotBackup, ErrNewerFormat or
// ErrDamaged. No disk means this machine's.
func Check(ctx context.Context, d disk.Disk, path string) (Manifest, error) {
	return walk(ctx, disk.Or(d), path, func(File) (io.WriteCloser, error) { return discard{}, nil })
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// Unpack writes the parts of a backup into the folder, which holds none of them, and syncs them. Where it fails, what
// it wrote is removed.
func (o Folder) Unpack(ctx context.Context, path string) (m Manifest, err error) {
	o.Disk = disk.Or(o.Disk)
	var made []string
	defer func() {
		if err != nil {
			err = errors.Join(err, discardAll(o.Disk, made...))
		}
	}()
	m, err = walk(ctx, o.Disk, path, func(f File) (io.WriteCloser, error) {
		p := o.path(f.Name)
		out, err := o.Disk.Open(p, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
		if err != nil {
			return nil, err
		}
		made = append(made, p)
		return synced{io.NewOffsetWriter(out, 0), out}, nil
	})
	if err == nil {
		err = o.Disk.SyncDir(o.path(manifestName)) // the folder's entries
	}
	return m, err
}

// synced makes a part last before it is closed.
type synced struct {
	io.Writer
	file disk.File
}

func (s synced) Close() error { return errors.Join(s.file.Sync(), s.file.Close()) }

func walk(ctx context.Context, d disk.Disk, path string, open func(File) (io.WriteCloser, error)) (m Manifest, err error) {
	in, _, err := read(ctx, d, path)
	if err != nil {
		return m, fmt.Errorf("reading backup: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	t := tar.NewReader(in)
	if m, err = manifest(t); err != nil {
		return m, err
	}
	for _, f := range m.Files {
		h, err := t.Next()
		if err != nil || h.Name != f.Name || h.Size != f.Size {
			return m, errors.Join(fmt.Errorf("%w: part %s is missing", ErrDamaged, f.Name), ctx.Err())
		}
		if err := copyPart(t, f, open); err != nil {
			return m, errors.Join(err, ctx.Err())
		}
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return m, fmt.Errorf("%w: something follows its last part", ErrDamaged)
	}
	return m, nil
}

func manifest(t *tar.Reader) (m Manifest, err error) {
	h, err := t.Next()
	if err != nil || h.Name != manifestName || h.Size > manifestMax {
		return m, ErrNotBackup
	}
	raw, err := io.ReadAll(t)
	if err != nil {
		return m, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if err := json.Unmarshal(raw, &m); err != nil || m.Format < 1 {
		return m, ErrNotBackup
	}
	if m.Format > format {
		return m, fmt.Errorf("%w: %d", ErrNewerFormat, m.Format)
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(f.Name) || f.Name == "." || f.Name != filepath.Base(f.Name) || strings.ContainsAny(f.Name, `/\:`) || f.Size < 0 || f.Size > fileMax {
			return m, fmt.Errorf("%w: part %q", ErrDamaged, f.Name)
		}
	}
	return m, nil
}

func copyPart(t *tar.Reader, f File, open func(File) (io.WriteCloser, error)) error {
	out, err := open(f)
	if err != nil {
		return fmt.Errorf("unpacking backup: %w", err)
	}
	h := sha256.New()
	_, err = io.CopyN(io.MultiWriter(out, h), t, f.Size)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: part %s is cut", ErrDamaged, f.Name)
	}
	if err == nil && hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
		err = fmt.Errorf("%w: part %s does not fit its sum", ErrDamaged, f.Name)
	}
	return errors.Join(err, out.Close())
}
