// Package screens owns what a person sees: one file a screen, read from top to bottom. Screens call use cases
// through Desk, show what ui/view formats, and start nothing themselves but through ui/work.
package screens

import (
	"context"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/app/fault"
)

// Desk is an open store with what the window needs of the rooms it may not enter.
type Desk struct {
	*app.App
	Name   string // of the store
	Dir    string
	Import func(ctx context.Context, path string, in app.Importing, reading func(rows int)) (app.Imported, error)
	Report func(rep app.Report, dir string) ([]string, error)
	Close  func() error
	Left   bool // the window was locked: what was under way is not shown any more
}

// Setup is what the first run asks.
type Setup struct {
	Name, User, Password string
	Start, End           string
	Hours                string
}

// Gate opens and makes stores.
type Gate interface {
	Exists() bool
	Dir() string
	Open(ctx context.Context, user, password string) (*Desk, error)
	Create(ctx context.Context, s Setup) (d *Desk, recoveryKey string, err error)
}

// Frame is what screens ask of the window.
type Frame interface {
	Window() fyne.Window
	Enter(*Desk)
	Show(content fyne.CanvasObject)
	Open(screen string, args ...string)
	OpenTickets(f app.Filter) // the list of tickets, narrowed
	Now() time.Time
}

// Fail shows a failure in its three parts: what happened, what was kept, what to do next.
func Fail(w fyne.Window, err error) {
	f := fault.Of(err)
	lines := []fyne.CanvasObject{wrapped(f.Message, base.ColorNameError)}
	for _, part := range []string{f.Kept, f.Remedy} {
		if part != "" {
			lines = append(lines, wrapped(part, base.ColorNameForeground))
		}
	}
	d := dialog.NewCustom("没有办成", "知道了", container.NewVBox(lines...), w)
	d.Resize(fyne.NewSize(460, 0))
	d.Show()
}

// Retry shows a failure. Where this PC's clock looks wrong it asks for today's date instead, and tries again.
func Retry(w fyne.Window, d *Desk, err error, again func()) {
	if !fault.Is(err, fault.Backdated) {
		Fail(w, err)
		return
	}
	date := widget.NewEntry()
	date.SetPlaceHolder("2026-03-05")
	content := container.NewVBox(wrapped(fault.Of(err).Message, base.ColorNameError), wrapped("请核对本机日期。确认无误时，输入今天的日期后继续。", base.ColorNameForeground), date)
	ask := dialog.NewCustomConfirm("核对日期", "日期无误，继续", "返回", content, func(ok bool) {
		if ok {
			d.ConfirmDate(date.Text)
			again()
		}
	}, w)
	ask.Resize(fyne.NewSize(460, 0))
	ask.Show()
}

func wrapped(text string, color fyne.ThemeColorName) *widget.RichText {
	r := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{ColorName: color}})
	r.Wrapping = fyne.TextWrapBreak
	return r
}

// heading is a screen's or a part's title.
func heading(text string, size fyne.ThemeSizeName) fyne.CanvasObject {
	return widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{SizeName: size, ColorName: base.ColorNameForeground, TextStyle: fyne.TextStyle{Bold: true}}})
}

// card puts content on a surface.
func card(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(surface(), container.NewPadded(container.NewPadded(content)))
}

func surface() *canvas.Rectangle {
	v := fyne.CurrentApp().Settings().ThemeVariant()
	r := canvas.NewRectangle(fyne.CurrentApp().Settings().Theme().Color(base.ColorNameOverlayBackground, v))
	r.CornerRadius = 8
	return r
}

// centred sets a form of a fixed width in the middle of the window, as high as it needs.
func centred(content fyne.CanvasObject, width float32) fyne.CanvasObject {
	floor := canvas.NewRectangle(color.Transparent)
	floor.SetMinSize(fyne.NewSize(width, 0))
	return container.NewCenter(card(container.NewVBox(floor, content)))
}

func enable(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
