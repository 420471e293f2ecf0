package widgets

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// PagePreview shows the pages of a document one at a time, as big as its room allows: as wide, or whole. A page is drawn
// for just the pixels it takes, so that it is sharp at any scale.
type PagePreview struct {
	widget.BaseWidget
	OnPage func(page, width int) // asks for a page, from 1, so many pixels wide

	wanted int // the width last asked for, in pixels

	page, pages int
	wide        bool
	paper       *paper
	count       *Text
	back, next  *Button
	zoom        *Button
	note        *Text
	bar         *fyne.Container
	scroll      *container.Scroll
	content     fyne.CanvasObject
}

// NewPagePreview makes a preview that asks for its pages; nothing is shown until one is given.
func NewPagePreview(asks func(page, width int)) *PagePreview {
	p := &PagePreview{OnPage: asks, wide: true, paper: newPaper(), count: Help("").Centre(), note: Help("").Centre()}
	p.paper.wide, p.paper.fits, p.paper.key = true, p.fits, p.key
	p.back = NewButton("", "chevron-left", Hushed, func() { p.Turn(-1) })
	p.next = NewButton("", "chevron-right", Hushed, func() { p.Turn(+1) })
	p.zoom = NewButton("整页", "", Plain, p.Zoom)
	p.back.Small, p.next.Small, p.zoom.Small = true, true, true
	p.scroll = container.NewVScroll(p.paper)
	p.bar = Row(4, Fixed(p.back), Wide(72, p.count), Fixed(p.next), Grow(p.note), Fixed(p.zoom))
	p.content = On(NewPanel(theme.Sunken, "", 0), Column(4, Grow(p.scroll), Fixed(Tall(36, Inset(0, 8, p.bar)))))
	p.ExtendBaseWidget(p)
	p.show()
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *PagePreview) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(p.content)
}

// SetPage shows a page of as many; nil takes the old one away. Another page is shown from its top.
func (p *PagePreview) SetPage(img image.Image, page, pages int) {
	if page != p.page {
		p.scroll.ScrollToTop()
	}
	p.page, p.pages = page, pages
	p.paper.set(img)
	p.SetNote("")
	p.show()
}

// SetLoading says that a page is being drawn; the old one stays until it comes.
func (p *PagePreview) SetLoading() { p.SetNote("正在更新…") }

// SetNote says something beside the number of the page.
func (p *PagePreview) SetNote(text string) {
	p.note.Set(text)
	p.bar.Refresh()
}

// Page is the page shown, from 1, and how many pixels wide it is to be; zeros before the first.
func (p *PagePreview) Page() (page, width int) { return p.page, p.wanted }

// Turn asks for another page where there is one.
func (p *PagePreview) Turn(by int) {
	if to := p.page + by; to >= 1 && to <= p.pages && p.OnPage != nil {
		p.OnPage(to, p.wanted)
	}
}

// Zoom changes between the page's full width and the whole page.
func (p *PagePreview) Zoom() {
	p.wide = !p.wide
	p.zoom.SetLabel(map[bool]string{true: "整页", false: "适合宽度"}[p.wide])
	p.paper.wide = p.wide
	p.paper.Refresh()
	p.scroll.Refresh()
}

// fits hears how many pixels the room takes; a page of another width is asked for again.
func (p *PagePreview) fits(width int) {
	if width == p.wanted || width < 1 {
		return
	}
	p.wanted = width
	if p.OnPage != nil {
		p.OnPage(max(p.page, 1), width)
	}
}

// key turns and scrolls the page by keyboard.
func (p *PagePreview) key(name fyne.KeyName) {
	down := func(by float32) {
		most := max(p.paper.MinSize().Height-p.scroll.Size().Height, 0)
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(p.scroll.Offset.Y+by, most))))
	}
	switch name {
	case fyne.KeyPageDown, fyne.KeyRight:
		p.Turn(+1)
	case fyne.KeyPageUp, fyne.KeyLeft:
		p.Turn(-1)
	case fyne.KeyDown:
		down(+pageStep)
	case fyne.KeyUp:
		down(-pageStep)
	}
}

// pageStep is how far an arrow key scrolls.
const pageStep = 48

