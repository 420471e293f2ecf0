package widgets

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Chip is one filter: empty it is a name, set it says to what and has a × that clears it. It opens a list of options to
// check by click, Space, Enter or ↓; Delete clears it.
type Chip struct {
	widget.BaseWidget
	Name     string
	OnChange func(chosen []string) // keys, in the order of the options
	Bare     bool                  // shown only while it is set

	options          []Option
	chosen           []string
	hovered, focused bool
	list             *choices
	opens            func()            // instead of its options, nil them
	resized          func()            // the row it stands in makes room, nil none
	anchor           fyne.CanvasObject // what its list opens below where the chip itself has no room, nil itself
}

// NewChip makes an empty filter.
func NewChip(name string, options []Option, changed func(chosen []string)) *Chip {
	c := &Chip{Name: name, options: options, OnChange: changed}
	c.ExtendBaseWidget(c)
	return c
}

// SetOptions puts other options, or other counts, in; chosen ones that are no more stay chosen until they are cleared.
func (c *Chip) SetOptions(options []Option) {
	c.options = options
	c.redraw()
}

// Chosen gives the keys the filter is set to.
func (c *Chip) Chosen() []string { return slices.Clone(c.chosen) }

// Set sets the filter without telling the owner.
func (c *Chip) Set(keys ...string) {
	c.chosen = slices.Clone(keys)
	c.redraw()
}

func (c *Chip) redraw() {
	c.Refresh()
	if c.resized != nil {
		c.resized()
	}
}

// Clear empties the filter.
func (c *Chip) Clear() {
	if len(c.chosen) > 0 {
		c.chosen = nil
		c.tell()
	}
}

func (c *Chip) tell() {
	c.redraw()
	if c.OnChange != nil {
		c.OnChange(c.Chosen())
	}
}

// Value is what the filter is set to, in words: 丹徒区, or 丹徒区等 2 个.
func (c *Chip) Value() string {
	if len(c.chosen) == 0 {
		return ""
	}
	first := c.chosen[0]
	for _, o := range c.options {
		if o.Value == first {
			first = o.Label
		}
	}
	if len(c.chosen) > 1 {
		return fmt.Sprintf("%s等 %d 个", first, len(c.chosen))
	}
	return first
}

// Open shows the options.
func (c *Chip) Open() {
	if c.opens != nil {
		c.opens()
		return
	}
	below := fyne.CanvasObject(c)
	if c.anchor != nil {
		below = c.anchor
	}
	c.list = openChoices(below, c.options, func(key string) bool { return slices.Contains(c.chosen, key) }, false, c.choose)
	c.list.flyout.OnClosed = func() { c.list = nil }
}

// Close takes the open list away.
func (c *Chip) Close() {
	if c.list != nil {
		c.list.close()
	}
}

// choose adds or takes away one option, keeping their order.
func (c *Chip) choose(key string, on bool) {
	var chosen []string
	for _, k := range c.chosen {
		if k != key && !slices.ContainsFunc(c.options, func(o Option) bool { return o.Value == k }) {
			chosen = append(chosen, k)
		}
	}
	for _, o := range c.options {
		if o.Value == key && on || o.Value != key && slices.Contains(c.chosen, o.Value) {
			chosen = append(chosen, o.Value)
		}
	}
	c.chosen = chosen
	c.tell()
}

// Tapped opens, or clears on the ×.
func (c *Chip) Tapped(e *fyne.PointEvent) {
	if len(c.chosen) > 0 && e.Position.X > c.Size().Width-28 {
		c.Clear()
		return
	}
	c.Open()
}

