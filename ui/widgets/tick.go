package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Tick is a yes or no with its words beside it: tapped, or with Space where it has the focus.
type Tick struct {
	widget.BaseWidget
	Label     string
	OnChanged func(on bool)
	OnKey     func(*fyne.KeyEvent) bool // sees keys first; true: taken

	on, wrong, focused, hovered bool
}

// NewTick makes one that is off.
func NewTick(label string, changed func(on bool)) *Tick {
	t := &Tick{Label: label, OnChanged: changed}
	t.ExtendBaseWidget(t)
	return t
}

// On tells whether it is ticked.
func (t *Tick) On() bool { return t.on }

// Set ticks it or not, without calling back.
func (t *Tick) Set(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// SetWrong draws the edge red.
func (t *Tick) SetWrong(wrong bool) { t.wrong = wrong; t.Refresh() }

// Target is what takes the focus.
func (t *Tick) Target() fyne.Focusable { return t }

func (t *Tick) turn() {
	t.Set(!t.on)
	if t.OnChanged != nil {
		t.OnChanged(t.on)
	}
}

// The toolkit's callbacks: pointer, focus, keys.
func (t *Tick) Tapped(*fyne.PointEvent)        { t.turn() }
func (t *Tick) MouseIn(*desktop.MouseEvent)    { t.hovered = true; t.Refresh() }
func (t *Tick) MouseMoved(*desktop.MouseEvent) {}
func (t *Tick) MouseOut()                      { t.hovered = false; t.Refresh() }
func (t *Tick) FocusGained()                   { t.focused = true; t.Refresh() }
func (t *Tick) FocusLost()                     { t.focused = false; t.Refresh() }
func (t *Tick) TypedRune(rune)                 {}
func (t *Tick) TypedKey(k *fyne.KeyEvent) {
	if t.OnKey != nil && t.OnKey(k) {
		return
	}
	if k.Name == fyne.KeySpace {
		t.turn()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tick) CreateRenderer() fyne.WidgetRenderer {
	r := &tickRenderer{t: t, ring: canvas.NewRectangle(nil), box: canvas.NewRectangle(nil), mark: NewPicture("check", theme.OnFill, 12), label: Body(t.Label)}
	r.Refresh()
	return r
}

type tickRenderer struct {
	t         *Tick
	ring, box *canvas.Rectangle
	mark      *Picture
	label     *Text
}

const tickSize float32 = 16

func (r *tickRenderer) Destroy() {}
func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.mark, r.label}
}

func (r *tickRenderer) MinSize() fyne.Size {
	w := tickSize + 6
	if r.t.Label != "" {
		w += 6 + r.label.MinSize().Width
	}
	return fyne.NewSize(w, controlHeight)
}

func (r *tickRenderer) Layout(s fyne.Size) {
	y := float32(int((s.Height - tickSize) / 2))
	r.ring.Resize(fyne.NewSquareSize(tickSize + 6))
	r.ring.Move(fyne.NewPos(0, y-3))
	r.box.Resize(fyne.NewSquareSize(tickSize))
	r.box.Move(fyne.NewPos(3, y))
	r.mark.Resize(fyne.NewSquareSize(12))
	r.mark.Move(fyne.NewPos(5, y+2))
	m := r.label.MinSize()
	r.label.Resize(fyne.NewSize(max(s.Width-tickSize-12, 0), m.Height))
	r.label.Move(fyne.NewPos(tickSize+12, float32(int((s.Height-m.Height)/2))))
}

func (r *tickRenderer) Refresh() {
	t := r.t
	edge, fill := theme.Control, theme.Surface
	if t.hovered {
		fill = theme.Hovered
	}
	if t.on {
		edge, fill = theme.Fill, theme.Fill
	}
	if t.wrong {
		edge = theme.Red
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth, r.box.CornerRadius = theme.Of(fill), theme.Of(edge), 1, 4
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = theme.Of(theme.Surface), theme.Of(theme.Fill), 2, 6
	r.ring.Hidden, r.mark.Hidden = !t.focused, !t.on
	r.label.Set(t.Label)
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
