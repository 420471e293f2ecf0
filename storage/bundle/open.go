package bundle

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"opsledger/app/ledger"
)

const (
	window    = 8 << 20
	memoryMax = 64 << 20
)

// Opening is what a reader has at hand.
type Opening struct {
	Identity string // secret exchange key
	// Signer gives the key of who the header names; its error is Open's: a signer may be unknown or revoked.
	Signer func(ledger.KeyID) (ed25519.PublicKey, error)
}

// Bundle is an open one: its header and manifest are those its sender signed.
type Bundle struct {
	Header   Header
	Manifest Manifest
	in       *source
	plain    io.Reader // decrypted
	raw      *bounded  // and unpacked
	zstd     *zstd.Decoder
	tar      *tar.Reader
}

// Peek reads the header line only, which anybody can and nobody vouches for.
func Peek(r io.Reader) (Header, error) {
	h, _, err := header(bufio.NewReaderSize(r, headerMax))
	return h, err
}

// Open reads up to the manifest and checks who signed it. It returns ErrNotBundle, ErrNewerFormat, ErrOtherRecipient, ErrDamaged,
// ErrSignature, ErrTooBig, ErrName, the signer's error, or the reader's own. Close must follow.
func (o Opening) Open(ctx context.Context, r io.Reader) (b *Bundle, err error) {
	id, err := age.ParseHybridIdentity(o.Identity)
	if err != nil {
		return &Bundle{}, fmt.Errorf("reading exchange key: %w", err)
	}
	return o.with(ctx, id, r)
}

// with opens by a key that is read already.
func (o Opening) with(ctx context.Context, id age.Identity, r io.Reader) (b *Bundle, err error) {
	b = &Bundle{in: &source{from: r, ctx: ctx}}
	defer func() {
		if err = b.in.explain(err); err != nil {
			b.Close()
		}
	}()
	buffered := bufio.NewReaderSize(b.in, headerMax)
	h, line, err := header(buffered)
	if err != nil {
		return b, err
	}
	b.Header = h
	if err := b.unpack(id, buffered); err != nil {
		return b, err
	}
	manifest, err := b.small(manifestName, manifestMax)
	if err != nil {
		return b, err
	}
	sig, err := b.small(sigName, ed25519.SignatureSize)
	if err != nil {
		return b, err
	}
	public, err := o.Signer(h.From)
	if err != nil {
		return b, err
	}
	if len(public) != ed25519.PublicKeySize || ledger.NewKeyID(public) != h.From || !ed25519.Verify(public, signed(line, manifest), sig) {
		return b, ErrSignature
	}
	if err := strict(manifest, &b.Manifest); err != nil {
		return b, err
	}
	return b, b.Manifest.check()
}

func header(r *bufio.Reader) (h Header, line []byte, err error) {
	start := make([]byte, len(magic))
	if _, err := io.ReadFull(r, start); err != nil || string(start) != magic {
		return h, nil, ErrNotBundle
	}
	line, err = r.ReadSlice('\n')
	if err != nil {
		return h, nil, fmt.Errorf("%w: no header", ErrDamaged)
	}
	line = bytes.Clone(line)
	if err := strict(line[:len(line)-1], &h); err != nil {
		return h, nil, err
	}
	if h.MinReader > format || h.Suite != suite {
		return h, nil, fmt.Errorf("%w: suite %d, reader %d", ErrNewerFormat, h.Suite, h.MinReader)
	}
	return h, line, nil
}

func (b *Bundle) unpack(id age.Identity, r io.Reader) (err error) {
	if b.plain, err = age.Decrypt(r, id); err != nil {
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) {
			return ErrOtherRecipient
		}
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	b.zstd, err = zstd.NewReader(b.plain, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(window), zstd.WithDecoderMaxMemory(memoryMax))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	b.raw = &bounded{from: b.zstd, in: b.in}
	b.tar = tar.NewReader(b.raw)
	return nil
}

