package gongwen

import (
	"math"
	"strconv"
	"strings"

	"opsledger/reports/paper"
)

// scale is one axis of a chart: from a multiple of its step to another, zero among them.
type scale struct {
	low, high, step float64
	decimals        int
}

// wantedSteps is about how many steps an axis has.
const wantedSteps = 5

// newScale spans values with round steps. Zero always lies on it: a cut axis exaggerates.
func newScale(values []float64, decimals int) scale {
	low, high := 0.0, 0.0
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	if low == high {
		high = 1
	}
	step := round125((high - low) / wantedSteps)
	if decimals == 0 {
		step = max(1, step)
	}
	s := scale{low: math.Floor(low/step+1e-9) * step, high: math.Ceil(high/step-1e-9) * step, step: step}
	if low < 0 && low < s.low+step/4 {
		s.low -= step // room for the figure below a bar
	}
	return s.told()
}

// round125 is the least of 1, 2, 5 times a power of ten that is not below v.
func round125(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if v <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// told finds how many decimals the steps need to be told apart.
func (s scale) told() scale {
	s.decimals = 0
	for d := 0; d < 6; d++ {
		if t := s.step * math.Pow(10, float64(d)); math.Abs(t-math.Round(t)) < 1e-6 {
			s.decimals = d
			break
		}
	}
	return s
}

func (s scale) below() int { return int(math.Round(-s.low / s.step)) }
func (s scale) above() int { return int(math.Round(s.high / s.step)) }

// stretched has at least so many steps below and above zero, so that two axes share their lines.
func (s scale) stretched(below, above int) scale {
	s.low, s.high = -float64(max(below, s.below()))*s.step, float64(max(above, s.above()))*s.step
	return s
}

// ticks are the values an axis tells, from its low to its high.
func (s scale) ticks() []float64 {
	var out []float64
	for i := -s.below(); i <= s.above(); i++ {
		out = append(out, float64(i)*s.step)
	}
	return out
}

// part is how far up a value stands, 0 to 1.
func (s scale) part(v float64) float64 { return (v - s.low) / (s.high - s.low) }

func (s scale) text(v float64) string { return number(v, s.decimals) }

func number(v float64, decimals int) string {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-") // never −0
	}
	return text
}

// reach are the values an axis must hold, and the most decimals among its series. Stacked bars add up, upwards and downwards
// each by themselves.
func reach(c paper.Chart, right bool) (values []float64, decimals int, used bool) {
	up, down := make([]float64, len(c.Labels)), make([]float64, len(c.Labels))
	for _, s := range c.Series {
		if s.Right != right {
			continue
		}
		used, decimals = true, max(decimals, s.Decimals)
		for i := range c.Labels {
			v, ok := s.At(i)
			switch {
			case !ok:
			case s.Line || !c.Stacked:
				values = append(values, v)
			case v >= 0:
				up[i] += v
			default:
				down[i] += v
			}
		}
	}
	return append(append(values, up...), down...), decimals, used
}
