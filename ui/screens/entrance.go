package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// Typed is a box to type into as the window gives it the focus.
type Typed interface {
	fyne.Focusable
	SetText(string)
}

// brand is the program's sign and name; the line below may be empty.
func brand(size, text float32, below string) fyne.CanvasObject {
	sign := widgets.Least(size, size, widgets.On(widgets.NewPanel(theme.Fill, "", 8), widgets.NewPicture("books", theme.OnFill, size/2)))
	name := []fyne.CanvasObject{widgets.Title("运维台账", text)}
	if below != "" {
		name = append(name, widgets.NewText(below, theme.SizeHelp, theme.Text2))
	}
	return widgets.Line(12, sign, widgets.Stack(2, name...))
}

// refuse says a failure in its three parts: what happened, then what was kept and what to do.
func refuse(n *widgets.Notice, err error) {
	f := fault.Of(err)
	tint := widgets.Bad
	if f.Code == fault.Cancelled {
		tint = widgets.Going
	}
	n.Tell(tint, f.Message, sentences(f.Kept, f.Remedy))
}

// sentences ends each part that says something with a full stop.
func sentences(parts ...string) string {
	var out strings.Builder
	for _, p := range parts {
		if p = strings.TrimRight(p, "。"); p != "" {
			out.WriteString(p + "。")
		}
	}
	return out.String()
}

// press enables or disables a button.
func press(b *widgets.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
