package screens

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Audit is the 操作日志: who did what when and why, what came last first; personal data shown and exported, and what was erased, among
// it. A line opens its record.
type Audit struct {
	Table  *widgets.DataTable
	Record *widgets.Input // a number whose steps are wanted

	Sort, Who, Device, Kind, Action, Days *widgets.Chip

	frame   Frame
	desk    *Desk
	content fyne.CanvasObject
	query   app.AuditQuery
	lines   map[string]app.Logged // those loaded, by their key
	from    string                // days chosen by their ends
	to      string
}

// NewAudit makes the screen.
func NewAudit(f Frame, d *Desk) *Audit {
	s := &Audit{frame: f, desk: d, Record: widgets.NewInput("一条记录的编号").WithIcon("search")}
	s.Table = widgets.NewDataTable([]widgets.TableColumn{{Key: "when", Head: "时间", Width: 136}, {Key: "who", Head: "人员", Width: 64}, {Key: "device", Head: "设备", Width: 92, Spare: 2}, {Key: "kind", Head: "类型", Width: 84, Spare: 3},
		{Key: "what", Head: "记录", Width: 220, Grow: true, Enough: 380}, {Key: "label", Head: "动作", Width: 104}, {Key: "reason", Head: "理由", Width: 220, Spare: 1}}, false)
	s.Table.OnOpen = func(i widgets.Item) { s.open(i.Key) }
	s.Table.OnCopy = func(text string) { fyne.CurrentApp().Clipboard().SetContent(text) }
	s.Record.OnSubmit = s.Load
	changed := func([]string) { s.Load() }
	s.Sort, s.Who, s.Device = widgets.NewChip("看什么", nil, changed), widgets.NewChip("人员", nil, changed), widgets.NewChip("设备", nil, changed)
	s.Kind, s.Action, s.Days = widgets.NewChip("类型", nil, changed), widgets.NewChip("动作", nil, changed), widgets.NewChip("时间", nil, s.daysChosen)
	s.offer()
	row := widgets.NewFilterRow(s.Sort, s.Who, s.Kind, s.Days, s.Action, s.Device)
	row.OnClear = func() {
		s.Record.SetValue("")
		s.from, s.to = "", ""
		s.Load()
	}
	out := widgets.NewButton("导出…", "download", widgets.Usual, func() { askTable(f, d, "操作日志", s.ExportTo) })
	bar := widgets.Inset(8, 16, widgets.Row(8, widgets.Wide(180, s.Record), widgets.Grow(row), widgets.Fixed(out)))
	s.content = widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, widgets.Column(0, widgets.Fixed(bar), widgets.Fixed(widgets.Rule()), widgets.Grow(s.Table))))
	s.Load()
	return s
}

// Content is the screen laid out.
func (s *Audit) Content() fyne.CanvasObject { return s.content }

// Reread reads the log anew, as it is narrowed.
func (s *Audit) Reread() { s.Load() }

// offer puts into the chips what there is to choose from.
func (s *Audit) offer() {
	var sorts, kinds, actions []widgets.Option
	for _, one := range app.Sorts {
		sorts = append(sorts, widgets.Option{Value: string(one.Sort), Label: one.Label})
	}
	known := map[string]bool{}
	for _, k := range s.desk.Kinds.Kinds() {
		kinds = append(kinds, widgets.Option{Value: k.Name, Label: k.Label, Aliases: view.Aliases(k.Label)})
		for _, a := range k.Actions {
			if !known[a.Label] {
				known[a.Label] = true
				actions = append(actions, widgets.Option{Value: a.Label, Label: a.Label, Aliases: view.Aliases(a.Label)})
			}
		}
	}
	slices.SortFunc(actions, func(x, y widgets.Option) int { return strings.Compare(x.Label, y.Label) })
	s.Sort.SetOptions(sorts)
	s.Kind.SetOptions(append(kinds, widgets.Option{Value: ledger.RosterKind, Label: app.RosterLabel}))
	s.Action.SetOptions(actions)
	s.Days.SetOptions(daysToChoose(s.frame.Now()))
	type names struct{ people, devices []string }
	run(s.desk, func(ctx context.Context) (n names, err error) {
		n.people, n.devices, err = s.desk.AuditNames(ctx)
		return n, err
	}, func(n names, err error) {
		if err != nil {
			return // the log itself tells the failure
		}
		s.Who.SetOptions(asOptions(n.people))
		s.Device.SetOptions(asOptions(n.devices))
	})
}

