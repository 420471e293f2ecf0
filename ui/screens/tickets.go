package screens

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// detailWidth is the pane of the chosen ticket.
const detailWidth = 400

// Tickets is the list of tickets with the chosen one beside it.
type Tickets struct {
	frame  Frame
	desk   *Desk
	Search *widgets.Input
	Table  *widgets.DataTable
	State  *widgets.Chip
	chips  map[string]*widgets.Chip // by field
	row    *widgets.FilterRow
	detail *fyne.Container
	panes  *fyne.Container
	only   app.Filter // narrows the list beyond search and chips
	sort   string
	asked  int // the load under way: what an earlier one brings is out of date
}

// filtered are the fields that have a chip.
var filtered = []struct{ key, label string }{{"state", "状态"}, {"region", "区域"}, {"system", "系统"}, {"insurance", "险种"}, {"category", "类别"}}

// NewTickets makes the screen and loads its first page.
func NewTickets(f Frame, d *Desk) *Tickets {
	t := &Tickets{frame: f, desk: d, Search: widgets.NewInput("编号、标题、单位、拼音首字母").WithIcon("search"), detail: container.NewStack(), chips: map[string]*widgets.Chip{}}
	t.Search.OnChanged = func(string) { t.Load() }
	var chips []*widgets.Chip
	for _, c := range filtered {
		chip := widgets.NewChip(c.label, nil, func([]string) { t.Load() })
		t.chips[c.key] = chip
		chips = append(chips, chip)
	}
	t.State, t.row = t.chips["state"], widgets.NewFilterRow(chips...)
	t.row.OnClear = func() { t.only = app.Filter{}; t.Load() }
	t.table()
	t.options()
	t.Load()
	return t
}

func (t *Tickets) table() {
	t.Table = widgets.NewDataTable([]widgets.TableColumn{{Key: "number", Head: "工单号", Width: 138, Sortable: true}, {Key: "title", Head: "标题", Width: 170, Grow: true},
		{Key: "state", Head: "状态", Width: 92}, {Key: "due", Head: "时限", Width: 128}, {Key: "system", Head: "系统", Width: 116, Spare: 3, Hideable: true},
		{Key: "region", Head: "区域", Width: 80, Spare: 2, Hideable: true}, {Key: "assignee", Head: "处理人", Width: 64, Spare: 1, Sortable: true, Hideable: true},
		{Key: "arrived", Head: "到达", Width: 92, Spare: 4, Sortable: true, Hideable: true}}, false)
	t.Table.OnSelect = func(i widgets.Item) { t.OpenTicket(i.Key) }
	t.Table.OnEscape = t.closeDetail
	t.Table.OnSort = func(key string, down bool) {
		if t.sort = key; down {
			t.sort = "-" + key
		}
		t.Load()
	}
	bring := widgets.NewButton("导入表格", "package-import", widgets.Usual, func() { t.frame.Open("import") })
	create := widgets.NewButton("登记工单", "plus", widgets.Main, t.Create)
	t.Table.SetEmpty(widgets.Empty("ticket", "没有符合的工单", "换一个词或清除条件；还没有工单时，从省工单系统的导出文件导入，或手工登记一张。", bring, create))
}

// Content lays the screen out.
func (t *Tickets) Content() fyne.CanvasObject {
	create := widgets.NewButton("登记工单", "plus", widgets.Main, t.Create).WithKeys("Ctrl+N")
	bring := widgets.NewButton("导入", "package-import", widgets.Usual, func() { t.frame.Open("import") })
	bar := widgets.Row(8, widgets.Fixed(create), widgets.Fixed(bring), widgets.Wide(230, t.Search), widgets.Grow(t.row))
	list := widgets.Column(0, widgets.Fixed(widgets.Inset(10, 12, bar)), widgets.Fixed(widgets.Rule()), widgets.Grow(t.Table))
	t.panes = widgets.Row(12, widgets.Grow(widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, list))),
		widgets.Wide(detailWidth, widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), t.detail)))
	t.closeDetail()
	return t.panes
}

// Create registers a ticket by hand.
func (t *Tickets) Create() {
	receive, _ := ticket.Kind.Action("receive")
	t.take("new", receive)
}

// Only narrows the list to the tickets of a filter.
func (t *Tickets) Only(f app.Filter) {
	t.only = f
	t.Load()
}

// options fills the chips with the dictionaries' words and how many tickets have each.
func (t *Tickets) options() {
	type words struct {
		dicts dictionary.Set
		tally map[string]map[string]int
	}
	run(t.desk, func(ctx context.Context) (w words, err error) {
		if w.dicts, err = t.desk.AllDictionaries(ctx); err != nil {
			return w, err
		}
		w.tally, err = t.desk.Tally(ctx, ticket.Kind.Name)
		return w, err
	}, func(w words, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		for _, c := range filtered {
			t.chips[c.key].SetOptions(optionsOf(c.key, w.dicts, w.tally[c.key]))
		}
	})
}

func optionsOf(key string, dicts dictionary.Set, count map[string]int) (out []widgets.Option) {
	if key == "state" {
		for _, s := range ticket.Kind.States {
			out = append(out, widgets.Option{Value: string(s.State), Label: s.Label, Aliases: view.Aliases(s.Label), Count: count[string(s.State)]})
		}
		return out
	}
	for _, it := range dicts[key].Items {
		if !it.Retired || count[it.Key] > 0 {
			out = append(out, widgets.Option{Value: it.Key, Label: it.Label, Aliases: view.Aliases(it.Label), Count: count[it.Key]})
		}
	}
	return out
}

// filter is what search, chips and sorting say together.
func (t *Tickets) filter() app.Filter {
	f := app.Filter{Search: strings.TrimSpace(t.Search.Value() + " " + t.only.Search), Sort: t.sort, Where: append([]string{}, t.only.Where...)}
	if f.Sort == "" && f.Search == "" {
		f.Sort = "-arrived"
	}
	for _, c := range filtered {
		if chosen := t.chips[c.key].Chosen(); len(chosen) > 0 {
			f.Where = append(f.Where, c.key+"="+strings.Join(chosen, "|"))
		}
	}
	return f
}

// countedUpTo is where the count stops.
const countedUpTo = 1000

// Load reads how many tickets there are, and has the table ask for those it shows.
func (t *Tickets) Load() {
	type found struct {
		query app.Query
		count int
	}
	t.asked++
	f, asked := t.filter(), t.asked
	run(t.desk, func(ctx context.Context) (r found, err error) {
		if r.query, err = t.desk.Query(ctx, ticket.Kind.Name, f); err == nil {
			r.count, err = t.desk.Count(ctx, r.query, countedUpTo)
		}
		return r, err
	}, func(r found, err error) {
		switch {
		case asked != t.asked:
		case err != nil:
			Fail(t.frame.Window(), err)
		default:
			t.Table.SetSource(&ticketRows{t, r.query, r.count})
			t.Table.SetFoot(foot(r.count))
		}
	})
}

func foot(count int) string {
	if count >= countedUpTo {
		return fmt.Sprintf("共 %d+ 张", countedUpTo)
	}
	return fmt.Sprintf("共 %d 张", count)
}

// take asks what a step needs and takes it.
func (t *Tickets) take(key string, a ledger.Action) {
	StepForm(t.frame.Window(), t.desk, ticket.Kind, key, a, func(rec *ledger.Record) {
		t.Load()
		t.OpenTicket(string(rec.ID))
	})
}
