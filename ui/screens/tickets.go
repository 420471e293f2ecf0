package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// detailWidth is the pane of the chosen ticket.
const detailWidth = 404

// Tickets is the list of tickets with the chosen one beside it.
type Tickets struct {
	frame  Frame
	desk   *Desk
	Search *widgets.Input
	Table  *widgets.DataTable
	State  *widgets.Chip
	View   *widgets.Button // the view chosen; opens what can be done about views

	chips   map[string]*widgets.Chip // by field
	row     *widgets.FilterRow
	batch   *widgets.BatchBar
	bulk    *bulkBar
	columns *widgets.Button
	detail  *fyne.Container
	panes   *fyne.Container
	first   *widgets.Button // the likely step of the ticket shown, nil none

	view     string   // the name of the view chosen, "" none
	only     []string // conditions no chip stands for
	drilled  bool     // opened with a filter: what was looked at last is not brought back, nor forgotten
	began    bool     // what the chips offer is there
	asked    int      // the load under way: what an earlier one brings is out of date
	query    app.Query
	count    int
	shown    app.Shown // the ticket beside the list
	reason   string    // for which it is shown unmasked, "" masked
	pending  string    // a ticket to be opened
	commands []Command // steps of the ticket shown
}

// NewTickets makes the screen; it shows what was looked at last.
func NewTickets(f Frame, d *Desk) *Tickets {
	t := &Tickets{frame: f, desk: d, Search: widgets.NewInput("编号、标题、单位、拼音首字母").WithIcon("search"), detail: container.NewStack(), chips: map[string]*widgets.Chip{}}
	t.Search.OnChanged = func(string) { t.Load() }
	t.Search.OnSubmit = t.focusTable
	t.Search.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyDown {
			t.focusTable()
		}
		return k.Name == fyne.KeyDown
	}
	t.makeChips()
	t.View = widgets.NewButton("全部工单", "bookmark", widgets.Usual, t.viewMenu)
	t.table()
	t.begin()
	return t
}

func (t *Tickets) table() {
	t.Table = widgets.NewDataTable(ticketColumns(), true)
	t.Table.OnSelect = func(i widgets.Item) { t.OpenTicket(i.Key) }
	t.Table.OnOpen = func(i widgets.Item) { t.OpenTicket(i.Key); t.focusPane() }
	t.Table.OnEscape = func() { t.Escape() }
	t.Table.OnSort = func(string, bool) { t.Load() }
	t.Table.OnState = func(widgets.State) { t.remember() }
	t.Table.OnCheck = func(n int) { t.bulk.checked(n) }
	t.Table.OnAll = t.checkAll
	t.Table.OnCopy = t.copied
}

// Content lays the screen out: what can be done, or what can be done with those checked; what narrows the list; the list.
func (t *Tickets) Content() fyne.CanvasObject {
	create := widgets.NewButton("登记工单", "plus", widgets.Main, t.Create).WithKeys("Ctrl+N")
	bring := widgets.NewButton("导入", "package-import", widgets.Usual, func() { t.frame.Open("import") })
	t.columns = widgets.NewButton("", "columns", widgets.Hushed, nil)
	t.columns.OnTapped = func() { t.Table.ChooseColumns(t.columns) }
	copied := widgets.NewButton("", "copy", widgets.Hushed, t.Table.Copy)
	out := widgets.NewButton("", "download", widgets.Hushed, t.exportAll)
	bar := widgets.Inset(6, 16, widgets.Row(8, widgets.Fixed(create), widgets.Fixed(bring), widgets.Grow(widgets.Spring()), widgets.Fixed(widgets.Help("视图")),
		widgets.Fixed(t.View), widgets.Fixed(t.columns), widgets.Fixed(copied), widgets.Fixed(out)))
	t.batch = t.makeBatch(bar)
	narrow := widgets.Row(8, widgets.Wide(240, t.Search), widgets.Grow(t.row))
	list := widgets.Column(0, widgets.Fixed(widgets.InsetEach(4, 0, 0, 0, t.batch)), widgets.Fixed(widgets.InsetEach(2, 16, 10, 16, narrow)), widgets.Fixed(widgets.Rule()), widgets.Grow(t.Table))
	t.panes = widgets.Row(12, widgets.Grow(widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, list))),
		widgets.Wide(detailWidth, widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), t.detail)))
	t.showDetail(false)
	return t.panes
}

