package boot

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/storage/bundle"
	"opsledger/storage/disk"
)

// courier seals and opens exchange files for one account.
type courier struct {
	key  ed25519.PrivateKey
	disk disk.Disk
}

// NewIdentity implements app.Courier.
func (courier) NewIdentity() (string, error) { return bundle.NewIdentity() }

// Recipient implements app.Courier.
func (courier) Recipient(identity string) (string, error) { return bundle.Recipient(identity) }

// Reachable implements app.Courier.
func (courier) Reachable(recipient string) error { return bundle.Reachable(recipient) }

// Seal implements app.Courier.
func (c courier) Seal(ctx context.Context, path string, p app.Parcel) (int64, error) {
	s := bundle.Sealing{From: c.key, To: p.To, Recipients: p.Recipients, Content: p.Content}
	for _, part := range p.Parts {
		s.Sources = append(s.Sources, bundle.Source{Part: bundle.Part{Name: part.Name, Size: part.Size, SHA256: part.SHA256}, Pour: part.Pour})
	}
	size, err := s.Write(ctx, c.disk, path)
	if err != nil && !errors.Is(err, context.Canceled) {
		return 0, unwritten(err, path, "交换包")
	}
	return size, err
}

// Discard implements app.Courier.
func (c courier) Discard(path string) error {
	if err := disk.Discard(disk.Or(c.disk), path); err != nil {
		return fault.New(fault.FileWrite, filepath.Base(path), reason(err)).Because(err)
	}
	return nil
}

// Open implements app.Courier.
func (c courier) Open(ctx context.Context, path, identity string, signer func(ledger.KeyID) (ed25519.PublicKey, error), fn func(app.Opened) error) (err error) {
	f, err := disk.Or(c.disk).Open(path, os.O_RDONLY)
	if err != nil {
		return fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
	}
	defer f.Close()
	o := bundle.Opening{Identity: identity, Signer: signer}
	b, err := o.Open(ctx, io.NewSectionReader(f, 0, math.MaxInt64))
	if err != nil {
		return bundleCause(err, path)
	}
	defer b.Close()
	size := int64(0)
	if info, err := f.Stat(); err == nil { // of progress alone
		size = info.Size()
	}
	return bundleCause(fn(app.Opened{From: b.Header.From, Content: b.Manifest.Content,
		Each: func(read func(string, io.Reader) error) error {
			return bundleCause(b.Each(func(p bundle.Part, r io.Reader) error { return read(p.Name, r) }), path)
		},
		Read: func() (int64, int64) { return b.Read(), size }}), path)
}

// bundleCause names a refusal as the use case knows it; what the system said of reading the file stays apart from damage.
func bundleCause(err error, path string) error {
	for cause, named := range map[error]error{bundle.ErrNotBundle: app.ErrNotBundle, bundle.ErrNewerFormat: app.ErrNewerBundle, bundle.ErrOtherRecipient: app.ErrOtherRecipient,
		bundle.ErrDamaged: app.ErrDamagedBundle, bundle.ErrName: app.ErrDamagedBundle, bundle.ErrSignature: app.ErrBundleSignature, bundle.ErrTooBig: app.ErrBundleBounds} {
		if errors.Is(err, cause) && !errors.Is(err, named) {
			return errors.Join(named, err)
		}
	}
	var gone *os.PathError
	if errors.As(err, &gone) {
		return fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
	}
	return err
}

// WriteNew writes a file that must not exist: a request, a certificate.
func (s *Session) WriteNew(path string, raw []byte) error {
	if err := disk.Create(disk.Or(s.o.Disk), path, append(raw, '\n')); err != nil {
		return unwritten(err, path, "入网文件")
	}
	return nil
}

// BundleName names an exchange file after the device it is for and the moment it is made.
func BundleName(device string, at time.Time) string {
	return inFileName(device) + "-" + at.In(ledger.Zone).Format("20060102-1504") + ".opsb"
}
