package widgets

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
)

// Empty stands where there is nothing yet and says what to do about it.
func Empty(icon, title, text string, buttons ...*Button) fyne.CanvasObject {
	disc := On(NewPanel(theme.GreySoft, "", 20), Least(40, 40, NewPicture(icon, theme.Text2, 20)))
	rows := []fyne.CanvasObject{centred(disc), Title(title, theme.SizeCard).Centre(), NewParagraph(text, theme.SizeHelp, theme.Text2).Centre()}
	if len(buttons) > 0 {
		line := make([]fyne.CanvasObject, len(buttons))
		for i, b := range buttons {
			line[i] = b
		}
		rows = append(rows, Tall(4, Spring()), centred(Line(8, line...)))
	}
	return Column(0, Grow(Spring()), Fixed(Stack(8, rows...)), Grow(Spring()))
}

// Spring is nothing that takes room.
func Spring() fyne.CanvasObject { return Line(0) }

// centred keeps an object in the middle of its row.
func centred(o fyne.CanvasObject) fyne.CanvasObject {
	return Row(0, Grow(Spring()), Fixed(o), Grow(Spring()))
}
