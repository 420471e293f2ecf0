package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// ticketLook is the look of tickets: their clocks, their urgency, columns and conditions chosen by hand.
func ticketLook() *look {
	return &look{kind: ticket.Kind, icon: "ticket", unit: "张", memory: "window.tickets", order: app.Urgency, empty: "从省工单系统的导出文件导入，或手工登记一张。",
		columns: ticketColumns(), chips: ticketChips, long: []string{"description", "judgement", "result"},
		read: func(ctx context.Context, d *Desk, q app.Query) ([]app.Listed, error) { return d.Tickets(ctx, q) },
		clocks: func(ctx context.Context, d *Desk, id string, now time.Time) ([]app.Timed, error) {
			return d.Clocks(ctx, []string{id}, now)
		},
		cell: urgencyCell, edge: urgencyEdge, batch: ticketBatch, tags: []ledger.Action{tagging}}
}

// ticketColumns are what the list may show; their keys are those of filters and views.
func ticketColumns() []widgets.TableColumn {
	out := []widgets.TableColumn{{Key: "number", Head: "工单号", Width: 138, Sortable: true}, {Key: "title", Head: "标题", Width: 170, Grow: true, Enough: 360, Sortable: true},
		{Key: "state", Head: "状态", Width: 104}, {Key: app.Urgency, Head: "时限", Width: 134, Sortable: true}, {Key: "system", Head: "系统", Width: systemWidth, Spare: 3},
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

var ticketChips = []chipSpec{{key: "state", label: "状态"}, {key: app.Urgency, label: "时限"}, {key: "region", label: "区域"}, {key: "system", label: "系统"}, {key: "assignee", label: "处理人"},
	{key: "arrived", label: "到达", span: true}, {key: "insurance", label: "险种"}, {key: "category", label: "类别"}}

func urgencyOf(s app.Listed, now time.Time) (icon, words string, tone view.Tone) {
	if s.State == ticket.Void || s.Clock.From.IsZero() {
		return "", "", view.Plain
	}
	return view.Urgency(s.Clock, now)
}

func urgencyCell(key string, s app.Listed, now time.Time) (widgets.Cell, bool) {
	if key != app.Urgency {
		return widgets.Cell{}, false
	}
	icon, words, tone := urgencyOf(s, now)
	return widgets.Cell{Text: words, Icon: icon, Color: colourOf(tone), Bold: tone == view.Bad || tone == view.Soon}, true
}

func urgencyEdge(s app.Listed, now time.Time) fyne.ThemeColorName {
	_, _, tone := urgencyOf(s, now)
	return map[view.Tone]fyne.ThemeColorName{view.Bad: theme.Red, view.Soon: theme.Orange}[tone]
}

// ticketBatch are the steps taken on many tickets most often.
func ticketBatch(b *bulkBar) (buttons, spare []*widgets.Button) {
	assign := widgets.NewButton("转派", "user", widgets.Usual, func() { b.named("assign") })
	note := widgets.NewButton("记事", "message-circle", widgets.Usual, func() { b.named("note") })
	tag := widgets.NewButton("标记共性问题", "bookmark", widgets.Usual, func() { b.step(tagging) })
	b.buttons = map[string]*widgets.Button{"assign": assign}
	return []*widgets.Button{assign, note, tag}, []*widgets.Button{assign, tag, note}
}

// tagging marks tickets with a common issue: a correction of one field.
var tagging = ledger.Action{Name: ledger.Amend, Label: "标记共性问题", Asks: []ledger.Ask{{Key: "common_issue", Required: true}}}
