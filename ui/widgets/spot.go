package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Spot makes content something to press: by mouse, by Space or Enter where it has the focus. Without OnTapped it is the
// content alone and takes no focus.
type Spot struct {
	widget.BaseWidget
	OnTapped func()

	ground  *Panel
	ring    *canvas.Rectangle
	content fyne.CanvasObject
}

// NewSpot makes content pressable; radius is that of its ground where it is hovered.
func NewSpot(content fyne.CanvasObject, radius float32, tapped func()) fyne.CanvasObject {
	if tapped == nil {
		return content
	}
	s := &Spot{OnTapped: tapped, content: content, ground: NewPanel(theme.Hovered, "", radius), ring: canvas.NewRectangle(color.Transparent)}
	s.ground.Hide()
	s.ring.CornerRadius = radius
	s.ring.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Spot) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(s.ground, s.content, s.ring))
}

// Cursor shows that it can be pressed.
func (s *Spot) Cursor() desktop.Cursor { return desktop.PointerCursor }

// The toolkit's callbacks: pointer, focus, keys.
func (s *Spot) Tapped(*fyne.PointEvent)        { s.OnTapped() }
func (s *Spot) MouseIn(*desktop.MouseEvent)    { s.ground.Show() }
func (s *Spot) MouseMoved(*desktop.MouseEvent) {}
func (s *Spot) MouseOut()                      { s.ground.Hide() }
func (s *Spot) FocusLost()                     { s.ring.Hide() }
func (s *Spot) TypedRune(rune)                 {}
func (s *Spot) TypedKey(k *fyne.KeyEvent) {
	if presses(k) {
		s.OnTapped()
	} else {
		pass(s, k)
	}
}

// FocusGained draws the ring.
func (s *Spot) FocusGained() {
	focusRing(s.ring)
	s.ring.Show()
}

func presses(k *fyne.KeyEvent) bool {
	return k.Name == fyne.KeySpace || k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter
}

// focusRing colours a ring. Its fill is the stroke's colour without any of it: a fill of another gets a dark fringe.
func focusRing(ring *canvas.Rectangle) {
	c := color.NRGBAModel.Convert(theme.Of(theme.Fill)).(color.NRGBA)
	ring.StrokeColor, ring.StrokeWidth = c, 2
	c.A = 0
	ring.FillColor = c
	ring.Refresh()
}
