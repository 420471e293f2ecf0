package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

const (
	controlHeight float32 = 32
	largeHeight   float32 = 40
)

// frame is the ground and edge of what is typed into or chosen from: two pixels thick with the focus, red when wrong.
type frame struct{ *canvas.Rectangle }

func newFrame() frame { return frame{canvas.NewRectangle(color.Transparent)} }

func (f frame) show(focused, wrong, disabled bool) {
	edge, width := theme.Control, float32(1)
	if disabled {
		edge = theme.Border
	}
	if focused {
		edge, width = theme.Fill, 2
	}
	if wrong {
		edge = theme.Red
	}
	f.FillColor, f.StrokeColor, f.StrokeWidth, f.CornerRadius = theme.Of(theme.Ground), theme.Of(edge), width, 6
	f.Refresh()
}

// glyph is an icon to tap inside an input; the keyboard has its own way to the same thing.
type glyph struct {
	widget.BaseWidget
	picture *Picture
	tapped  func()
}

func newGlyph(icon string, tapped func()) *glyph {
	g := &glyph{picture: NewPicture(icon, theme.Text2, iconSize), tapped: tapped}
	g.ExtendBaseWidget(g)
	return g
}

func (g *glyph) set(icon string) { g.picture.Set(icon, theme.Text2) }

// The toolkit's callbacks.
func (g *glyph) Tapped(*fyne.PointEvent)        { g.tapped() }
func (g *glyph) Cursor() desktop.Cursor         { return desktop.DefaultCursor }
func (g *glyph) MouseIn(*desktop.MouseEvent)    { g.picture.Set(g.picture.name, theme.Primary) }
func (g *glyph) MouseMoved(*desktop.MouseEvent) {}
func (g *glyph) MouseOut()                      { g.picture.Set(g.picture.name, theme.Text2) }

// CreateRenderer implements fyne.Widget.
func (g *glyph) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(Least(24, 24, g.picture))
}

// focusOn gives the focus where the widget is shown.
func focusOn(on fyne.CanvasObject, f fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(on); c != nil {
		c.Focus(f)
	}
}
