package bundle

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"opsledger/app/ledger"
)

// peer is a device with its keys.
type peer struct {
	key      ed25519.PrivateKey
	identity string
}

func newPeer(t testing.TB) peer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return peer{key, id}
}

func (p peer) public() ed25519.PublicKey { return p.key.Public().(ed25519.PublicKey) }
func (p peer) id() ledger.KeyID          { return ledger.NewKeyID(p.public()) }

func (p peer) sealing(t testing.TB, to peer, sources ...Source) Sealing {
	t.Helper()
	r, err := Recipient(to.identity)
	if err != nil {
		t.Fatal(err)
	}
	return Sealing{From: p.key, To: []ledger.KeyID{to.id()}, Recipients: []string{r}, Content: []byte(`{"note":"交换"}`), Sources: sources}
}

// opening is what a peer has at hand that knows another.
func (p peer) opening(knows peer) Opening {
	return Opening{Identity: p.identity, Signer: func(id ledger.KeyID) (ed25519.PublicKey, error) {
		if id != knows.id() {
			return nil, errStranger
		}
		return knows.public(), nil
	}}
}

var errStranger = errors.New("unknown signer")

func given(name string, raw []byte) Source {
	_, part := plain(name, raw)
	return Source{Part: part, Pour: func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	}}
}

const aFeed = "feeds/0123456789abcdef0123456789abcdef.jsonl"

func blobOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return "blobs/" + hex.EncodeToString(sum[:])
}

func seal(t testing.TB, s Sealing) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Seal(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read gives all parts, or the error that refused the bundle.
func read(o Opening, r io.Reader) (map[string][]byte, Header, error) {
	b, err := o.Open(context.Background(), r)
	return parts(b, err)
}

func parts(b *Bundle, err error) (map[string][]byte, Header, error) {
	if err != nil {
		return nil, Header{}, err
	}
	defer b.Close()
	parts := map[string][]byte{}
	err = b.Each(func(p Part, r io.Reader) error {
		parts[p.Name], err = io.ReadAll(r)
		return err
	})
	return parts, b.Header, err
}

func TestABundleComesBackAsItWasSealed(t *testing.T) {
	from, to := newPeer(t), newPeer(t)
	blob := bytes.Repeat([]byte("附件"), 100_000)
	want := map[string][]byte{aFeed: []byte("{}\n{}\n"), blobOf(blob): blob}
	path := filepath.Join(t.TempDir(), "交换.opsb")
	s := from.sealing(t, to, given(aFeed, want[aFeed]), given(blobOf(blob), blob))
	size, err := s.Write(context.Background(), nil, path)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || int64(len(raw)) != size {
		t.Fatal(len(raw), size, err)
	}
	got, h, err := read(to.opening(from), bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range want {
		if !bytes.Equal(got[name], raw) {
			t.Errorf("%s came back otherwise", name)
		}
	}
	if h.From != from.id() || len(h.To) != 1 || h.To[0] != to.id() || len(h.Bundle) != 32 {
		t.Errorf("%+v", h)
	}
	if bytes.Contains(raw, []byte("附件")) || bytes.Contains(raw, []byte("note")) {
		t.Error("something lies in the clear")
	}
	if peeked, err := Peek(bytes.NewReader(raw)); err != nil || peeked.Bundle != h.Bundle {
		t.Error(peeked, err)
	}
	if _, err := s.Write(context.Background(), nil, path); !errors.Is(err, os.ErrExist) {
		t.Errorf("written over a file: %v", err)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("left %v", names)
	}
}

func TestOneBundleForSeveral(t *testing.T) {
	from, a, b := newPeer(t), newPeer(t), newPeer(t)
	s := from.sealing(t, a, given(aFeed, []byte("{}\n")))
	r, _ := Recipient(b.identity)
	s.To, s.Recipients = append(s.To, b.id()), append(s.Recipients, r)
	raw := seal(t, s)
	for _, p := range []peer{a, b} {
		if _, _, err := read(p.opening(from), bytes.NewReader(raw)); err != nil {
			t.Error(err)
		}
	}
}
