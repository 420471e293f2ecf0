package screens

import "fyne.io/fyne/v2"

// Face is a view of a place beside its list: a calendar, a sheet, a board.
type Face interface {
	Content() fyne.CanvasObject
	Reread() // shows it as it is now, where it stands
}
