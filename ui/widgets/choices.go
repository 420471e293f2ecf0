package widgets

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// choice is an option with its check, in a list of them.
type choice struct {
	widget.BaseWidget
	option           Option
	on               bool
	plain            bool // without a check: choosing does something
	hovered, focused bool
	chosen           func(*choice)
	move             func(c *choice, by int)
	closed           func()
}

func (c *choice) press() {
	if c.option.Off != "" {
		return
	}
	if !c.plain {
		c.on = !c.on
		c.Refresh()
	}
	c.chosen(c)
}

// offWidth is what a reason may take beside what it keeps from being chosen.
const offWidth float32 = 260

// MinSize implements fyne.CanvasObject.
func (c *choice) MinSize() fyne.Size {
	w := lengthOf(c.option.Label, theme.SizeBody, false) + 24
	if !c.plain {
		w += checkSize + 8
	}
	if c.option.Off != "" {
		w += min(lengthOf(c.option.Off, theme.SizeHelp, false), offWidth) + 24
	}
	if c.option.Count > 0 {
		w += lengthOf(fmt.Sprint(c.option.Count), theme.SizeHelp, false) + 16
	}
	return fyne.NewSize(w, 32)
}

// The toolkit's callbacks: pointer, focus, keys.
func (c *choice) Tapped(*fyne.PointEvent)        { c.press() }
func (c *choice) MouseIn(*desktop.MouseEvent)    { c.hovered = true; c.Refresh() }
func (c *choice) MouseMoved(*desktop.MouseEvent) {}
func (c *choice) MouseOut()                      { c.hovered = false; c.Refresh() }
func (c *choice) FocusGained()                   { c.focused = true; c.Refresh() }
func (c *choice) FocusLost()                     { c.focused = false; c.Refresh() }
func (c *choice) TypedRune(rune)                 {}
func (c *choice) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.press()
	case fyne.KeyDown:
		c.move(c, 1)
	case fyne.KeyUp:
		c.move(c, -1)
	case fyne.KeyEscape:
		c.closed()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *choice) CreateRenderer() fyne.WidgetRenderer {
	d := &choiceRenderer{c: c, ground: canvas.NewRectangle(color.Transparent), label: canvas.NewText("", nil), count: canvas.NewText("", nil)}
	d.Refresh()
	return d
}

type choiceRenderer struct {
	c            *choice
	ground       *canvas.Rectangle
	box          checkBox
	label, count *canvas.Text
	objects      []fyne.CanvasObject
}

func (d *choiceRenderer) MinSize() fyne.Size           { return d.c.MinSize() }
func (d *choiceRenderer) Objects() []fyne.CanvasObject { return d.objects }
func (d *choiceRenderer) Destroy()                     {}
func (d *choiceRenderer) Layout(fyne.Size)             { d.Refresh() }

func (d *choiceRenderer) Refresh() {
	c, size, x := d.c, d.c.Size(), float32(10)
	g := d.ground
	g.CornerRadius, g.StrokeWidth, g.FillColor = 6, 0, theme.Of(theme.Surface)
	if c.hovered || c.focused {
		g.FillColor = theme.Of(theme.Hovered)
	}
	if c.focused {
		g.StrokeWidth, g.StrokeColor = 2, theme.Of(theme.Fill)
	}
	g.Resize(size)
	d.objects = append(d.objects[:0], g)
	if !c.plain {
		d.objects = append(d.objects, d.box.draw(fyne.NewPos(x, (size.Height-checkSize)/2), map[bool]tick{true: ticked}[c.on])...)
		x += checkSize + 8
	}
	right := float32(10)
	if c.option.Count > 0 {
		d.count.Text, d.count.TextSize, d.count.Color, d.count.Alignment = fmt.Sprint(c.option.Count), theme.SizeHelp, theme.Of(theme.Text3), fyne.TextAlignTrailing
		d.count.Move(fyne.NewPos(0, -1))
		d.count.Resize(fyne.NewSize(size.Width-right, size.Height))
		d.objects = append(d.objects, d.count)
		right += lengthOf(d.count.Text, theme.SizeHelp, false) + 8
	}
	ink := theme.Text
	if c.option.Off != "" {
		ink = theme.Text3
		room := size.Width - x - right - lengthOf(c.option.Label, theme.SizeBody, false) - 16
		d.count.Text, d.count.TextSize, d.count.Color, d.count.Alignment = cut(c.option.Off, room, theme.SizeHelp, false), theme.SizeHelp, theme.Of(theme.Text3), fyne.TextAlignTrailing
		d.count.Move(fyne.NewPos(0, -1))
		d.count.Resize(fyne.NewSize(size.Width-right, size.Height))
		d.objects = append(d.objects, d.count)
	}
	d.label.Text, d.label.TextSize, d.label.Color = cut(c.option.Label, size.Width-x-right, theme.SizeBody, false), theme.SizeBody, theme.Of(ink)
	d.label.Move(fyne.NewPos(x, -1))
	d.label.Resize(fyne.NewSize(0, size.Height))
	d.objects = append(d.objects, d.label)
	for _, o := range d.objects {
		o.Refresh()
	}
	canvas.Refresh(c)
}

