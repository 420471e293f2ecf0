package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Flyout is content on a card over the window, below what it belongs to. A click beside it or Esc closes it; the
// content's parts call Close on Esc.
type Flyout struct {
	widget.BaseWidget
	OnClosed func()

	canvas fyne.Canvas
	card   *fyne.Container
	at     fyne.Position
	size   fyne.Size
	open   bool
}

// OpenBelow opens content below an object, kept within the window. A zero size is the content's own.
func OpenBelow(o fyne.CanvasObject, content fyne.CanvasObject, size fyne.Size) *Flyout {
	driver := fyne.CurrentApp().Driver()
	f := &Flyout{canvas: driver.CanvasForObject(o), card: On(NewPanel(theme.Surface, theme.Border, 8), Inset(6, 6, content))}
	if f.canvas == nil { // not shown any more
		return f
	}
	f.ExtendBaseWidget(f)
	all := f.canvas.Size()
	f.size = f.card.MinSize().Max(size)
	f.size = f.size.Min(fyne.NewSize(all.Width-16, all.Height-16))
	at := driver.AbsolutePositionForObject(o)
	below := at.Y + o.Size().Height + 4
	if below+f.size.Height > all.Height-8 {
		below = max(all.Height-8-f.size.Height, 8)
	}
	f.at = fyne.NewPos(max(min(at.X, all.Width-8-f.size.Width), 8), below)
	f.open = true
	f.canvas.Overlays().Add(f)
	f.Resize(all)
	return f
}

// Close takes the flyout away; what had the focus before has it again.
func (f *Flyout) Close() {
	if !f.open {
		return
	}
	f.open = false
	f.canvas.Overlays().Remove(f)
	if f.OnClosed != nil {
		f.OnClosed()
	}
}

// Focus gives the focus to a part of the content.
func (f *Flyout) Focus(o fyne.Focusable) {
	if f.open {
		f.canvas.Focus(o)
	}
}

// The toolkit's callbacks: a click beside the card closes.
func (f *Flyout) Tapped(e *fyne.PointEvent)          { f.beside(e.Position) }
func (f *Flyout) TappedSecondary(e *fyne.PointEvent) { f.beside(e.Position) }
func (f *Flyout) beside(p fyne.Position) {
	if p.X < f.at.X || p.Y < f.at.Y || p.X > f.at.X+f.size.Width || p.Y > f.at.Y+f.size.Height {
		f.Close()
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Flyout) CreateRenderer() fyne.WidgetRenderer { return &flyoutRenderer{f} }

type flyoutRenderer struct{ f *Flyout }

func (r *flyoutRenderer) MinSize() fyne.Size           { return r.f.size }
func (r *flyoutRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.card} }
func (r *flyoutRenderer) Refresh()                     { r.f.card.Refresh() }
func (r *flyoutRenderer) Destroy()                     {}

func (r *flyoutRenderer) Layout(s fyne.Size) {
	if s != r.f.canvas.Size() && s.Width < r.f.at.X+r.f.size.Width { // the window became narrower
		r.f.at.X = max(s.Width-8-r.f.size.Width, 8)
	}
	r.f.card.Move(r.f.at)
	r.f.card.Resize(r.f.size)
}
