package fonts

import (
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func has(t *testing.T, raw []byte) func(rune) bool {
	t.Helper()
	f, err := sfnt.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	return func(r rune) bool {
		g, err := f.GlyphIndex(&buf, r)
		return err == nil && g != 0
	}
}

// gb2312 gives the 6763 characters of both levels.
func gb2312(t *testing.T) (out []rune) {
	t.Helper()
	dec := simplifiedchinese.GBK.NewDecoder()
	for hi := byte(0xB0); hi <= 0xF7; hi++ {
		for lo := byte(0xA1); lo <= 0xFE; lo++ {
			if b, err := dec.Bytes([]byte{hi, lo}); err == nil {
				for _, r := range string(b) {
					if r >= 0x4E00 && r < 0xA000 {
						out = append(out, r)
					}
				}
			}
		}
	}
	if len(out) != 6763 {
		t.Fatalf("%d characters", len(out))
	}
	return out
}

const rare = "𬭎䶮㛃㬚旻"

func TestTheWindowShowsEveryName(t *testing.T) {
	for name, raw := range map[string][]byte{"regular": WindowRegular(), "medium": WindowMedium()} {
		in := has(t, raw)
		for _, r := range append(gb2312(t), []rune(rare+"○◐↑✓①⑩℃№×−—…“”‘’·〔〕")...) {
			if !in(r) {
				t.Errorf("%s lacks %c (%U)", name, r, r)
			}
		}
	}
}

func TestHiddenCharactersAreDots(t *testing.T) {
	in := has(t, WindowDots())
	if !in('•') || !in(' ') || in('a') || in('●') {
		t.Error("the face of dots has not just what the toolkit hides with and measures lines by")
	}
}

func TestDocumentsShowEveryName(t *testing.T) {
	private, err := Private()
	if err != nil {
		t.Fatal(err)
	}
	fallback := has(t, Document(Kai))
	for _, f := range []Face{FangSong, Hei, Song} {
		in := has(t, Document(f))
		for _, r := range gb2312(t) {
			if !in(r) {
				t.Errorf("%s lacks %c", f, r)
			}
		}
	}
	for _, r := range rare {
		if to, ok := private[r]; ok {
			r = to
		}
		if !fallback(r) {
			t.Errorf("the fallback lacks %c (%U)", r, r)
		}
	}
}

func TestDocumentFacesAreTrueType(t *testing.T) {
	for _, f := range []Face{FangSong, Hei, Kai, Song} {
		if raw := Document(f); string(raw[:4]) != "\x00\x01\x00\x00" {
			t.Errorf("%s begins with %q: the PDF library would drop it without a word", f, raw[:4])
		}
	}
}
