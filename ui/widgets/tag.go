package widgets

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
)

// Tint is what a tag's colours mean. A tag is never told by colour alone: it has a shape and words.
type Tint int

// Tints.
const (
	Neutral Tint = iota
	Going        // under way
	Good         // done, on time
	Soon         // due today, undecided
	Bad          // overdue, refused
	Waits        // waits on others
)

// Colours gives the words' and the ground's colour of a tint.
func (t Tint) Colours() (words, ground fyne.ThemeColorName) {
	switch t {
	case Going:
		return theme.Primary, theme.Soft
	case Good:
		return theme.Green, theme.GreenSoft
	case Soon:
		return theme.Orange, theme.OrangeSoft
	case Bad:
		return theme.Red, theme.RedSoft
	case Waits:
		return theme.Purple, theme.PurpleSoft
	}
	return theme.Text2, theme.GreySoft
}

// NewTag is a state in shape, words and tint, 22 high.
func NewTag(icon, words string, tint Tint) fyne.CanvasObject {
	ink, ground := tint.Colours()
	parts := []fyne.CanvasObject{NewText(words, theme.SizeHelp, ink)}
	if icon != "" {
		parts = append([]fyne.CanvasObject{NewPicture(icon, ink, 14)}, parts...)
	}
	return Tall(22, On(NewPanel(ground, "", 4), Inset(0, 6, Line(4, parts...))))
}
