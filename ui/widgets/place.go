package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Place is one entry of the navigation: an icon, its name, and how much waits there.
type Place struct {
	widget.BaseWidget
	Icon, Name string
	OnTapped   func()

	count            string
	urgent           bool
	current, hovered bool
	focused          bool
}

// NewPlace makes an entry.
func NewPlace(icon, name string, tapped func()) *Place {
	p := &Place{Icon: icon, Name: name, OnTapped: tapped}
	p.ExtendBaseWidget(p)
	return p
}

// SetCurrent marks the place the window shows.
func (p *Place) SetCurrent(on bool) {
	if p.current != on {
		p.current = on
		p.Refresh()
	}
}

// SetCount shows how much waits there, "" for nothing; urgent in red with a sign.
func (p *Place) SetCount(text string, urgent bool) {
	if p.count != text || p.urgent != urgent {
		p.count, p.urgent = text, urgent
		p.Refresh()
	}
}

// Count is what SetCount was told.
func (p *Place) Count() string { return p.count }

// The toolkit's callbacks: pointer, focus, keys.
func (p *Place) Tapped(*fyne.PointEvent)        { p.OnTapped() }
func (p *Place) MouseIn(*desktop.MouseEvent)    { p.hovered = true; p.Refresh() }
func (p *Place) MouseMoved(*desktop.MouseEvent) {}
func (p *Place) MouseOut()                      { p.hovered = false; p.Refresh() }
func (p *Place) FocusGained()                   { p.focused = true; p.Refresh() }
func (p *Place) FocusLost()                     { p.focused = false; p.Refresh() }
func (p *Place) TypedRune(rune)                 {}
func (p *Place) TypedKey(k *fyne.KeyEvent) {
	if presses(k) {
		p.OnTapped()
	} else {
		pass(p, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Place) CreateRenderer() fyne.WidgetRenderer {
	r := &placeRenderer{p: p, ground: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), icon: canvas.NewImageFromResource(nil),
		name: canvas.NewText("", nil), count: canvas.NewText("", nil)}
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type placeRenderer struct {
	p           *Place
	ground, bar *canvas.Rectangle
	icon        *canvas.Image
	name, count *canvas.Text
}

const (
	placeHeight = 32
	placeIcon   = 18
)

func (r *placeRenderer) Destroy() {}
func (r *placeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.bar, r.icon, r.name, r.count}
}

func (r *placeRenderer) MinSize() fyne.Size {
	return fyne.NewSize(12+placeIcon+10+r.name.MinSize().Width+8, placeHeight)
}

func (r *placeRenderer) Layout(s fyne.Size) {
	r.ground.Resize(fyne.NewSize(s.Width-8, s.Height))
	r.bar.Resize(fyne.NewSize(3, s.Height-16))
	r.bar.Move(fyne.NewPos(0, 8))
	r.icon.Resize(fyne.NewSquareSize(placeIcon))
	r.icon.Move(fyne.NewPos(12, (s.Height-placeIcon)/2))
	centred := func(t *canvas.Text, x float32) {
		m := t.MinSize()
		t.Resize(m)
		t.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
	}
	centred(r.name, 12+placeIcon+10)
	centred(r.count, s.Width-20-r.count.MinSize().Width)
}

func (r *placeRenderer) Refresh() {
	p, words, ground := r.p, theme.Text2, theme.Nav
	switch {
	case p.current:
		words, ground = theme.Text, theme.Soft
	case p.hovered:
		words, ground = theme.Text, theme.GreySoft
	}
	r.ground.FillColor, r.ground.CornerRadius, r.ground.StrokeWidth = theme.Of(ground), 6, 0
	if p.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Of(theme.Fill), 2
	}
	r.bar.FillColor, r.bar.CornerRadius, r.bar.Hidden = theme.Of(theme.Fill), 2, !p.current
	r.icon.Resource = theme.Line(p.Icon, map[bool]fyne.ThemeColorName{true: theme.Primary, false: words}[p.current])
	r.name.Text, r.name.TextSize, r.name.Color = p.Name, theme.SizeBody, theme.Of(words)
	weigh(r.name, p.current)
	ink := theme.Text3
	if r.count.Text = p.count; p.urgent {
		ink = theme.Red
	}
	r.count.TextSize, r.count.Color = theme.SizeHelp, theme.Of(ink)
	weigh(r.count, p.urgent)
	for _, o := range r.Objects() {
		o.Refresh()
	}
	r.Layout(p.Size())
}
