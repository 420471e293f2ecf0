package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"opsledger/ui/theme"
)

// lineRenderer draws a line chart anew at each size: it has a few dozen primitives.
type lineRenderer struct {
	c       *LineChart
	objects []fyne.CanvasObject
	taken   []box // where words or points stand
}

type box struct{ x, y, w, h float32 }

func (a box) meets(b box) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

func (r *lineRenderer) Destroy()                     {}
func (r *lineRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *lineRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 120) }
func (r *lineRenderer) Refresh()                     { r.Layout(r.c.Size()); canvas.Refresh(r.c) }

func (r *lineRenderer) Layout(s fyne.Size) {
	c := r.c
	r.objects, r.taken = nil, nil
	most := c.Limit
	for _, p := range c.Points {
		most = max(most, p.Value)
	}
	span := (most - c.From) * 1.1
	if c.From > 0 {
		span = most - c.From // a scale that has a foot has a top as well
	}
	by := step(span)
	lines := 1
	for float64(lines)*by < span {
		lines++
	}
	c.plot = plot{left: 36, top: 12, width: max(s.Width-36-60, 40), height: max(s.Height-12-24, 40), least: float32(c.From), most: float32(c.From + float64(lines)*by)}
	r.grid(lines, by)
	r.limit()
	r.line()
	r.names()
	r.words()
	r.tip(s)
	if c.focused {
		ring := r.rect(theme.Surface, box{0, 0, s.Width, s.Height})
		ring.CornerRadius = 4
		focusRing(ring)
	}
}

func (r *lineRenderer) rect(color fyne.ThemeColorName, b box) *canvas.Rectangle {
	o := canvas.NewRectangle(theme.Of(color))
	o.Move(fyne.NewPos(b.x, b.y))
	o.Resize(fyne.NewSize(b.w, b.h))
	r.objects = append(r.objects, o)
	return o
}

func (r *lineRenderer) text(words string, color fyne.ThemeColorName, b box) {
	o := canvas.NewText(words, theme.Of(color))
	o.TextSize = theme.SizeAxis
	o.Move(fyne.NewPos(b.x, b.y))
	o.Resize(fyne.NewSize(b.w, b.h))
	r.objects = append(r.objects, o)
}

func measured(words string) (w, h float32) {
	s := fyne.MeasureText(words, theme.SizeAxis, fyne.TextStyle{})
	return s.Width, s.Height
}

// grid is the axis with its lines.
func (r *lineRenderer) grid(lines int, by float64) {
	p := r.c.plot
	for i := range lines + 1 {
		v := r.c.From + float64(i)*by
		y := p.y(v)
		r.rect(theme.Border, box{p.left, y, p.width, 1})
		words := strconv.FormatFloat(v, 'g', 6, 64) + r.c.Unit
		w, h := measured(words)
		b := box{p.left - 8 - w, y - round(h/2), w, h}
		r.taken = append(r.taken, b)
		r.text(words, theme.Text3, b)
	}
}

// limit is dashed: short rectangles, as there is no dashed stroke.
func (r *lineRenderer) limit() {
	p := r.c.plot
	if r.c.Limit <= 0 {
		return
	}
	y := p.y(r.c.Limit)
	for x := p.left; x < p.left+p.width; x += 8 {
		r.rect(theme.Red, box{x, y, min(5, p.left+p.width-x), 1})
	}
}

func (r *lineRenderer) at(i int) (x, y float32) {
	return r.c.plot.x(i, len(r.c.Points)), r.c.plot.y(r.c.Points[i].Value)
}

