package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// RecordCard shows a record of any kind over the window: its fields and what was done to it.
func RecordCard(f Frame, d *Desk, k *ledger.Kind, id string) {
	run(d, func(ctx context.Context) (app.Shown, error) { return d.Show(ctx, k.Name, id, true, "") }, func(s app.Shown, err error) {
		if err != nil {
			Fail(f.Window(), err)
			return
		}
		var values []widgets.KeyValue
		var long []fyne.CanvasObject
		for _, field := range k.Fields {
			v := view.Value(field, s.Fields[field.Key])
			switch {
			case v == "":
			case field.Type == ledger.Long || field.Type == ledger.List:
				long = append(long, widgets.Help(field.Label), widgets.NewParagraph(v, theme.SizeBody, theme.Text))
			default:
				values = append(values, widgets.KeyValue{Key: field.Label, Value: v})
			}
		}
		rows := append([]fyne.CanvasObject{widgets.KeyValues(append([]widgets.KeyValue{{Key: "状态", Value: k.StateLabel(s.State)}}, values...))}, long...)
		var events []widgets.Event
		for _, e := range view.Events(k, s, f.Now()) {
			events = append(events, widgets.Event{Icon: e.Icon, Tint: widgets.Going, Title: e.Title, Who: e.Who, Time: e.When, Text: e.Text})
		}
		rows = append(rows, widgets.Rule(), section("经过"), widgets.Timeline(events))
		height := func() float32 { return max(f.Window().Canvas().Size().Height-220, 120) }
		widgets.Ask(f.Window().Canvas(), widgets.Question{Title: k.Label + " " + s.Number, Content: widgets.UpTo(height, widgets.Stack(10, rows...)), Back: "关闭", Width: 640})
	})
}
