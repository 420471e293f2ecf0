package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Look is how much a button asks to be pressed.
type Look int

// Looks of a button. An area has one primary at most.
const (
	Usual   Look = iota // surface and edge
	Main                // filled
	Plain               // words alone
	Hushed              // words or an icon alone, in the secondary colour
	Warning             // red words; its label ends in …
)

// Button is a verb to press: by mouse, by Space or Enter where it has the focus.
type Button struct {
	widget.BaseWidget
	Label    string
	Icon     string // name of a line icon, "" none
	Keys     string // shortcut shown beside the label
	Look     Look
	Small    bool
	OnTapped func()

	disabled, hovered, focused bool
}

// NewButton makes a button.
func NewButton(label, icon string, look Look, tapped func()) *Button {
	b := &Button{Label: label, Icon: icon, Look: look, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// WithKeys shows a shortcut beside the label.
func (b *Button) WithKeys(keys string) *Button { b.Keys = keys; return b }

// Disable and Enable say whether it can be pressed; say why beside it.
func (b *Button) Disable() { b.disabled = true; b.Refresh() }
func (b *Button) Enable()  { b.disabled = false; b.Refresh() }

// Disabled reports whether it can't be pressed.
func (b *Button) Disabled() bool { return b.disabled }

// SetLabel changes the words.
func (b *Button) SetLabel(label string) {
	if b.Label != label {
		b.Label = label
		b.Refresh()
	}
}

// Words are what it is called: its label, else its icon's name.
func (b *Button) Words() string {
	if b.Label != "" {
		return b.Label
	}
	return b.Icon
}

// Press does what the button is for, unless it is disabled.
func (b *Button) Press() {
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// The toolkit's callbacks: pointer, focus, keys.
func (b *Button) Tapped(*fyne.PointEvent)        { b.Press() }
func (b *Button) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *Button) MouseMoved(*desktop.MouseEvent) {}
func (b *Button) MouseOut()                      { b.hovered = false; b.Refresh() }
func (b *Button) FocusGained()                   { b.focused = true; b.Refresh() }
func (b *Button) FocusLost()                     { b.focused = false; b.Refresh() }
func (b *Button) TypedRune(rune)                 {}
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	if presses(k) {
		b.Press()
	} else {
		pass(b, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, ring: canvas.NewRectangle(nil), ground: canvas.NewRectangle(nil), label: canvas.NewText("", nil), keys: canvas.NewText("", nil),
		icon: canvas.NewImageFromResource(nil)}
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b            *Button
	ring, ground *canvas.Rectangle
	label, keys  *canvas.Text
	icon         *canvas.Image
}

const iconSize = 16

func (r *buttonRenderer) Destroy() {}
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.ground, r.icon, r.label, r.keys}
}

// widths of the parts, 0 where there is none.
func (r *buttonRenderer) widths() (icon, label, keys, pad float32) {
	pad = 12
	if r.b.Small {
		pad = 8
	}
	if r.b.Icon != "" {
		icon = iconSize
	}
	if r.b.Label != "" {
		label = r.label.MinSize().Width
	} else {
		pad = 8
	}
	if r.b.Keys != "" {
		keys = r.keys.MinSize().Width
	}
	return icon, label, keys, pad
}

func (r *buttonRenderer) content() float32 {
	icon, label, keys, _ := r.widths()
	w, n := icon+label+keys, -1
	for _, part := range []float32{icon, label, keys} {
		if part > 0 {
			n++
		}
	}
	return w + 6*float32(max(n, 0))
}

func (r *buttonRenderer) MinSize() fyne.Size {
	_, _, _, pad := r.widths()
	height := float32(32)
	if r.b.Small {
		height = 28
	}
	return fyne.NewSize(max(r.content()+2*pad, height), height)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.ring.Resize(fyne.NewSize(s.Width+6, s.Height+6))
	r.ring.Move(fyne.NewPos(-3, -3))
	icon, label, _, _ := r.widths()
	x := (s.Width - r.content()) / 2
	if icon > 0 {
		r.icon.Resize(fyne.NewSquareSize(iconSize))
		r.icon.Move(fyne.NewPos(x, (s.Height-iconSize)/2))
		x += icon + 6
	}
	for _, t := range []*canvas.Text{r.label, r.keys} {
		m := t.MinSize()
		t.Resize(m)
		t.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		if t == r.label && label > 0 {
			x += label + 6
		}
	}
}

// colours of ground, edge and words.
func (r *buttonRenderer) colours() (ground, edge, words fyne.ThemeColorName) {
	b := r.b
	switch {
	case b.disabled && b.Label == "" && (b.Look == Plain || b.Look == Hushed): // words must still be read, an icon only be made out
		return theme.Surface, "", theme.Strong
	case b.disabled:
		return theme.GreySoft, theme.GreySoft, theme.Text3
	case b.Look == Main && b.hovered:
		return theme.FillHover, theme.FillHover, theme.OnFill
	case b.Look == Main:
		return theme.Fill, theme.Fill, theme.OnFill
	}
	ground, edge, words = theme.Surface, theme.Strong, theme.Text
	switch b.Look {
	case Warning:
		words = theme.Red
	case Plain:
		edge, words = "", theme.Primary
	case Hushed:
		edge, words = "", theme.Text2
	}
	if b.hovered {
		ground = theme.Hovered
	}
	return ground, edge, words
}

func (r *buttonRenderer) Refresh() {
	ground, edge, words := r.colours()
	bare := edge == "" && (!r.b.hovered || r.b.disabled)
	r.ground.CornerRadius, r.ring.CornerRadius = 6, 8
	r.ground.FillColor, r.ground.StrokeWidth = theme.Of(ground), 0
	r.ground.Hidden = bare
	if edge != "" {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Of(edge), 1
	}
	r.ring.Hidden = !r.b.focused || r.b.disabled
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth = theme.Of(theme.Surface), theme.Of(theme.Fill), 2
	r.label.Text, r.label.TextSize, r.label.Color = r.b.Label, theme.SizeBody, theme.Of(words)
	r.keys.Text, r.keys.TextSize, r.keys.Color = r.b.Keys, theme.SizeAxis, theme.Of(words)
	r.icon.Hidden = r.b.Icon == ""
	if r.b.Icon != "" {
		r.icon.Resource = theme.Line(r.b.Icon, words)
	}
	for _, o := range r.Objects() {
		o.Refresh()
	}
	r.Layout(r.b.Size())
}