// searched is how many options want a field to search them.
const searched = 8

// choices is a list of options in a flyout, searched where it is long.
type choices struct {
	flyout *Flyout
	list   []*choice
	column *fyne.Container
	scroll *container.Scroll // nil where the list is short
	search *Input
	none   *Text
}

// openChoices opens options below an object; chosen is told of each that is pressed, with what it is then.
func openChoices(o fyne.CanvasObject, options []Option, on func(key string) bool, plain bool, chosen func(key string, on bool)) *choices {
	l := &choices{column: container.New(&flex{down: true}), none: Help("没有符合的项")}
	l.none.Hide()
	for _, option := range options {
		c := &choice{option: option, plain: plain, on: on(option.Value), move: l.move, chosen: func(c *choice) { chosen(c.option.Value, c.on) }, closed: l.close}
		c.ExtendBaseWidget(c)
		l.list = append(l.list, c)
		l.column.Add(c)
	}
	content := fyne.CanvasObject(l.column)
	if len(options) >= searched {
		l.search = newSearch(l)
		l.scroll = container.NewVScroll(container.NewStack(l.column, container.NewCenter(l.none)))
		height := min(float32(len(options)), 9.5) * 32
		content = Column(6, Fixed(l.search), Grow(Least(l.column.MinSize().Width, height, l.scroll)))
	}
	l.flyout = OpenBelow(o, content, fyne.NewSize(180, 0))
	if l.search != nil {
		l.flyout.Focus(l.search.Target())
	} else if len(l.list) > 0 {
		l.flyout.Focus(l.list[0])
	}
	return l
}

func (l *choices) close() { l.flyout.Close() }

// filter shows what is found by some text.
func (l *choices) filter(by string) {
	found := 0
	for _, c := range l.list {
		if c.option.found(by) {
			c.Show()
			found++
		} else {
			c.Hide()
		}
	}
	l.none.Hidden = found > 0
	l.column.Refresh()
	l.none.Refresh()
}

// visible are the options that are found.
func (l *choices) visible() []*choice {
	var out []*choice
	for _, c := range l.list {
		if c.Visible() {
			out = append(out, c)
		}
	}
	return out
}

// move gives the focus to a neighbour; above the first is the search.
func (l *choices) move(from *choice, by int) {
	list := l.visible()
	at := -1
	for i, c := range list {
		if c == from {
			at = i
		}
	}
	switch at += by; {
	case at >= 0 && at < len(list):
		l.flyout.Focus(list[at])
		l.reveal(list[at])
	case at < 0 && l.search != nil:
		l.flyout.Focus(l.search.Target())
	}
}

// reveal scrolls as little as shows an option whole.
func (l *choices) reveal(c *choice) {
	if l.scroll == nil {
		return
	}
	top, offset := c.Position().Y, l.scroll.Offset.Y
	offset = max(min(offset, top), top+c.Size().Height-l.scroll.Size().Height)
	l.scroll.ScrollToOffset(fyne.NewPos(0, offset))
}
