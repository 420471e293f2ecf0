package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Control is what a field may hold: something with the focus that can be drawn as wrong.
type Control interface {
	fyne.CanvasObject
	Target() fyne.Focusable
	SetWrong(bool)
}

// Field is a control with its label above, and below it what helps or what is wrong.
type Field struct {
	widget.BaseWidget
	Control Control

	help, wrong string
	star        *Text // behind a label: it must be filled in
	icon        *Picture
	message     *Paragraph
	below       *fyne.Container
	content     *fyne.Container
}

// NewField makes a field; an empty label leaves its line out, an empty help the line below.
func NewField(label string, required bool, help string, control Control) *Field {
	f := &Field{Control: control, help: help, icon: NewPicture("alert-triangle", theme.Red, 14), message: NewParagraph("", theme.SizeHelp, theme.Text3)}
	f.below = Row(4, Part{CanvasObject: Column(0, Fixed(Tall(20, f.icon))), Fill: true}, Grow(f.message))
	parts := []Part{Fixed(control), Fixed(f.below)}
	if label != "" {
		f.star = NewText("*", theme.SizeBody, theme.Red)
		shown(f.star, required)
		parts = append([]Part{Fixed(Line(4, Body(label), f.star))}, parts...)
	}
	f.content = Column(4, parts...)
	f.ExtendBaseWidget(f)
	f.show()
	return f
}

// Require marks the label, or not.
func (f *Field) Require(on bool) {
	if f.star != nil {
		shown(f.star, on)
		f.Refresh()
	}
}

// SetError says what is wrong below the control; "" shows the help again.
func (f *Field) SetError(text string) {
	if f.wrong != text {
		f.wrong = text
		f.show()
	}
}

// SetHelp changes what is said below while nothing is wrong.
func (f *Field) SetHelp(text string) {
	if f.help != text {
		f.help = text
		f.show()
	}
}

// Error is what is wrong, "" nothing.
func (f *Field) Error() string { return f.wrong }

// Focus gives the control the focus.
func (f *Field) Focus() { focusOn(f.Control, f.Control.Target()) }

func (f *Field) show() {
	text, tone := f.help, theme.Text3
	if f.wrong != "" {
		text, tone = f.wrong, theme.Red
	}
	f.Control.SetWrong(f.wrong != "")
	f.message.Set(text)
	f.message.Tone(tone)
	shown(f.icon, f.wrong != "")
	shown(f.below.Objects[0], f.wrong != "")
	shown(f.below, text != "")
	f.Refresh()
}

// shown shows or hides an object.
func shown(o fyne.CanvasObject, yes bool) {
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	return &wholeRenderer{f.content}
}

// wholeRenderer draws one container and lays it out anew when refreshed: its parts may have come, gone or grown.
type wholeRenderer struct{ content *fyne.Container }

func (r *wholeRenderer) Destroy()                     {}
func (r *wholeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.content} }
func (r *wholeRenderer) MinSize() fyne.Size           { return r.content.MinSize() }

func (r *wholeRenderer) Layout(s fyne.Size) {
	r.content.Resize(s)
	r.content.Layout.Layout(r.content.Objects, s)
}

func (r *wholeRenderer) Refresh() {
	if r.content.Layout != nil {
		r.content.Layout.Layout(r.content.Objects, r.content.Size())
	}
	r.content.Refresh()
}
