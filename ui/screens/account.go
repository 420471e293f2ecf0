package screens

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// account asks who is there: chosen where the store has several accounts, else typed.
type account struct {
	widget.BaseWidget
	OnSubmit func()

	choice *widgets.SearchSelect // nil: typed
	typed  *widgets.Input
}

func newAccount(names []string, who string) *account {
	a := &account{}
	if len(names) > 1 {
		var options []widgets.Option
		for _, n := range names {
			options = append(options, widgets.Option{Value: n, Label: n, Aliases: view.Aliases(n)})
		}
		a.choice = widgets.NewSearchSelect("选择账号", options)
		a.choice.OnChanged = func() { a.submit() }
		if slices.Contains(names, who) {
			a.choice.SetValues(who)
		}
	} else {
		a.typed = widgets.NewInput("账号").WithIcon("user").Large()
		a.typed.OnSubmit = a.submit
		a.typed.SetValue(strings.Join(names, ""))
	}
	a.ExtendBaseWidget(a)
	return a
}

func (a *account) submit() {
	if a.OnSubmit != nil {
		a.OnSubmit()
	}
}

// Name is the account chosen or typed.
func (a *account) Name() string {
	if a.choice != nil {
		return a.choice.Value()
	}
	return strings.TrimSpace(a.typed.Value())
}

// Choose takes an account as a person would.
func (a *account) Choose(name string) {
	if a.choice != nil {
		a.choice.SetValues(name)
		return
	}
	a.typed.SetValue(name)
}

func (a *account) control() widgets.Control {
	if a.choice != nil {
		return a.choice
	}
	return a.typed
}

// Target is what takes the focus.
func (a *account) Target() fyne.Focusable { return a.control().Target() }

// SetWrong draws the edge red.
func (a *account) SetWrong(wrong bool) { a.control().SetWrong(wrong) }

// CreateRenderer implements fyne.Widget.
func (a *account) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(a.control()))
}