// next finds the archive's next file, which must be the one expected and nothing but a file.
func (b *Bundle) next(name string) (*tar.Header, error) {
	h, err := b.tar.Next()
	if err != nil {
		return nil, b.broken(err, name)
	}
	if h.Name != name || h.Typeflag != tar.TypeReg || len(h.PAXRecords) > 0 || h.Linkname != "" {
		return nil, fmt.Errorf("%w: %q where %s should be", ErrDamaged, h.Name, name)
	}
	return h, nil
}

// broken words a failure of the layers below as damage, but for bounds.
func (b *Bundle) broken(err error, where string) error {
	if errors.Is(err, ErrTooBig) {
		return err
	}
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return fmt.Errorf("%w: %v", ErrTooBig, err)
	}
	return fmt.Errorf("%w: %s: %v", ErrDamaged, where, err)
}

func (b *Bundle) small(name string, most int64) ([]byte, error) {
	h, err := b.next(name)
	if err != nil {
		return nil, err
	}
	if h.Size > most {
		return nil, fmt.Errorf("%w: %s has %d bytes", ErrTooBig, name, h.Size)
	}
	raw, err := io.ReadAll(b.tar)
	if err != nil {
		return nil, b.broken(err, name)
	}
	return raw, nil
}

// Each gives the parts in order; fn need not read to the end. Only when it returns nil is the bundle whole: who acts on parts
// before must be able to take it all back.
func (b *Bundle) Each(fn func(Part, io.Reader) error) error {
	for _, p := range b.Manifest.Parts {
		if err := b.part(p, fn); err != nil {
			return b.in.explain(err)
		}
	}
	return b.in.explain(b.end())
}

func (b *Bundle) part(p Part, fn func(Part, io.Reader) error) error {
	h, err := b.next(p.Name)
	if err != nil {
		return err
	}
	if h.Size != p.Size {
		return fmt.Errorf("%w: %s has %d bytes, not %d", ErrDamaged, p.Name, h.Size, p.Size)
	}
	sum := sha256.New()
	in := io.TeeReader(&part{b, p.Name}, sum)
	if err := fn(p, in); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return fmt.Errorf("%w: %s does not fit its sum", ErrDamaged, p.Name)
	}
	return nil
}

// part reads one, and words what fails below it.
type part struct {
	b    *Bundle
	name string
}

func (p *part) Read(to []byte) (int, error) {
	n, err := p.b.tar.Read(to)
	if err != nil && !errors.Is(err, io.EOF) {
		err = p.b.broken(err, p.name)
	}
	return n, err
}

// end sees that nothing follows, in the archive, in what was compressed, and in the file.
func (b *Bundle) end() error {
	if _, err := b.tar.Next(); !errors.Is(err, io.EOF) {
		return b.broken(err, "something follows the last part")
	}
	for _, r := range []io.Reader{b.raw, b.plain} {
		if n, err := io.ReadFull(r, make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
			return b.broken(err, "something follows the archive")
		}
	}
	return nil
}

// Read is how many bytes of the file have been read.
func (b *Bundle) Read() int64 { return b.in.size }

// Close frees what reading took.
func (b *Bundle) Close() {
	if b.zstd != nil {
		b.zstd.Close()
	}
}

// source counts what is read of the file and remembers how reading it failed: a share that is gone is no damage.
type source struct {
	from io.Reader
	ctx  context.Context
	size int64
	err  error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err = s.ctx.Err(); s.err != nil {
		return 0, s.err
	}
	n, err := s.from.Read(p)
	s.size += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (s *source) explain(err error) error {
	if err != nil && s.err != nil {
		return fmt.Errorf("reading bundle: %w", s.err)
	}
	return err
}

// bounded stops a bundle that unpacks to more than it may.
type bounded struct {
	from io.Reader
	in   *source
	size int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	b.size += int64(n)
	if b.size > slack+ratio*b.in.size || b.size > MaxRaw+manifestMax+maxParts*1024 {
		return n, fmt.Errorf("%w: unpacks to more than %d bytes", ErrTooBig, b.size)
	}
	return n, err
}
