package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// eye shows and hides a secret: tapped, or with Space or Enter where it has the focus.
type eye struct {
	glyph
	in      *Input
	focused bool
}

func newEye(in *Input) *eye {
	y := &eye{in: in}
	y.picture, y.tapped = NewPicture("eye", theme.Text2, iconSize), y.turn
	y.ExtendBaseWidget(y)
	return y
}

func (y *eye) turn() {
	e := y.in.entry
	e.Password = !e.Password
	y.in.conceal()
	y.set(map[bool]string{true: "eye", false: "eye-off"}[e.Password])
	e.Refresh()
}

// The toolkit's callbacks: focus and keys.
func (y *eye) FocusGained()   { y.focused = true; y.Refresh() }
func (y *eye) FocusLost()     { y.focused = false; y.Refresh() }
func (y *eye) TypedRune(rune) {}
func (y *eye) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeySpace || k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		y.turn()
	}
}

// CreateRenderer implements fyne.Widget.
func (y *eye) CreateRenderer() fyne.WidgetRenderer {
	r := &eyeRenderer{y: y, ring: canvas.NewRectangle(nil)}
	r.WidgetRenderer = widget.NewSimpleRenderer(Least(24, 24, y.picture))
	r.Refresh()
	return r
}

type eyeRenderer struct {
	fyne.WidgetRenderer
	y    *eye
	ring *canvas.Rectangle
}

func (r *eyeRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.ring}, r.WidgetRenderer.Objects()...)
}

func (r *eyeRenderer) Layout(s fyne.Size) {
	r.ring.Resize(s)
	r.WidgetRenderer.Layout(s)
}

func (r *eyeRenderer) Refresh() {
	r.ring.Hidden = !r.y.focused
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = theme.Of(theme.Surface), theme.Of(theme.Fill), 2, 4
	r.ring.Refresh()
	r.y.picture.Refresh()
}
