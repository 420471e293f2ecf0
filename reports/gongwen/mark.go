package gongwen

import (
	"slices"

	"opsledger/assets/fonts"
)

// mark is something on a page. A document is laid out once, as marks; a file and a picture of a page draw the same.
type mark interface{ by(pen) }

// pen draws marks; lengths are millimetres from the page's upper left corner.
type pen interface {
	line(line)
	box(box)
	shape(shape)
	anchor(anchor)
}

// line is glyphs on a baseline. Turned, it rises around the middle of the page.
type line struct {
	glyphs      []glyph
	size        float64 // points
	x, baseline float64
	shade       uint8 // 0 black to 255 white
	turned      bool
}

func (l line) by(p pen) { p.line(l) }

// runs gives the line's glyphs face by face, with where each run begins; line feeds are not drawn.
func (l line) runs(give func(f fonts.Face, gs []glyph, x float64)) {
	for x, gs := l.x, l.glyphs; len(gs) > 0; {
		n := 1
		for n < len(gs) && gs[n].face == gs[0].face {
			n++
		}
		var run []glyph
		at := x
		for _, g := range gs[:n] {
			if g.char != '\n' {
				run = append(run, g)
				x += pitch(l.size)(g)
			}
		}
		if len(run) > 0 {
			give(gs[0].face, run, at)
		}
		gs = gs[n:]
	}
}

// box is a rectangle in thin lines; filled, on a light ground.
type box struct {
	x, y, w, h float64
	filled     bool
}

func (b box) by(p pen) { p.box(b) }

// The ground of a filled box.
const groundR, groundG, groundB = 240, 242, 245

// marks are all that stands on a page, from 1.
func (d *Doc) marks(page int) []mark {
	if d.err != nil {
		return nil
	}
	return slices.Concat(d.pages[page-1], d.foot(page))
}
