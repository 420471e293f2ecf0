package gongwen

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"opsledger/assets/fonts"
)

// The sheet, in millimetres.
const sheetWidth, sheetHeight = 210.0, 297.0

// maxPixels bounds a picture's width.
const maxPixels = 6000

// Picture draws a page, from 1, as many pixels wide as asked: the very marks that Write puts into the file.
func (d *Doc) Picture(page, width int) (image.Image, error) {
	d.settle()
	switch {
	case d.err != nil:
		return nil, fmt.Errorf("drawing page: %w", d.err)
	case page < 1 || page > len(d.pages):
		return nil, fmt.Errorf("drawing page: no page %d of %d", page, len(d.pages))
	case width < 1 || width > maxPixels:
		return nil, fmt.Errorf("drawing page: %d pixels wide", width)
	}
	scale := float64(width) / sheetWidth
	p := &picture{img: image.NewRGBA(image.Rect(0, 0, width, int(math.Round(sheetHeight*scale)))), scale: scale, faces: d.sh.faces}
	draw.Draw(p.img, p.img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, m := range d.marks(page) {
		m.by(p)
	}
	return p.img, p.err
}

// picture draws a page into pixels, by the outlines of the very faces the file carries.
type picture struct {
	img    *image.RGBA
	scale  float64 // pixels to a millimetre
	faces  map[fonts.Face]*face
	raster vector.Rasterizer
	err    error
}

func (p *picture) line(l line) {
	within := p.reach(l)
	if within.Empty() {
		return
	}
	p.raster.Reset(within.Dx(), within.Dy())
	place, em := p.place(l), l.size*mmPerPoint
	l.runs(func(name fonts.Face, gs []glyph, x float64) {
		f := p.faces[name]
		unit := em / float64(f.units)
		for _, g := range gs {
			outline, err := f.outline(g.code)
			if err != nil && p.err == nil {
				p.err = fmt.Errorf("drawing %q: %w", g.char, err)
			}
			for _, s := range outline {
				p.trace(s, func(a fixed.Point26_6) (float32, float32) {
					px, py := place(x+float64(a.X)*unit, l.baseline+float64(a.Y)*unit)
					return float32(px - float64(within.Min.X)), float32(py - float64(within.Min.Y))
				})
			}
			p.raster.ClosePath()
			x += pitch(l.size)(g)
		}
	})
	p.raster.Draw(p.img, within, image.NewUniform(color.Gray{Y: l.shade}), image.Point{})
}

// place turns millimetres of a line into pixels.
func (p *picture) place(l line) func(x, y float64) (float64, float64) {
	if !l.turned {
		return func(x, y float64) (float64, float64) { return x * p.scale, y * p.scale }
	}
	sin, cos := math.Sincos(watermarkTurn * math.Pi / 180)
	return func(x, y float64) (float64, float64) {
		dx, dy := x-middleX, y-middleY
		return (middleX + dx*cos + dy*sin) * p.scale, (middleY - dx*sin + dy*cos) * p.scale
	}
}

// reach is the part of the page a line may touch: glyphs go a little beyond their boxes.
func (p *picture) reach(l line) image.Rectangle {
	if l.turned {
		return p.img.Bounds()
	}
	em, width := l.size*mmPerPoint, 0.0
	for _, g := range l.glyphs {
		width += pitch(l.size)(g)
	}
	r := image.Rect(int((l.x-em)*p.scale), int((l.baseline-1.5*em)*p.scale), int((l.x+width+em)*p.scale)+1, int((l.baseline+em)*p.scale)+1)
	return r.Intersect(p.img.Bounds())
}

// trace adds a piece of an outline.
func (p *picture) trace(s sfnt.Segment, at func(fixed.Point26_6) (x, y float32)) {
	ax, ay := at(s.Args[0])
	bx, by := at(s.Args[1])
	cx, cy := at(s.Args[2])
	switch s.Op {
	case sfnt.SegmentOpMoveTo:
		p.raster.ClosePath()
		p.raster.MoveTo(ax, ay)
	case sfnt.SegmentOpLineTo:
		p.raster.LineTo(ax, ay)
	case sfnt.SegmentOpQuadTo:
		p.raster.QuadTo(ax, ay, bx, by)
	case sfnt.SegmentOpCubeTo:
		p.raster.CubeTo(ax, ay, bx, by, cx, cy)
	}
}

// box draws its lines on whole pixels: they are thinner than one, and would come out in different greys.
func (p *picture) box(b box) {
	px := func(mm float64) int { return int(math.Round(mm * p.scale)) }
	r := image.Rect(px(b.x), px(b.y), px(b.x+b.w), px(b.y+b.h))
	if b.filled {
		draw.Draw(p.img, r, image.NewUniform(color.RGBA{groundR, groundG, groundB, 255}), image.Point{}, draw.Src)
	}
	thick := max(1, px(tableRule))
	ink := image.NewUniform(color.Gray{Y: uint8(255 * (1 - min(1, tableRule*p.scale)))})
	for _, side := range []image.Rectangle{
		image.Rect(r.Min.X, r.Min.Y, r.Max.X+thick, r.Min.Y+thick), image.Rect(r.Min.X, r.Max.Y, r.Max.X+thick, r.Max.Y+thick),
		image.Rect(r.Min.X, r.Min.Y, r.Min.X+thick, r.Max.Y), image.Rect(r.Max.X, r.Min.Y, r.Max.X+thick, r.Max.Y),
	} {
		draw.Draw(p.img, side, ink, image.Point{}, draw.Src)
	}
}

// shape fills what a shape covers, line by line.
func (p *picture) shape(s shape) {
	outlines := s.outlines()
	within := p.around(outlines)
	if within.Empty() {
		return
	}
	p.raster.Reset(within.Dx(), within.Dy())
	for _, o := range outlines {
		for i, c := range o {
			x, y := float32(c.x*p.scale-float64(within.Min.X)), float32(c.y*p.scale-float64(within.Min.Y))
			if i == 0 {
				p.raster.MoveTo(x, y)
			} else {
				p.raster.LineTo(x, y)
			}
		}
		p.raster.ClosePath()
	}
	p.raster.Draw(p.img, within, image.NewUniform(color.RGBA{s.ink.r, s.ink.g, s.ink.b, 255}), image.Point{})
}

// around is the part of the page that outlines touch.
func (p *picture) around(outlines [][]point) image.Rectangle {
	var out image.Rectangle
	for _, o := range outlines {
		for _, c := range o {
			x, y := int(c.x*p.scale), int(c.y*p.scale)
			out = out.Union(image.Rect(x-1, y-1, x+2, y+2))
		}
	}
	return out.Intersect(p.img.Bounds())
}