func (r *lineRenderer) line() {
	for i := range r.c.Points[:max(len(r.c.Points)-1, 0)] {
		x1, y1 := r.at(i)
		x2, y2 := r.at(i + 1)
		pieces, drawn := 1, float32(1)
		if i >= len(r.c.Points)-1-r.c.Ahead { // as for the limit, there is no dashed stroke
			pieces, drawn = max(int((x2-x1)/8), 2), 0.6
		}
		for k := range pieces {
			from, to := float32(k)/float32(pieces), (float32(k)+drawn)/float32(pieces)
			l := canvas.NewLine(theme.Of(theme.Primary))
			l.StrokeWidth, l.Position1, l.Position2 = 2, fyne.NewPos(x1+(x2-x1)*from, y1+(y2-y1)*from), fyne.NewPos(x1+(x2-x1)*to, y1+(y2-y1)*to)
			r.objects = append(r.objects, l)
		}
		for k := range 8 { // words keep off the line
			t := float32(k) / 8
			r.taken = append(r.taken, box{x1 + (x2-x1)*t - 3, y1 + (y2-y1)*t - 3, 6, 6})
		}
	}
	for i, p := range r.c.Points {
		x, y := r.at(i)
		size := float32(8)
		if i == r.c.told {
			size = 12
		}
		b := box{x - size/2, y - size/2, size, size}
		r.taken = append(r.taken, b)
		color := theme.Primary
		if p.Over {
			color = theme.Red
		}
		mark := r.rect(theme.Surface, b)
		mark.StrokeColor, mark.StrokeWidth = theme.Of(color), 2
		if !p.Over {
			mark.CornerRadius = size / 2
		}
	}
}

// names are those below the axis, as many as have room.
func (r *lineRenderer) names() {
	p, n := r.c.plot, len(r.c.Points)
	if n == 0 {
		return
	}
	widest := float32(0)
	for _, pt := range r.c.Points {
		w, _ := measured(pt.Label)
		widest = max(widest, w)
	}
	every := 1
	for n > 1 && p.width/float32(n-1)*float32(every) < widest+8 {
		every++
	}
	for i := n - 1; i >= 0; i -= every {
		w, h := measured(r.c.Points[i].Label)
		r.text(r.c.Points[i].Label, theme.Text3, box{p.x(i, n) - round(w/2), p.top + p.height + 6, w, h})
	}
}

// words are the last value, those over the limit, and what the limit is: each where nothing else stands.
func (r *lineRenderer) words() {
	n := len(r.c.Points)
	for i := n - 1; i >= 0; i-- {
		p := r.c.Points[i]
		if i < n-1 && !p.Over {
			continue
		}
		x, y := r.at(i)
		w, h := measured(p.Text)
		places := []box{{x - round(w/2), y - h - 8, w, h}, {x - round(w/2), y + 8, w, h}, {x + 8, y - h - 2, w, h}}
		color := theme.Primary
		if p.Over {
			color = theme.Red
		}
		if i == n-1 {
			places = []box{{x + 10, y - round(h/2), w, h}, {x + 10, y - h, w, h}}
		}
		r.place(p.Text, color, places)
	}
	if r.c.Limit <= 0 || r.c.LimitLabel == "" {
		return
	}
	w, h := measured(r.c.LimitLabel)
	y, p := r.c.plot.y(r.c.Limit), r.c.plot
	var places []box
	for _, x := range []float32{p.left + 4, p.left + round((p.width-w)/2), p.left + p.width - w - 4} {
		places = append(places, box{x, y - h - 3, w, h}, box{x, y + 3, w, h})
	}
	r.place(r.c.LimitLabel, theme.Red, places)
}

// place sets words at the first place that is free; what has none is left out, it is told where pointed at.
func (r *lineRenderer) place(words string, color fyne.ThemeColorName, places []box) {
	for _, b := range places {
		free := true
		for _, t := range r.taken {
			free = free && !b.meets(t)
		}
		if free {
			r.taken = append(r.taken, b)
			r.text(words, color, b)
			return
		}
	}
}

// tip tells the point that is pointed at.
func (r *lineRenderer) tip(s fyne.Size) {
	if r.c.told < 0 || r.c.told >= len(r.c.Points) {
		return
	}
	p := r.c.Points[r.c.told]
	words := p.Tell
	if words == "" {
		words = p.Label + "　" + p.Text
	}
	w, h := measured(words)
	x, y := r.at(r.c.told)
	b := box{min(max(x-round(w/2)-8, 0), max(s.Width-w-16, 0)), y - h - 20, w + 16, h + 8}
	if b.y < 0 {
		b.y = y + 12
	}
	r.rect(theme.TooltipFill, b).CornerRadius = 4
	r.text(words, theme.OnFill, box{b.x + 8, b.y + 4, w, h})
}
