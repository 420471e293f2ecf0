package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// ticketColumns are what the list may show; their keys are those of filters and views.
func ticketColumns() []widgets.TableColumn {
	out := []widgets.TableColumn{{Key: "number", Head: "工单号", Width: 138, Sortable: true}, {Key: "title", Head: "标题", Width: 170, Grow: true, Sortable: true},
		{Key: "state", Head: "状态", Width: 104}, {Key: app.Urgency, Head: "时限", Width: 134, Sortable: true}, {Key: "system", Head: "系统", Width: 116, Spare: 3},
		{Key: "region", Head: "区域", Width: 92, Spare: 2}, {Key: "assignee", Head: "处理人", Width: 72, Spare: 1, Sortable: true},
		{Key: "arrived", Head: "到达", Width: 96, Spare: 4, Sortable: true}}
	for i := range out {
		out[i].Hideable = i >= 4
	}
	for spare, key := range []string{"insurance", "category", "main_type", "channel", "requester_unit", "responded", "resolved", "confirmed", "waiting", "pending", "cause", "common_issue"} {
		f, _ := ticket.Kind.Field(key)
		out = append(out, widgets.TableColumn{Key: key, Head: f.Label, Width: 104, Hideable: true, Hidden: true, Spare: 5 + spare, Sortable: f.Type == ledger.Time})
	}
	return out
}

// tints of the tones of ui/view.
var tints = map[view.Tone]widgets.Tint{view.Good: widgets.Good, view.Soon: widgets.Soon, view.Bad: widgets.Bad, view.Going: widgets.Going, view.Waiting: widgets.Waits}

func tintOf(m view.Mark) *widgets.TagSpec {
	return &widgets.TagSpec{Icon: m.Icon, Words: m.Words, Tint: tints[m.Tone]}
}

// rowOf is a ticket's line; what is urgent has a bar at its left.
func rowOf(s app.Shown, c sla.Clock, frame Frame) widgets.Item {
	item := widgets.Item{Key: string(s.ID)}
	icon, words, tone := view.Urgency(c, frame.Now())
	if s.State == ticket.Void || c.From.IsZero() {
		icon, words, tone = "", "", view.Plain
	}
	item.Edge = map[view.Tone]fyne.ThemeColorName{view.Bad: theme.Red, view.Soon: theme.Orange}[tone]
	for _, col := range ticketColumns() {
		f, _ := ticket.Kind.Field(col.Key)
		cell := widgets.Cell{}
		switch {
		case col.Key == "number":
			cell.Text = s.Number
		case col.Key == "state":
			cell.Tag = tintOf(view.StateOf(ticket.Kind, s))
		case col.Key == app.Urgency:
			cell = widgets.Cell{Text: words, Icon: icon, Color: colourOf(tone), Bold: tone == view.Bad || tone == view.Soon}
		case f.Type == ledger.Time:
			text, _ := s.Fields[col.Key].(string)
			cell.Text = view.Moment(text, frame.Now())
		default:
			cell.Text = strings.ReplaceAll(view.Value(f, s.Fields[col.Key]), "\n", " ")
		}
		item.Cells = append(item.Cells, cell)
	}
	return item
}

// colourOf is the ink of a tone.
func colourOf(tone view.Tone) fyne.ThemeColorName {
	if tone == view.Plain || tone == view.Quiet || tone == view.Going {
		return theme.Text2
	}
	ink, _ := tints[tone].Colours()
	return ink
}
