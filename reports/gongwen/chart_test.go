package gongwen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"opsledger/reports/paper"
)

var charts = map[string]paper.Chart{
	"bars with a rate": {Title: "每周工单与在途率", Unit: "件", RightUnit: "%", Labels: weeks(12), Limit: &paper.Limit{Label: "限值 3.5%", Value: 3.5},
		Series: []paper.Series{{Name: "到达", Values: rising(12, 40, 3)}, {Name: "办结", Values: rising(12, 38, 2)}, {Name: "在途率", Line: true, Right: true, Decimals: 2, Values: rising(12, 2.31, 0.17)}}},
	"stacked": {Title: "各系统工单按主类型", Unit: "件", Stacked: true,
		Labels: []string{"社会保险系统", "工伤联网结算", "精准发放平台", "工单系统", "稽核风控", "全民参保管理", "被征地保障管理", "退休人员社区化服务", "其它创新应用"},
		Series: []paper.Series{{Name: "业务", Values: rising(9, 5, 7)}, {Name: "技术", Values: rising(9, 9, 1)}, {Name: "数据", Values: rising(9, 1, 2)}}},
	"a year of weeks": {Unit: "件", Labels: weeks(53), Series: []paper.Series{{Name: "在途", Line: true, Values: rising(53, 3, 1)}}},
	"below zero":      {Title: "扣分", Unit: "分", Labels: []string{"安全", "工单", "服务", "驻场", "满意度"}, Series: []paper.Series{{Name: "得分", Decimals: 1, Values: []float64{-4, -2.6, -0.5, 0, 2}}}},
	"gaps":            {Unit: "件", Labels: weeks(6), Series: []paper.Series{{Name: "在途", Line: true, Values: []float64{3, math.NaN(), 5, 6, math.Inf(1)}}}},
	"nothing":         {Unit: "件", Labels: nil},
}

func weeks(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("第%d周", i+1))
	}
	return out
}

func rising(n int, from, by float64) (out []float64) {
	for i := range n {
		out = append(out, from+by*float64(i%7))
	}
	return out
}

func charted(c paper.Chart) *Doc {
	d := New(paper.Meta{Created: when})
	d.Chart(c)
	return d
}

func TestAChartTellsItsFigures(t *testing.T) {
	got := letters(text(t, render(t, charted(charts["stacked"]))))
	for _, want := range []string{"各系统工单按主类型", "业务", "技术", "数据", "47", "件"} {
		if !strings.Contains(got, want) {
			t.Errorf("lost %q in %s", want, got)
		}
	}
}

// collisions tells what in a chart runs into another, or out of the text area.
func collisions(d *Doc) (out []string) {
	var frames []frame
	var texts []string
	for _, m := range d.pages[0] {
		l, ok := m.(line)
		if !ok || len(l.glyphs) == 0 {
			continue
		}
		em, wide := l.size*mmPerPoint, 0.0
		var b strings.Builder
		for _, g := range l.glyphs {
			wide += pitch(l.size)(g)
			b.WriteRune(g.char)
		}
		f := frame{l.x + 0.01, l.baseline - 0.8*em, l.x + wide - 0.01, l.baseline + 0.05*em}
		for i, o := range frames {
			if f.meets(o) {
				out = append(out, fmt.Sprintf("%q runs into %q", b.String(), texts[i]))
			}
		}
		if f.x0 < marginLeft-0.1 || f.x1 > marginLeft+areaWidth+0.1 {
			out = append(out, fmt.Sprintf("%q leaves the text area", b.String()))
		}
		frames, texts = append(frames, f), append(texts, b.String())
	}
	return out
}

func TestNothingInAChartRunsIntoAnother(t *testing.T) {
	for name, c := range charts {
		for _, what := range collisions(charted(c)) {
			t.Errorf("%s: %s", name, what)
		}
	}
}

// someChart is any chart a report may ask for.
func someChart(r *rand.Rand) paper.Chart {
	c := paper.Chart{Title: "图", Unit: "件", RightUnit: "%", Stacked: r.IntN(3) == 0}
	for i := range 1 + r.IntN(40) {
		c.Labels = append(c.Labels, fmt.Sprintf("%s%d", strings.Repeat("标签", r.IntN(5)), i))
	}
	scale := math.Pow(10, float64(r.IntN(6))-1)
	for i := range 1 + r.IntN(6) {
		s := paper.Series{Name: fmt.Sprintf("系列%d%s", i, strings.Repeat("长", r.IntN(12))), Line: r.IntN(2) == 0, Right: r.IntN(4) == 0, Decimals: r.IntN(3)}
		for range c.Labels {
			v := (r.Float64() - 0.2) * scale
			if r.IntN(10) == 0 {
				v = math.NaN()
			}
			s.Values = append(s.Values, v)
		}
		c.Series = append(c.Series, s)
	}
	if r.IntN(2) == 0 {
		c.Limit = &paper.Limit{Label: "限值", Value: r.Float64() * scale}
	}
	return c
}

func TestNothingInAnyChartRunsIntoAnother(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	for n := range 400 {
		c := someChart(r)
		if what := collisions(charted(c)); len(what) > 0 {
			t.Errorf("chart %d of %d labels: %s", n, len(c.Labels), strings.Join(what, "; "))
		}
	}
}

func TestAnAxisBeginsAtZero(t *testing.T) {
	for _, values := range [][]float64{{290, 300}, {-3, -8}, {0.02, 0.031}, nil, {1}} {
		s := newScale(values, 0)
		if s.low > 0 || s.high < 0 {
			t.Errorf("%v: from %v to %v", values, s.low, s.high)
		}
		for _, v := range values {
			if v < s.low || v > s.high {
				t.Errorf("%v lies outside %v to %v", v, s.low, s.high)
			}
		}
	}
}
