package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"opsledger/app/ledger"
)

// forged packs an archive of any files, signed or not as its maker likes.
type forged struct {
	line     string
	manifest Manifest
	raw      []byte // of the manifest; nil: the canonical one
	files    []tar.Header
	bodies   [][]byte
	after    []byte // behind the archive, compressed with it
	sign     ed25519.PrivateKey
	signLine string // what the signature takes for the line
}

func (f forged) bytes(t *testing.T, to peer) []byte {
	t.Helper()
	if f.raw == nil {
		var err error
		if f.raw, err = ledger.Canonical(f.manifest); err != nil {
			t.Fatal(err)
		}
	}
	if f.signLine == "" {
		f.signLine = f.line
	}
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	file := func(h tar.Header, raw []byte) {
		if h.Size == 0 {
			h.Size = int64(len(raw))
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		w.Write(raw)
	}
	file(tar.Header{Typeflag: tar.TypeReg, Name: manifestName}, f.raw)
	file(tar.Header{Typeflag: tar.TypeReg, Name: sigName}, ed25519.Sign(f.sign, signed([]byte(f.signLine), f.raw)))
	for i, h := range f.files {
		file(h, f.bodies[i])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	archive.Write(f.after)
	return encrypted(t, f.line, archive.Bytes(), to)
}

// encrypted puts any bytes where an archive should be.
func encrypted(t *testing.T, line string, archive []byte, to peer) []byte {
	t.Helper()
	id, err := age.ParseHybridIdentity(to.identity)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	out.WriteString(magic + line)
	a, err := age.Encrypt(&out, id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewWriter(a)
	if err != nil {
		t.Fatal(err)
	}
	z.Write(archive)
	if err := errors.Join(z.Close(), a.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func lineFrom(p peer, more string) string {
	return `{"bundle":"00000000000000000000000000000000","from":"` + string(p.id()) + `","min_reader":1,"suite":1,"to":[]` + more + "}\n"
}

func plain(name string, raw []byte) (tar.Header, Part) {
	sum := sha256.Sum256(raw)
	return tar.Header{Typeflag: tar.TypeReg, Name: name}, Part{Name: name, Size: int64(len(raw)), SHA256: hex.EncodeToString(sum[:])}
}

func TestEachFaultIsRefusedByItsName(t *testing.T) {
	from, to, other := newPeer(t), newPeer(t), newPeer(t)
	line := lineFrom(from, "")
	one, onePart := plain(aFeed, []byte("{}\n"))
	two, twoPart := plain(blobOf([]byte("x")), []byte("x"))
	base := func(change func(*forged)) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			f := forged{line: line, sign: from.key, manifest: Manifest{Format: 1, Content: []byte(`{}`), Parts: []Part{onePart, twoPart}},
				files: []tar.Header{one, two}, bodies: [][]byte{[]byte("{}\n"), []byte("x")}}
			change(&f)
			return f.bytes(t, to)
		}
	}
	named := func(name string) func(*testing.T) []byte {
		return base(func(f *forged) {
			h, p := plain(name, []byte("x"))
			f.manifest.Parts, f.files, f.bodies = []Part{p}, []tar.Header{h}, [][]byte{[]byte("x")}
		})
	}
	lies := func(size int64) func(*testing.T) []byte {
		return base(func(f *forged) { f.manifest.Parts[1].Size = size })
	}
	for name, c := range map[string]struct {
		raw  func(*testing.T) []byte
		want error
	}{
		"as it should be":      {base(func(*forged) {}), nil},
		"nothing":              {func(*testing.T) []byte { return nil }, ErrNotBundle},
		"another file":         {func(*testing.T) []byte { return bytes.Repeat([]byte("PK\x03\x04"), 100) }, ErrNotBundle},
		"no header's end":      {func(*testing.T) []byte { return []byte(magic + strings.Repeat("x", 5000)) }, ErrDamaged},
		"a later reader":       {base(func(f *forged) { f.line = strings.Replace(line, `"min_reader":1`, `"min_reader":2`, 1) }), ErrNewerFormat},
		"another suite":        {base(func(f *forged) { f.line = strings.Replace(line, `"suite":1`, `"suite":2`, 1) }), ErrNewerFormat},
		"a later manifest":     {base(func(f *forged) { f.manifest.Format = 2 }), ErrNewerFormat},
		"a header key twice":   {base(func(f *forged) { f.line = strings.Replace(line, `"suite":1`, `"suite":1,"suite":1`, 1) }), ErrDamaged},
		"a header key more":    {base(func(f *forged) { f.line = lineFrom(from, `,"x":1`) }), ErrDamaged},
		"text that is none":    {base(func(f *forged) { f.line = strings.Replace(line, `"00`, "\"\xff\xfe", 1) }), ErrDamaged},
		"a manifest key twice": {base(func(f *forged) { f.raw = []byte(`{"content":{},"format":1,"format":1,"parts":[]}`) }), ErrDamaged},
		"a key twice inside":   {base(func(f *forged) { f.raw = []byte(`{"content":{"a":1,"a":2},"format":1,"parts":[]}`) }), ErrDamaged},
		"broken text inside":   {base(func(f *forged) { f.raw = []byte("{\"content\":{\"a\":\"\xff\"},\"format\":1,\"parts\":[]}") }), ErrDamaged},
		"another recipient":    {func(t *testing.T) []byte { return seal(t, from.sealing(t, other)) }, ErrOtherRecipient},
		"an unknown signer":    {func(t *testing.T) []byte { return seal(t, other.sealing(t, to)) }, errStranger},
		"another's signature":  {base(func(f *forged) { f.sign = other.key }), ErrSignature},
		"sent on to another":   {base(func(f *forged) { f.signLine = strings.Replace(line, `"to":[]`, `"to":["`+string(to.id())+`"]`, 1) }), ErrSignature},
		"swapped parts": {base(func(f *forged) {
			f.files[0], f.files[1] = f.files[1], f.files[0]
			f.bodies[0], f.bodies[1] = f.bodies[1], f.bodies[0]
		}), ErrDamaged},
		"a part dropped":    {base(func(f *forged) { f.files, f.bodies = f.files[:1], f.bodies[:1] }), ErrDamaged},
		"a part more":       {base(func(f *forged) { f.manifest.Parts = f.manifest.Parts[:1] }), ErrDamaged},
		"a part twice":      {base(func(f *forged) { f.manifest.Parts = []Part{onePart, onePart} }), ErrName},
		"other bytes":       {base(func(f *forged) { f.bodies[1] = []byte("y") }), ErrDamaged},
		"a size one less":   {lies(0), ErrDamaged},
		"a size one more":   {lies(2), ErrDamaged},
		"a size below zero": {lies(-1), ErrTooBig},
		"a size beyond all": {lies(math.MaxInt64 >> 10), ErrTooBig},
		"too many parts":    {base(func(f *forged) { f.manifest.Parts = make([]Part, maxParts+1) }), ErrTooBig},
		"something behind":  {base(func(f *forged) { f.after = []byte("x") }), ErrDamaged},
		"a link": {base(func(f *forged) {
			f.files[1].Typeflag, f.files[1].Linkname, f.bodies[1] = tar.TypeSymlink, "/etc/passwd", nil
		}), ErrDamaged},
		"a way up":          {named("../../x"), ErrName},
		"an absolute name":  {named("/etc/passwd"), ErrName},
		"a device's name":   {named("CON"), ErrName},
		"a stream's name":   {named("blobs/a:b"), ErrName},
		"a drive's name":    {named(`C:\x`), ErrName},
		"upper case":        {named(strings.ToUpper(aFeed)), ErrName},
		"a name with a NUL": {base(func(f *forged) { f.manifest.Parts[0].Name = aFeed + "\x00" }), ErrName},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := read(to.opening(from), bytes.NewReader(c.raw(t))); !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Errorf("%v, should be %v", err, c.want)
			}
		})
	}
}

