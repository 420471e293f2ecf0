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
	"runtime"
	"strings"
)

// Check reads a backup whole and compares every part with its sum. It returns ErrNotBackup, ErrNewerFormat or
// ErrDamaged.
func Check(ctx context.Context, path string) (Manifest, error) {
	return walk(ctx, path, func(File) (io.WriteCloser, error) { return discard{}, nil })
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// Unpack writes the parts of a backup into a folder that holds none of them, and syncs them. Where it fails, what it
// wrote is removed.
func Unpack(ctx context.Context, path, dir string) (m Manifest, err error) {
	var made []string
	defer func() {
		if err != nil {
			for _, p := range made {
				os.Remove(p)
			}
		}
	}()
	m, err = walk(ctx, path, func(f File) (io.WriteCloser, error) {
		p := filepath.Join(dir, f.Name)
		out, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			made = append(made, p)
		}
		return synced{out}, err
	})
	if err != nil {
		return m, err
	}
	return m, syncDir(dir)
}

// synced makes a part last before it is closed.
type synced struct{ *os.File }

func (s synced) Close() error { return errors.Join(s.Sync(), s.File.Close()) }

func walk(ctx context.Context, path string, open func(File) (io.WriteCloser, error)) (m Manifest, err error) {
	in, err := os.Open(path)
	if err != nil {
		return m, fmt.Errorf("reading backup: %w", err)
	}
	defer in.Close()
	t := tar.NewReader(reader{ctx, in})
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
		if f.Name == "" || f.Name != filepath.Base(f.Name) || strings.ContainsAny(f.Name, `/\:`) || f.Size < 0 || f.Size > fileMax {
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

func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
