// Package gongwen lays out official documents as GB/T 9704-2012 asks: A4, 22 lines of 28 characters, 仿宋 body,
// page numbers on the outer side. It breaks lines itself, loses no character, and draws what a face lacks from a
// fallback. It knows paragraphs and tables, no domain; it may import nothing but assets.
package gongwen

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"opsledger/assets/fonts"
)

// face measures and covers one document face.
type face struct {
	name  fonts.Face
	font  *sfnt.Font
	units fixed.Int26_6
	mu    sync.Mutex // sfnt.Buffer is not safe to share
	buf   sfnt.Buffer
	width map[rune]float64 // in ems; -1: not there
}

var faces = sync.OnceValues(func() (map[fonts.Face]*face, error) {
	out := map[fonts.Face]*face{}
	for _, n := range []fonts.Face{fonts.FangSong, fonts.Hei, fonts.Kai, fonts.Song} {
		f, err := sfnt.Parse(fonts.Shared(n))
		if err != nil {
			return nil, fmt.Errorf("reading face %s: %w", n, err)
		}
		out[n] = &face{name: n, font: f, units: fixed.Int26_6(f.UnitsPerEm()), width: map[rune]float64{}}
	}
	return out, nil
})

// em gives a character's advance in ems, and whether the face has it.
func (f *face) em(r rune) (float64, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w, ok := f.width[r]; ok {
		return w, w >= 0
	}
	w := -1.0
	if g, err := f.font.GlyphIndex(&f.buf, r); err == nil && g != 0 {
		if a, err := f.font.GlyphAdvance(&f.buf, g, f.units, 0); err == nil {
			w = float64(a) / float64(f.units)
		}
	}
	f.width[r] = w
	return w, w >= 0
}

// outline gives a character's shape in units of the face, y downwards; none for what the face lacks or a space.
func (f *face) outline(r rune) ([]sfnt.Segment, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	g, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil || g == 0 {
		return nil, err
	}
	segments, err := f.font.LoadGlyph(&f.buf, g, f.units, nil)
	return slices.Clone(segments), err // they lie in the buffer
}

// glyph is one character ready to be drawn: from which face, as which code, how wide.
type glyph struct {
	char rune // as in the text
	code rune // as in the face
	face fonts.Face
	em   float64
}

// missingMark stands for a character no face has. It is drawn and reported, never dropped.
const missingMark = '〓'

// shaper turns text into glyphs of a face with its fallback.
type shaper struct {
	faces   map[fonts.Face]*face
	private map[rune]rune
	missing map[rune]bool
	used    map[rune]rune // private code → character, for the text layer
}

func newShaper() (*shaper, error) {
	fs, err := faces()
	if err != nil {
		return nil, err
	}
	private, err := fonts.Private()
	return &shaper{faces: fs, private: private, missing: map[rune]bool{}, used: map[rune]rune{}}, err
}

func (s *shaper) shape(text string, name fonts.Face) []glyph {
	var out []glyph
	for _, r := range clean(text) {
		out = append(out, s.glyph(r, name))
	}
	return out
}

func (s *shaper) glyph(r rune, name fonts.Face) glyph {
	if r <= 0xFFFF {
		for _, f := range []fonts.Face{name, fonts.Kai} {
			if em, ok := s.faces[f].em(r); ok {
				return glyph{r, r, f, em}
			}
		}
	}
	if code, ok := s.private[r]; ok {
		if em, ok := s.faces[fonts.Kai].em(code); ok {
			s.used[code] = r
			return glyph{r, code, fonts.Kai, em}
		}
	}
	s.missing[r] = true
	return glyph{r, missingMark, name, 1}
}

// clean drops what can't be drawn: broken UTF-8, control and invisible characters. A tab is a space.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\u00a0':
			return ' '
		case r == '\n':
			return r
		case r == utf8.RuneError:
			return missingMark
		case unicode.IsControl(r) || r == 0xFEFF || r >= 0x200B && r <= 0x200F || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE000 && r <= 0xF8FF || r >= 0xD800 && r <= 0xDFFF:
			return -1
		}
		return r
	}, text)
}
