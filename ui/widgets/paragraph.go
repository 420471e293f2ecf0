package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Paragraph is text to read over as many lines as its width needs. It is as high as those lines once it knows its width:
// columns give the width first.
type Paragraph struct {
	widget.BaseWidget
	text  string
	size  float32
	color fyne.ThemeColorName
	bold  bool
	align fyne.TextAlign

	lines []string // of text at width
	width float32
	known bool
}

// NewParagraph makes a paragraph of a size in pixels and a colour of the theme.
func NewParagraph(text string, size float32, color fyne.ThemeColorName) *Paragraph {
	p := &Paragraph{text: text, size: size, color: color}
	p.ExtendBaseWidget(p)
	return p
}

// Bold puts it into the medium weight.
func (p *Paragraph) Bold() *Paragraph { p.bold = true; return p }

// Centre sets each line in the middle.
func (p *Paragraph) Centre() *Paragraph { p.align = fyne.TextAlignCenter; return p }

// Set changes the text.
func (p *Paragraph) Set(text string) {
	if p.text != text {
		p.text, p.known = text, false
		p.Refresh()
	}
}

// Tone changes the colour.
func (p *Paragraph) Tone(c fyne.ThemeColorName) {
	if p.color != c {
		p.color = c
		p.Refresh()
	}
}

// Value is the whole text.
func (p *Paragraph) Value() string { return p.text }

// Lines are the lines as they stand at the present width.
func (p *Paragraph) Lines() []string {
	if width := p.Size().Width; !p.known || width != p.width {
		if width <= 0 {
			width = math.MaxFloat32
		}
		p.lines = breakLines(p.text, width, func(s string) float32 { return extent(s, p.size, p.bold).Width })
		p.width, p.known = p.Size().Width, true
	}
	return p.lines
}

// pitch is the height of a line.
func (p *Paragraph) pitch() float32 { return float32(math.Ceil(float64(p.size) * 1.5)) }

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{p: p}
	r.Refresh()
	return r
}

type paragraphRenderer struct {
	p     *Paragraph
	lines []fyne.CanvasObject
}

func (r *paragraphRenderer) Destroy()                     {}
func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.lines }

func (r *paragraphRenderer) MinSize() fyne.Size {
	return fyne.NewSize(4*r.p.size, r.p.pitch()*float32(len(r.p.Lines())))
}

func (r *paragraphRenderer) Layout(s fyne.Size) {
	lines := r.p.Lines()
	for len(r.lines) < len(lines) {
		r.lines = append(r.lines, canvas.NewText("", nil))
	}
	r.lines = r.lines[:len(lines)]
	for i, line := range lines {
		t := r.lines[i].(*canvas.Text)
		t.Text, t.TextSize, t.Alignment, t.Color = line, r.p.size, r.p.align, theme.Of(r.p.color)
		weigh(t, r.p.bold)
		t.Resize(fyne.NewSize(s.Width, r.p.pitch()))
		t.Move(fyne.NewPos(0, float32(i)*r.p.pitch()))
		t.Refresh()
	}
}

func (r *paragraphRenderer) Refresh() { r.Layout(r.p.Size()) }
