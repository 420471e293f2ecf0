package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"opsledger/ui/theme"
)

// Due is something that falls due, as a line of a list.
type Due struct {
	Icon     string
	Tint     Tint   // Neutral: no bar at its left
	Rest     string // 剩 2 小时 48 分, 超 2 工作日
	Kind     string
	Title    string
	Clause   string // what it costs or rests on
	Person   string
	When     string
	OnTapped func()
}

const (
	dueHeight = 34
	kindShare = 0.28 // of what the other columns leave; the title has the rest
)

// NewDueRow makes a line, 34 high.
func NewDueRow(d Due) fyne.CanvasObject {
	ink, bar := theme.Text2, Least(3, 0, layout.NewSpacer())
	if d.Tint != Neutral {
		ink, _ = d.Tint.Colours()
		bar = Least(3, 0, NewPanel(ink, "", 0))
	}
	rest := NewText(d.Rest, theme.SizeBody, ink).Cut()
	if d.Tint != Neutral {
		rest.Bold()
	}
	quiet := func(s string) *Text { return NewText(s, theme.SizeBody, theme.Text2).Cut() }
	line := Row(8, Fixed(lowered(NewPicture(d.Icon, ink, 14))), Wide(108, rest), Part{CanvasObject: quiet(d.Kind), Weight: kindShare, Fill: true}, Part{CanvasObject: Body(d.Title).Cut(), Weight: 1 - kindShare, Fill: true}, Wide(56, quiet(d.Clause)), Wide(52, quiet(d.Person)),
		Wide(84, quiet(d.When).Right()))
	row := Row(0, Part{CanvasObject: bar, Fill: true}, Grow(InsetEach(0, 16, 0, 13, line)))
	return NewSpot(Column(0, Grow(Tall(dueHeight-1, row)), Fixed(InsetEach(0, 0, 0, 16, Rule()))), 0, d.OnTapped)
}

// Band is the head of a group in a list.
func Band(title string) fyne.CanvasObject {
	return Tall(26, On(NewPanel(theme.Sunken, "", 0), Inset(0, 16, Row(0, Grow(NewText(title, theme.SizeHelp, theme.Text2))))))
}
