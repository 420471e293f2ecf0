package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// OpenTicket shows a ticket, by its ID, beside the list.
func (t *Tickets) OpenTicket(id string) {
	type whole struct {
		shown  app.Shown
		clocks []app.Timed
	}
	run(t.desk, func(ctx context.Context) (w whole, err error) {
		if w.shown, err = t.desk.Show(ctx, ticket.Kind.Name, id, true, ""); err != nil {
			return w, err
		}
		w.clocks, err = t.desk.Clocks(ctx, []string{id}, t.frame.Now())
		return w, err
	}, func(w whole, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		t.detail.Objects = []fyne.CanvasObject{t.page(w.shown, w.clocks)}
		t.showDetail(true)
	})
}

func (t *Tickets) closeDetail() { t.showDetail(false) }

func (t *Tickets) showDetail(on bool) {
	if t.panes == nil {
		return
	}
	pane := t.panes.Objects[1]
	if on {
		pane.Show()
	} else {
		pane.Hide()
	}
	t.panes.Refresh()
}

// page is one ticket: what can be done, its clocks with their reckoning, its facts, its history.
func (t *Tickets) page(s app.Shown, clocks []app.Timed) fyne.CanvasObject {
	mark := view.StateOf(ticket.Kind, s)
	title, _ := s.Fields["title"].(string)
	top := widgets.Row(8, widgets.Fixed(widgets.Help(s.Number)), widgets.Fixed(widgets.NewButton("", "copy", widgets.Hushed, func() { fyne.CurrentApp().Clipboard().SetContent(s.Number) })),
		widgets.Grow(container.NewWithoutLayout()), widgets.Fixed(widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone])), widgets.Fixed(widgets.NewButton("", "x", widgets.Hushed, t.closeDetail)))
	head := widgets.Stack(8, top, widgets.NewParagraph(title, theme.SizeSection, theme.Text).Bold(), t.steps(s))
	rows := []fyne.CanvasObject{section("时限")}
	for _, c := range view.ClockLines(clocks, t.frame.Now()) {
		rows = append(rows, widgets.ClockRow(c.Icon, c.Name, c.Rest, tints[c.Tone], c.Used, c.Sentence))
	}
	rows = append(rows, widgets.Rule(), section("基本信息"), facts(s))
	for _, key := range []string{"description", "result"} {
		if text, _ := s.Fields[key].(string); text != "" {
			f, _ := ticket.Kind.Field(key)
			rows = append(rows, widgets.Help(f.Label), widgets.NewParagraph(text, theme.SizeBody, theme.Text))
		}
	}
	rows = append(rows, joined(s)...)
	rows = append(rows, widgets.Rule(), section("经过"), widgets.Timeline(history(s, t.frame)))
	body := container.NewVScroll(widgets.Inset(12, 16, widgets.Stack(10, rows...)))
	return widgets.Column(0, widgets.Fixed(widgets.Inset(12, 16, head)), widgets.Fixed(widgets.Rule()), widgets.Grow(body))
}

func section(title string) fyne.CanvasObject { return widgets.Title(title, theme.SizeCard) }

// facts are the filled short fields.
func facts(s app.Shown) fyne.CanvasObject {
	var list []widgets.KeyValue
	for _, f := range ticket.Kind.Fields {
		if f.Key == "title" || f.Type == ledger.Long || f.Told {
			continue
		}
		if v := view.Value(f, s.Fields[f.Key]); v != "" {
			list = append(list, widgets.KeyValue{Key: f.Label, Value: v})
		}
	}
	return widgets.KeyValues(list)
}

// joined are attachments and links, where there are any.
func joined(s app.Shown) (out []fyne.CanvasObject) {
	if len(s.Attached)+len(s.Links) == 0 {
		return nil
	}
	out = append(out, widgets.Rule(), section("附件与关联"))
	for _, a := range s.Attached {
		out = append(out, widgets.Row(6, widgets.Fixed(widgets.NewPicture("paperclip", theme.Text3, 14)), widgets.Grow(widgets.Body(a.Name).Cut())))
	}
	for _, l := range s.Links {
		out = append(out, widgets.Row(6, widgets.Fixed(widgets.NewPicture("link", theme.Text3, 14)), widgets.Grow(widgets.Body(l.Relation+" "+l.Number).Cut())))
	}
	return out
}

func history(s app.Shown, frame Frame) (out []widgets.Event) {
	for _, e := range view.Events(ticket.Kind, s, frame.Now()) {
		out = append(out, widgets.Event{Icon: e.Icon, Tint: widgets.Going, Title: e.Title, Who: e.Who, Time: e.When, Text: e.Text})
		if e.Taken {
			out[len(out)-1].Tint = widgets.Neutral
		}
	}
	return out
}

// shownSteps is how many steps stand as buttons; the rest are in a menu.
const shownSteps = 3

// steps are the buttons of what the state allows, the likely one first.
func (t *Tickets) steps(s app.Shown) fyne.CanvasObject {
	steps := view.Steps(ticket.Kind, s)
	if len(steps) == 0 {
		return widgets.Help("这张工单没有可办的步骤")
	}
	var buttons []fyne.CanvasObject
	for i, a := range steps[:min(shownSteps, len(steps))] {
		look := widgets.Usual
		if i == 0 {
			look = widgets.Main
		}
		buttons = append(buttons, widgets.NewButton(a.Label, "", look, func() { t.take(string(s.ID), a) }))
	}
	if rest := steps[min(shownSteps, len(steps)):]; len(rest) > 0 {
		more := widgets.NewButton("更多", "dots", widgets.Usual, nil)
		more.OnTapped = func() { t.menu(more, s, rest) }
		buttons = append(buttons, more)
	}
	return widgets.Line(8, buttons...)
}

func (t *Tickets) menu(below fyne.CanvasObject, s app.Shown, steps []ledger.Action) {
	var options []widgets.Option
	for _, a := range steps {
		options = append(options, widgets.Option{Value: a.Name, Label: a.Label + "…", Aliases: view.Aliases(a.Label)})
	}
	widgets.Menu(below, options, func(name string) {
		a, _ := ticket.Kind.Action(name)
		t.take(string(s.ID), a)
	})
}
