package ledger

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzCanonical writes any JSON as a body, within an entry, a commit and a personal part: directly as in the general way.
func FuzzCanonical(f *testing.F) {
	for _, raw := range []string{`{}`, `null`, `{"title":"养老“待遇”<&>\n𬭎","n":7,"none":null,"ok":true,"list":["a",[],{}]}`,
		`{"b":1,"a":2,"A":3,"aa":4,"":5}`, `{"𬭎":1,"\ufb01":2}`, `{"t":"\u0000\b\t\n\f\r\u001f\"\\/\u007f\u2028\u2029\ufffd"}`,
		`{"n":9007199254740991,"m":-9007199254740991}`, `{"n":9007199254740992}`, strings.Repeat(`{"a":[`, 80) + strings.Repeat(`]}`, 80)} {
		f.Add([]byte(raw), "text", int64(1))
	}
	f.Add([]byte(`{"a":"b"}`), "\xff\xfe", int64(1)<<53)
	f.Fuzz(func(t *testing.T, raw []byte, text string, n int64) {
		var body Fields
		if json.Unmarshal(raw, &body) != nil {
			body = Fields{text: n, "text": text, "all": []any{text, n, int(n), nil, Fields(nil), map[string]any(nil), []any(nil)}}
		}
		entry := Entry{Record: RecordID(text), Kind: text, Action: text, Fields: body, Personal: Hash(text)}
		commit := Commit{V: int(n), Ledger: LedgerID(text), Seq: n, Wall: text, Sig: text}
		for _, v := range []any{body, map[string]any(body), text, n, int(n), entry, Personal{Salt: text, Body: body}, commit} {
			assertSameBytes(t, v)
		}
		commit.After, commit.Entries, commit.Sig = []Hash{Hash(text), ""}, []Entry{entry, {}}, ""
		assertSameBytes(t, commit)
	})
}

func assertSameBytes(t *testing.T, v any) {
	t.Helper()
	got, errGot := Canonical(v)
	want, errWant := general(v)
	if string(got) != string(want) || (errGot == nil) != (errWant == nil) {
		t.Fatalf("%T is written %s (%v), should be %s (%v)", v, got, errGot, want, errWant)
	}
}

func TestCommonBodiesAreWrittenDirectly(t *testing.T) {
	d := direct{fits: true}
	d.value(Commit{After: []Hash{""}, Entries: []Entry{{Fields: Fields{"title": "养老\n", "n": int64(7), "list": []any{"a", nil, true, map[string]any{"b": 1}}}}}}, 0)
	if !d.fits || len(d.keys) > 0 {
		t.Errorf("%s falls back", d.out)
	}
}
