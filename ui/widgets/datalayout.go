package widgets

import "math"

// spread is where the columns stand in a width.
type spread struct {
	turn  int // grows with every change of the columns
	width float32
	spans []span
}

// span is the room of one column's cells.
type span struct {
	column   int
	x, width float32
}

// lead is the room before the first column.
func (t *DataTable) lead() float32 {
	if t.checks {
		return margin + checkWidth
	}
	return margin
}

func (t *DataTable) widthOf(i int) float32 {
	if w, ok := t.state.Widths[t.columns[i].Key]; ok {
		return max(w, leastWidth)
	}
	return max(t.columns[i].Width, leastWidth)
}

func (t *DataTable) shown(i int) bool {
	c := t.columns[i]
	if s, ok := t.state.Shown[c.Key]; ok && c.Hideable {
		return s
	}
	return !c.Hidden
}

// spans lays the columns out in a width. The answer is kept: every row asks for it.
func (t *DataTable) spans(width float32) spread {
	if t.laid.spans != nil && t.laid.width == width {
		return t.laid
	}
	var columns []int
	for _, i := range t.order() {
		if t.shown(i) {
			columns = append(columns, i)
		}
	}
	room := width - t.lead() - margin
	for t.needs(columns) > room {
		i := t.sparest(columns)
		if i < 0 {
			break
		}
		columns = append(columns[:i], columns[i+1:]...)
	}
	x := t.lead()
	spans := make([]span, 0, len(columns))
	for i, w := range t.grown(columns, max(room-t.needs(columns), 0)) {
		spans = append(spans, span{column: columns[i], x: x, width: w})
		x += w
	}
	t.laid = spread{turn: t.laid.turn, width: width, spans: spans}
	return t.laid
}

// grown are the widths of columns with what is left shared out: the growing one takes it until it has enough, what is left
// then goes to all by their widths. Widths set by hand stay.
func (t *DataTable) grown(columns []int, left float32) []float32 {
	widths, growing, sum := make([]float32, len(columns)), -1, float32(0)
	for at, i := range columns {
		widths[at] = t.widthOf(i)
		if t.columns[i].Grow {
			growing = at
		}
	}
	if growing < 0 {
		return widths
	}
	first := float32(math.Floor(float64(left)))
	if enough := t.columns[columns[growing]].Enough; enough > 0 && len(t.state.Widths) == 0 {
		first = min(first, max(enough-widths[growing], 0))
	}
	widths[growing] += first
	for _, w := range widths {
		sum += w
	}
	for at := range widths {
		widths[at] += float32(math.Floor(float64((left - first) * widths[at] / sum)))
	}
	return widths
}

func (t *DataTable) needs(columns []int) float32 {
	w := float32(0)
	for _, i := range columns {
		w += t.widthOf(i)
	}
	return w
}

// sparest is the place of the column that falls away first, -1 where none may.
func (t *DataTable) sparest(columns []int) int {
	found := -1
	for at, i := range columns {
		if s := t.columns[i].Spare; s > 0 && (found < 0 || s >= t.columns[columns[found]].Spare) {
			found = at
		}
	}
	return found
}

// edge finds the column whose right edge is at x, as its place among the spans; -1 none. The last has none to drag.
func (l spread) edge(x float32) int {
	for i := 0; i+1 < len(l.spans); i++ {
		if at := l.spans[i].x + l.spans[i].width - cellGap/2; x > at-6 && x < at+6 {
			return i
		}
	}
	return -1
}

// at finds the span x lies in, -1 none.
func (l spread) at(x float32) int {
	for i, s := range l.spans {
		if x >= s.x && x < s.x+s.width {
			return i
		}
	}
	return -1
}

// drag moves the right edge of a span: right of the growing column it is the next one's left edge that moves.
func (t *DataTable) drag(place int, by float32) {
	l := t.spans(t.head.Size().Width)
	if place < 0 || place >= len(l.spans) {
		return
	}
	for i := range place + 1 {
		if t.columns[l.spans[i].column].Grow && place+1 < len(l.spans) {
			place, by = place+1, -by
			break
		}
	}
	t.widen(l, l.spans[place].column, by)
}

// widen changes a column's width as far as the growing one has room to give. The others keep the widths they are seen with.
func (t *DataTable) widen(l spread, column int, by float32) {
	widths := map[string]float32{}
	for k, v := range t.state.Widths {
		widths[k] = v
	}
	for _, s := range l.spans {
		if c := t.columns[s.column]; !c.Grow {
			widths[c.Key] = s.width
		} else if s.column != column {
			by = min(by, s.width-t.widthOf(s.column))
		}
	}
	now, set := widths[t.columns[column].Key]
	if !set {
		now = t.widthOf(column)
	}
	widths[t.columns[column].Key] = max(now+by, leastWidth)
	t.state.Widths = widths
	t.relay()
}
