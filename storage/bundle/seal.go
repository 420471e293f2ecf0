package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"opsledger/app/ledger"
	"opsledger/storage/disk"
)

// Source gives the bytes of a part, which must be those it was said to have.
type Source struct {
	Part
	Pour func(io.Writer) error
}

// Sealing is a bundle to be written.
type Sealing struct {
	From       ed25519.PrivateKey
	To         []ledger.KeyID
	Recipients []string // public exchange keys of those in To
	Content    []byte   // canonical JSON
	Sources    []Source
}

// Write seals into a file, which must not exist. It is synced and read back before it takes its name; one that could not be
// finished is removed. It returns the size in bytes.
func (s Sealing) Write(ctx context.Context, d disk.Disk, path string) (size int64, err error) {
	d = disk.Or(d)
	if _, err := d.Stat(path); err == nil {
		return 0, fmt.Errorf("writing bundle: %w", &os.PathError{Op: "create", Path: path, Err: os.ErrExist})
	}
	part := path + ".part"
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("writing bundle: %w", err), disk.Discard(d, part))
		}
	}()
	sum, size, err := s.pour(ctx, d, part)
	if err != nil {
		return 0, err
	}
	if err := same(ctx, d, part, sum, size); err != nil {
		return 0, err
	}
	if err := d.Rename(part, path); err != nil {
		return 0, err
	}
	if err := d.SyncDir(path); err != nil {
		return 0, errors.Join(err, disk.Discard(d, path))
	}
	return size, nil
}

// pour writes the file and tells what was written.
func (s Sealing) pour(ctx context.Context, d disk.Disk, path string) (sum []byte, size int64, err error) {
	f, err := d.Open(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return nil, 0, err
	}
	h := sha256.New()
	n := &counted{to: io.MultiWriter(io.NewOffsetWriter(f, 0), h), ctx: ctx}
	err = s.Seal(n)
	if err == nil {
		err = f.Sync()
	}
	return h.Sum(nil), n.size, errors.Join(err, f.Close())
}

// same reads back what a stick says it keeps.
func same(ctx context.Context, d disk.Disk, path string, sum []byte, size int64) error {
	f, err := d.Open(path, os.O_RDONLY)
	if err != nil {
		return err
	}
	h := sha256.New()
	n, err := io.Copy(&counted{to: h, ctx: ctx}, io.NewSectionReader(f, 0, size+1))
	if err == nil && (n != size || !bytes.Equal(h.Sum(nil), sum)) {
		err = fmt.Errorf("%w: reads back otherwise than written", ErrDamaged)
	}
	return errors.Join(err, f.Close())
}

// counted counts, and stops where the work is cancelled.
type counted struct {
	to   io.Writer
	ctx  context.Context
	size int64
}

func (c *counted) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.to.Write(p)
	c.size += int64(n)
	return n, err
}

// Seal writes the bundle.
func (s Sealing) Seal(out io.Writer) error {
	m := Manifest{Format: format, Content: s.Content, Parts: []Part{}}
	for _, src := range s.Sources {
		m.Parts = append(m.Parts, src.Part)
	}
	if err := m.check(); err != nil {
		return err
	}
	manifest, err := ledger.Canonical(m)
	if err != nil {
		return err
	}
	line, err := s.line()
	if err != nil {
		return err
	}
	if _, err := out.Write(append([]byte(magic), line...)); err != nil {
		return err
	}
	return s.encrypt(out, func(w io.Writer) error {
		return s.archive(w, m, manifest, ed25519.Sign(s.From, signed(line, manifest)))
	})
}

func (s Sealing) line() ([]byte, error) {
	var id [16]byte
	rand.Read(id[:])
	h := Header{Suite: suite, MinReader: format, Bundle: hex.EncodeToString(id[:]), From: ledger.NewKeyID(s.From.Public().(ed25519.PublicKey)), To: s.To}
	line, err := ledger.Canonical(h)
	if err == nil && len(line) >= headerMax {
		err = fmt.Errorf("%w: %d recipients", ErrTooBig, len(s.To))
	}
	return append(line, '\n'), err
}

// encrypt lets fn write what is compressed and then encrypted.
func (s Sealing) encrypt(out io.Writer, fn func(io.Writer) error) error {
	var to []age.Recipient
	for _, r := range s.Recipients {
		p, err := age.ParseHybridRecipient(r)
		if err != nil {
			return fmt.Errorf("recipient: %w", err)
		}
		to = append(to, p)
	}
	sealed, err := age.Encrypt(out, to...)
	if err != nil {
		return err
	}
	packed, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window))
	if err != nil {
		return err
	}
	if err := fn(packed); err != nil {
		packed.Close()
		return err
	}
	return errors.Join(packed.Close(), sealed.Close())
}

func (s Sealing) archive(w io.Writer, m Manifest, manifest, sig []byte) error {
	t := tar.NewWriter(w)
	for _, p := range []struct {
		name string
		raw  []byte
	}{{manifestName, manifest}, {sigName, sig}} {
		if err := begin(t, p.name, int64(len(p.raw))); err != nil {
			return err
		}
		if _, err := t.Write(p.raw); err != nil {
			return err
		}
	}
	for _, src := range s.Sources {
		if err := begin(t, src.Name, src.Size); err != nil {
			return err
		}
		sum := sha256.New()
		if err := src.Pour(io.MultiWriter(t, sum)); err != nil {
			return fmt.Errorf("%s: %w", src.Name, err)
		}
		if hex.EncodeToString(sum.Sum(nil)) != src.SHA256 {
			return fmt.Errorf("%s: %w: its bytes are not those it was said to have", src.Name, ErrDamaged)
		}
	}
	return t.Close()
}

func begin(t *tar.Writer, name string, size int64) error {
	return t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, Format: tar.FormatUSTAR})
}
