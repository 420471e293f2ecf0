package widgets

import (
	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
)

// Event is a step of a timeline.
type Event struct {
	Day              string // those of one day stand together
	Icon             string
	Tint             Tint
	Title, Who, Time string
	Text             string
	Action           string // what can be done about it, 撤回; "" nothing
	OnAction         func()
}

// Timeline sets events below each other, in the order given, under the days they happened on. A day of none ("") has no
// head.
func Timeline(events []Event) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	day := ""
	for i, e := range events {
		if e.Day != day {
			day = e.Day
			rows = append(rows, Tall(24, NewText(day, theme.SizeHelp, theme.Text3)))
		}
		rows = append(rows, eventRow(e, i+1 < len(events) && events[i+1].Day == day))
	}
	return Stack(0, rows...)
}

// eventRow is an event; a line leads on from its disc to the next.
func eventRow(e Event, leads bool) fyne.CanvasObject {
	ink, ground := e.Tint.Colours()
	disc := Least(22, 22, On(NewPanel(ground, "", 11), Inset(4, 4, NewPicture(e.Icon, ink, 14))))
	parts := []Part{Fixed(disc)}
	if leads {
		parts = append(parts, Grow(Inset(0, 10.5, NewPanel(theme.Border, "", 0))))
	}
	line := []Part{Fixed(Title(e.Title, theme.SizeBody)), Grow(NewText(e.Who, theme.SizeHelp, theme.Text2).Cut())}
	if e.Action != "" {
		line = append(line, Fixed(NewSpot(Inset(2, 4, NewText(e.Action, theme.SizeHelp, theme.Primary)), 4, e.OnAction)))
	}
	head := Row(8, append(line, Fixed(NewText(e.Time, theme.SizeHelp, theme.Text3)))...)
	body := []Part{Fixed(Tall(22, head))}
	if e.Text != "" {
		body = append(body, Fixed(NewParagraph(e.Text, theme.SizeHelp, theme.Text2)))
	}
	return Row(10, Part{CanvasObject: Column(2, parts...), Fill: true}, Grow(InsetEach(0, 0, 10, 0, Column(2, body...))))
}
