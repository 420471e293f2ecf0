package report_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/record/report"
)

func TestALongTextIsPackedAndComesBack(t *testing.T) {
	long := []byte(`{"period":"2026","work":["` + strings.Repeat("GD2026010100001、", 50000) + `"],"problems":["无"],"next":["二"]}`)
	short, err := report.Pack(long)
	if err != nil || len(short) > len(long)/20 {
		t.Fatalf("%d of %d, %v", len(short), len(long), err)
	}
	for text, want := range map[string][]byte{string(short): long, whole: []byte(whole)} {
		if got, err := report.Unpack(text); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%.40s: %v", text, err)
		}
	}
	a, _ := report.Kind.Action("finalise")
	seen := ledger.Before{State: report.Draft, Fields: ledger.Fields{"type": "annual", "period": "2026"}}
	if err := a.Check(seen, ledger.Fields{"frozen": string(short)}); err != nil {
		t.Error(err)
	}
	for _, broken := range []string{"deflate:!!", "deflate:" + string(short[8:100]), "deflate:"} {
		if err := a.Check(seen, ledger.Fields{"frozen": broken}); err == nil {
			t.Errorf("%.20s is taken", broken)
		}
	}
}

func TestABombIsNotOpened(t *testing.T) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 80<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := report.Unpack("deflate:" + base64.StdEncoding.EncodeToString(b.Bytes())); err == nil {
		t.Error("80 MiB came out")
	}
}

func FuzzUnpack(f *testing.F) {
	short, err := report.Pack([]byte(whole))
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{whole, string(short), "deflate:", "deflate:AAAA", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := report.Unpack(text)
		if err != nil || strings.HasPrefix(text, "deflate:") {
			return
		}
		if string(raw) != text {
			t.Errorf("%q came out as %q", text, raw)
		}
	})
}