// Create registers a ticket by hand.
func (t *Tickets) Create() {
	receive, _ := ticket.Kind.Action("receive")
	t.take("new", receive)
}

// countedUpTo is where the count stops.
const countedUpTo = 1000

// Load reads how many tickets there are, and has the table ask for those it shows, from the top.
func (t *Tickets) Load() { t.load(false) }

// Renew reads the same list again, after a step: what is chosen stays chosen.
func (t *Tickets) Renew() { t.load(true) }

func (t *Tickets) load(again bool) {
	if !t.began {
		return
	}
	type found struct {
		query app.Query
		count int
	}
	t.asked++
	f, asked := t.filter(), t.asked
	run(t.desk, func(ctx context.Context) (r found, err error) {
		if r.query, err = t.desk.Query(ctx, ticket.Kind.Name, f); err == nil {
			r.count, err = t.desk.Count(ctx, r.query, countedUpTo+1)
		}
		return r, err
	}, func(r found, err error) {
		switch {
		case asked != t.asked:
		case err != nil:
			Fail(t.frame.Window(), err)
		default:
			t.query, t.count = r.query, r.count
			t.list(again)
		}
	})
}

func (t *Tickets) list(again bool) {
	rows := &ticketRows{t, t.query, t.count}
	t.Table.SetEmpty(t.nothing())
	if again {
		t.Table.ReloadFrom(rows)
	} else {
		t.Table.SetSource(rows)
	}
	t.Table.SetFoot(foot(t.count, t.order()))
	t.remember()
	if id := t.pending; id != "" {
		t.pending = ""
		t.OpenTicket(id)
	}
}

func foot(count int, order string) string {
	more := ""
	if count > countedUpTo {
		count, more = countedUpTo, "+"
	}
	return fmt.Sprintf("共 %d%s 张，%s", count, more, order)
}

// nothing says what to do where the list is empty: which way out depends on why it is.
func (t *Tickets) nothing() fyne.CanvasObject {
	if t.narrowed() {
		return widgets.Empty("filter", "没有符合条件的工单", "换一个词，或清除条件看全部工单。", widgets.NewButton("清除条件", "x", widgets.Main, t.Clear))
	}
	bring := widgets.NewButton("导入表格", "package-import", widgets.Main, func() { t.frame.Open("import") })
	create := widgets.NewButton("登记工单", "plus", widgets.Usual, t.Create)
	return widgets.Empty("ticket", "还没有工单", "从省工单系统的导出文件导入，或手工登记一张。", bring, create)
}

// take asks what a step needs and takes it.
func (t *Tickets) take(key string, a ledger.Action) {
	StepForm(t.frame.Window(), t.desk, ticket.Kind, key, a, func(rec *ledger.Record) { t.done(a.Label, rec) })
}

// done shows what a step made, and offers to take it back.
func (t *Tickets) done(label string, recs ...*ledger.Record) {
	t.Renew()
	if len(recs) == 1 {
		t.OpenTicket(string(recs[0].ID))
	}
	t.desk.Recorded(t.frame, label, recs...)
}

// Escape closes what is open, innermost first; false: nothing is.
func (t *Tickets) Escape() bool {
	if t.panes == nil || !t.panes.Objects[1].Visible() {
		return false
	}
	t.showDetail(false)
	t.focusTable()
	return true
}

func (t *Tickets) focusTable() { t.Table.Focus() }

// focusPane puts the focus on the likely step of the ticket shown, now or once it is there.
func (t *Tickets) focusPane() {
	if t.first != nil && t.panes.Objects[1].Visible() {
		t.frame.Window().Canvas().Focus(t.first)
	}
}
