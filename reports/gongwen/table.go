package gongwen

import (
	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

const (
	cellPad   = 1.3
	cellLine  = sizeTable*mmPerPoint*1.0 + 1.6
	tableRule = 0.18
)

// Table draws a table.
func (d *Doc) Table(t paper.Table) {
	if d.err != nil || len(t.Columns) == 0 {
		return
	}
	widths := d.widths(t)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Head
	}
	headCells := d.cells(head, fonts.Hei, widths)
	d.room(min(height(headCells)+2*cellLine, areaHeight/2))
	repeat := height(headCells) < areaHeight/4 // a head that fills the page would leave no room for rows
	d.rows(t, headCells, widths, nil, true)
	if !repeat {
		headCells = nil
	}
	for _, r := range t.Rows {
		d.rows(t, raised(d.cells(r, fonts.FangSong, widths), t.Lines), widths, headCells, false)
	}
	d.y += linePitch / 2
}

// rows draws one row, over as many pages as it needs.
func (d *Doc) rows(t paper.Table, cells [][][]glyph, widths []float64, head [][][]glyph, isHead bool) {
	for height(cells) > 0 {
		if d.y+min(height(cells), areaHeight/3) > areaHeight {
			d.newPage()
			if head != nil {
				d.row(t, head, widths, true)
			}
		}
		fitting, rest := cut(cells, int((areaHeight-d.y-2*cellPad)/cellLine))
		d.row(t, fitting, widths, isHead)
		cells = rest
	}
}

// cells breaks each text to its column; a missing cell is empty.
func (d *Doc) cells(texts []string, f fonts.Face, widths []float64) [][][]glyph {
	out := make([][][]glyph, len(widths))
	for i, w := range widths {
		text := ""
		if i < len(texts) {
			text = texts[i]
		}
		out[i] = d.lines(text, f, sizeTable, 0, w-2*cellPad)
	}
	return out
}

// raised gives a row its least height: lines of a column that is not drawn.
func raised(cells [][][]glyph, lines int) [][][]glyph { return append(cells, make([][]glyph, lines)) }

func height(cells [][][]glyph) float64 {
	n := 0
	for _, c := range cells {
		n = max(n, len(c))
	}
	if n == 0 {
		return 0
	}
	return float64(n)*cellLine + 2*cellPad
}

// cut takes the first n lines of each cell; the rest goes on the next page.
func cut(cells [][][]glyph, n int) (fitting, rest [][][]glyph) {
	n = max(n, 1)
	fitting, rest = make([][][]glyph, len(cells)), make([][][]glyph, len(cells))
	for i, c := range cells {
		k := min(n, len(c))
		fitting[i], rest[i] = c[:k], c[k:]
	}
	return fitting, rest
}

func (d *Doc) row(t paper.Table, cells [][][]glyph, widths []float64, head bool) {
	h := height(cells)
	x, top := marginLeft, marginTop+d.y
	for i, w := range widths {
		d.put(box{x: x, y: top, w: w, h: h, filled: head})
		align := t.Columns[i].Align
		d.cell(cells[i], field{x: x, w: w, h: h, align: align, head: head, top: !head && align == paper.Left && t.Lines < 2})
		x += w
	}
	d.y += h
}

// field is where a cell stands and how its text lies in it.
type field struct {
	x, w, h   float64
	align     paper.Align
	head, top bool
}

func (d *Doc) cell(lines [][]glyph, f field) {
	offset := (f.h - float64(len(lines))*cellLine) / 2
	if f.top {
		offset = cellPad
	}
	for j, l := range lines {
		at := f.x + cellPad
		switch free := f.w - 2*cellPad - d.width(l, sizeTable); {
		case f.head || f.align == paper.Center:
			at += free / 2
		case f.align == paper.Right:
			at += free
		}
		d.drawAt(l, sizeTable, at, marginTop+d.y+offset+float64(j)*cellLine+cellLine/2+sizeTable*mmPerPoint*0.36)
	}
}
