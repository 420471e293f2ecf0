package gongwen

import (
	"fmt"
	"strings"

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

func (d *Doc) pitch(size float64) func(glyph) float64 {
	return func(g glyph) float64 { return (g.em*size + tracking(size)) * mmPerPoint }
}

func (d *Doc) width(gs []glyph, size float64) float64 {
	sum := 0.0
	for _, g := range gs {
		if g.char != '\n' {
			sum += d.pitch(size)(g)
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
	return wrap(gs, first, width, d.pitch(size))
}

// draw sets a line at x; its box of the given height begins at the current y.
func (d *Doc) draw(gs []glyph, size, x, height float64) {
	d.drawAt(gs, size, x, marginTop+d.y+height/2+size*mmPerPoint*0.36)
}

// drawAt sets glyphs on a baseline, one run a face.
func (d *Doc) drawAt(gs []glyph, size, x, baseline float64) {
	if d.err != nil {
		return
	}
	t := tracking(size)
	if t != 0 {
		d.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc\n", t))
	}
	for len(gs) > 0 {
		n := 1
		for n < len(gs) && gs[n].face == gs[0].face {
			n++
		}
		var run strings.Builder
		for _, g := range gs[:n] {
			if g.char != '\n' {
				run.WriteRune(g.code)
			}
		}
		if text := run.String(); text != "" {
			d.use(gs[0].face, size)
			d.pdf.Text(x, baseline, text)
		}
		x += d.width(gs[:n], size)
		gs = gs[n:]
	}
	if t != 0 {
		d.pdf.RawWriteStr("0 Tc\n")
	}
}

// use sets a face, reading it into the file where it is the first time.
func (d *Doc) use(f fonts.Face, size float64) {
	if !d.have[f] {
		d.have[f] = true
		d.pdf.AddUTF8FontFromBytes(string(f), "", fonts.Document(f))
	}
	d.pdf.SetFont(string(f), "", size)
	if d.err == nil {
		d.err = d.pdf.Error()
	}
}

// foot sets the page number, 四号, on the outer side, one character in; the small line between.
func (d *Doc) foot() {
	if d.err != nil {
		return
	}
	baseline := marginTop + areaHeight + 7 + sizeNumber*mmPerPoint*0.8
	number := d.sh.shape(fmt.Sprintf("— %d —", d.page), fonts.Song)
	em := sizeNumber * mmPerPoint
	x := marginLeft + areaWidth - em - d.width(number, sizeNumber)
	if d.page%2 == 0 {
		x = marginLeft + em
	}
	d.drawAt(number, sizeNumber, x, baseline)
	if d.meta.Foot != "" {
		line := d.sh.shape(d.meta.Foot, fonts.FangSong)
		d.drawAt(line, sizeFoot, marginLeft+(areaWidth-d.width(line, sizeFoot))/2, baseline+7)
	}
}

func (d *Doc) watermark() {
	if d.meta.Watermark == "" || d.err != nil {
		return
	}
	line := d.sh.shape(d.meta.Watermark, fonts.Hei)
	d.pdf.TransformBegin()
	d.pdf.TransformRotate(45, 105, 148)
	d.pdf.SetTextColor(225, 225, 225)
	d.drawAt(line, 60, 105-d.width(line, 60)/2, 155)
	d.pdf.SetTextColor(0, 0, 0)
	d.pdf.TransformEnd()
}
