package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// CreateRenderer implements fyne.Widget. The stock entry scrolls its text, and takes the wheel even where all of it is seen: a form would
// stand still under the pointer. So its scroll takes part only while there is something to scroll.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	stock := e.Entry.CreateRenderer()
	at := slices.IndexFunc(stock.Objects(), func(o fyne.CanvasObject) bool { _, ok := o.(*container.Scroll); return ok })
	if at < 0 {
		return stock
	}
	scroll := stock.Objects()[at].(*container.Scroll)
	return &entryRenderer{stock, scroll, container.New(standing{scroll}, scroll.Content)}
}

type entryRenderer struct {
	fyne.WidgetRenderer
	scroll *container.Scroll
	still  *fyne.Container // stands in its place, where all of the text is seen
}

// Layout implements fyne.WidgetRenderer.
func (r *entryRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.still.Move(r.scroll.Position())
	r.still.Resize(r.scroll.Size())
}

// Objects implements fyne.WidgetRenderer.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	all := r.WidgetRenderer.Objects()
	at := slices.Index(all, fyne.CanvasObject(r.scroll))
	if at < 0 || r.scrolls() {
		return all
	}
	all = slices.Clone(all)
	all[at] = r.still
	return all
}

// scrolls tells whether there is more text than is seen.
func (r *entryRenderer) scrolls() bool {
	text, room := r.scroll.Content.Size(), r.scroll.Size()
	if r.scroll.Direction == container.ScrollHorizontalOnly {
		return text.Width > room.Width
	}
	return text.Height > room.Height
}

// standing lays text out as its scroll does, which is not shown.
type standing struct{ scroll *container.Scroll }

func (l standing) MinSize([]fyne.CanvasObject) fyne.Size { return l.scroll.MinSize() }
func (l standing) Layout([]fyne.CanvasObject, fyne.Size) { l.scroll.Refresh() }
