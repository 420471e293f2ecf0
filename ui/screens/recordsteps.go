package screens

import (
	"slices"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// shownSteps is how many steps stand as buttons; the rest are in a menu.
const shownSteps = 3

// steps are the buttons of what may be done now, the likely one first, unless it ends the record; the menu has the rest, and
// says of what may not be done why.
func (t *Records) steps(w whole) fyne.CanvasObject {
	may, _ := view.Offered(t.kind, w.shown.State, w.offers)
	t.first, t.commands = nil, nil
	id := string(w.shown.ID)
	take := func(a ledger.Action) { t.take(id, a) }
	var buttons []fyne.CanvasObject
	for i, o := range may {
		t.commands = append(t.commands, Command{Label: o.Action.Label + " " + w.shown.Number, Icon: "check", Do: func() { take(o.Action) }})
		if i >= shownSteps {
			continue
		}
		b := widgets.NewButton(o.Action.Label, "", widgets.Usual, func() { take(o.Action) })
		if i == 0 && view.Leads(o.Action) {
			b.Look, b.Keys, t.first = widgets.Main, "Ctrl+Enter", b
		}
		buttons = append(buttons, b)
	}
	more := widgets.NewButton("", "dots", widgets.Usual, nil)
	more.OnTapped = func() { stepMenu(t.kind, more, w.offers, w.shown.State, take, shownNames(may)...) }
	return widgets.Line(8, append(buttons, more)...)
}

// ways lead to the screens that show the record otherwise.
func (t *Records) ways(s app.Shown) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	for _, w := range t.look.ways(s) {
		open := func() { t.frame.Open(w.screen, w.about) }
		b := widgets.NewButton(w.label, w.icon, widgets.Plain, open)
		b.Small = true
		buttons = append(buttons, b)
		t.commands = append(t.commands, Command{Label: w.label + " " + s.Number, Icon: w.icon, Do: open})
	}
	return widgets.Line(8, buttons...)
}

func shownNames(may []app.Offer) (out []string) {
	for _, o := range may[:min(shownSteps, len(may))] {
		out = append(out, o.Action.Name)
	}
	return out
}

// stepMenu lists steps below an object, those that may be taken first; the others say why not. Those named stand elsewhere.
func stepMenu(k *ledger.Kind, below fyne.CanvasObject, offers []app.Offer, state ledger.State, take func(ledger.Action), elsewhere ...string) {
	may, refused := view.Offered(k, state, offers)
	var options []widgets.Option
	for _, o := range append(may, refused...) {
		if !slices.Contains(elsewhere, o.Action.Name) {
			options = append(options, widgets.Option{Value: o.Action.Name, Label: o.Action.Label + "…", Aliases: view.Aliases(o.Action.Label), Off: o.Refused})
		}
	}
	widgets.Menu(below, options, func(name string) {
		if i := slices.IndexFunc(offers, func(o app.Offer) bool { return o.Action.Name == name }); i >= 0 {
			take(offers[i].Action)
		}
	})
}

// Likely takes the step that comes next for the ticket shown; Ctrl+Enter.
func (t *Records) Likely() {
	if t.first != nil && t.panes.Objects[1].Visible() {
		t.first.Press()
	}
}
