package screens

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// guided is one step of several, as a person is led through them.
type guided struct{ name, about string }

// guide draws a step: the way on the left, what is asked on the right, the buttons below.
type guide struct {
	steps        []guided
	at           int
	title, about string
	notice       *widgets.Notice
	content      fyne.CanvasObject
	buttons      []*widgets.Button
}

const (
	guideWidth, guideHeight = 880, 600
	railWidth               = 250
)

func (g guide) draw() *fyne.Container {
	head := widgets.Stack(4, widgets.Title(g.title, theme.SizePage), widgets.NewParagraph(g.about, theme.SizeBody, theme.Text2))
	foot := []widgets.Part{widgets.Grow(widgets.Help(fmt.Sprintf("第 %d 步，共 %d 步", g.at+1, len(g.steps))))}
	for _, b := range g.buttons {
		foot = append(foot, widgets.Fixed(b))
	}
	page := widgets.Column(16, widgets.Fixed(head), widgets.Fixed(g.notice), widgets.Grow(g.content), widgets.Fixed(widgets.Rule()), widgets.Fixed(widgets.Row(8, foot...)))
	// The page is square where it meets the way, round where it meets the edge of the card.
	square := widgets.Row(0, widgets.Wide(16, widgets.NewPanel(theme.Surface, "", 0)), widgets.Grow(widgets.Spring()))
	right := container.NewStack(widgets.NewPanel(theme.Surface, "", 11), square, widgets.InsetEach(32, 36, 24, 36, page))
	both := widgets.Row(0, widgets.Wide(railWidth-1, widgets.Inset(28, 28, g.rail())), widgets.Wide(1, widgets.Upright()), widgets.Grow(right))
	card := widgets.On(widgets.NewPanel(theme.Sunken, theme.Border, 12), widgets.Inset(1, 1, both))
	return widgets.Middle(guideWidth, widgets.Tall(guideHeight, card))
}

func (g guide) rail() fyne.CanvasObject {
	rows := []fyne.CanvasObject{widgets.InsetEach(0, 0, 16, 0, brand(32, theme.SizeSection, ""))}
	for i, s := range g.steps {
		name := widgets.NewText(s.name, theme.SizeCard, theme.Text2).Cut()
		if i == g.at {
			name = widgets.Title(s.name, theme.SizeCard).Cut()
		}
		words := widgets.Stack(0, name, widgets.NewText(s.about, theme.SizeHelp, theme.Text3).Cut())
		mark := widgets.Column(0, widgets.Fixed(g.mark(i)))
		rows = append(rows, widgets.Row(12, widgets.Part{CanvasObject: mark, Fill: true}, widgets.Grow(words)))
	}
	return widgets.Stack(14, rows...)
}

// mark is a step's disc: done, current or to come.
func (g guide) mark(i int) fyne.CanvasObject {
	ground, ink := theme.GreySoft, theme.Text2
	var sign fyne.CanvasObject
	switch {
	case i < g.at:
		ground, sign = theme.GreenSoft, widgets.NewPicture("check", theme.Green, 14)
	case i == g.at:
		ground, ink = theme.Fill, theme.OnFill
	}
	if sign == nil {
		sign = widgets.NewText(strconv.Itoa(i+1), theme.SizeHelp, ink).Centre()
	}
	return widgets.Least(24, 24, widgets.On(widgets.NewPanel(ground, "", 12), sign))
}
