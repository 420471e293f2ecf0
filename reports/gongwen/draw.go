package gongwen

import (
	"fmt"

	"opsledger/assets/fonts"
)

// tracking is what is added behind each character, in points: at body size the grid is a little narrower than the
// characters (28 to a line).
func tracking(size float64) float64 {
	if size == sizeBody {
		return charPitch/mmPerPoint - sizeBody
	}
	return 0
}

// pitch gives how far a character leads at a size, in millimetres.
func pitch(size float64) func(glyph) float64 {
	return func(g glyph) float64 { return (g.em*size + tracking(size)) * mmPerPoint }
}

func (d *Doc) width(gs []glyph, size float64) float64 {
	sum := 0.0
	for _, g := range gs {
		if g.char != '\n' {
			sum += pitch(size)(g)
		}
	}
	return sum
}

// lines breaks text into lines of a width in millimetres.
func (d *Doc) lines(text string, f fonts.Face, size, first, width float64) [][]glyph {
	if d.err != nil {
		return nil
	}
	gs := d.sh.shape(text, f)
	if len(gs) == 0 {
		return [][]glyph{nil}
	}
	return wrap(gs, first, width, pitch(size))
}

// balanced breaks a short text into as few lines as fit; where fewer than some characters would be left over, all are about as
// long.
func (d *Doc) balanced(text string, f fonts.Face, size, width float64, least int) [][]glyph {
	best := d.lines(text, f, size, 0, width)
	em := size * mmPerPoint
	for w := width - em/2; w > em && len(best) > 1 && len(best[len(best)-1]) < least; w -= em / 2 {
		narrower := d.lines(text, f, size, 0, w)
		if len(narrower) > len(best) {
			break
		}
		best = narrower
	}
	return best
}

// draw sets a line at x; its box of the given height begins at the current y.
func (d *Doc) draw(gs []glyph, size, x, height float64) {
	d.drawAt(gs, size, x, marginTop+d.y+height/2+size*mmPerPoint*0.36)
}

// drawAt sets glyphs on a baseline.
func (d *Doc) drawAt(gs []glyph, size, x, baseline float64) {
	if d.err == nil {
		d.put(line{glyphs: gs, size: size, x: x, baseline: baseline})
	}
}

// foot are the page number, 四号, on the outer side, one character in; the small line between.
func (d *Doc) foot(page int) []mark {
	baseline := marginTop + areaHeight + 7 + sizeNumber*mmPerPoint*0.8
	number := d.sh.shape(fmt.Sprintf("— %d —", page), fonts.Song)
	em := sizeNumber * mmPerPoint
	x := marginLeft + areaWidth - em - d.width(number, sizeNumber)
	if page%2 == 0 {
		x = marginLeft + em
	}
	out := []mark{line{glyphs: number, size: sizeNumber, x: x, baseline: baseline}}
	if d.meta.Foot != "" {
		small := d.sh.shape(d.meta.Foot, fonts.FangSong)
		out = append(out, line{glyphs: small, size: sizeFoot, x: marginLeft + (areaWidth-d.width(small, sizeFoot))/2, baseline: baseline + 7})
	}
	return out
}

// The watermark rises across the middle of the page.
const (
	watermarkSize  = 60.0
	watermarkShade = 225
	watermarkTurn  = 45.0 // degrees
	middleX        = 105.0
	middleY        = 148.0
)

func (d *Doc) watermark() {
	if d.meta.Watermark == "" || d.err != nil {
		return
	}
	gs := d.sh.shape(d.meta.Watermark, fonts.Hei)
	d.put(line{glyphs: gs, size: watermarkSize, x: middleX - d.width(gs, watermarkSize)/2, baseline: middleY + 7, shade: watermarkShade, turned: true})
}
