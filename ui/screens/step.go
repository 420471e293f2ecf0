package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/ui/work"
)

// StepForm asks the fields of a step in a dialog made from its description, and takes it.
func StepForm(w fyne.Window, d *Desk, k *ledger.Kind, key string, a ledger.Action, done func(*ledger.Record)) {
	work.Run(func(ctx context.Context) (dictionary.Set, error) { return d.AllDictionaries(ctx) }, func(set dictionary.Set, err error) {
		if err != nil {
			Fail(w, err)
			return
		}
		stepDialog(w, d, k, key, a, set, done)
	})
}

func stepDialog(w fyne.Window, d *Desk, k *ledger.Kind, key string, a ledger.Action, set dictionary.Set, done func(*ledger.Record)) {
	read := map[string]func() string{}
	var items []*widget.FormItem
	for _, ask := range a.Asks {
		f, _ := k.Field(ask.Key)
		if ask.Key == "source" || ask.Key == "of" {
			continue // told by imports and by the program
		}
		label := f.Label
		if ask.Required {
			label += " *"
		}
		input, value := inputFor(f, set, proposed(ask, d.Now()))
		read[ask.Key] = value
		items = append(items, widget.NewFormItem(label, input))
	}
	fields := container.NewVScroll(container.NewPadded(widget.NewForm(items...)))
	var form dialog.Dialog
	var take func(confirmed bool)
	take = func(confirmed bool) {
		step := app.Step{Kind: k.Name, Key: key, Action: a.Name, Values: map[string]string{}, Confirmed: confirmed}
		for name, value := range read {
			if v := value(); v != "" {
				step.Values[name] = v
			}
		}
		work.Run(func(ctx context.Context) (*ledger.Record, error) { return d.Act(ctx, step) }, func(rec *ledger.Record, err error) {
			if err != nil {
				form.Show() // what was typed is still there
				if fault.Is(err, fault.PersonalText) {
					keepText(w, err, func() { form.Hide(); take(true) })
					return
				}
				Retry(w, d, err, func() {})
				return
			}
			done(rec)
		})
	}
	form = dialog.NewCustomConfirm(a.Label, a.Label, "返回", fields, func(ok bool) {
		if ok {
			take(false)
		}
	}, w)
	form.Resize(fyne.NewSize(560, min(w.Canvas().Size().Height-60, fields.Content.MinSize().Height+120))) // many fields scroll
	form.Show()
}

// keepText points out personal data in what was typed, and asks whether it is to stay.
func keepText(w fyne.Window, err error, keep func()) {
	content := container.NewVBox(wrapped(fault.Of(err).Message, base.ColorNameError), wrapped("请改填在联系电话、证件号等专用字段里，或从文字中删去。", base.ColorNameForeground))
	ask := dialog.NewCustomConfirm("文字里有个人信息", "仍要保存", "返回修改", content, func(ok bool) {
		if ok {
			keep()
		}
	}, w)
	ask.Resize(fyne.NewSize(460, 0))
	ask.Show()
}

// proposed is the time an entry begins with: now where the step needs one, nothing where it may be left out.
func proposed(ask ledger.Ask, now time.Time) string {
	if !ask.Required {
		return ""
	}
	return now.In(ledger.Zone).Format("2006-01-02 15:04")
}

// inputFor makes the entry of a field's type, and how its text is read.
func inputFor(f ledger.Field, set dictionary.Set, moment string) (fyne.CanvasObject, func() string) {
	switch f.Type {
	case ledger.Choice:
		labels := f.Choices
		if f.Dict != "" {
			labels = set[f.Dict].Labels()
		}
		s := widget.NewSelect(labels, nil)
		s.PlaceHolder = "请选择"
		return s, func() string { return s.Selected }
	case ledger.Long:
		e := widget.NewMultiLineEntry()
		e.Wrapping = fyne.TextWrapBreak
		e.SetMinRowsVisible(3)
		return e, func() string { return e.Text }
	case ledger.Bool:
		c := widget.NewCheck("", nil)
		return c, func() string { return map[bool]string{true: "是", false: "否"}[c.Checked] }
	case ledger.Time:
		e := widget.NewEntry()
		e.SetPlaceHolder("2026-03-05 14:20")
		e.SetText(moment)
		return e, func() string { return e.Text }
	}
	e := widget.NewEntry()
	return e, func() string { return e.Text }
}
