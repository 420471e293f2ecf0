package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Panel is a ground in a colour of the theme, with rounded corners and an edge where asked. It follows a change of theme.
type Panel struct {
	widget.BaseWidget
	Fill, Edge fyne.ThemeColorName // Edge "": none
	Radius     float32
}

// NewPanel makes a ground.
func NewPanel(fill, edge fyne.ThemeColorName, radius float32) *Panel {
	p := &Panel{Fill: fill, Edge: edge, Radius: radius}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{p: p, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type panelRenderer struct {
	p      *Panel
	ground *canvas.Rectangle
}

func (r *panelRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }
func (r *panelRenderer) Layout(s fyne.Size)           { r.ground.Resize(s) }
func (r *panelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground} }
func (r *panelRenderer) Destroy()                     {}

func (r *panelRenderer) Refresh() {
	g := r.ground
	g.FillColor, g.CornerRadius, g.StrokeWidth = theme.Of(r.p.Fill), r.p.Radius, 0
	if r.p.Edge != "" {
		g.StrokeColor, g.StrokeWidth = theme.Of(r.p.Edge), 1
	}
	g.Refresh()
}

// On puts content on a ground.
func On(ground *Panel, content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(ground, content)
}

// Card is a surface with a title, something beside it (nil: nothing), and content below.
func Card(title string, beside, content fyne.CanvasObject) *fyne.Container {
	head := []Part{Grow(Title(title, theme.SizeCard).Cut())}
	if beside != nil {
		head = append(head, Fixed(beside))
	}
	body := Column(8, Fixed(Tall(28, Row(8, head...))), Grow(content))
	return On(NewPanel(theme.Surface, theme.Border, 8), Inset(12, 16, body))
}

// Rule is a thin line across.
func Rule() fyne.CanvasObject { return Tall(1, NewPanel(theme.Border, "", 0)) }

// Upright is a thin line down.
func Upright() fyne.CanvasObject { return Least(1, 0, NewPanel(theme.Border, "", 0)) }

// Tall keeps an object at least that high.
func Tall(height float32, o fyne.CanvasObject) *fyne.Container { return Least(0, height, o) }

// Least keeps an object at least that wide and high.
func Least(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&least{fyne.NewSize(width, height)}, o)
}

type least struct{ size fyne.Size }

func (l *least) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := l.size
	for _, o := range objects {
		if o.Visible() {
			s = s.Max(o.MinSize())
		}
	}
	return s
}

func (l *least) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos(0, 0))
	}
}

// Picture is an icon in a colour of the theme.
type Picture struct {
	widget.BaseWidget
	name  string
	color fyne.ThemeColorName
	size  float32
}

// NewPicture makes an icon of a size in pixels.
func NewPicture(name string, color fyne.ThemeColorName, size float32) *Picture {
	p := &Picture{name: name, color: color, size: size}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes icon and colour.
func (p *Picture) Set(name string, color fyne.ThemeColorName) {
	if p.name != name || p.color != color {
		p.name, p.color = name, color
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(theme.Line(p.name, p.color))
	img.FillMode = canvas.ImageFillContain
	return &pictureRenderer{p: p, img: img}
}

type pictureRenderer struct {
	p     *Picture
	img   *canvas.Image
	scale float32 // of the canvas it was drawn for; 0: before there was one
}

func (r *pictureRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.p.size) }
func (r *pictureRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *pictureRenderer) Destroy()                     {}

// Layout gives the icon its size, for which the toolkit draws it: one that is hidden is spared.
func (r *pictureRenderer) Layout(s fyne.Size) {
	if r.p.Hidden {
		return
	}
	r.img.Resize(fyne.NewSquareSize(r.p.size))
	r.img.Move(fyne.NewPos((s.Width-r.p.size)/2, (s.Height-r.p.size)/2))
}

// Refresh has the toolkit read and draw the icon anew only where it is another, or in another number of pixels.
func (r *pictureRenderer) Refresh() {
	icon, scale := theme.Line(r.p.name, r.p.color), float32(0)
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.img); c != nil {
		scale = c.Scale()
	}
	if r.img.Resource != icon || r.scale != scale {
		r.img.Resource, r.scale = icon, scale
		r.img.Refresh()
	}
	r.Layout(r.p.Size())
}
