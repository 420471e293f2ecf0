package gongwen

// key is a series' name beside its colour, or the limit's beside its line.
type key struct {
	n    int // of the series; -1: the limit
	name []glyph
	wide float64
}

const keySign = 6.0 // how wide the sign before a name is, in millimetres

// legend sets the series' names into rows of the chart's width.
func (p *plot) legend() [][]key {
	var rows [][]key
	room := 0.0
	add := func(n int, name string) {
		k := key{n: n, name: p.small(name)}
		k.wide = p.width(k.name, chartText) + keySign + 4
		if room < k.wide || len(rows) == 0 {
			rows, room = append(rows, nil), areaWidth
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
		room -= k.wide
	}
	for n, s := range p.chart.Series {
		add(n, s.Name)
	}
	if l := p.chart.Limit; l != nil && l.Label != "" {
		add(-1, l.Label) // beside its line it would find no place in a full chart
	}
	return rows
}

// drawLegend sets the rows centred over the area.
func (p *plot) drawLegend() {
	y := marginTop + p.y
	for _, row := range p.legend() {
		width := 0.0
		for _, k := range row {
			width += k.wide
		}
		x := marginLeft + (areaWidth-width)/2
		for _, k := range row {
			p.sign(k.n, x, y+chartLine/2)
			p.text(k.name, x+keySign, y)
			x += k.wide
		}
		y += chartLine
	}
}

func (p *plot) sign(n int, x, y float64) {
	if n < 0 {
		for _, s := range dashes(limitInk, limitWidth, point{x, y}, point{x + 5.2, y}) {
			p.put(s)
		}
		return
	}
	if !p.chart.Series[n].Line {
		p.put(area(x+1, y-1.1, 4, 2.2, p.ink(n)))
		return
	}
	p.put(stroke(p.ink(n), lineWidth, point{x, y}, point{x + 5, y}))
	p.put(dot(point{x + 2.5, y}, n, p.ink(n)))
}
