package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Point is a value of a line.
type Point struct {
	Label string // on the axis
	Value float64
	Text  string // the value as it is told, "3.62%"
	Tell  string // told where it is pointed at; "": label and text
	Over  bool   // over the limit: who reckons says so, as rounding may hide it
}

// LineChart is a line of values, from zero on unless From says else, with a limit drawn across. A value over the limit is a red square with its
// value beside it. A point is opened by a tap, or by the arrow keys and Enter.
type LineChart struct {
	widget.BaseWidget
	Points     []Point
	Limit      float64 // 0: none
	LimitLabel string
	Unit       string  // behind the numbers of the axis
	From       float64 // the axis begins here
	Ahead      int     // how many of the last points are expected only: the line to them is dashed
	OnTapped   func(point int)

	told    int // point pointed at, -1 none
	focused bool
	plot    plot
}

// NewLineChart makes a chart.
func NewLineChart(points []Point, limit float64, limitLabel, unit string, tapped func(int)) *LineChart {
	c := &LineChart{Points: points, Limit: limit, LimitLabel: limitLabel, Unit: unit, OnTapped: tapped, told: -1}
	c.ExtendBaseWidget(c)
	return c
}

// Told is the point pointed at, -1 where there is none.
func (c *LineChart) Told() int { return c.told }

// plot is where values stand: the box inside the axes, the values at its foot and at its top.
type plot struct{ left, top, width, height, least, most float32 }

func (p plot) x(i, n int) float32 {
	if n < 2 {
		return round(p.left + p.width/2)
	}
	return round(p.left + p.width*float32(i)/float32(n-1))
}

func (p plot) y(v float64) float32 {
	return round(p.top + p.height*(1-(float32(v)-p.least)/(p.most-p.least)))
}

func round(v float32) float32 { return float32(math.Round(float64(v))) }

// step is the distance of grid lines: 1, 2 or 5 times a power of ten, of which four or five cover the highest value.
func step(most float64) float64 {
	if most <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(most/5)))
	for _, by := range []float64{1, 2, 5} {
		if by*unit*5 >= most {
			return by * unit
		}
	}
	return 10 * unit
}

// nearest is the point next to a place across; -1 beyond the plot.
func (c *LineChart) nearest(x float32) int {
	if len(c.Points) == 0 || x < c.plot.left-16 || x > c.plot.left+c.plot.width+16 {
		return -1
	}
	best, gap := -1, float32(math.MaxFloat32)
	for i := range c.Points {
		if d := float32(math.Abs(float64(c.plot.x(i, len(c.Points)) - x))); d < gap {
			best, gap = i, d
		}
	}
	return best
}

func (c *LineChart) tell(point int) {
	if c.told != point {
		c.told = point
		c.Refresh()
	}
}

func (c *LineChart) open(point int) {
	if point >= 0 && c.OnTapped != nil {
		c.OnTapped(point)
	}
}

// The toolkit's callbacks: pointer, focus, keys.
func (c *LineChart) Tapped(e *fyne.PointEvent)        { c.open(c.nearest(e.Position.X)) }
func (c *LineChart) MouseIn(e *desktop.MouseEvent)    { c.tell(c.nearest(e.Position.X)) }
func (c *LineChart) MouseMoved(e *desktop.MouseEvent) { c.tell(c.nearest(e.Position.X)) }
func (c *LineChart) MouseOut()                        { c.tell(-1) }
func (c *LineChart) FocusGained()                     { c.focused = true; c.told = len(c.Points) - 1; c.Refresh() }
func (c *LineChart) FocusLost()                       { c.focused = false; c.told = -1; c.Refresh() }
func (c *LineChart) TypedRune(rune)                   {}
func (c *LineChart) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyLeft:
		c.tell(max(c.told-1, 0))
	case k.Name == fyne.KeyRight:
		c.tell(min(c.told+1, len(c.Points)-1))
	case presses(k):
		c.open(c.told)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *LineChart) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{c: c}
	r.Layout(c.Size())
	return r
}
