package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// yearly is what the screens of one year have in common.
type yearly struct {
	frame   Frame
	desk    *Desk
	year    int
	content *fyne.Container
	reads   reads
}

// ofThisYear begins at the year it is.
func ofThisYear(f Frame, d *Desk) yearly {
	return yearly{frame: f, desk: d, year: f.Now().In(ledger.Zone).Year(), content: container.NewStack()}
}

// Content is the screen laid out.
func (y *yearly) Content() fyne.CanvasObject { return y.content }

func (y *yearly) put(o fyne.CanvasObject) {
	y.content.Objects = []fyne.CanvasObject{o}
	y.content.Refresh()
}

// head is the year between the ways to the one before and after, beside a card's title.
func (y *yearly) head(reread func()) fyne.CanvasObject {
	return turner(func(by int) { y.year += by; reread() }, widgets.Title(view.YearName(y.year), theme.SizeCard), 64, true)
}

// readYear reads what a screen tells of its year and shows it; first is the year's first day.
func readYear[T any](y *yearly, do func(ctx context.Context, first time.Time) (T, error), show func(T)) {
	first := time.Date(y.year, 1, 1, 0, 0, 0, 0, ledger.Zone)
	reread(y.desk, &y.reads, func(ctx context.Context) (T, error) { return do(ctx, first) }, func(v T, err error) {
		if err != nil {
			Fail(y.frame.Window(), err)
			return
		}
		show(v)
	})
}

// turner is the way to the span before and the one after with the span shown between them, the same on every screen; the room
// between is as wide as the longest, so that the buttons stay under the pointer. Small ones stand beside a card's title.
func turner(turn func(by int), shown *widgets.Text, width float32, small bool) fyne.CanvasObject {
	way := func(icon string, by int) fyne.CanvasObject {
		b := widgets.NewButton("", icon, widgets.Usual, func() { turn(by) })
		b.Small = small
		return b
	}
	return widgets.Row(8, widgets.Fixed(way("chevron-left", -1)), widgets.Wide(width, centred(shown.Centre())), widgets.Fixed(way("chevron-right", 1)))
}
