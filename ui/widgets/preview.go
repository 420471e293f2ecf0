package widgets

import (
	"fmt"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// PagePreview shows the pages of a document one at a time, as big as its room allows: whole, or as wide.
type PagePreview struct {
	widget.BaseWidget
	OnPage func(page int) // asks for a page, from 1

	page, pages int
	wide        bool
	paper       *paper
	count       *Text
	back, next  *Button
	zoom        *Button
	note        *Text
	scroll      *container.Scroll
	content     fyne.CanvasObject
}

// NewPagePreview makes a preview that asks for its pages; nothing is shown until one is given.
func NewPagePreview(asks func(page int)) *PagePreview {
	p := &PagePreview{OnPage: asks, paper: newPaper(), count: Help("").Centre(), note: Help("").Centre()}
	p.back = NewButton("", "chevron-left", Hushed, func() { p.Turn(-1) })
	p.next = NewButton("", "chevron-right", Hushed, func() { p.Turn(+1) })
	p.zoom = NewButton("适合宽度", "", Plain, p.Zoom)
	p.back.Small, p.next.Small, p.zoom.Small = true, true, true
	p.scroll = container.NewVScroll(p.paper)
	bar := Inset(0, 8, Row(4, Fixed(p.back), Wide(72, p.count), Fixed(p.next), Grow(p.note), Fixed(p.zoom)))
	p.content = On(NewPanel(theme.Sunken, "", 0), Column(4, Grow(p.scroll), Fixed(Tall(36, bar))))
	p.ExtendBaseWidget(p)
	p.show()
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *PagePreview) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(p.content)
}

// SetPage shows a page of as many; nil takes the old one away.
func (p *PagePreview) SetPage(img image.Image, page, pages int) {
	p.paper.set(img)
	p.page, p.pages = page, pages
	p.note.Set("")
	p.show()
}

// SetLoading says that a page is being drawn; the old one stays until it comes.
func (p *PagePreview) SetLoading() { p.note.Set("正在生成预览…") }

// Turn asks for another page where there is one.
func (p *PagePreview) Turn(by int) {
	if to := p.page + by; to >= 1 && to <= p.pages && p.OnPage != nil {
		p.OnPage(to)
	}
}

// Zoom changes between the whole page and its full width.
func (p *PagePreview) Zoom() {
	p.wide = !p.wide
	p.zoom.SetLabel(map[bool]string{true: "适合页面", false: "适合宽度"}[p.wide])
	p.paper.wide = p.wide
	p.paper.Refresh()
	p.scroll.Refresh()
}

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

// paper is a page on its shadow.
type paper struct {
	widget.BaseWidget
	img  image.Image
	wide bool
}

func newPaper() *paper {
	p := &paper{}
	p.ExtendBaseWidget(p)
	return p
}

func (p *paper) set(img image.Image) { p.img = img; p.Refresh() }

// CreateRenderer implements fyne.Widget.
func (p *paper) CreateRenderer() fyne.WidgetRenderer {
	r := &paperRenderer{p: p, page: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth}}
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
}

const paperMargin = 16

// shade is a third of the shadow: black in light and dark.
var shade = color.NRGBA{A: 0x18}

func (r *paperRenderer) Destroy() {}
func (r *paperRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shadows[0], r.shadows[1], r.shadows[2], r.page}
}

// shape is how high a page is for its width.
func (r *paperRenderer) shape() float32 {
	if r.p.img == nil || r.p.img.Bounds().Dx() == 0 {
		return 0
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
	h := w * r.shape()
	if room := max(s.Height-2*paperMargin, 1); !r.p.wide && h > room {
		w, h = room/r.shape(), room
	}
	at := fyne.NewPos(round((s.Width-w)/2), paperMargin)
	for i, o := range r.shadows {
		by := float32(i)
		o.Move(at.AddXY(-by, 1-by/2))
		o.Resize(fyne.NewSize(w+2*by, h+1+by))
	}
	r.page.Move(at)
	r.page.Resize(fyne.NewSize(w, h))
}

func (r *paperRenderer) Refresh() {
	for _, o := range r.shadows {
		o.FillColor, o.CornerRadius = shade, 2
		o.Hidden = r.p.img == nil
		o.Refresh()
	}
	r.page.Image, r.page.Hidden = r.p.img, r.p.img == nil
	r.page.Refresh()
	r.Layout(r.p.Size())
}
