package bundle

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"opsledger/app/ledger"
)

// FuzzManifest reads a manifest: whatever is accepted is in its bounds and comes out as it went in.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"content":{},"format":1,"parts":[]}`))
	f.Add([]byte(`{"content":{"a":[1,"二"]},"format":1,"parts":[{"name":"` + aFeed + `","sha256":"00","size":3}]}`))
	f.Add([]byte(`{"content":{},"format":1,"parts":[{"name":"../x","sha256":"","size":9223372036854775807}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var m Manifest
		if strict(raw, &m) != nil || m.check() != nil {
			return
		}
		again, err := ledger.Canonical(m)
		if err != nil || !bytes.Equal(again, raw) {
			t.Errorf("%q came out as %q", raw, again)
		}
		for _, p := range m.Parts {
			if p.Size < 0 || p.Size > MaxFeed {
				t.Errorf("%+v", p)
			}
		}
	})
}

// FuzzOpen reads a file: none is accepted that its sender did not seal.
func FuzzOpen(f *testing.F) {
	from, to := newPeer(f), newPeer(f)
	whole := seal(f, from.sealing(f, to, given(aFeed, []byte("{}\n"))))
	f.Add([]byte(magic))
	f.Add([]byte(magic + `{"bundle":"","from":"","min_reader":1,"suite":1,"to":[]}` + "\nage-encryption.org/v1\n-> mlkem768x25519 AAAA\n\n--- AAAA\n"))
	f.Add(whole[:200])
	f.Fuzz(func(t *testing.T, raw []byte) {
		o := Opening{Identity: to.identity, Signer: func(ledger.KeyID) (ed25519.PublicKey, error) { return from.public(), nil }}
		if _, _, err := read(o, bytes.NewReader(raw)); err == nil && !bytes.Equal(raw, whole) {
			t.Error("accepted")
		}
	})
}
