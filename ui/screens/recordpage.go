package screens

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// OpenRecord shows a record, by its ID, beside the list.
func (t *Records) OpenRecord(id string) {
	if id != string(t.shown.ID) {
		t.reason = ""
	}
	t.open(id, "")
}

// whole is a record with all its page shows.
type whole struct {
	shown  app.Shown
	clocks []app.Timed
	offers []app.Offer
	amount view.Mark // what it amounts to, and remarks on it
	notes  []string
}

// open reads a record and shows it; with a reason it is shown unmasked, which is recorded.
func (t *Records) open(id, reveal string) {
	if !t.began {
		t.pending = id
		return
	}
	reread(t.desk, &t.pages, func(ctx context.Context) (w whole, err error) {
		if w.shown, err = t.desk.Show(ctx, t.kind.Name, id, true, reveal); err != nil {
			return w, err
		}
		worded, err := wordsOf(ctx, t.desk)
		if err != nil {
			return w, err
		}
		if err = worded.put(ctx, t.kind, &w.shown); err != nil {
			return w, err
		}
		if t.look.clocks != nil {
			if w.clocks, err = t.look.clocks(ctx, t.desk, id, t.frame.Now()); err != nil {
				return w, err
			}
		}
		if t.look.amount != nil {
			if w.amount, w.notes, err = t.look.amount(ctx, t.desk, id); err != nil {
				return w, err
			}
		}
		w.offers, err = t.desk.Offers(ctx, t.kind.Name, id)
		return w, err
	}, func(w whole, err error) {
		if err != nil {
			Retry(t.frame.Window(), t.desk, err, func() { t.open(id, reveal) })
			return
		}
		t.shown, t.reason = w.shown, reveal
		t.detail.Objects = []fyne.CanvasObject{t.page(w)}
		t.showDetail(true)
	})
}

func (t *Records) showDetail(on bool) {
	if t.panes == nil {
		return
	}
	if pane := t.panes.Objects[1]; on {
		pane.Show()
	} else {
		pane.Hide()
	}
	t.panes.Refresh()
}

// page is one record: what can be done, what is in dispute, its clocks with their reckoning, its facts, what is joined to it,
// its history.
func (t *Records) page(w whole) fyne.CanvasObject {
	s := w.shown
	mark := view.StateOf(t.kind, s)
	title, _ := s.Fields[t.kind.Title].(string)
	known := s.Number
	if namesItself(t.kind) {
		known = t.kind.Label
	}
	top := widgets.Row(8, widgets.Fixed(widgets.Help(known)), widgets.Fixed(widgets.NewButton("", "copy", widgets.Hushed, t.copyNumber)), widgets.Fixed(widgets.NewButton("", "printer", widgets.Hushed, t.Print)),
		widgets.Grow(widgets.Spring()), widgets.Fixed(widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone])), widgets.Fixed(widgets.NewButton("", "x", widgets.Hushed, func() { t.Escape() })))
	head := widgets.Stack(8, top, widgets.NewParagraph(title, theme.SizeSection, theme.Text).Bold(), t.steps(w))
	if t.look.ways != nil {
		head.Add(t.ways(s))
	}
	var rows []fyne.CanvasObject
	if t.reason != "" {
		rows = append(rows, t.unmasked())
	}
	if len(s.Conflicts) > 0 {
		rows = append(rows, t.conflicts(s))
	}
	if t.look.amount != nil {
		rows = append(rows, widgets.Line(0, widgets.NewTag(w.amount.Icon, w.amount.Words, tints[w.amount.Tone])))
	}
	for _, note := range w.notes {
		rows = append(rows, widgets.NewParagraph(note, theme.SizeBody, theme.Text2))
	}
	if t.look.clocks != nil {
		rows = append(rows, section("时限"))
	}
	for _, c := range view.ClockLines(w.clocks, t.frame.Now()) {
		rows = append(rows, widgets.ClockRow(c.Icon, c.Name, c.Rest, tints[c.Tone], c.Used, c.Sentence))
	}
	if len(rows) > 0 {
		rows = append(rows, widgets.Rule())
	}
	rows = append(rows, t.aboutHead(), t.look.facts(s))
	for _, key := range t.look.long {
		f, _ := t.kind.Field(key)
		if text := strings.ReplaceAll(view.Value(f, s.Fields[key]), "；", map[bool]string{true: "\n", false: "；"}[f.Type == ledger.List]); text != "" {
			rows = append(rows, widgets.Help(f.Label), widgets.NewParagraph(text, theme.SizeBody, theme.Text))
		}
	}
	rows = append(rows, widgets.Rule(), t.files(s), widgets.Rule(), t.links(s), widgets.Rule(), section("经过"), widgets.Timeline(t.history(s)))
	body := container.NewVScroll(widgets.Inset(12, 16, widgets.Stack(10, rows...)))
	return widgets.Column(0, widgets.Fixed(widgets.Inset(12, 16, head)), widgets.Fixed(widgets.Rule()), widgets.Grow(body))
}

func (t *Records) copyNumber() {
	fyne.CurrentApp().Clipboard().SetContent(t.shown.Number)
	t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已复制 " + t.shown.Number})
}

func section(title string) fyne.CanvasObject { return widgets.Title(title, theme.SizeCard) }

// headed is a section's title with what can be done beside it.
func headed(title string, buttons ...*widgets.Button) fyne.CanvasObject {
	parts := []widgets.Part{widgets.Grow(section(title))}
	for _, b := range buttons {
		b.Small = true
		parts = append(parts, widgets.Fixed(b))
	}
	return widgets.Row(0, parts...)
}

// facts are the filled short fields; what a category asks beyond the others stands as fields of its own.
func (l *look) facts(s app.Shown) fyne.CanvasObject {
	var list []widgets.KeyValue
	for _, f := range l.kind.Fields {
		if f.Key == l.kind.Title || f.Key == more && f.Type == ledger.List || f.Type == ledger.Long || f.Told || slices.Contains(l.long, f.Key) || f.Key == l.kind.Outside && namesItself(l.kind) {
			continue
		}
		if v := view.Value(f, s.Fields[f.Key]); v != "" {
			list = append(list, widgets.KeyValue{Key: f.Label, Value: v})
		}
	}
	for _, l := range view.More(s.Fields[more]) {
		list = append(list, widgets.KeyValue{Key: l.Label, Value: l.Value})
	}
	return widgets.KeyValues(list)
}

// history is what was done, newest first, on which device; what may be taken back offers it.
func (t *Records) history(s app.Shown) (out []widgets.Event) {
	for _, e := range view.Events(t.kind, s, t.frame.Now()) {
		event := widgets.Event{Icon: e.Icon, Tint: widgets.Going, Title: e.Title, Who: e.Who, Time: e.When, Text: e.Text}
		if e.Taken {
			event.Tint = widgets.Neutral
		}
		if e.Undo {
			event.Action, event.OnAction = "撤回", func() { t.askUndo(e) }
		}
		out = append(out, event)
	}
	return out
}

// askUndo asks before a step is taken back.
func (t *Records) askUndo(e view.Event) {
	key := string(t.shown.ID)
	widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "撤回“" + e.Title + "”？", Body: e.When + " 的这一步不再算数；经过里仍保留这一步和这次撤回。", Verb: "撤回",
		OnVerb: func() bool {
			t.desk.takeBack(t.frame, &taken{label: e.Title, kind: t.kind.Name, key: key, ref: e.Ref, n: 1})
			return false
		}})
}
