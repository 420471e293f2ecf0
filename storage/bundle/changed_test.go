package bundle

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"reflect"
	"slices"
	"testing"

	"filippo.io/age"
)

// sixtyFour is a bundle of about 64 KiB that compression makes no smaller.
func sixtyFour(t testing.TB, from, to peer) []byte {
	t.Helper()
	blob := make([]byte, 60<<10)
	rand.Read(blob)
	raw := seal(t, from.sealing(t, to, given(aFeed, []byte("{}\n")), given(blobOf(blob), blob)))
	if len(raw) < 60<<10 || len(raw) > 68<<10 {
		t.Fatalf("%d bytes", len(raw))
	}
	return raw
}

// unwrapped remembers the file key that one header gave: finding it again for each of a hundred thousand copies of that header would
// be most of the work. Any other header is opened as always.
type unwrapped struct {
	age.Identity
	stanzas []*age.Stanza
	key     []byte
}

func (u *unwrapped) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if u.key != nil && reflect.DeepEqual(stanzas, u.stanzas) {
		return u.key, nil
	}
	key, err := u.Identity.Unwrap(stanzas)
	if u.key == nil && err == nil {
		u.stanzas, u.key = stanzas, key
	}
	return key, err
}

// changed opens copies of a bundle of 64 KiB.
func changed(t *testing.T, try func(whole []byte, refused func(raw []byte) error)) {
	from, to := newPeer(t), newPeer(t)
	whole := sixtyFour(t, from, to)
	id, err := age.ParseHybridIdentity(to.identity)
	if err != nil {
		t.Fatal(err)
	}
	u := &unwrapped{Identity: id}
	refused := func(raw []byte) error {
		_, _, err := parts(to.opening(from).with(context.Background(), u, bytes.NewReader(raw)))
		return err
	}
	if err := refused(whole); err != nil {
		t.Fatal(err)
	}
	try(whole, refused)
}

// ours are the errors a reader words for its user; errStranger is where a flipped byte names another signer.
var ours = []error{ErrNotBundle, ErrNewerFormat, ErrOtherRecipient, ErrDamaged, ErrSignature, errStranger}

func isOurs(err error) bool {
	return slices.ContainsFunc(ours, func(e error) bool { return errors.Is(err, e) })
}

func TestNoFlippedByteIsAccepted(t *testing.T) {
	changed(t, func(whole []byte, refused func([]byte) error) {
		raw := bytes.Clone(whole)
		for i := range raw {
			raw[i] ^= 0x10
			if err := refused(raw); !isOurs(err) {
				t.Errorf("byte %d changed: %v", i, err)
			}
			raw[i] ^= 0x10
		}
	})
}

func TestNoCutIsAccepted(t *testing.T) {
	changed(t, func(whole []byte, refused func([]byte) error) {
		for i := range whole {
			if err := refused(whole[:i]); !isOurs(err) {
				t.Errorf("cut at %d: %v", i, err)
			}
		}
		if err := refused(append(bytes.Clone(whole), 0)); !errors.Is(err, ErrDamaged) {
			t.Errorf("a byte more: %v", err)
		}
	})
}
