package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Banner is a strip that says what the person should know here, with something to do and a way to close it.
type Banner struct {
	widget.BaseWidget
	OnClosed func()

	text    *Paragraph
	content *fyne.Container
}

// NewBanner makes a strip: orange (Soon), blue (Going), red (Bad), green (Good). Without action or close those are left out.
func NewBanner(tint Tint, icon, text string, action *Button, closable bool) *Banner {
	b := &Banner{text: NewParagraph(text, theme.SizeBody, theme.Text)}
	ink, ground := tint.Colours()
	parts := []Part{{CanvasObject: Marked(icon, ink, b.text), Weight: 1}}
	if action != nil {
		action.Small = true
		parts = append(parts, Fixed(action))
	}
	if closable {
		cross := NewButton("", "x", Hushed, b.close)
		cross.Small = true
		parts = append(parts, Fixed(cross))
	}
	b.content = container.NewStack(NewPanel(ground, "", 6), Inset(8, 12, Row(10, parts...)))
	b.ExtendBaseWidget(b)
	return b
}

// Marked is text over several lines with an icon beside its first.
func Marked(icon string, ink fyne.ThemeColorName, text fyne.CanvasObject) fyne.CanvasObject {
	return Row(10, Part{CanvasObject: Column(0, Fixed(Tall(20, NewPicture(icon, ink, 18)))), Fill: true}, Grow(text))
}

// Set changes the words.
func (b *Banner) Set(text string) { b.text.Set(text); b.Refresh() }

func (b *Banner) close() {
	b.Hide()
	if b.OnClosed != nil {
		b.OnClosed()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer { return &wholeRenderer{b.content} }