// The toolkit's callbacks: pointer, focus, keys.
func (c *Chip) MouseIn(*desktop.MouseEvent)    { c.hovered = true; c.Refresh() }
func (c *Chip) MouseMoved(*desktop.MouseEvent) {}
func (c *Chip) MouseOut()                      { c.hovered = false; c.Refresh() }
func (c *Chip) FocusGained()                   { c.focused = true; c.Refresh() }
func (c *Chip) FocusLost()                     { c.focused = false; c.Refresh() }
func (c *Chip) TypedRune(rune)                 {}
func (c *Chip) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		c.Open()
	case fyne.KeyDelete, fyne.KeyBackspace:
		c.Clear()
	default:
		pass(c, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	d := &chipRenderer{c: c, ring: canvas.NewRectangle(color.Transparent), ground: canvas.NewRectangle(color.Transparent), name: canvas.NewText("", nil), value: canvas.NewText("", nil),
		icon: canvas.NewImageFromResource(nil)}
	d.icon.FillMode = canvas.ImageFillContain
	d.Refresh()
	return d
}

const (
	chipHeight float32 = 28
	chipValue  float32 = 168 // what a value may take before it is cut
)

// MinSize implements fyne.CanvasObject.
func (c *Chip) MinSize() fyne.Size {
	if len(c.chosen) == 0 {
		return fyne.NewSize(lengthOf(c.Name, theme.SizeBody, false)+12+4+14+10, chipHeight)
	}
	return fyne.NewSize(12+lengthOf(c.Name+"：", theme.SizeBody, false)+min(lengthOf(c.Value(), theme.SizeBody, true), chipValue)+4+14+10, chipHeight)
}

type chipRenderer struct {
	c            *Chip
	ring, ground *canvas.Rectangle
	name, value  *canvas.Text
	icon         *canvas.Image
}

func (d *chipRenderer) MinSize() fyne.Size { return d.c.MinSize() }
func (d *chipRenderer) Layout(fyne.Size)   { d.Refresh() }
func (d *chipRenderer) Destroy()           {}
func (d *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ring, d.ground, d.name, d.value, d.icon}
}

// look gives ground, edge, ink, words of the name and the icon.
func (d *chipRenderer) look() (ground, edge, ink fyne.ThemeColorName, name, icon string) {
	if len(d.c.chosen) > 0 {
		return theme.Soft, theme.Fill, theme.Primary, d.c.Name + "：", "x"
	}
	ground = theme.Surface
	if d.c.hovered {
		ground = theme.Hovered
	}
	return ground, theme.Strong, theme.Text2, d.c.Name, "chevron-down"
}

func (d *chipRenderer) Refresh() {
	ground, edge, ink, name, icon := d.look()
	s, value := d.c.Size(), d.c.Value()
	d.ground.FillColor, d.ground.StrokeColor, d.ground.StrokeWidth, d.ground.CornerRadius = theme.Of(ground), theme.Of(edge), 1, s.Height/2
	d.ground.Resize(s)
	d.ring.Hidden = !d.c.focused
	d.ring.FillColor, d.ring.StrokeColor, d.ring.StrokeWidth, d.ring.CornerRadius = theme.Of(theme.Surface), theme.Of(theme.Fill), 2, s.Height/2+3
	d.ring.Move(fyne.NewPos(-3, -3))
	d.ring.Resize(s.AddWidthHeight(6, 6))
	x := float32(12)
	d.name.Text, d.name.TextSize, d.name.Color = name, theme.SizeBody, theme.Of(ink)
	x = d.put(d.name, x, s)
	d.value.Text, d.value.TextSize, d.value.Color = cut(value, chipValue, theme.SizeBody, true), theme.SizeBody, theme.Of(ink)
	weigh(d.value, true)
	d.put(d.value, x, s)
	d.icon.Resource = theme.Line(icon, ink)
	d.icon.Resize(fyne.NewSquareSize(14))
	d.icon.Move(fyne.NewPos(s.Width-24, (s.Height-14)/2))
	for _, o := range d.Objects() {
		o.Refresh()
	}
	canvas.Refresh(d.c)
}

// put places a text and says where the next begins.
func (d *chipRenderer) put(t *canvas.Text, x float32, s fyne.Size) float32 {
	t.Move(fyne.NewPos(x, -1))
	t.Resize(fyne.NewSize(0, s.Height))
	return x + lengthOf(t.Text, t.TextSize, t.TextStyle.Bold)
}
