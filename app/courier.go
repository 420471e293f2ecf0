package app

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"

	"opsledger/app/ledger"
)

// Courier seals and opens exchange files, and makes the keys they open by.
type Courier interface {
	// NewIdentity makes a device's secret exchange key; Recipient gives its public half.
	NewIdentity() (string, error)
	Recipient(identity string) (string, error)
	// Reachable refuses what is no public exchange key: nothing can be sealed to it.
	Reachable(recipient string) error
	// Seal writes a new file, synced and read back, and gives its size in bytes.
	Seal(ctx context.Context, path string, p Parcel) (int64, error)
	// Discard removes a file that Seal has written.
	Discard(path string) error
	// Open gives the file to fn once it is known who signed it. It returns one of the errors below, signer's, or fn's. Where it returns
	// an error, nothing of what fn read may stay.
	Open(ctx context.Context, path, identity string, signer func(ledger.KeyID) (ed25519.PublicKey, error), fn func(Opened) error) error
}

// Why a file can't be taken for an exchange file, as Courier tells.
var (
	ErrNotBundle       = errors.New("not an exchange file")
	ErrNewerBundle     = errors.New("exchange file of a newer format")
	ErrOtherRecipient  = errors.New("exchange file for another recipient")
	ErrDamagedBundle   = errors.New("exchange file is damaged")
	ErrBundleSignature = errors.New("exchange file is not signed by who it names")
	ErrBundleBounds    = errors.New("exchange file is out of bounds")
)

// Parcel is what goes into an exchange file.
type Parcel struct {
	To         []ledger.KeyID
	Recipients []string
	Content    []byte // canonical JSON
	Parts      []ParcelPart
}

// ParcelPart is a part whose size and hash are known before it is written.
type ParcelPart struct {
	Name   string // feeds/<feed>.jsonl, feeds/<feed>.2.jsonl, blobs/<sha256>
	Size   int64  // bytes
	SHA256 string // hex
	Pour   func(io.Writer) error
}

// Opened is an exchange file whose signer is known.
type Opened struct {
	From    ledger.KeyID
	Content []byte
	// Each gives the parts in order; the file is whole once it has returned nil.
	Each func(fn func(name string, r io.Reader) error) error
	// Read tells how much of the file has been read, in bytes.
	Read func() (done, size int64)
}
