package gongwen

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func glyphs(s string) (out []glyph) {
	for _, r := range s {
		em := 1.0
		if r < 0x80 {
			em = 0.5
		}
		out = append(out, glyph{char: r, em: em})
	}
	return out
}

func broken(s string, width float64) (out []string) {
	for _, l := range wrap(glyphs(s), 0, width, func(g glyph) float64 { return g.em }) {
		var b strings.Builder
		for _, g := range l {
			b.WriteRune(g.char)
		}
		out = append(out, b.String())
	}
	return out
}

func TestLinesKeepTheRules(t *testing.T) {
	for in, want := range map[string]string{
		"一二三四五六":             "一二三四五|六",
		"一二三四五，六":            "一二三四|五，六",
		"一二三四（五）六":           "一二三四|（五）六",
		"一二三“四五”六七":          "一二三“四|五”六七",
		"工单W2026-001号":       "工单|W2026-001|号",
		"一二三四五\n六":           "一二三四五\n|六",
		"W20260305123456789": "W202603051|23456789",
		"一二三12 34五":          "一二三12 |34五",
		"一二三四五。。。":           "一二三四|五。。。",
		"":                   "",
	} {
		if got := strings.Join(broken(in, 5), "|"); got != want {
			t.Errorf("%s: %s, should be %s", in, got, want)
		}
	}
}

func TestNoCharacterIsLost(t *testing.T) {
	letters := []rune("一二三四五六养老待遇，。；（）《》“”…—12345 abcXYZ-./%\n𬭎")
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var b strings.Builder
		for range r.IntN(200) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		if got := strings.Join(broken(b.String(), 1+r.Float64()*28), ""); got != b.String() {
			t.Fatalf("%q became %q", b.String(), got)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("养老，待遇 W2026-001。", 5.0)
	f.Fuzz(func(t *testing.T, s string, width float64) {
		if !utf8.ValidString(s) || width != width {
			return
		}
		if got := strings.Join(broken(s, width), ""); got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
