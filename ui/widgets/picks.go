package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// pick is a line to choose, or a heading among them.
type pick struct {
	heading                 bool
	icon, title, note, hint string
	ticks, on               bool // has a box to tick; is ticked
	do                      func()
}

const (
	pickHeight    float32 = 32
	headingHeight float32 = 24
)

// picks is a list of lines of which one is current. It has no focus: the input above it hands it the keys.
type picks struct {
	widget.BaseWidget
	limit   float32 // height it may take
	items   []pick
	current int // -1: none can be chosen
	top     int // first item shown
	rows    []*pickRow
}

func newPicks(limit float32) *picks {
	p := &picks{limit: limit, current: -1}
	p.ExtendBaseWidget(p)
	return p
}

// set shows other lines and makes one current; a heading gives way to the next line.
func (p *picks) set(items []pick, current int) {
	p.items, p.top, p.current = items, 0, -1
	if current >= 0 {
		p.current = p.next(current-1, 1)
	}
	p.reveal()
	p.Refresh()
}

// next is the line that can be chosen from one on in a direction, or -1.
func (p *picks) next(from, step int) int {
	for i := from + step; i >= 0 && i < len(p.items); i += step {
		if !p.items[i].heading {
			return i
		}
	}
	return -1
}

// key moves with the arrows and chooses with Enter; it tells whether it took the key.
func (p *picks) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyDown:
		p.move(1)
	case fyne.KeyUp:
		p.move(-1)
	case fyne.KeyPageDown:
		for range 8 {
			p.move(1)
		}
	case fyne.KeyPageUp:
		for range 8 {
			p.move(-1)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		p.choose(p.current)
	default:
		return false
	}
	return true
}

func (p *picks) move(step int) {
	if i := p.next(p.current, step); i >= 0 {
		p.current = i
		p.reveal()
		p.Refresh()
	}
}

func (p *picks) choose(i int) {
	if i >= 0 && i < len(p.items) && !p.items[i].heading && p.items[i].do != nil {
		p.items[i].do()
	}
}

func (p *picks) height(i int) float32 {
	if p.items[i].heading {
		return headingHeight
	}
	return pickHeight
}

// shownTo is the end of the items that fit from the first shown on.
func (p *picks) shownTo() int {
	i, h := p.top, float32(0)
	for ; i < len(p.items); i++ {
		if h += p.height(i); h > p.limit {
			break
		}
	}
	return i
}

// reveal scrolls so that the current line is seen, with the heading above it.
func (p *picks) reveal() {
	if p.current < 0 {
		return
	}
	first := p.current
	if first > 0 && p.items[first-1].heading {
		first--
	}
	p.top = min(p.top, first)
	for p.shownTo() <= p.current {
		p.top++
	}
}

// Scrolled implements fyne.Scrollable: by lines.
func (p *picks) Scrolled(e *fyne.ScrollEvent) {
	if e.Scrolled.DY > 0 && p.top > 0 {
		p.top--
	} else if e.Scrolled.DY < 0 && p.shownTo() < len(p.items) {
		p.top++
	}
	p.Refresh()
}

func (p *picks) hover(i int) {
	if p.current != i {
		p.current = i
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *picks) CreateRenderer() fyne.WidgetRenderer {
	r := &picksRenderer{p: p}
	r.Refresh()
	return r
}

type picksRenderer struct {
	p       *picks
	objects []fyne.CanvasObject
}

func (r *picksRenderer) Destroy()                     {}
func (r *picksRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *picksRenderer) MinSize() fyne.Size {
	h := float32(0)
	for i := range r.p.items {
		h += r.p.height(i)
	}
	return fyne.NewSize(120, min(h, r.p.limit))
}

func (r *picksRenderer) Layout(s fyne.Size) {
	y := float32(0)
	for i, o := range r.objects {
		h := r.p.height(r.p.top + i)
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(s.Width, h))
		y += h
	}
}

// Refresh fills the rows at hand with what is to be seen; they are kept, so that the pointer stays over the same ones.
func (r *picksRenderer) Refresh() {
	p := r.p
	n := p.shownTo() - p.top
	for len(p.rows) < n {
		p.rows = append(p.rows, newPickRow(p))
	}
	r.objects = r.objects[:0]
	for i := range n {
		p.rows[i].show(p.top + i)
		r.objects = append(r.objects, p.rows[i])
	}
	r.Layout(p.Size())
}