func TestBombsAreNotUnpacked(t *testing.T) {
	from, to := newPeer(t), newPeer(t)
	zeros := make([]byte, 120<<20)
	for name, raw := range map[string][]byte{
		"zeros where an archive should be": encrypted(t, lineFrom(from, ""), zeros, to),
		"a manifest of 120 MB":             forged{line: lineFrom(from, ""), sign: from.key, raw: zeros}.bytes(t, to),
	} {
		if _, _, err := read(to.opening(from), bytes.NewReader(raw)); err == nil || len(raw) > 1<<20 {
			t.Errorf("%s: %d bytes, %v", name, len(raw), err)
		}
	}
	// A part of zeros within its bounds, and behind the archive 120 MB more.
	h, p := plain(blobOf(zeros[:1<<20]), zeros[:1<<20])
	f := forged{line: lineFrom(from, ""), sign: from.key, manifest: Manifest{Format: 1, Content: []byte(`{}`), Parts: []Part{p}},
		files: []tar.Header{h}, bodies: [][]byte{zeros[:1<<20]}, after: zeros}
	if _, _, err := read(to.opening(from), bytes.NewReader(f.bytes(t, to))); err == nil {
		t.Error("a bomb behind the archive was read over")
	}
	// Parts that are each within bounds, and unpack to more than the file can explain.
	f = forged{line: lineFrom(from, ""), sign: from.key, manifest: Manifest{Format: 1, Content: []byte(`{}`)}}
	for i := range 3 {
		raw := zeros[:MaxBlob]
		raw[0] = byte(i)
		h, p := plain(blobOf(raw), bytes.Clone(raw))
		f.manifest.Parts, f.files, f.bodies = append(f.manifest.Parts, p), append(f.files, h), append(f.bodies, bytes.Clone(raw))
	}
	if _, _, err := read(to.opening(from), bytes.NewReader(f.bytes(t, to))); !errors.Is(err, ErrTooBig) {
		t.Error(err)
	}
}

// failing gives some bytes and then its error.
type failing struct {
	io.Reader
	err error
}

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = f.err
	}
	return n, err
}

func TestAShareThatIsGoneIsNoDamage(t *testing.T) {
	from, to := newPeer(t), newPeer(t)
	whole, gone := sixtyFour(t, from, to), errors.New("share gone")
	for _, at := range []int{len(magic) + 300, 2000, 30_000, len(whole) - 1, len(whole)} {
		if _, _, err := read(to.opening(from), failing{bytes.NewReader(whole[:at]), gone}); !errors.Is(err, gone) {
			t.Errorf("at %d: %v", at, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := to.opening(from).Open(ctx, bytes.NewReader(whole)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
