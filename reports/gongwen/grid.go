package gongwen

import (
	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

// gridPad is a form's inner margin: it leaves room to write by hand.
const gridPad = 1.4

// gridCell is a cell broken to its width.
type gridCell struct {
	paper.Cell
	lines [][]glyph
	sign  []glyph
	width float64
}

// Grid draws a form's rows; one that is too long for a page goes on over the next.
func (d *Doc) Grid(g paper.Grid) {
	if d.err != nil {
		return
	}
	for i, r := range g.Rows {
		row := d.gridCells(r)
		if i == 0 {
			d.room(min(need(row), areaHeight/3))
		}
		d.gridRow(row)
	}
	d.y += linePitch / 2
}

func (d *Doc) gridCells(row []paper.Cell) []gridCell {
	sum := 0.0
	for _, c := range row {
		sum += c.Weight
	}
	var out []gridCell
	for _, c := range row {
		w := areaWidth * c.Weight / sum
		g := gridCell{Cell: c, width: w, sign: d.sh.shape(c.Sign, fonts.FangSong)}
		if c.Label {
			g.lines = d.balanced(c.Text, fonts.Hei, sizeTable, w-2*gridPad, 2)
		} else {
			g.lines = d.lines(c.Text, fonts.FangSong, sizeTable, 0, w-2*gridPad)
		}
		out = append(out, g)
	}
	return out
}

// need is a row's height.
func need(row []gridCell) float64 {
	n := 1
	for _, c := range row {
		k := len(c.lines)
		if c.Sign != "" {
			k++
		}
		n = max(n, k, c.Lines)
	}
	return float64(n)*cellLine + 2*gridPad
}

func (d *Doc) gridRow(row []gridCell) {
	for len(row) > 0 {
		if h := need(row); d.y+min(h, areaHeight/3) > areaHeight {
			d.newPage()
		}
		fits := int((areaHeight - d.y - 2*gridPad) / cellLine)
		var rest []gridCell
		if need(row) > areaHeight-d.y {
			row, rest = parted(row, max(1, fits))
		}
		d.gridDraw(row)
		row = rest
	}
}

// parted takes the first lines of each cell; the rest, with what is signed, goes on the next page.
func parted(row []gridCell, n int) (first, rest []gridCell) {
	for _, c := range row {
		a, b := c, c
		k := min(n, len(c.lines))
		a.lines, b.lines = c.lines[:k], c.lines[k:]
		a.sign, a.Sign, a.Cell.Lines = nil, "", min(n, c.Lines)
		b.Cell.Lines = max(0, c.Lines-n)
		first, rest = append(first, a), append(rest, b)
	}
	return first, rest
}

func (d *Doc) gridDraw(row []gridCell) {
	h := need(row)
	x, top := marginLeft, marginTop+d.y
	for _, c := range row {
		d.put(box{x: x, y: top, w: c.width, h: h})
		d.gridText(c, x, h)
		x += c.width
	}
	d.y += h
}

// gridText sets a label in the middle, a value of one line at the left, a text from the top.
func (d *Doc) gridText(c gridCell, x, h float64) {
	offset := (h - float64(len(c.lines))*cellLine) / 2
	if !c.Label && c.Lines > 1 {
		offset = gridPad
	}
	base := func(offset float64) float64 { return marginTop + d.y + offset + cellLine/2 + sizeTable*mmPerPoint*0.36 }
	for i, l := range c.lines {
		at := x + gridPad
		if c.Label {
			at = x + (c.width-d.width(l, sizeTable))/2
		}
		d.drawAt(l, sizeTable, at, base(offset+float64(i)*cellLine))
	}
	if len(c.sign) > 0 {
		d.drawAt(c.sign, sizeTable, x+c.width-gridPad-d.width(c.sign, sizeTable), base(h-gridPad-cellLine))
	}
}
