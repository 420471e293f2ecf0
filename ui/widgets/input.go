package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Input is a box to type into, with an icon before and a mark behind where asked. What is wrong with the text stands below
// it, in its Field.
type Input struct {
	widget.BaseWidget
	OnChanged func(text string)
	OnSubmit  func()                    // Enter; Ctrl+Enter in a long text
	OnCancel  func()                    // Esc where there is nothing to give back
	OnEnter   func()                    // the focus came
	OnLeave   func()                    // the focus went elsewhere
	OnKey     func(*fyne.KeyEvent) bool // sees keys first; true: taken
	Accept    func(rune) rune           // changes a typed character; 0 refuses it

	entry          *entry
	icon           string
	tail           string // understood value, shown at the end while there is room
	behind         fyne.CanvasObject
	bare           bool // without ground and edge: its owner has them
	large          bool
	enlarged       float32 // size of its text; 0: body
	wrong, focused bool
	kept           string
}

// NewInput makes a box for one line.
func NewInput(placeholder string) *Input {
	in := &Input{}
	in.entry = newEntry(in)
	in.entry.Scroll = fyne.ScrollHorizontalOnly
	in.entry.SetPlaceHolder(placeholder)
	in.ExtendBaseWidget(in)
	return in
}

// NewLongInput makes a box for several lines, of which that many are seen.
func NewLongInput(placeholder string, rows int) *Input {
	in := NewInput(placeholder)
	in.entry.MultiLine, in.entry.Wrapping, in.entry.Scroll = true, fyne.TextWrapBreak, fyne.ScrollVerticalOnly
	in.entry.SetMinRowsVisible(rows)
	return in
}

// NewSecret makes a box that hides what is typed; the eye in it shows it.
func NewSecret(placeholder string) *Input {
	in := NewInput(placeholder)
	in.entry.Password = true
	in.entry.ActionItem = container.NewWithoutLayout() // keeps the stock eye away
	eye := newEye(in)
	in.behind = eye
	return in
}

// WithIcon puts an icon before the text.
func (in *Input) WithIcon(name string) *Input { in.icon = name; return in }

// Large makes it as high as what a screen of its own asks.
func (in *Input) Large() *Input { in.large = true; return in }

// Value is the text.
func (in *Input) Value() string { return in.entry.Text }

// SetValue changes the text; Esc gives it back from then on.
func (in *Input) SetValue(text string) {
	in.kept = text
	in.entry.SetText(text)
	in.entry.CursorColumn = 0
	if !in.entry.MultiLine {
		in.entry.CursorColumn = len([]rune(text))
	}
	in.Refresh()
}

// conceal has what is hidden drawn as dots of their own face. That has nothing else: a placeholder keeps the usual one.
func (in *Input) conceal() {
	if dots := in.entry.Password && in.entry.Text != ""; dots != in.entry.TextStyle.Symbol {
		in.entry.TextStyle.Symbol = dots
		in.entry.Refresh()
	}
}

// SetWrong draws the edge red with a mark, or as usual.
func (in *Input) SetWrong(wrong bool) {
	if in.wrong != wrong {
		in.wrong = wrong
		in.Refresh()
	}
}

// SetTail shows what the text was understood as, behind it.
func (in *Input) SetTail(text string) {
	if in.tail != text {
		in.tail = text
		in.Refresh()
	}
}

// Disable and Enable say whether it can be typed into.
func (in *Input) Disable() { in.entry.Disable(); in.Refresh() }
func (in *Input) Enable()  { in.entry.Enable(); in.Refresh() }

// Disabled reports whether it can't be typed into.
func (in *Input) Disabled() bool { return in.entry.Disabled() }

// Target is what takes the focus.
func (in *Input) Target() fyne.Focusable { return in.entry }

// Tapped gives the focus to the text wherever the box is tapped.
func (in *Input) Tapped(*fyne.PointEvent) { focusOn(in, in.entry) }

func (in *Input) entered() {
	in.kept, in.focused = in.entry.Text, true
	if in.OnEnter != nil {
		in.OnEnter()
	}
	in.Refresh()
}

func (in *Input) left() {
	in.focused = false
	if in.OnLeave != nil {
		in.OnLeave()
	}
	in.Refresh()
}

func (in *Input) submit() {
	if in.OnSubmit != nil {
		in.OnSubmit()
	}
}

