package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Text is one line of text that keeps to its width: what does not fit ends in ….
type Text struct {
	widget.BaseWidget
	text  string
	size  float32
	color fyne.ThemeColorName
	bold  bool
	align fyne.TextAlign
	whole bool // asks for room for all of it; else it may be cut
}

// NewText makes a line that wants all of its width.
func NewText(text string, size float32, color fyne.ThemeColorName) *Text {
	t := &Text{text: text, size: size, color: color, whole: true}
	t.ExtendBaseWidget(t)
	return t
}

// Body is a line of body text.
func Body(text string) *Text { return NewText(text, theme.SizeBody, theme.Text) }

// Help is a line of secondary text.
func Help(text string) *Text { return NewText(text, theme.SizeHelp, theme.Text3) }

// Title is a line in the medium weight.
func Title(text string, size float32) *Text { return NewText(text, size, theme.Text).Bold() }

// Bold puts the line into the medium weight.
func (t *Text) Bold() *Text { t.bold = true; return t }

// Cut lets the line be narrower than its text.
func (t *Text) Cut() *Text { t.whole = false; return t }

// Right and Centre align the line in its width.
func (t *Text) Right() *Text  { t.align = fyne.TextAlignTrailing; return t }
func (t *Text) Centre() *Text { t.align = fyne.TextAlignCenter; return t }

// Set changes the text.
func (t *Text) Set(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// Tone changes the colour.
func (t *Text) Tone(c fyne.ThemeColorName) {
	if t.color != c {
		t.color = c
		t.Refresh()
	}
}

// Value is the whole text, cut or not.
func (t *Text) Value() string { return t.text }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t, line: canvas.NewText("", theme.Of(t.color))}
	r.Refresh()
	return r
}

type textRenderer struct {
	t    *Text
	line *canvas.Text
}

func (r *textRenderer) MinSize() fyne.Size {
	s := extent(r.t.text, r.t.size, r.t.bold)
	if !r.t.whole {
		s.Width = min(s.Width, 2*r.t.size)
	}
	return s
}

func (r *textRenderer) Layout(size fyne.Size) {
	r.line.Text = cut(r.t.text, size.Width, r.t.size, r.t.bold)
	r.line.Resize(size)
	r.line.Refresh()
}

func (r *textRenderer) Refresh() {
	r.line.TextSize, r.line.Alignment, r.line.Color = r.t.size, r.t.align, theme.Of(r.t.color)
	weigh(r.line, r.t.bold)
	r.Layout(r.t.Size())
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *textRenderer) Destroy()                     {}

// cut shortens a text to a width.
func cut(text string, width, size float32, bold bool) string {
	f := faceOf(size, bold)
	if width <= 0 || f.length(text) <= width+0.5 {
		return text
	}
	left := width + 0.5 - f.advance('…')
	end := 0
	for i, c := range text {
		if left -= f.advance(c); left < 0 {
			break
		}
		end = i + len(string(c))
	}
	return strings.TrimRight(text[:end], " ，。") + "…"
}
