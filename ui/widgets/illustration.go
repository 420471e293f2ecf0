package widgets

import (
	"bytes"
	"image"
	_ "image/png" // what the pictures are

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Illustration is a picture in a text: as wide as the text but no wider than it is itself, as high as its shape asks.
// Like a paragraph it knows its height once it has its width.
type Illustration struct {
	widget.BaseWidget
	img    *canvas.Image
	pixels fyne.Size
}

// NewIllustration makes one of a PNG; bytes that are none show nothing.
func NewIllustration(name string, raw []byte) *Illustration {
	p := &Illustration{img: canvas.NewImageFromResource(fyne.NewStaticResource(name, raw))}
	p.img.FillMode, p.img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	if c, _, err := image.DecodeConfig(bytes.NewReader(raw)); err == nil {
		p.pixels = fyne.NewSize(float32(c.Width), float32(c.Height))
	}
	p.ExtendBaseWidget(p)
	return p
}

// shape is the size at a width.
func (p *Illustration) shape(width float32) fyne.Size {
	if p.pixels.Width == 0 {
		return fyne.Size{}
	}
	w := min(width, p.pixels.Width)
	return fyne.NewSize(w, w*p.pixels.Height/p.pixels.Width)
}

// CreateRenderer implements fyne.Widget.
func (p *Illustration) CreateRenderer() fyne.WidgetRenderer {
	return &illustrationRenderer{p: p, edge: NewPanel("", theme.Border, 4)}
}

type illustrationRenderer struct {
	p    *Illustration
	edge *Panel
}

func (r *illustrationRenderer) Destroy() {}
func (r *illustrationRenderer) Refresh() { r.edge.Refresh(); r.p.img.Refresh() }
func (r *illustrationRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.img, r.edge}
}

func (r *illustrationRenderer) MinSize() fyne.Size {
	return fyne.NewSize(80, r.p.shape(max(r.p.Size().Width, 80)).Height)
}

func (r *illustrationRenderer) Layout(s fyne.Size) {
	size := r.p.shape(s.Width)
	r.p.img.Resize(size)
	r.edge.Resize(size)
}