func (p *PagePreview) show() {
	p.count.Set("")
	if p.pages > 0 {
		p.count.Set(fmt.Sprintf("%d / %d", p.page, p.pages))
	}
	for b, on := range map[*Button]bool{p.back: p.page > 1, p.next: p.page < p.pages} {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	p.scroll.Refresh()
}

// paper is a page on its shadow. It takes the focus for the keys that turn and scroll it.
type paper struct {
	widget.BaseWidget
	img  image.Image
	wide bool
	held bool
	fits func(width int) // hears how many pixels wide the page is shown
	key  func(fyne.KeyName)
}

func newPaper() *paper {
	p := &paper{}
	p.ExtendBaseWidget(p)
	return p
}

func (p *paper) set(img image.Image) { p.img = img; p.Refresh() }

// The toolkit's callbacks.
func (p *paper) FocusGained()              { p.held = true; p.Refresh() }
func (p *paper) FocusLost()                { p.held = false; p.Refresh() }
func (p *paper) TypedRune(rune)            {}
func (p *paper) TypedKey(k *fyne.KeyEvent) { p.key(k.Name) }
func (p *paper) Tapped(*fyne.PointEvent)   { fyne.CurrentApp().Driver().CanvasForObject(p).Focus(p) }

// CreateRenderer implements fyne.Widget.
func (p *paper) CreateRenderer() fyne.WidgetRenderer {
	r := &paperRenderer{p: p, page: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth}, ring: canvas.NewRectangle(nil)}
	for range 3 {
		r.shadows = append(r.shadows, canvas.NewRectangle(nil))
	}
	r.Refresh()
	return r
}

type paperRenderer struct {
	p       *paper
	shadows []*canvas.Rectangle
	page    *canvas.Image
	ring    *canvas.Rectangle
}

const paperMargin = 16

// shade is a third of the shadow: black in light and dark.
var shade = color.NRGBA{A: 0x18}

func (r *paperRenderer) Destroy() {}
func (r *paperRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shadows[0], r.shadows[1], r.shadows[2], r.page, r.ring}
}

// shape is how high a page is for its width; before there is one, that of A4.
func (r *paperRenderer) shape() float32 {
	if r.p.img == nil || r.p.img.Bounds().Dx() == 0 {
		return 297.0 / 210
	}
	b := r.p.img.Bounds()
	return float32(b.Dy()) / float32(b.Dx())
}

func (r *paperRenderer) MinSize() fyne.Size {
	if r.p.wide && r.p.Size().Width > 2*paperMargin {
		return fyne.NewSize(80, (r.p.Size().Width-2*paperMargin)*r.shape()+2*paperMargin)
	}
	return fyne.NewSize(80, 100)
}

func (r *paperRenderer) Layout(s fyne.Size) {
	w := max(s.Width-2*paperMargin, 1)
	if room := max(s.Height-2*paperMargin, 1); !r.p.wide && w*r.shape() > room {
		w = room / r.shape()
	}
	scale := scaleOf(r.p)
	pixels := float32(math.Floor(float64(w*scale) + 1e-3))
	w = pixels / scale
	size := fyne.NewSize(w, float32(math.Round(float64(pixels*r.shape())))/scale)
	at := fyne.NewPos(float32(math.Round(float64((s.Width-w)/2*scale)))/scale, paperMargin)
	for i, o := range r.shadows {
		by := float32(i)
		o.Move(at.AddXY(-by, 1-by/2))
		o.Resize(size.AddWidthHeight(2*by, 1+by))
	}
	r.page.Move(at)
	r.page.Resize(size)
	r.ring.Move(at.AddXY(-3, -3))
	r.ring.Resize(size.AddWidthHeight(6, 6))
	if s.Width > 2*paperMargin && s.Height > 2*paperMargin {
		r.p.fits(int(pixels))
	}
}

// scaleOf is how many pixels a unit takes where an object is shown.
func scaleOf(o fyne.CanvasObject) float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}

func (r *paperRenderer) Refresh() {
	for _, o := range r.shadows {
		o.FillColor, o.CornerRadius = shade, 2
		o.Hidden = r.p.img == nil
		o.Refresh()
	}
	focusRing(r.ring)
	r.ring.Hidden = !r.p.held
	r.page.Image, r.page.Hidden = r.p.img, r.p.img == nil
	r.page.Refresh()
	r.Layout(r.p.Size())
}
