package screens

import (
	"context"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/record/report"
	"opsledger/app/record/ticket"
	"opsledger/ui/widgets"
)

// OpenDue opens what falls due: its screen, or its particulars where its kind has none.
func OpenDue(f Frame, d *Desk, item app.DueItem) {
	switch item.Kind {
	case ticket.Kind.Name:
		f.OpenList(item.Kind, app.Numbered([]string{item.Number}))
	case report.Kind.Name:
		f.Open("reports", item.Number)
	default:
		showParticulars(f, d, item)
	}
}

// showParticulars tells the fields of a record; personal ones are masked.
func showParticulars(f Frame, d *Desk, item app.DueItem) {
	run(d, func(ctx context.Context) (app.Shown, error) {
		return d.Show(ctx, item.Kind, string(item.Record), false, "")
	}, func(s app.Shown, err error) {
		if err != nil {
			Fail(f.Window(), err)
			return
		}
		kind := d.Kinds.Kind(item.Kind)
		var fields []widgets.KeyValue
		for _, k := range kind.Fields {
			if v := strings.TrimSpace(fmt.Sprint(s.Fields[k.Key])); s.Fields[k.Key] != nil && v != "" {
				fields = append(fields, widgets.KeyValue{Key: k.Label, Value: v})
			}
		}
		body := item.Label + "，应完 " + item.Due.Format("2006-01-02 15:04")
		widgets.Ask(f.Window().Canvas(), widgets.Question{Title: kind.Label + " " + s.Number, Body: body, Content: widgets.KeyValues(fields), Back: "知道了", Width: 560})
	})
}
