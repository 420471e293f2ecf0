package gongwen

import (
	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

// mostColumn is the greatest share of the width a column is widened to for a word's sake.
const mostColumn = 0.4

// widths shares the width out by the columns' weights. A column whose longest word, a number or a code, would be cut is
// widened, at the cost of columns that have more than they need.
func (d *Doc) widths(t paper.Table) []float64 {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.Weight
	}
	out, need := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	lack, spare := 0.0, 0.0
	for i, c := range t.Columns {
		out[i] = areaWidth * c.Weight / sum
		need[i] = min(d.longest(t, i)+2*cellPad+0.01, areaWidth*mostColumn)
		lack += max(0, need[i]-out[i])
		spare += max(0, out[i]-need[i])
	}
	if lack == 0 || spare < lack {
		return out // nothing to be done, or nowhere to take it from
	}
	for i := range out {
		if out[i] < need[i] {
			out[i] = need[i]
		} else {
			out[i] -= (out[i] - need[i]) * lack / spare
		}
	}
	return out
}

// longest is how wide the longest word of a column is, in millimetres.
func (d *Doc) longest(t paper.Table, column int) float64 {
	widest := 0.0
	measure := func(text string, f fonts.Face) {
		for gs := d.sh.shape(text, f); len(gs) > 0; {
			word := run(gs)
			widest = max(widest, d.width(word, sizeTable))
			gs = gs[len(word):]
		}
	}
	measure(t.Columns[column].Head, fonts.Hei)
	for _, r := range t.Rows {
		if column < len(r) {
			measure(r[column], fonts.FangSong)
		}
	}
	return widest
}
