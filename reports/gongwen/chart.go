package gongwen

import (
	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

const (
	chartHeight = 8 * linePitch
	chartText   = 9.0 // points
	chartLine   = chartText*mmPerPoint + 0.8
	axisWidth   = 0.2
	lineWidth   = 0.5
	limitWidth  = 0.35
	barShare    = 0.68 // of a label's place that its bars take
)

// The colours of a chart's series: told apart by lightness too, for most of these pages are printed in black.
var inks = []hue{{46, 84, 150}, {226, 132, 60}, {112, 148, 84}, {190, 190, 190}, {112, 64, 128}, {210, 80, 80}, {80, 168, 176}, {96, 96, 96}}

var (
	axisInk  = hue{90, 90, 90}
	gridInk  = hue{222, 222, 222}
	limitInk = hue{200, 30, 30}
)

// Chart draws a chart over the whole width; it does not part over two pages.
func (d *Doc) Chart(c paper.Chart) {
	if d.err != nil {
		return
	}
	titles := d.titles(c)
	d.room(chartHeight + float64(len(titles))*linePitch*0.8)
	for _, l := range titles {
		d.draw(l, sizeTable, marginLeft+(areaWidth-d.width(l, sizeTable))/2, linePitch*0.8)
		d.y += linePitch * 0.8
	}
	newPlot(d, c).draw()
	d.y += chartHeight + linePitch/2
}

func (d *Doc) titles(c paper.Chart) [][]glyph {
	if c.Title == "" {
		return nil
	}
	return d.lines(c.Title, fonts.Hei, sizeTable, 0, areaWidth)
}

// plot is a chart being drawn: where its area lies on the sheet, its axes, and what is already labelled.
type plot struct {
	*Doc
	chart                    paper.Chart
	left, top, right, bottom float64
	scales                   [2]scale // left, right
	twoAxes                  bool
	labels                   [][][]glyph // below the area, broken
	every                    int         // of so many labels one is told
	taken                    []frame
	covered                  []frame // bars, once their own figures stand
}

// frame is where something stands already.
type frame struct{ x0, y0, x1, y1 float64 }

func (f frame) meets(o frame) bool { return f.x0 < o.x1 && o.x0 < f.x1 && f.y0 < o.y1 && o.y0 < f.y1 }

func newPlot(d *Doc, c paper.Chart) *plot {
	p := &plot{Doc: d, chart: c}
	p.axes()
	p.left, p.right = marginLeft+p.axisRoom(0), marginLeft+areaWidth
	if p.twoAxes {
		p.right -= p.axisRoom(1)
	}
	legend := float64(len(p.legend())) * chartLine
	p.top = marginTop + d.y + legend + 2*chartLine
	below := p.tellLabels()
	p.bottom = marginTop + d.y + chartHeight - float64(below)*chartLine - 1.5
	return p
}

// axes finds both scales; with two, they share their lines.
func (p *plot) axes() {
	lv, ld, _ := reach(p.chart, false)
	rv, rd, right := reach(p.chart, true)
	p.twoAxes = right
	if l := p.chart.Limit; l != nil && right {
		rv = append(rv, l.Value)
	} else if l != nil {
		lv = append(lv, l.Value)
	}
	a, b := newScale(lv, ld), newScale(rv, rd)
	if right {
		a, b = a.stretched(b.below(), b.above()), b.stretched(a.below(), a.above())
	}
	p.scales = [2]scale{a, b}
}

// axisRoom is how wide an axis' figures are.
func (p *plot) axisRoom(side int) float64 {
	widest := 0.0
	for _, v := range p.scales[side].ticks() {
		widest = max(widest, p.wide(p.scales[side].text(v)))
	}
	return widest + 2
}

func (p *plot) small(text string) []glyph { return p.sh.shape(text, fonts.FangSong) }
func (p *plot) wide(text string) float64  { return p.width(p.small(text), chartText) }

func (p *plot) slot() float64 { return (p.right - p.left) / float64(max(1, len(p.chart.Labels))) }

// tellLabels breaks the labels to their places, and leaves some out where they would run into one another; it gives the
// lines they take.
func (p *plot) tellLabels() (lines int) {
	const most, breakable = 3, 4.0 // lines; characters a place must hold for its label to be broken
	for p.every = 1; ; p.every++ {
		p.labels, lines = nil, 1
		whole := true
		for i, l := range p.chart.Labels {
			var broken [][]glyph
			if i%p.every == 0 {
				broken = p.balanced(l, fonts.FangSong, chartText, p.slot()*float64(p.every)-1, 2)
			}
			for _, b := range broken {
				whole = whole && p.width(b, chartText) <= p.slot()*float64(p.every)
			}
			p.labels, lines = append(p.labels, broken), max(lines, len(broken))
		}
		broad := p.every == 1 && p.slot() >= breakable*chartText*mmPerPoint
		if whole && (lines == 1 || broad && lines <= most || p.every >= len(p.chart.Labels)) {
			return lines
		}
		if p.every >= len(p.chart.Labels) {
			return min(lines, most)
		}
	}
}

func (p *plot) draw() {
	if p.err != nil {
		return
	}
	p.frame()
	p.drawLegend()
	p.bars()
	for n, s := range p.chart.Series {
		if s.Line {
			p.line(n, s)
		}
	}
	p.limit()
	p.tellValues()
	if p.empty() {
		const none = "（无数据）"
		p.text(p.small(none), (p.left+p.right-p.wide(none))/2, (p.top+p.bottom)/2)
	}
	p.drawLabels()
}

// drawLabels sets the labels below the area; the last of many is left out where it would run into the one before.
func (p *plot) drawLabels() {
	end := 0.0
	for i, l := range p.labels {
		next := end
		for j, g := range l {
			w := p.width(g, chartText)
			x := max(marginLeft, min(p.middle(i)-w/2, marginLeft+areaWidth-w)) // one wider than its place stays on the page
			if x < end {
				break
			}
			p.text(g, x, p.bottom+1+float64(j)*chartLine)
			next = max(next, x+w)
		}
		end = next
	}
}

// empty reports whether no series has a value.
func (p *plot) empty() bool {
	for _, s := range p.chart.Series {
		for i := range p.chart.Labels {
			if _, ok := s.At(i); ok {
				return false
			}
		}
	}
	return true
}

// text sets a line of glyphs whose box begins at y.
func (p *plot) text(gs []glyph, x, y float64) {
	p.drawAt(gs, chartText, x, chartBase(y))
}

// chartBase is the baseline of a text whose box begins at y.
func chartBase(y float64) float64 { return y + chartLine/2 + chartText*mmPerPoint*0.36 }

// middle is where a label's place has its middle.
func (p *plot) middle(i int) float64 { return p.left + (float64(i)+0.5)*p.slot() }

// height is where a value stands, against the axis of its series.
func (p *plot) height(v float64, right bool) float64 {
	side := 0
	if right {
		side = 1
	}
	return p.bottom - (p.bottom-p.top)*p.scales[side].part(v)
}

// frame draws the axes with their figures and units.
func (p *plot) frame() {
	for _, v := range p.scales[0].ticks() {
		y := p.height(v, false)
		p.put(stroke(gridInk, axisWidth, point{p.left, y}, point{p.right, y}))
		t := p.scales[0].text(v)
		p.text(p.small(t), p.left-1-p.wide(t), y-chartLine/2)
	}
	if p.twoAxes {
		for _, v := range p.scales[1].ticks() {
			p.text(p.small(p.scales[1].text(v)), p.right+1, p.height(v, true)-chartLine/2)
		}
		p.put(stroke(axisInk, axisWidth, point{p.right, p.top}, point{p.right, p.bottom}))
		u := p.chart.RightUnit
		p.text(p.small(u), marginLeft+areaWidth-p.wide(u), p.top-1.9*chartLine)
	}
	p.put(stroke(axisInk, axisWidth, point{p.left, p.top}, point{p.left, p.bottom}))
	zero := p.height(0, false)
	p.put(stroke(axisInk, axisWidth, point{p.left, zero}, point{p.right, zero}))
	p.text(p.small(p.chart.Unit), marginLeft, p.top-1.9*chartLine)
}
