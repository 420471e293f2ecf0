package ledger_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"opsledger/app/ledger"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestCanonicalForm(t *testing.T) {
	for in, want := range map[string]string{
		`{"b":1,"a":2}`:                              `{"a":2,"b":1}`,
		`{"\u20ac":"€","\r":"cr","1":"one"}`:         `{"\r":"cr","1":"one","€":"€"}`,
		`{"x":"\u000F\u000aA'\u0042\u0022\u005c\/"}`: `{"x":"\u000f\nA'B\"\\/"}`,
		`{"\ud83d\ude00":1,"\ufb33":2}`:              "{\"\U0001F600\":1,\"\ufb33\":2}", // UTF-16 order
		`{"html":"<&>"}`:                             `{"html":"<&>"}`,
	} {
		var v any
		dec := json.NewDecoder(bytes.NewReader([]byte(in)))
		dec.UseNumber()
		if err := dec.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if got, err := ledger.Canonical(v); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v", in, got, err)
		}
	}
	for _, bad := range []any{1.5, map[string]any{"x": 0.1}, int64(1) << 53} {
		if _, err := ledger.Canonical(bad); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

// vector is a commit whose bytes may never change again.
type vector struct {
	Name string      `json:"name"`
	Line string      `json:"line"`
	Hash ledger.Hash `json:"hash"`
}

func vectors() []vector {
	a := newPeer(0)
	root := a.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, a.certificate(ledger.Lead)))
	personal := map[int]ledger.Personal{0: {Salt: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", Body: ledger.Fields{"phone": "13812345678"}}}
	a.clock = a.clock.Add(1)
	receive, err := a.author.Write(a.replica.Tip(testLedger, a.feed), ledger.Draft{Wall: a.clock, Group: "g1", Personal: personal,
		Entries: []ledger.Entry{{Record: job1(1), Kind: "job", Action: "receive", Fields: ledger.Fields{"title": "养老“待遇”<&>\n𬭎", "n": int64(7), "ok": true, "none": nil, "list": []any{"a"}}}}})
	if err != nil {
		panic(err)
	}
	a.replica.Add(receive)
	step := a.write(ledger.Entry{Record: job1(1), Kind: "job", Action: "accept"}, ledger.Entry{Record: job1(2), Kind: "later", Action: "unknown", Fields: ledger.Fields{"x": ""}})
	var out []vector
	for name, s := range map[string]*ledger.Sealed{"1 root": root, "2 receive with personal part": receive, "3 two entries": step} {
		line, err := s.Line()
		if err != nil {
			panic(err)
		}
		out = append(out, vector{name, string(line), s.Hash})
	}
	return out
}

func TestVectors(t *testing.T) {
	path := filepath.Join("testdata", "vectors.json")
	if *update {
		if _, err := os.Stat(path); err == nil {
			t.Fatal("the commit format can't change: remove the file by hand if no ledger exists yet")
		}
		raw, _ := json.MarshalIndent(vectors(), "", " ")
		os.MkdirAll("testdata", 0o755)
		os.WriteFile(path, raw, 0o644)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want []vector
	if err := json.Unmarshal(raw, &want); err != nil || len(want) != 3 {
		t.Fatal(err)
	}
	now := map[string]vector{}
	for _, v := range vectors() {
		now[v.Name] = v
	}
	for _, v := range want {
		if now[v.Name] != v {
			t.Errorf("%s: written differently now:\n%s\n%s", v.Name, now[v.Name].Line, v.Line)
		}
		s, err := ledger.ReadLine([]byte(v.Line))
		if err != nil || s.Hash != v.Hash {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		if err := s.Verify(newPeer(0).author.Key.Public().(ed25519.PublicKey)); err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
	}
}

func TestNoByteOfACommitCanChange(t *testing.T) {
	a := newPeer(0)
	s := a.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, a.certificate(ledger.Lead)))
	public := a.author.Key.Public().(ed25519.PublicKey)
	for i := range s.Bytes {
		for _, bit := range []byte{1, 0x20} {
			b := bytes.Clone(s.Bytes)
			b[i] ^= bit
			got, err := ledger.Read(b)
			if err == nil && got.Hash == s.Hash && got.Verify(public) == nil {
				t.Fatalf("byte %d changed unnoticed", i)
			}
			if err == nil && got.Verify(public) == nil {
				t.Fatalf("byte %d: another commit under the same signature", i)
			}
		}
	}
}

func TestReadRefusesWhatIsNotCanonical(t *testing.T) {
	a := newPeer(0)
	s := a.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, a.certificate(ledger.Lead)))
	for name, raw := range map[string][]byte{
		"space":         append([]byte(" "), s.Bytes...),
		"newline":       append(bytes.Clone(s.Bytes), '\n'),
		"unknown key":   bytes.Replace(s.Bytes, []byte(`{"actor"`), []byte(`{"aaa":1,"actor"`), 1),
		"duplicate key": bytes.Replace(s.Bytes, []byte(`{"actor"`), []byte(`{"actor":"","actor"`), 1),
		"escape":        bytes.Replace(s.Bytes, []byte("账"), []byte(`\u8d26`), 1),
		"empty":         nil,
		"null":          []byte("null"),
		"too large":     bytes.Repeat([]byte("x"), ledger.MaxBytes+1),
	} {
		if _, err := ledger.Read(raw); !errors.Is(err, ledger.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALineIsItsCanonicalForm(t *testing.T) {
	for _, many := range []int{0, 1, 2, 12} { // of twelve, the keys "10" and "11" come before "2"
		c := ledger.Sealed{Bytes: []byte(`{"a":"二"}`), Personal: map[int]ledger.Personal{}}
		parts := map[string]any{}
		for i := range many {
			p := ledger.Personal{Salt: strings.Repeat("0f", 32), Body: ledger.Fields{"requester": fmt.Sprintf("王%d \"<\u2028", i)}}
			c.Personal[i], parts[strconv.Itoa(i)] = p, map[string]any{"salt": p.Salt, "body": p.Body}
		}
		want := map[string]any{"commit": map[string]any{"a": "二"}}
		if many > 0 {
			want["personal"] = parts
		}
		raw, err := ledger.Canonical(want)
		line, err2 := c.Line()
		if err != nil || err2 != nil || !bytes.Equal(line, raw) {
			t.Errorf("%d parts: %v %v\n%s\n%s", many, err, err2, line, raw)
		}
	}
}

func TestAPersonalPartIsBoundAndCanGo(t *testing.T) {
	v := vectors()
	for _, x := range v {
		s, err := ledger.ReadLine([]byte(x.Line))
		if err != nil || s.Personal == nil {
			continue
		}
		s.Personal = nil
		line, err := s.Line()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ledger.ReadLine(line); err != nil || again.Hash != x.Hash {
			t.Errorf("without its personal part: %v", err)
		}
		changed := bytes.Replace([]byte(x.Line), []byte("13812345678"), []byte("13812345679"), 1)
		if _, err := ledger.ReadLine(changed); !errors.Is(err, ledger.ErrMalformed) {
			t.Errorf("changed personal part: %v", err)
		}
		return
	}
	t.Fatal("no vector with a personal part")
}

func TestABrokenChainIsRefusedAndAMissingParentWaits(t *testing.T) {
	p := world(ledger.Lead, ledger.Engineer)
	a, b := p[0], p[1]
	a.step(job1(1), "receive", ledger.Fields{"title": "一"})
	tip := a.replica.Tip(testLedger, a.feed)
	later := *tip.Prev
	later.Lamport += 5
	bad, err := a.author.Write(ledger.Tip{Ledger: testLedger, Feed: a.feed, Prev: &later, Roster: tip.Roster}, ledger.Draft{Wall: a.clock, Entries: []ledger.Entry{{Record: job1(1), Kind: "job", Action: "accept"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.replica.Add(bad); !errors.Is(err, ledger.ErrInvalid) {
		t.Errorf("a jump in lamport: %v", err)
	}
	accept := a.write(ledger.Entry{Record: job1(1), Kind: "job", Action: "accept"})
	if err := b.replica.Add(accept); !errors.Is(err, ledger.ErrWaiting) {
		t.Errorf("without its parent: %v", err)
	}
	exchange(a, b)
	states(t, b.record(job1(1)), "accepted", 0)
	if len(b.replica.Held()) != 0 {
		t.Error("still held")
	}
}

func FuzzReadLine(f *testing.F) {
	for _, v := range vectors() {
		f.Add([]byte(v.Line))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ledger.ReadLine(raw)
		if err != nil {
			return
		}
		line, err := s.Line()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ledger.ReadLine(line); err != nil || again.Hash != s.Hash {
			t.Fatalf("does not survive its own writing: %v", err)
		}
	})
}
