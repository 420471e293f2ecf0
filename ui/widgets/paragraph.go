package widgets

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Paragraph is text over as many lines as its width needs. Numbers and Latin words stay whole, and no line begins with a
// mark that closes something. It is as high as its width made it: lay it out in a Column.
type Paragraph struct {
	widget.BaseWidget
	text  string
	size  float32
	color fyne.ThemeColorName
	width float32 // it was last laid out at
}

// NewParagraph makes text that wraps.
func NewParagraph(text string, size float32, color fyne.ThemeColorName) *Paragraph {
	p := &Paragraph{text: text, size: size, color: color}
	p.ExtendBaseWidget(p)
	return p
}

// Value is the whole text.
func (p *Paragraph) Value() string { return p.text }

// Set changes the text.
func (p *Paragraph) Set(text string) {
	if p.text != text {
		p.text = text
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{p: p}
	r.Layout(p.Size())
	return r
}

type paragraphRenderer struct {
	p       *Paragraph
	objects []fyne.CanvasObject
}

func (r *paragraphRenderer) Destroy()                     {}
func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *paragraphRenderer) Refresh()                     { r.Layout(r.p.Size()); canvas.Refresh(r.p) }

func (r *paragraphRenderer) height() float32 { return round(r.p.size * 1.55) }

func (r *paragraphRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.p.size*4, r.height()*float32(max(len(r.objects), 1)))
}

func (r *paragraphRenderer) Layout(s fyne.Size) {
	r.p.width = s.Width
	r.objects = nil
	for i, line := range wrap(r.p.text, s.Width, r.p.size) {
		t := canvas.NewText(line, theme.Of(r.p.color))
		t.TextSize = r.p.size
		t.Move(fyne.NewPos(0, r.height()*float32(i)))
		t.Resize(fyne.NewSize(s.Width, r.height()))
		r.objects = append(r.objects, t)
	}
}

const (
	closes = "，。；：、！？）》”’】…％%,.;:!?)"
	opens  = "（《“‘【("
)

// wrap breaks text into lines of a width; one word wider than that has a line of its own.
func wrap(text string, width, size float32) (out []string) {
	for _, part := range strings.Split(text, "\n") {
		line := ""
		for _, word := range words(part) {
			fits := width <= 0 || fyne.MeasureText(strings.TrimRight(line+word, " "), size, fyne.TextStyle{}).Width <= width
			if line != "" && !fits {
				out, line = append(out, strings.TrimRight(line, " ")), ""
				word = strings.TrimLeft(word, " ")
			}
			line += word
		}
		out = append(out, line)
	}
	return out
}

// words are what may not be parted: a run of Latin letters and digits, or one character, with the marks that belong to it.
func words(text string) (out []string) {
	latin := func(r rune) bool { return r < 0x2E80 && !unicode.IsSpace(r) && !strings.ContainsRune(closes+opens, r) }
	var last rune
	for _, r := range text {
		n := len(out)
		joins := n > 0 && (strings.ContainsRune(closes, r) || strings.ContainsRune(opens, last) || latin(r) && (latin(last) || strings.ContainsRune(".:,", last)))
		if joins {
			out[n-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		last = r
	}
	return out
}
