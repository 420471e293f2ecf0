package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Bar is one bar of a chart.
type Bar struct {
	Icon     string // "" none
	Label    string
	Value    int
	Text     string // shown for the value; "": the value
	Tint     Tint
	OnTapped func() // opens its records
}

func (b Bar) text() string {
	if b.Text != "" {
		return b.Text
	}
	return strconv.Itoa(b.Value)
}

// ink is a bar's colour: a grey one would be lost on its track.
func (b Bar) ink() fyne.ThemeColorName {
	words, _ := b.Tint.Colours()
	return words
}

// Bars draws bars below each other: icon, name, bar, number. All is measured against the longest.
func Bars(list []Bar) *fyne.Container {
	most, name, number, icons := 0, float32(0), float32(0), false
	for _, b := range list {
		most, icons = max(most, b.Value), icons || b.Icon != ""
		name = max(name, fyne.MeasureText(b.Label, theme.SizeBody, fyne.TextStyle{}).Width)
		number = max(number, fyne.MeasureText(b.text(), theme.SizeBody, fyne.TextStyle{}).Width)
	}
	rows := make([]fyne.CanvasObject, len(list))
	for i, b := range list {
		parts := []Part{Wide(min(name, 130), Body(b.Label).Cut()), Grow(newGauge(b.Value, most, b.ink(), 8, false)), Wide(number, Body(b.text()).Right())}
		if icons {
			parts = append([]Part{Fixed(lowered(NewPicture(b.Icon, b.ink(), 14)))}, parts...)
		}
		rows[i] = NewSpot(Tall(26, Inset(0, 4, Row(8, parts...))), 4, b.OnTapped)
	}
	return Stack(0, rows...)
}

// Pillars draws bars side by side: number, bar, name. It takes the height it is given.
func Pillars(list []Bar) *fyne.Container {
	most := 0
	for _, b := range list {
		most = max(most, b.Value)
	}
	parts := make([]Part, len(list))
	for i, b := range list {
		column := Column(4, Fixed(NewText(b.text(), theme.SizeHelp, theme.Text).Centre().Cut()), Grow(newGauge(b.Value, most, b.ink(), 20, true)),
			Fixed(NewText(b.Label, theme.SizeAxis, theme.Text3).Centre().Cut()))
		parts[i] = Grow(NewSpot(Inset(4, 2, column), 4, b.OnTapped))
	}
	return Row(4, parts...)
}

// Gauge is one bar on its track: so much of the most there can be.
func Gauge(value, most int, ink fyne.ThemeColorName) fyne.CanvasObject {
	return newGauge(value, most, ink, 8, false)
}

// lowered sets an icon a pixel lower: text centred beside it stands so.
func lowered(o fyne.CanvasObject) fyne.CanvasObject { return InsetEach(2, 0, 0, 0, o) }

// gauge is a bar on its track; upright it rises from the bottom and has none.
type gauge struct {
	widget.BaseWidget
	share   float32
	color   fyne.ThemeColorName
	breadth float32
	upright bool
}

func newGauge(value, most int, color fyne.ThemeColorName, breadth float32, upright bool) *gauge {
	g := &gauge{color: color, breadth: breadth, upright: upright}
	if most > 0 {
		g.share = min(max(float32(value)/float32(most), 0), 1)
	}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *gauge) CreateRenderer() fyne.WidgetRenderer {
	r := &gaugeRenderer{g: g, track: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type gaugeRenderer struct {
	g          *gauge
	track, bar *canvas.Rectangle
}

func (r *gaugeRenderer) Destroy()                     {}
func (r *gaugeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.bar} }

func (r *gaugeRenderer) MinSize() fyne.Size {
	if r.g.upright {
		return fyne.NewSize(8, 24)
	}
	return fyne.NewSize(24, r.g.breadth)
}

func (r *gaugeRenderer) Layout(s fyne.Size) {
	g := r.g
	if g.upright {
		w := min(g.breadth, s.Width)
		h := round(max(s.Height*g.share, 2))
		r.track.Resize(fyne.NewSize(w, 1))
		r.track.Move(fyne.NewPos(round((s.Width-w)/2), s.Height-1))
		r.bar.Resize(fyne.NewSize(w, h))
		r.bar.Move(fyne.NewPos(round((s.Width-w)/2), s.Height-h))
		return
	}
	y := round((s.Height - g.breadth) / 2)
	r.track.Resize(fyne.NewSize(s.Width, g.breadth))
	r.track.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(round(max(s.Width*g.share, 3)), g.breadth))
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Hidden = g.share == 0
}

func (r *gaugeRenderer) Refresh() {
	radius := min(r.g.breadth/2, 4)
	r.track.FillColor, r.track.CornerRadius = theme.Of(theme.GreySoft), radius
	r.bar.FillColor, r.bar.CornerRadius = theme.Of(r.g.color), radius
	if r.g.upright {
		r.bar.CornerRadius = 2
	}
	r.track.Refresh()
	r.bar.Refresh()
	r.Layout(r.g.Size())
}

// NewGauge is a bar by itself: a value of the most there may be.
func NewGauge(value, most int, tint Tint) fyne.CanvasObject {
	return newGauge(value, most, Bar{Tint: tint}.ink(), 8, false)
}
