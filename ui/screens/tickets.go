package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// pageSize is how many tickets a page shows.
const pageSize = 50

// Tickets is the list of tickets with the chosen one beside it.
type Tickets struct {
	frame  Frame
	desk   *Desk
	Search *widget.Entry
	State  *widget.Select
	Table  *widgets.DataTable
	count  *widget.Label
	back   *widget.Button
	onward *widget.Button
	detail *fyne.Container
	page   int
	total  int
	only   app.Filter // narrows the list beyond search and state
	asked  int        // the load under way: what an earlier one brings is out of date
}

// NewTickets makes the screen and loads its first page.
func NewTickets(f Frame, d *Desk) *Tickets {
	t := &Tickets{frame: f, desk: d, Search: widget.NewEntry(), count: widget.NewLabel(""), detail: container.NewStack()}
	t.Search.SetPlaceHolder("搜索：文字、编号、拼音首字母")
	t.Search.OnChanged = func(string) { t.turn(-t.page) }
	states := []string{"全部状态"}
	for i := range ticket.Kind.States {
		states = append(states, ticket.Kind.States[i].Label)
	}
	t.State = widget.NewSelect(states, nil)
	t.State.SetSelectedIndex(0)
	t.State.OnChanged = func(string) { t.turn(-t.page) }
	t.Table = widgets.NewDataTable([]widgets.TableColumn{{Head: "工单号", Width: 138}, {Head: "标题", Width: 160, Grow: true}, {Head: "状态", Width: 84}, {Head: "系统", Width: 116, Spare: 2},
		{Head: "区域", Width: 80, Spare: 3}, {Head: "处理人", Width: 64}, {Head: "到达", Width: 96, Spare: 1}, {Head: "应完", Width: 112}}, false)
	t.Table.OnSelect = func(i widgets.Item) { t.openDetail(i.Key) }
	t.back = widget.NewButton("上一页", func() { t.turn(-1) })
	t.onward = widget.NewButton("下一页", func() { t.turn(+1) })
	t.detail.Objects = []fyne.CanvasObject{container.NewCenter(widget.NewLabel("选一张工单，在这里查看和办理"))}
	t.Load()
	return t
}

// Only narrows the list to the tickets of a filter.
func (t *Tickets) Only(f app.Filter) {
	t.only = f
	t.turn(-t.page)
}

// Content lays the screen out.
func (t *Tickets) Content() fyne.CanvasObject {
	create := widget.NewButtonWithIcon("新工单…", base.ContentAddIcon(), func() { t.take("new", mustAction("receive")) })
	bring := widget.NewButtonWithIcon("导入…", base.FolderOpenIcon(), func() { t.frame.Open("import") })
	bar := container.NewBorder(nil, nil, nil, container.NewHBox(t.State, bring, create), t.Search)
	foot := container.NewBorder(nil, nil, t.count, container.NewHBox(t.back, t.onward))
	list := container.NewBorder(container.NewVBox(heading("工单", base.SizeNameHeadingText), bar), foot, nil, nil, container.NewStack(surface(), t.Table))
	split := container.NewHSplit(list, container.NewStack(surface(), t.detail))
	split.SetOffset(0.7)
	return split
}

func mustAction(name string) ledger.Action {
	a, _ := ticket.Kind.Action(name)
	return a
}

func (t *Tickets) turn(by int) {
	t.page = max(0, t.page+by)
	t.Load()
}

