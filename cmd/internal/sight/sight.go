// Package sight tells what a person sees in a window and where, and what of it has too little room: for tests and for pictures.
// It imports the window's widgets; the program that is given away does not import it.
package sight

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/widgets"
)

// Seen is something on the screen: what it is (text, button, place, input, else the name of its type), what it says,
// and where it is, in pixels from the window's corner.
type Seen struct {
	What     string            `json:"what"`
	Says     string            `json:"says"` // of a button without words its icon's name
	X        float32           `json:"x"`
	Y        float32           `json:"y"`
	W        float32           `json:"w"`
	H        float32           `json:"h"`
	Focused  bool              `json:"focused,omitempty"`
	Disabled bool              `json:"disabled,omitempty"`
	Object   fyne.CanvasObject `json:"-"`
}

// Button is what is pressed by its words, in a dialog as elsewhere.
type Button interface {
	Words() string
	Disabled() bool
	Press()
}

// Middle is where one would click it.
func (s Seen) Middle() (x, y float32) { return s.X + s.W/2, s.Y + s.H/2 }

// In reports whether its middle lies in something else.
func (s Seen) In(o Seen) bool {
	x, y := s.Middle()
	return x >= o.X && x < o.X+o.W && y >= o.Y && y < o.Y+o.H
}

// Look tells what can be reached: what lies uppermost, and nothing below it. Look on the window's thread.
func Look(c fyne.Canvas) []Seen {
	l := &looking{scale: c.Scale(), focused: c.Focused(), all: []Seen{}}
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	l.at(top, top.Position(), box{0, 0, c.Size().Width, c.Size().Height})
	return l.all
}

type looking struct {
	scale   float32
	focused fyne.Focusable
	all     []Seen
}

// at notes an object at a place of the window, and what is in it, as far as it is seen.
func (l *looking) at(o fyne.CanvasObject, pos fyne.Position, room box) {
	if !o.Visible() {
		return
	}
	size := o.Size()
	if t, ok := o.(*canvas.Text); ok {
		size = size.Max(t.MinSize()) // a text is drawn whole, whatever its size
	}
	here := room.within(box{pos.X, pos.Y, pos.X + size.Width, pos.Y + size.Height})
	if scroll, ok := o.(*container.Scroll); ok {
		l.at(scroll.Content, pos.Add(scroll.Content.Position()), here)
		return
	}
	l.note(o, here)
	for _, part := range partsOf(o) {
		l.at(part, pos.Add(part.Position()), room)
	}
}

func partsOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// note keeps what a person can read, press or type into.
func (l *looking) note(o fyne.CanvasObject, b box) {
	s := Seen{Object: o, X: b.left * l.scale, Y: b.top * l.scale, W: (b.right - b.left) * l.scale, H: (b.bottom - b.top) * l.scale}
	if s.W < 2 || s.H < 2 {
		return
	}
	switch o := o.(type) {
	case *canvas.Text:
		s.What, s.Says = "text", o.Text
	case Button:
		s.What, s.Says, s.Disabled = "button", o.Words(), o.Disabled()
	case *widgets.Place:
		s.What, s.Says = "place", o.Name
	case *widgets.Input:
		s.What, s.Disabled, s.Focused = "input", o.Disabled(), o.Target() == l.focused
	case fyne.Focusable:
		s.What = reflect.TypeOf(o).Elem().Name()
	default:
		return
	}
	if f, ok := o.(fyne.Focusable); ok && f == l.focused {
		s.Focused = true
	}
	l.all = append(l.all, s)
}

// box is a part of the window.
type box struct{ left, top, right, bottom float32 }

func (b box) within(o box) box {
	return box{max(b.left, o.left), max(b.top, o.top), min(b.right, o.right), min(b.bottom, o.bottom)}
}
