package widgets

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Donut shows parts of a whole as a ring with a legend. Each part has a letter on the ring and in the legend, so that it
// is told without colours. A part is opened on the ring or in the legend.
func Donut(list []Bar, centre string) fyne.CanvasObject {
	d := &donut{list: list, centre: centre}
	d.ExtendBaseWidget(d)
	all := 0
	for _, b := range list {
		all += b.Value
	}
	var rows []fyne.CanvasObject
	for i, b := range list {
		share := ""
		if all > 0 {
			share = percent(b.Value, all)
		}
		swatch := Least(16, 16, On(NewPanel(b.ink(), "", 3), NewText(letter(i), theme.SizeAxis, theme.Surface).Centre()))
		rows = append(rows, NewSpot(Tall(26, Inset(0, 4, Row(8, Fixed(lowered(swatch)), Grow(Body(b.Label).Cut()), Fixed(Body(b.text())), Wide(44, Help(share).Right())))), 4, b.OnTapped))
	}
	return Row(20, Fixed(d), Part{CanvasObject: Stack(0, rows...), Weight: 1})
}

func letter(i int) string { return string(rune('A' + i%26)) }

func percent(n, of int) string {
	tenths := (n*2000 + of) / (2 * of)
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

const donutSize = 132

type donut struct {
	widget.BaseWidget
	list   []Bar
	centre string
}

// CreateRenderer implements fyne.Widget.
func (d *donut) CreateRenderer() fyne.WidgetRenderer {
	r := &donutRenderer{d: d}
	r.Layout(d.Size())
	return r
}

// angles are where a part begins and ends, in degrees from the top.
func (d *donut) angles(part int) (from, to float32) {
	all, before := 0, 0
	for i, b := range d.list {
		if i < part {
			before += b.Value
		}
		all += b.Value
	}
	if all == 0 {
		return 0, 0
	}
	return 360 * float32(before) / float32(all), 360 * float32(before+d.list[part].Value) / float32(all)
}

// Tapped opens the part under the pointer.
func (d *donut) Tapped(e *fyne.PointEvent) {
	x, y := float64(e.Position.X-d.Size().Width/2), float64(e.Position.Y-d.Size().Height/2)
	if r := math.Hypot(x, y); r > donutSize/2 || r < donutSize/2*cutout {
		return
	}
	angle := float32(math.Mod(math.Atan2(x, -y)*180/math.Pi+360, 360))
	for i, b := range d.list {
		if from, to := d.angles(i); angle >= from && angle < to && b.OnTapped != nil {
			b.OnTapped()
			return
		}
	}
}

const cutout = 0.62

type donutRenderer struct {
	d       *donut
	objects []fyne.CanvasObject
}

func (r *donutRenderer) Destroy()                     {}
func (r *donutRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *donutRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(donutSize) }
func (r *donutRenderer) Refresh()                     { r.Layout(r.d.Size()); canvas.Refresh(r.d) }

func (r *donutRenderer) Layout(s fyne.Size) {
	r.objects = nil
	centre := fyne.NewPos(s.Width/2, s.Height/2)
	for i, b := range r.d.list {
		from, to := r.d.angles(i)
		if to <= from {
			continue
		}
		gap := float32(0)
		if to-from < 359 && to-from > 4 {
			gap = 1
		}
		arc := canvas.NewArc(from+gap, to-gap, cutout, theme.Of(b.ink()))
		arc.Resize(fyne.NewSquareSize(donutSize))
		arc.Move(centre.SubtractXY(donutSize/2, donutSize/2))
		r.objects = append(r.objects, arc)
		if to-from >= 20 {
			middle := float64(from+to) / 2 * math.Pi / 180
			radius := float64(donutSize) / 2 * (1 + cutout) / 2
			r.word(letter(i), theme.SizeAxis, theme.Surface, centre.AddXY(float32(math.Sin(middle)*radius), float32(-math.Cos(middle)*radius)))
		}
	}
	r.word(r.d.centre, theme.SizePage, theme.Text, centre)
}

func (r *donutRenderer) word(text string, size float32, color fyne.ThemeColorName, at fyne.Position) {
	t := canvas.NewText(text, theme.Of(color))
	t.TextSize = size
	weigh(t, true)
	m := t.MinSize()
	t.Resize(m)
	t.Move(fyne.NewPos(round(at.X-m.Width/2), round(at.Y-m.Height/2)))
	r.objects = append(r.objects, t)
}
