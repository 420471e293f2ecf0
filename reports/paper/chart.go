package paper

import "math"

// Chart shows figures as bars and lines over labels. Its axes begin at zero.
type Chart struct {
	Title     string
	Labels    []string
	Series    []Series
	Unit      string // of the left axis
	RightUnit string // of the right axis
	Stacked   bool   // bars stand on one another, not side by side
	Limit     *Limit
}

// Series is one row of figures: bars unless Line; against the right axis where Right.
type Series struct {
	Name     string
	Line     bool
	Right    bool
	Values   []float64 // one a label; NaN for no value
	Decimals int
}

// Limit is a line across the chart, against the right axis where a series stands against it, else the left.
type Limit struct {
	Label string
	Value float64
}

// At is a series' value at a label, and whether it has one.
func (s Series) At(i int) (float64, bool) {
	if i >= len(s.Values) || math.IsNaN(s.Values[i]) || math.IsInf(s.Values[i], 0) {
		return 0, false
	}
	return s.Values[i], true
}
