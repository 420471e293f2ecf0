package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Toast tells that something happened, with one thing to do about it. It goes by itself unless it stays: what failed stays.
type Toast struct {
	Icon        string // "" : by the tint
	Tint        Tint   // Good, Bad, Soon, Going
	Title, Text string
	Action      string // 撤销, 再试; "" none
	OnAction    func()
	Stay        bool
	Key         string // what it is about: one of the same takes the place of the one before
}

const (
	toastTime          = 6 * time.Second
	toastsMax          = 4
	toastWidth float32 = 400
)

// Toasts are the told ones, newest lowest, at the bottom right of the window: put them over the content. What lies between
// them can be reached.
type Toasts struct {
	widget.BaseWidget
	later func(time.Duration, func()) (stop func())
	cards []*toastCard
}

// NewToasts makes a layer; later does something after a while on the window's thread unless stopped.
func NewToasts(later func(time.Duration, func()) (stop func())) *Toasts {
	t := &Toasts{later: later}
	t.ExtendBaseWidget(t)
	return t
}

// Tell shows a toast; beyond four the oldest goes.
func (t *Toasts) Tell(toast Toast) {
	for _, old := range slices.Clone(t.cards) {
		if toast.Key != "" && old.toast.Key == toast.Key {
			t.drop(old)
		}
	}
	c := newToastCard(t, toast)
	t.cards = append(t.cards, c)
	if len(t.cards) > toastsMax {
		t.drop(t.cards[0])
	}
	c.wait()
	t.Refresh()
}

// Dismiss takes the newest away; false: there is none. The window's Esc does this.
func (t *Toasts) Dismiss() bool {
	if len(t.cards) == 0 {
		return false
	}
	t.drop(t.cards[len(t.cards)-1])
	return true
}

// Count is how many are shown.
func (t *Toasts) Count() int { return len(t.cards) }

func (t *Toasts) drop(c *toastCard) {
	c.hold()
	if i := slices.Index(t.cards, c); i >= 0 {
		t.cards = slices.Delete(t.cards, i, i+1)
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer { return &toastsRenderer{t} }

type toastsRenderer struct{ t *Toasts }

func (r *toastsRenderer) Destroy()           {}
func (r *toastsRenderer) MinSize() fyne.Size { return fyne.NewSize(0, 0) }
func (r *toastsRenderer) Refresh()           { r.Layout(r.t.Size()) }

func (r *toastsRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.t.cards))
	for i, c := range r.t.cards {
		out[i] = c
	}
	return out
}

func (r *toastsRenderer) Layout(s fyne.Size) {
	width, y := min(toastWidth, s.Width-32), s.Height-16
	for _, c := range slices.Backward(r.t.cards) {
		c.Resize(fyne.NewSize(width, c.Size().Height))
		h := c.MinSize().Height
		c.Resize(fyne.NewSize(width, h))
		y -= h
		c.Move(fyne.NewPos(s.Width-16-width, y))
		y -= 8
	}
}

// toastCard is one toast; while the pointer is over it its time stands still.
type toastCard struct {
	widget.BaseWidget
	of      *Toasts
	toast   Toast
	stop    func()
	content *fyne.Container
}

func newToastCard(of *Toasts, toast Toast) *toastCard {
	c := &toastCard{of: of, toast: toast}
	ink, _ := toast.Tint.Colours()
	icon := toast.Icon
	if icon == "" {
		icon = map[Tint]string{Good: "circle-check", Bad: "alert-circle", Soon: "alert-triangle"}[toast.Tint]
	}
	if icon == "" {
		icon = "info-circle"
	}
	words := []fyne.CanvasObject{NewParagraph(toast.Title, theme.SizeBody, theme.Text).Bold()}
	if toast.Text != "" {
		words = append(words, NewParagraph(toast.Text, theme.SizeHelp, theme.Text2))
	}
	parts := []Part{{CanvasObject: Marked(icon, ink, Stack(2, words...)), Weight: 1}}
	gone := func() { of.drop(c) }
	if toast.Action != "" {
		b := newKeyButton(toast.Action, "", Plain, func() { gone(); toast.OnAction() }, gone)
		b.hover, b.Small = c.over, true
		parts = append(parts, Fixed(b))
	}
	parts = append(parts, Part{CanvasObject: Column(0, Fixed(newGlyph("x", gone))), Fill: true})
	c.content = On(NewPanel(theme.Surface, theme.Strong, 8), Inset(12, 14, Row(10, parts...)))
	c.ExtendBaseWidget(c)
	return c
}

func (c *toastCard) wait() {
	if !c.toast.Stay && c.stop == nil {
		c.stop = c.of.later(toastTime, func() { c.of.drop(c) })
	}
}

func (c *toastCard) hold() {
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
}

func (c *toastCard) over(yes bool) {
	if yes {
		c.hold()
	} else if slices.Contains(c.of.cards, c) {
		c.wait()
	}
}

// The toolkit's callbacks. Tapped keeps a tap from what lies below.
func (c *toastCard) Tapped(*fyne.PointEvent)        {}
func (c *toastCard) MouseIn(*desktop.MouseEvent)    { c.over(true) }
func (c *toastCard) MouseMoved(*desktop.MouseEvent) {}
func (c *toastCard) MouseOut()                      { c.over(false) }

// CreateRenderer implements fyne.Widget.
func (c *toastCard) CreateRenderer() fyne.WidgetRenderer { return &wholeRenderer{c.content} }
