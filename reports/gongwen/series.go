package gongwen

import (
	"math"

	"opsledger/reports/paper"
)

func (p *plot) ink(n int) hue { return inks[n%len(inks)] }

// bars draws the bars, side by side or on one another.
func (p *plot) bars() {
	for i := range p.chart.Labels {
		p.each(i, func(n int, _, x, w, from, to float64) {
			right := p.chart.Series[n].Right
			y0, y1 := p.height(from, right), p.height(to, right)
			p.put(area(x, min(y0, y1), w, math.Abs(y1-y0), p.ink(n)))
		})
	}
}

// each gives the bars over a label: of which series, its value, where, and from which value to which.
func (p *plot) each(i int, give func(n int, v, x, w, from, to float64)) {
	var columns []int
	for n, s := range p.chart.Series {
		if !s.Line {
			columns = append(columns, n)
		}
	}
	count := len(columns)
	if p.chart.Stacked {
		count = 1
	}
	w := min(p.slot()*barShare/float64(max(1, count)), 12)
	x := p.middle(i) - w*float64(count)/2
	var up, down [2]float64
	for at, n := range columns {
		s := p.chart.Series[n]
		v, ok := s.At(i)
		if !ok {
			continue
		}
		side := 0
		if s.Right {
			side = 1
		}
		switch {
		case !p.chart.Stacked:
			give(n, v, x+w*float64(at), w, 0, v)
		case v >= 0:
			give(n, v, x, w, up[side], up[side]+v)
			up[side] += v
		default:
			give(n, v, x, w, down[side], down[side]+v)
			down[side] += v
		}
	}
}

// line draws a series as a line with a dot at each value; it is broken where there is none.
func (p *plot) line(n int, s paper.Series) {
	var last *point
	for i := range p.chart.Labels {
		v, ok := s.At(i)
		if !ok {
			last = nil
			continue
		}
		at := point{p.middle(i), p.height(v, s.Right)}
		if last != nil {
			p.put(stroke(p.ink(n), lineWidth, *last, at))
			p.take(*last, at)
		}
		p.put(dot(at, n, p.ink(n)))
		last = &at
	}
}

// take keeps figures off a line.
func (p *plot) take(a, b point) {
	const pieces = 12
	for i := range pieces {
		t0, t1 := float64(i)/pieces, float64(i+1)/pieces
		x0, y0, x1, y1 := a.x+(b.x-a.x)*t0, a.y+(b.y-a.y)*t0, a.x+(b.x-a.x)*t1, a.y+(b.y-a.y)*t1
		p.taken = append(p.taken, frame{x0, min(y0, y1), x1, max(y0, y1)})
	}
}

// dot marks a point of a line: a form of its own for each series, so that a black print tells them apart.
func dot(at point, n int, c hue) shape {
	corners := []int{12, 4, 3}[n%3]
	s := shape{ink: c}
	for i := range corners {
		sin, cos := math.Sincos(2*math.Pi*float64(i)/float64(corners) - math.Pi/2)
		s.points = append(s.points, point{at.x + 0.9*cos, at.y + 0.9*sin})
	}
	return s
}

// limit draws the limit; the legend names it.
func (p *plot) limit() {
	l := p.chart.Limit
	if l == nil {
		return
	}
	y := p.height(l.Value, p.twoAxes)
	for _, s := range dashes(limitInk, limitWidth, point{p.left, y}, point{p.right, y}) {
		p.put(s)
	}
	p.taken = append(p.taken, frame{p.left, y - 0.3, p.right, y + 0.3})
}

// free finds the first of some heights at which a text would not meet what stands already, and takes it.
func (p *plot) free(x, w float64, tops ...float64) *frame {
	for _, y := range tops {
		f := frame{x, y, x + w, y + chartLine}
		ok := f.y0 >= p.top-chartLine && f.y1 <= p.bottom+0.5 && f.x0 >= p.left && f.x1 <= p.right
		for _, t := range p.taken {
			ok = ok && !f.meets(t)
		}
		if ok {
			p.taken = append(p.taken, f)
			return &f
		}
	}
	return nil
}

// tellValues writes the figures beside bars and dots, those that find a place: the axis tells the others.
func (p *plot) tellValues() {
	tell := func(v float64, decimals int, shade uint8, x float64, tops ...float64) {
		gs := p.small(number(v, decimals))
		w := p.width(gs, chartText)
		if at := p.free(x-w/2, w, tops...); at != nil {
			p.plate(*at)
			p.put(line{glyphs: gs, size: chartText, x: at.x0, baseline: chartBase(at.y0), shade: shade})
		}
	}
	for i := range p.chart.Labels {
		p.each(i, func(n int, v, x, w, from, to float64) {
			s := p.chart.Series[n]
			y0, y1 := p.height(from, s.Right), p.height(to, s.Right)
			switch {
			case p.chart.Stacked && math.Abs(y1-y0) >= chartLine:
				tell(v, s.Decimals, p.ink(n).over(), x+w/2, (y0+y1)/2-chartLine/2)
			case p.chart.Stacked:
			case v >= 0:
				tell(v, s.Decimals, 0, x+w/2, y1-chartLine)
			default:
				tell(v, s.Decimals, 0, x+w/2, y1)
			}
		})
	}
	for i := range p.chart.Labels { // a line's figures may lie over bars
		p.each(i, func(n int, v, x, w, from, to float64) {
			y0, y1 := p.height(from, p.chart.Series[n].Right), p.height(to, p.chart.Series[n].Right)
			p.covered = append(p.covered, frame{x, min(y0, y1), x + w, max(y0, y1)})
		})
	}
	for _, s := range p.chart.Series {
		for i := range p.chart.Labels {
			if v, ok := s.At(i); ok && s.Line {
				y := p.height(v, s.Right)
				tell(v, s.Decimals, 0, p.middle(i), y-chartLine-1, y+1)
			}
		}
	}
}

// plate gives a figure over a bar a white ground.
func (p *plot) plate(f frame) {
	for _, c := range p.covered {
		if f.meets(c) {
			p.put(area(f.x0-0.3, f.y0+0.4, f.x1-f.x0+0.6, f.y1-f.y0-0.6, hue{255, 255, 255}))
			return
		}
	}
}
