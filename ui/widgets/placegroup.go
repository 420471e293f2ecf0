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

// PlaceGroup is the head of a group of places, which folds and unfolds them.
type PlaceGroup struct {
	widget.BaseWidget
	Name   string
	OnFold func(folded bool)

	places  []*Place
	folded  bool
	chevron *Picture
	ground  *Panel
	ring    *canvas.Rectangle
	content *fyne.Container
}

const groupHeight float32 = 26

// NewPlaceGroup makes a head over places.
func NewPlaceGroup(name string, places ...*Place) *PlaceGroup {
	g := &PlaceGroup{Name: name, places: places, chevron: NewPicture("chevron-down", theme.Text3, 14), ground: NewPanel(theme.GreySoft, "", 6), ring: canvas.NewRectangle(color.Transparent)}
	g.ring.CornerRadius = 6
	g.ring.Hide()
	g.ground.Hide()
	line := Tall(groupHeight, Inset(0, 12, Row(4, Part{CanvasObject: Help(name), Weight: 1}, Fixed(g.chevron))))
	g.content = container.NewStack(g.ground, line, g.ring)
	g.ExtendBaseWidget(g)
	return g
}

// Folded tells whether its places are hidden.
func (g *PlaceGroup) Folded() bool { return g.folded }

// Fold hides its places, or shows them.
func (g *PlaceGroup) Fold(folded bool) {
	g.folded = folded
	g.chevron.Set(map[bool]string{true: "chevron-right", false: "chevron-down"}[folded], theme.Text3)
	for _, p := range g.places {
		shown(p, !folded)
	}
}

// CreateRenderer implements fyne.Widget.
func (g *PlaceGroup) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(g.content)
}

// Cursor shows that it can be pressed.
func (g *PlaceGroup) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped folds or unfolds, and tells the owner.
func (g *PlaceGroup) Tapped(*fyne.PointEvent) {
	g.Fold(!g.folded)
	if g.OnFold != nil {
		g.OnFold(g.folded)
	}
}

// The toolkit's callbacks: pointer, focus, keys.
func (g *PlaceGroup) MouseIn(*desktop.MouseEvent)    { g.ground.Show() }
func (g *PlaceGroup) MouseMoved(*desktop.MouseEvent) {}
func (g *PlaceGroup) MouseOut()                      { g.ground.Hide() }
func (g *PlaceGroup) FocusLost()                     { g.ring.Hide() }
func (g *PlaceGroup) FocusGained() {
	g.ring.StrokeColor, g.ring.StrokeWidth = theme.Of(theme.Fill), 2
	g.ring.Show()
}
func (g *PlaceGroup) TypedRune(rune) {}
func (g *PlaceGroup) TypedKey(k *fyne.KeyEvent) {
	if presses(k) {
		g.Tapped(nil)
	} else {
		pass(g, k)
	}
}
