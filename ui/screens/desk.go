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
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// Desk is an open store with what the window needs of the rooms it may not enter.
type Desk struct {
	*app.App
	Name   string // of the store
	Dir    string
	Import func(ctx context.Context, path string, in app.Importing, reading func(rows int)) (app.Imported, error)
	Report func(rep app.Report, dir string) ([]string, error)
	Close  func() error
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
	Now() time.Time
}

// Fail shows a failure in its three parts: what happened, what was kept, what to do next.
func Fail(w fyne.Window, err error) {
	widgets.Ask(w.Canvas(), widgets.Question{Title: "没有办成", Content: threeParts(err), Back: "知道了", Width: 460})
}

// threeParts says what happened, what was kept and what to do next; a part that has nothing to say is left out.
func threeParts(err error) fyne.CanvasObject {
	f := fault.Of(err)
	out := widgets.Stack(6)
	for _, part := range []struct {
		icon string
		ink  fyne.ThemeColorName
		text string
	}{{"alert-circle", theme.Red, f.Message}, {"circle-check", theme.Green, f.Kept}, {"arrow-right", theme.Primary, f.Remedy}} {
		if part.text != "" {
			out.Add(widgets.Marked(part.icon, part.ink, widgets.NewParagraph(part.text, theme.SizeBody, theme.Text)))
		}
	}
	return out
}

// Retry shows a failure. Where this PC's clock looks wrong it asks for today's date instead, and tries again. The date
// is retyped as it stands on paper: what is reckoned from the clock, as 今天 is, would prove nothing.
func Retry(w fyne.Window, d *Desk, err error, again func()) {
	if !fault.Is(err, fault.Backdated) {
		Fail(w, err)
		return
	}
	today := widgets.NewForm([]widgets.FieldSpec{{Key: "today", Label: "今天的日期", Required: true, Placeholder: "2026-03-05"}}, widgets.Dates{})
	ask := widgets.Ask(w.Canvas(), widgets.Question{Title: "核对日期", Body: fault.Of(err).Message + "。请核对本机日期；确认无误时，输入今天的日期后继续。",
		Content: today, First: today.First(), Verb: "日期无误，继续", Width: 460, OnVerb: func() bool { today.Submit(); return true }})
	today.OnCancel = ask.Back
	today.OnSubmit = func(values map[string]string) {
		ask.Close()
		d.ConfirmDate(values["today"])
		again()
	}
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
