package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// layer lies over the whole window and holds one panel: what is below can't be reached while it is open. It has its own
// round of focus; when it closes the focus is where it was.
type layer struct {
	widget.BaseWidget
	dim       bool
	panel     fyne.CanvasObject
	place     func(window, least fyne.Size) (fyne.Position, fyne.Size)
	onOutside func()         // tapped beside the panel; nil: nothing happens
	first     fyne.Focusable // has the focus at first, and again when a tap took it away

	handIn func() // what Ctrl+Enter does from anywhere in it, nil nothing

	on fyne.Canvas
}

// HandIn does what the uppermost question is for, as Ctrl+Enter does; what is dangerous wants its button. false: there is
// no question, or none that can be handed in.
func HandIn(on fyne.Canvas) bool {
	l, ok := on.Overlays().Top().(*layer)
	if ok = ok && l.handIn != nil; ok {
		l.handIn()
	}
	return ok
}

// open shows the layer over a window.
func (l *layer) open(on fyne.Canvas) {
	l.ExtendBaseWidget(l)
	l.on = on
	on.Overlays().Add(l)
	l.Resize(on.Size())
	if l.first != nil {
		on.Focus(l.first)
	}
}

// close takes it away; once is enough. The toolkit takes away all above it, too: what was opened from it meanwhile, as a file is asked for or
// progress is shown, comes back with its focus.
func (l *layer) close() {
	if l.on == nil {
		return
	}
	stack, focused := l.on.Overlays(), l.on.Focused()
	all := slices.Clone(stack.List())
	stack.Remove(l)
	if above := all[slices.Index(all, fyne.CanvasObject(l))+1:]; len(above) > 0 && len(above) < len(all) {
		for _, o := range above {
			stack.Add(o)
		}
		if focused != nil {
			l.on.Focus(focused)
		}
	}
	l.on = nil
}

func (l *layer) isOpen() bool { return l.on != nil }

// fit places the panel again: what is in it grew or shrank.
func (l *layer) fit() { l.Refresh() }

// Tapped beside the panel may close it; anywhere else the focus goes back into it.
func (l *layer) Tapped(e *fyne.PointEvent) {
	pos, size := l.panel.Position(), l.panel.Size()
	inside := e.Position.X >= pos.X && e.Position.Y >= pos.Y && e.Position.X < pos.X+size.Width && e.Position.Y < pos.Y+size.Height
	if !inside && l.onOutside != nil {
		l.onOutside()
		return
	}
	if l.first != nil && l.on != nil {
		l.on.Focus(l.first)
	}
}

// CreateRenderer implements fyne.Widget.
func (l *layer) CreateRenderer() fyne.WidgetRenderer {
	r := &layerRenderer{l: l, shade: canvas.NewRectangle(theme.Of(base.ColorNameShadow))}
	r.shade.Hidden = !l.dim
	return r
}

type layerRenderer struct {
	l     *layer
	shade *canvas.Rectangle
}

func (r *layerRenderer) Destroy()           {}
func (r *layerRenderer) MinSize() fyne.Size { return fyne.NewSize(0, 0) }
func (r *layerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shade, r.l.panel}
}

func (r *layerRenderer) Layout(s fyne.Size) {
	r.shade.Resize(s)
	_, first := r.l.place(s, r.l.panel.MinSize())
	r.l.panel.Resize(first)
	pos, size := r.l.place(s, r.l.panel.MinSize()) // paragraphs know their height only now
	r.l.panel.Resize(size)
	r.l.panel.Move(pos)
}

func (r *layerRenderer) Refresh() {
	r.shade.FillColor = theme.Of(base.ColorNameShadow)
	r.Layout(r.l.Size())
	r.shade.Refresh()
	r.l.panel.Refresh()
}

// beside places a panel below an object, above it where there is no room; wide: at least as the object is.
func beside(o fyne.CanvasObject, wide bool) func(window, least fyne.Size) (fyne.Position, fyne.Size) {
	return func(window, least fyne.Size) (fyne.Position, fyne.Size) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		size := least
		if wide {
			size.Width = max(least.Width, o.Size().Width)
		}
		y := at.Y + o.Size().Height + 4
		if y+size.Height > window.Height-4 {
			y = max(at.Y-4-size.Height, 4)
		}
		return fyne.NewPos(max(min(at.X, window.Width-size.Width-4), 4), y), size
	}
}

// across places a panel of a width in the middle, at a height from the top; below zero: centred.
func across(width, top float32) func(window, least fyne.Size) (fyne.Position, fyne.Size) {
	return func(window, least fyne.Size) (fyne.Position, fyne.Size) {
		size := fyne.NewSize(max(least.Width, min(width, window.Width-32)), min(least.Height, window.Height-16))
		y := top
		if top < 0 {
			y = float32(int((window.Height - size.Height) * 0.4))
		}
		return fyne.NewPos(float32(int((window.Width-size.Width)/2)), max(y, 8)), size
	}
}