// Load reads the page shown.
func (t *Tickets) Load() {
	q := app.Query{Kind: ticket.Kind.Name, Search: t.Search.Text, Limit: pageSize, Offset: t.page * pageSize}
	if i := t.State.SelectedIndex(); i > 0 {
		q.Where = []app.Condition{{Key: "state", Op: app.Equal, Value: []string{string(ticket.Kind.States[i-1].State)}}}
	}
	if q.Search == "" {
		q.Sort = "-arrived"
	}
	type page struct {
		rows  []view.TicketRow
		total int
	}
	t.asked++
	only, asked := t.only, t.asked
	work.Run(func(ctx context.Context) (p page, err error) {
		narrowed, err := t.desk.Query(ctx, ticket.Kind.Name, only)
		if err != nil {
			return p, err
		}
		q.Where = append(q.Where, narrowed.Where...)
		list, err := t.desk.List(ctx, q, "")
		if err != nil {
			return p, err
		}
		if p.total, err = t.desk.Count(ctx, q, 1000); err != nil {
			return p, err
		}
		clocks, err := t.clocks(ctx, list)
		p.rows = view.Tickets(ticket.Kind, list, clocks, t.frame.Now())
		return p, err
	}, func(p page, err error) {
		if asked != t.asked {
			return
		}
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		t.show(p.rows, p.total)
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

func (t *Tickets) show(rows []view.TicketRow, total int) {
	t.total = total
	items := make([]widgets.Item, len(rows))
	for i, r := range rows {
		items[i] = widgets.Item{Key: r.ID, Cells: []widgets.Cell{{Text: r.Number}, {Text: r.Title}, {Text: r.State}, {Text: r.System}, {Text: r.Region}, {Text: r.Assignee}, {Text: r.Arrived},
			{Text: r.Due, Color: tones[r.Tone]}}}
	}
	t.Table.SetRows(items)
	more := ""
	if total >= 1000 {
		more = "+"
	}
	switch {
	case total == 0 && t.Search.Text == "":
		t.count.SetText("还没有工单：点“导入…”读入省工单系统的导出文件")
	case total == 0:
		t.count.SetText("没有找到：换一个词，或清空搜索")
	default:
		t.count.SetText(fmt.Sprintf("第 %d–%d 条，共 %d%s 条", t.page*pageSize+1, t.page*pageSize+len(rows), total, more))
	}
	enable(t.back, t.page > 0)
	enable(t.onward, (t.page+1)*pageSize < total)
}

func enable(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

var tones = map[view.Tone]fyne.ThemeColorName{view.Plain: base.ColorNameForeground, view.Good: base.ColorNameSuccess, view.Soon: base.ColorNameWarning,
	view.Bad: base.ColorNameError, view.Quiet: base.ColorNamePlaceHolder}

func (t *Tickets) openDetail(id string) {
	type whole struct {
		shown  app.Shown
		clocks []app.Timed
	}
	work.Run(func(ctx context.Context) (w whole, err error) {
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
		t.detail.Objects = []fyne.CanvasObject{t.ticketPage(w.shown, w.clocks)}
		t.detail.Refresh()
	})
}

// ticketPage shows one ticket: steps, clocks with their reckoning, fields, history.
func (t *Tickets) ticketPage(s app.Shown, clocks []app.Timed) fyne.CanvasObject {
	page := container.NewVBox(heading(s.Number, base.SizeNameSubHeadingText), wrapped(titleOf(s), base.ColorNameForeground),
		widget.NewLabel("状态："+ticket.Kind.StateLabel(s.State)))
	page.Add(t.stepButtons(s))
	for _, c := range clocks {
		due, tone := view.Due(c.Clock, t.frame.Now())
		page.Add(heading(c.Label+"　"+due, base.SizeNameText))
		for _, r := range c.Reasons {
			page.Add(wrapped(r, tones[tone]))
		}
	}
	page.Add(heading("内容", base.SizeNameText))
	for _, l := range view.Fields(ticket.Kind, s) {
		page.Add(wrapped(l.Label+"：　"+l.Value, base.ColorNameForeground))
	}
	page.Add(heading("经过", base.SizeNameText))
	for _, l := range view.History(ticket.Kind, s, t.frame.Now()) {
		page.Add(wrapped(l, base.ColorNamePlaceHolder))
	}
	return container.NewVScroll(container.NewPadded(page))
}

// shownSteps is how many steps stand as buttons; the rest are in a menu.
const shownSteps = 5

func (t *Tickets) stepButtons(s app.Shown) fyne.CanvasObject {
	buttons := container.NewGridWrap(fyne.NewSize(104, 32))
	steps := view.Steps(ticket.Kind, s)
	for i, a := range steps[:min(shownSteps, len(steps))] {
		b := widget.NewButton(a.Label+"…", func() { t.take(string(s.ID), a) })
		if i == 0 {
			b.Importance = widget.HighImportance
		}
		buttons.Add(b)
	}
	if len(steps) > shownSteps {
		buttons.Add(t.moreSteps(s, steps[shownSteps:]))
	}
	return buttons
}

func (t *Tickets) moreSteps(s app.Shown, steps []ledger.Action) fyne.CanvasObject {
	var labels []string
	for _, a := range steps {
		labels = append(labels, a.Label)
	}
	more := widget.NewSelect(labels, nil)
	more.PlaceHolder = "更多步骤"
	more.OnChanged = func(string) {
		i := more.SelectedIndex()
		if i < 0 {
			return
		}
		more.ClearSelected()
		t.take(string(s.ID), steps[i])
	}
	return more
}

func titleOf(s app.Shown) string {
	v, _ := s.Fields["title"].(string)
	return v
}

// take asks what a step needs and takes it.
func (t *Tickets) take(key string, a ledger.Action) {
	StepForm(t.frame.Window(), t.desk, ticket.Kind, key, a, func(rec *ledger.Record) {
		t.Load()
		t.openDetail(string(rec.ID))
	})
}
