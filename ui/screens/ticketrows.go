package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// ticketRows gives the table the tickets of a query, a page at a time.
type ticketRows struct {
	screen *Tickets
	query  app.Query
	count  int
}

// Count implements widgets.Source.
func (r *ticketRows) Count() (rows int, more bool) { return r.count, r.count >= countedUpTo }

// Want implements widgets.Source.
func (r *ticketRows) Want(span widgets.Span) {
	t, q := r.screen, r.query
	q.Offset, q.Limit = span.Offset, span.Limit
	run(t.desk, func(ctx context.Context) ([]widgets.Item, error) {
		list, err := t.desk.List(ctx, q, "")
		if err != nil {
			return nil, err
		}
		clocks, err := t.clocks(ctx, list)
		items := make([]widgets.Item, len(list))
		for i, s := range list {
			items[i] = rowOf(s, clocks[s.ID], t.frame)
		}
		return items, err
	}, func(items []widgets.Item, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		t.Table.SetPage(span, items)
	})
}

func (t *Tickets) clocks(ctx context.Context, list []app.Shown) (map[ledger.RecordID]sla.Clock, error) {
	keys := make([]string, len(list))
	for i, s := range list {
		keys[i] = string(s.ID)
	}
	timed, err := t.desk.Clocks(ctx, keys, t.frame.Now())
	out := map[ledger.RecordID]sla.Clock{}
	for _, c := range timed {
		if c.Clock.Name == sla.Assessed {
			out[c.ID] = c.Clock
		}
	}
	return out, err
}

// tints of the tones of ui/view.
var tints = map[view.Tone]widgets.Tint{view.Good: widgets.Good, view.Soon: widgets.Soon, view.Bad: widgets.Bad, view.Going: widgets.Going, view.Waiting: widgets.Waits}

func tintOf(m view.Mark) *widgets.TagSpec {
	return &widgets.TagSpec{Icon: m.Icon, Words: m.Words, Tint: tints[m.Tone]}
}

// rowOf is a ticket's line.
func rowOf(s app.Shown, c sla.Clock, frame Frame) widgets.Item {
	said := func(key string) string {
		v, _ := s.Fields[key].(string)
		return v
	}
	due := view.ClockLines([]app.Timed{{Clock: c}}, frame.Now())[0]
	left := widgets.Cell{Text: due.Rest, Icon: due.Icon, Color: colourOf(due.Tone)}
	if s.State == ticket.Void || c.From.IsZero() {
		left = widgets.Cell{}
	}
	return widgets.Item{Key: string(s.ID), Cells: []widgets.Cell{{Text: s.Number}, {Text: said("title")}, {Tag: tintOf(view.StateOf(ticket.Kind, s))}, left,
		{Text: said("system")}, {Text: said("region")}, {Text: said("assignee")}, {Text: view.Moment(said("arrived"), frame.Now())}}}
}

// colourOf is the ink of a tone.
func colourOf(tone view.Tone) fyne.ThemeColorName {
	if tone == view.Plain || tone == view.Quiet || tone == view.Going {
		return theme.Text2
	}
	ink, _ := tints[tone].Colours()
	return ink
}
