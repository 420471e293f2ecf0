// Package gongwen lays out official documents as GB/T 9704-2012 asks: A4, 22 lines of 28 characters, 仿宋 body,
// page numbers on the outer side. It breaks lines itself, loses no character, and draws what a face lacks from a
// fallback. It knows paragraphs and tables, no domain; it imports reports/paper and the faces only.
package gongwen

import (
	"slices"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"opsledger/assets/fonts"
	"opsledger/reports/paper"
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
const missingMark = paper.Missing

// shaper turns text into glyphs of a face with its fallback.
type shaper struct {
	*typecase
	missing map[rune]bool
	used    map[rune]rune // private code → character, for the text layer
}

func newShaper(l *typecase) *shaper {
	return &shaper{typecase: l, missing: map[rune]bool{}, used: map[rune]rune{}}
}

func (s *shaper) shape(text string, name fonts.Face) []glyph {
	var out []glyph
	for _, r := range paper.Clean(text) {
		out = append(out, s.glyph(r, name))
	}
	return out
}

// glyph finds a character before it is drawn: in its face, in that of rare characters, in any other.
func (s *shaper) glyph(r rune, name fonts.Face) glyph {
	if r <= 0xFFFF {
		for _, n := range []fonts.Face{name, s.rare, fonts.Hei, fonts.FangSong, fonts.Song} {
			if em, ok := s.faces[n].em(r); ok {
				return glyph{r, r, n, em}
			}
		}
	}
	if code, ok := s.private[r]; ok {
		if em, ok := s.faces[s.rare].em(code); ok {
			s.used[code] = r
			return glyph{r, code, s.rare, em}
		}
	}
	if r != '\n' {
		s.missing[r] = true
	}
	return glyph{r, missingMark, name, 1}
}
