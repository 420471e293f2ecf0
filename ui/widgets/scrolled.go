package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Scrolled lets an object scroll up and down in the room it is given. The object gets its width before its height is
// asked: paragraphs in it are as high as their lines.
func Scrolled(o fyne.CanvasObject) *fyne.Container { return scrolled(o, nil) }

// UpTo shows an object in full up to a height, and lets it scroll beyond. Edges of the focus and the bar lie outside its width,
// so that what is shown stands in line with what is above and below: there must be a margin.
func UpTo(limit func() float32, o fyne.CanvasObject) *fyne.Container {
	return scrolled(InsetEach(outer, barRoom, outer, outer, o), limit)
}

const (
	outer   float32 = 4
	barRoom float32 = 12
)

func scrolled(o fyne.CanvasObject, limit func() float32) *fyne.Container {
	scroll := container.NewVScroll(o)
	return container.New(&scrolling{scroll, limit}, scroll)
}

type scrolling struct {
	scroll *container.Scroll
	limit  func() float32 // nil: as small as a scroll may be
}

func (l *scrolling) MinSize([]fyne.CanvasObject) fyne.Size {
	if l.limit == nil {
		return l.scroll.MinSize()
	}
	least := l.scroll.Content.MinSize()
	return fyne.NewSize(least.Width-outer-barRoom, min(least.Height, l.limit()))
}

func (l *scrolling) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	if l.limit != nil {
		s.Width += outer + barRoom
		l.scroll.Move(fyne.NewPos(-outer, 0))
	}
	l.scroll.Content.Resize(fyne.NewSize(s.Width, l.scroll.Content.Size().Height))
	l.scroll.Resize(s)
	l.scroll.Refresh()
}

// Reveal scrolls what Scrolled or UpTo made until an object in it is seen whole.
func Reveal(in *fyne.Container, o fyne.CanvasObject) {
	l, ok := in.Layout.(*scrolling)
	if !ok || o.Size().Height == 0 {
		return // not laid out yet
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(l.scroll.Content).Y
	at, room := l.scroll.Offset.Y, l.scroll.Size().Height
	switch {
	case top < at:
		at = top - revealed
	case top+o.Size().Height > at+room:
		at = top + o.Size().Height + revealed - room
	default:
		return
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(at, 0)))
}

// revealed is the room left beyond what was scrolled into view.
const revealed = 8