// escape gives back the text that was there when the focus came; where it is there still, it cancels.
func (in *Input) escape() {
	if in.entry.Text != in.kept {
		in.SetValue(in.kept)
		return
	}
	if in.OnCancel != nil {
		in.OnCancel()
	}
}

// CreateRenderer implements fyne.Widget.
func (in *Input) CreateRenderer() fyne.WidgetRenderer {
	r := &inputRenderer{in: in, frame: newFrame(), icon: NewPicture("search", theme.Text2, iconSize), mark: NewPicture("alert-circle", theme.Red, iconSize),
		tail: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type inputRenderer struct {
	in         *Input
	frame      frame
	icon, mark *Picture
	tail       *canvas.Text
}

func (r *inputRenderer) Destroy() {}
func (r *inputRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.frame.Rectangle, r.in.entry, r.icon, r.tail, r.mark}
	if r.in.behind != nil {
		all = append(all, r.in.behind)
	}
	return all
}

func (r *inputRenderer) MinSize() fyne.Size {
	left, right := r.sides()
	least := r.in.entry.MinSize()
	height := r.line()
	if r.in.entry.MultiLine {
		height = max(height, least.Height+4)
	}
	return fyne.NewSize(left+right+max(least.Width, 48), height)
}

// line is the height of a single line, in which icons stand.
func (r *inputRenderer) line() float32 {
	switch {
	case r.in.enlarged > 0:
		return round(r.in.enlarged * 2.2)
	case r.in.large:
		return largeHeight
	}
	return controlHeight
}

// sides are what the text leaves free before and behind it.
func (r *inputRenderer) sides() (left, right float32) {
	left, right = 4, 4
	if r.in.icon != "" {
		left = 26
	}
	if r.in.behind != nil {
		right += r.in.behind.MinSize().Width + 2
	}
	if r.in.wrong {
		right += iconSize + 4
	}
	return left, right
}

func (r *inputRenderer) Layout(s fyne.Size) {
	r.frame.Resize(s)
	left, right := r.sides()
	e := r.in.entry
	height := s.Height - 4
	if !e.MultiLine {
		height = max(e.MinSize().Height, 28)
	}
	tail := r.tailWidth(s.Width - left - right)
	e.Resize(fyne.NewSize(s.Width-left-right-tail, height))
	e.Move(fyne.NewPos(left, float32(int((s.Height-height)/2))))
	r.icon.Resize(fyne.NewSquareSize(iconSize))
	r.icon.Move(fyne.NewPos(10, (r.line()-iconSize)/2))
	r.tail.Move(fyne.NewPos(s.Width-right-tail, float32(int((s.Height-r.tail.MinSize().Height)/2))))
	x := s.Width - 6
	if b := r.in.behind; b != nil {
		m := b.MinSize()
		x -= m.Width
		b.Resize(m)
		b.Move(fyne.NewPos(x, float32(int((r.line()-m.Height)/2))))
	}
	r.mark.Resize(fyne.NewSquareSize(iconSize))
	r.mark.Move(fyne.NewPos(x-iconSize-4, (r.line()-iconSize)/2))
}

// tailWidth is the room of the understood value: none where text and value do not both fit.
func (r *inputRenderer) tailWidth(room float32) float32 {
	r.tail.Hidden = r.in.tail == ""
	if r.tail.Hidden {
		return 0
	}
	tail := r.tail.MinSize().Width + 4
	text := fyne.MeasureText(r.in.entry.Text, base.TextSize(), fyne.TextStyle{}).Width + 2*base.InnerPadding()
	if text+tail > room {
		r.tail.Hidden = true
		return 0
	}
	return tail
}

func (r *inputRenderer) Refresh() {
	in := r.in
	r.frame.show(in.focused, in.wrong, in.entry.Disabled())
	r.frame.Hidden = in.bare
	r.icon.Hidden = in.icon == ""
	if in.icon != "" {
		r.icon.Set(in.icon, theme.Text2)
	}
	r.mark.Hidden = !in.wrong
	r.tail.Text, r.tail.TextSize, r.tail.Color = in.tail, theme.SizeHelp, theme.Of(theme.Text2)
	r.icon.Refresh()
	r.mark.Refresh()
	r.Layout(in.Size())
	canvas.Refresh(in)
}