func asOptions(list []string) (out []widgets.Option) {
	for _, text := range list {
		out = append(out, widgets.Option{Value: text, Label: text, Aliases: view.Aliases(text)})
	}
	return out
}

// daysChosen takes the span chosen; two days are asked for in a question of their own.
func (s *Audit) daysChosen(chosen []string) {
	s.from, s.to = "", ""
	if !slices.Contains(chosen, otherSpan) {
		s.Load()
		return
	}
	s.Days.Set()
	s.Days.Close()
	askDays(s.frame, s.desk, "时间", func(from, to string) {
		s.from, s.to = from, to
		s.Days.SetOptions(append(daysToChoose(s.frame.Now()), widgets.Option{Value: otherSpan + from + to, Label: view.DayRange(from, to)}))
		s.Days.Set(otherSpan + from + to)
		s.Load()
	})
}

// wanted is what the chips and the number say together.
func (s *Audit) wanted() app.AuditQuery {
	q := app.AuditQuery{Actors: s.Who.Chosen(), Devices: s.Device.Chosen(), Kinds: s.Kind.Chosen(), Actions: s.Action.Chosen(), Record: strings.TrimSpace(s.Record.Value()), From: ledger.Day(s.from), To: ledger.Day(s.to)}
	for _, one := range s.Sort.Chosen() {
		q.Sorts = append(q.Sorts, app.Sort(one))
	}
	for _, part := range s.Days.Chosen() {
		from, to := view.DaysOf(part)
		if from != "" && (q.From == "" || from < q.From) {
			q.From = from
		}
		q.To = max(q.To, to)
	}
	return q
}

// Load lists the log from its newest line.
func (s *Audit) Load() {
	s.query, s.lines = s.wanted(), map[string]app.Logged{}
	s.Table.SetEmpty(widgets.Least(380, 160, widgets.Empty("history", "没有符合条件的操作", "换一个条件，或清除条件看全部。")))
	s.Table.SetSource(&auditRows{screen: s, query: s.query, marks: []app.AuditMark{{}}})
	s.Table.SetFoot("新的在前；个人信息是遮蔽的")
}

// auditRows gives the table the log a page at a time. How long it is nobody counts: each page tells where the next begins.
type auditRows struct {
	screen *Audit
	query  app.AuditQuery
	marks  []app.AuditMark // behind which each page begins, as far as they are known
}

// Count implements widgets.Source.
func (r *auditRows) Count() (rows int, more bool) { return 0, true }

// Want implements widgets.Source.
func (r *auditRows) Want(span widgets.Span) {
	s, page := r.screen, span.Offset/span.Limit
	if page >= len(r.marks) {
		s.Table.SetPage(span, nil) // the page before was full, and the last
		return
	}
	q := r.query
	q.After, q.Limit = r.marks[page], span.Limit
	type found struct {
		list []app.Logged
		more bool
	}
	run(s.desk, func(ctx context.Context) (f found, err error) {
		f.list, f.more, err = s.desk.AuditLog(ctx, q)
		return f, err
	}, func(f found, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		if f.more && page+1 == len(r.marks) {
			r.marks = append(r.marks, f.list[len(f.list)-1].Mark)
		}
		s.Table.SetPage(span, s.items(f.list))
	})
}

func (s *Audit) items(list []app.Logged) []widgets.Item {
	items := make([]widgets.Item, len(list))
	for i, l := range view.AuditLog(list, s.desk.LoggedKind, s.frame.Now()) {
		s.lines[l.Key] = list[i]
		items[i] = widgets.Item{Key: l.Key, Cells: []widgets.Cell{{Text: l.When}, {Text: l.Who}, {Text: l.Device, Color: theme.Text2}, {Text: l.Kind, Color: theme.Text2}, {Text: l.What}, {Text: l.Label, Color: inkOf(l.Tone)}, {Text: l.Reason, Color: theme.Text2}}}
	}
	return items
}

// open opens the record a line is about.
func (s *Audit) open(key string) {
	l, ok := s.lines[key]
	if ok && s.desk.Kinds.Kind(l.Kind) != nil {
		s.frame.OpenRecord(l.Kind, string(l.Record))
	}
}

// ExportTo writes the log as it is narrowed into a file.
func (s *Audit) ExportTo(path string) {
	q := s.query
	exporting(s.frame, s.desk, "操作日志", "行", path, func(ctx context.Context, progress func(done, total int)) (int, error) {
		return s.desk.AuditFile(ctx, q, path, progress)
	})
}
