package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Scrolled lets an object scroll up and down in the room it is given. The object gets its width before its height is
// asked: paragraphs in it are as high as their lines.
func Scrolled(o fyne.CanvasObject) fyne.CanvasObject { return scrolled(o, nil) }

// UpTo shows an object in full up to a height, and lets it scroll beyond. It keeps room for the bar beside it.
func UpTo(limit func() float32, o fyne.CanvasObject) fyne.CanvasObject {
	return scrolled(InsetEach(4, 12, 4, 4, o), limit)
}

func scrolled(o fyne.CanvasObject, limit func() float32) fyne.CanvasObject {
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
	return fyne.NewSize(least.Width, min(least.Height, l.limit()))
}

func (l *scrolling) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.scroll.Content.Resize(fyne.NewSize(s.Width, l.scroll.Content.Size().Height))
	l.scroll.Resize(s)
	l.scroll.Refresh()
}
