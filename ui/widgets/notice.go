package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

// Notice says what happened in a heading, and below it what was kept and what to do. It takes no room while it says nothing.
type Notice struct {
	widget.BaseWidget
	ground      *Panel
	icon        *Picture
	title, text *Paragraph
	content     *fyne.Container
}

// NewNotice makes one that says nothing yet.
func NewNotice() *Notice {
	n := &Notice{ground: NewPanel(theme.RedSoft, "", 8), icon: NewPicture("alert-circle", theme.Red, 18)}
	n.title, n.text = NewParagraph("", theme.SizeBody, theme.Red).Bold(), NewParagraph("", theme.SizeHelp, theme.Text)
	mark := Column(0, Fixed(Tall(20, n.icon)))
	n.content = container.NewStack(n.ground, Inset(10, 12, Row(10, Part{CanvasObject: mark, Fill: true}, Grow(Stack(2, n.title, n.text)))))
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

var noticeIcons = map[Tint]string{Neutral: "info-circle", Going: "info-circle", Good: "circle-check", Soon: "alert-triangle", Bad: "alert-circle", Waits: "circle-arrow-up"}

// Tell says something in a tint; an empty text leaves its lines out. Who holds it makes room for it.
func (n *Notice) Tell(tint Tint, title, text string) {
	ink, ground := tint.Colours()
	n.ground.Fill = ground
	n.ground.Refresh()
	n.icon.Set(noticeIcons[tint], ink)
	n.title.Set(title)
	n.title.Tone(ink)
	n.text.Set(text)
	shown(n.text, text != "")
	n.Show()
	n.Refresh()
}

// Clear says nothing again.
func (n *Notice) Clear() { n.title.Set(""); n.text.Set(""); n.Hide() }

// Said is all it says on one line.
func (n *Notice) Said() string {
	if n.text.Value() == "" {
		return n.title.Value()
	}
	return n.title.Value() + "。" + n.text.Value()
}

// CreateRenderer implements fyne.Widget.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer { return &wholeRenderer{n.content} }
