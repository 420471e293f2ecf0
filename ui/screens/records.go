package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/knowledge"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// detailWidth is the pane of the chosen record.
const detailWidth = 404

// Records is the list of records of a kind with the chosen one beside it.
type Records struct {
	frame  Frame
	desk   *Desk
	kind   *ledger.Kind
	look   *look
	Search *widgets.Input
	Table  *widgets.DataTable
	State  *widgets.Chip
	New    *widgets.Button // registers one by hand
	View   *widgets.Button // the view chosen; opens what can be done about views

	Conflicts []*widgets.ConflictRow // of the record shown

	chips   map[string]*widgets.Chip // by field
	row     *widgets.FilterRow
	batch   *widgets.BatchBar
	bulk    *bulkBar
	columns *widgets.Button
	detail  *fyne.Container
	panes   *fyne.Container
	first   *widgets.Button // the likely step of the record shown, nil none

	view     string   // the name of the view chosen, "" none
	only     []string // conditions no chip stands for
	drilled  bool     // opened with a filter: what was looked at last is not brought back, nor forgotten
	began    bool     // what the chips offer is there
	lists    reads
	pages    reads // of the record beside the list
	query    app.Query
	count    int
	shown    app.Shown // the record beside the list
	reason   string    // for which it is shown unmasked, "" masked
	pending  string    // a record to be opened
	commands []Command // steps of the record shown
}

// NewRecords makes the screen; it shows what was looked at last.
func NewRecords(f Frame, d *Desk, k *ledger.Kind) *Records {
	t := &Records{frame: f, desk: d, kind: k, look: lookOf(k), Search: widgets.NewInput("编号、标题、单位、拼音首字母").WithIcon("search"), detail: container.NewStack(), chips: map[string]*widgets.Chip{}}
	t.Search.OnChanged = func(string) { t.Load() }
	t.Search.OnSubmit = t.focusTable
	t.Search.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyDown {
			t.focusTable()
		}
		return k.Name == fyne.KeyDown
	}
	t.makeChips()
	t.View = widgets.NewButton(t.look.every(), "bookmark", widgets.Usual, t.viewMenu)
	t.table()
	t.begin()
	return t
}

func (t *Records) table() {
	t.Table = widgets.NewDataTable(t.look.columns, true)
	t.Table.OnSelect = func(i widgets.Item) { t.OpenRecord(i.Key) }
	t.Table.OnOpen = func(i widgets.Item) { t.OpenRecord(i.Key); t.focusPane() }
	t.Table.OnEscape = func() { t.Escape() }
	t.Table.OnSort = func(string, bool) { t.Load() }
	t.Table.OnState = func(widgets.State) { t.remember() }
	t.Table.OnCheck = func(n int) { t.bulk.checked(n) }
	t.Table.OnAll = t.checkAll
	t.Table.OnCopy = t.copied
}

// Content lays the screen out: what can be done, or what can be done with those checked; what narrows the list; the list.
func (t *Records) Content() fyne.CanvasObject {
	t.New = widgets.NewButton(beginLabel(t.kind), "plus", widgets.Main, t.Create).WithKeys("Ctrl+N")
	t.New.Hidden = len(creating(t.kind)) == 0
	bring := widgets.NewButton("导入", "package-import", widgets.Usual, t.bring)
	bring.Hidden = t.New.Hidden
	t.columns = widgets.NewButton("", "columns", widgets.Hushed, nil)
	t.columns.OnTapped = func() { t.Table.ChooseColumns(t.columns) }
	copied := widgets.NewButton("", "copy", widgets.Hushed, t.Table.Copy)
	out := widgets.NewButton("", "download", widgets.Hushed, t.exportAll)
	answers := widgets.NewButton("导出给智能客服…", "message-circle", widgets.Usual, t.exportAnswers)
	answers.Hidden = t.kind != knowledge.QAKind
	bar := widgets.Inset(6, 16, widgets.Row(8, widgets.Fixed(t.New), widgets.Fixed(bring), widgets.Fixed(answers), widgets.Grow(widgets.Spring()), widgets.Fixed(widgets.Help("视图")),
		widgets.Fixed(t.View), widgets.Fixed(t.columns), widgets.Fixed(copied), widgets.Fixed(out)))
	t.batch = t.makeBatch(bar)
	narrow := widgets.Row(8, widgets.Wide(240, t.Search), widgets.Grow(t.row))
	list := widgets.Column(0, widgets.Fixed(widgets.InsetEach(4, 0, 0, 0, t.batch)), widgets.Fixed(widgets.InsetEach(2, 16, 10, 16, narrow)), widgets.Fixed(widgets.Rule()), widgets.Grow(t.Table))
	t.panes = widgets.Row(12, widgets.Grow(widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, list))),
		widgets.Wide(detailWidth, widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), t.detail)))
	t.showDetail(false)
	return t.panes
}

// Kind is what the list holds.
func (t *Records) Kind() *ledger.Kind { return t.kind }

// Create registers a record by hand; where it may begin in several ways, they are chosen from.
func (t *Records) Create() {
	ways := creating(t.kind)
	if len(ways) == 1 {
		t.take("new", ways[0])
	}
	if len(ways) < 2 {
		return
	}
	options := make([]widgets.Option, len(ways))
	for i, a := range ways {
		options[i] = widgets.Option{Value: a.Name, Label: a.Label + "…", Aliases: view.Aliases(a.Label)}
	}
	widgets.Menu(t.New, options, t.Begin)
}

// Begin takes the step of that name, which begins a record.
func (t *Records) Begin(name string) {
	if a, ok := t.kind.Action(name); ok {
		t.take("new", a)
	}
}

// beginLabel is what the button of new records says.
func beginLabel(k *ledger.Kind) string {
	verb := "登记"
	if ways := creating(k); len(ways) == 1 && len([]rune(ways[0].Label)) == 2 {
		verb = ways[0].Label
	}
	return verb + k.Label
}

// bring goes to the import of the kind.
func (t *Records) bring() { t.frame.Open("import", t.kind.Name) }

// countedUpTo is where the count stops.
const countedUpTo = 1000

// Load reads how many records there are, and has the table ask for those it shows, from the top.
func (t *Records) Load() { t.load(false) }

// Renew reads the same list again, after a step: what is chosen stays chosen.
func (t *Records) Renew() { t.load(true) }

func (t *Records) load(again bool) {
	if !t.began {
		return
	}
	type found struct {
		query app.Query
		count int
	}
	f := t.filter()
	reread(t.desk, &t.lists, func(ctx context.Context) (r found, err error) {
		if r.query, err = t.desk.Query(ctx, t.kind.Name, f); err == nil {
			r.count, err = t.desk.Count(ctx, r.query, countedUpTo+1)
		}
		return r, err
	}, func(r found, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		t.query, t.count = r.query, r.count
		t.list(again)
	})
}

func (t *Records) list(again bool) {
	rows := &recordRows{t, t.query, t.count}
	t.Table.SetEmpty(t.nothing())
	if again {
		t.Table.ReloadFrom(rows)
	} else {
		t.Table.SetSource(rows)
	}
	t.Table.SetFoot(foot(t.count, t.look.unit, t.order()))
	t.remember()
	if id := t.pending; id != "" {
		t.pending = ""
		t.Table.Keep(id)
		t.OpenRecord(id)
	}
}

func foot(count int, unit, order string) string {
	more := ""
	if count > countedUpTo {
		count, more = countedUpTo, "+"
	}
	return fmt.Sprintf("共 %d%s %s，%s", count, more, unit, order)
}

// nothing says what to do where the list is empty: which way out depends on why it is.
func (t *Records) nothing() fyne.CanvasObject {
	if t.narrowed() {
		return widgets.Empty("filter", "没有符合条件的"+t.look.noun(), "换一个词，或清除条件看"+t.look.every()+"。", widgets.NewButton("清除条件", "x", widgets.Main, t.Clear))
	}
	none := "还没有" + t.look.noun()
	if t.New == nil || t.New.Hidden {
		return widgets.Empty(t.look.icon, none, t.look.empty)
	}
	bring := widgets.NewButton("导入表格", "package-import", widgets.Main, t.bring)
	create := widgets.NewButton(beginLabel(t.kind), "plus", widgets.Usual, t.Create)
	return widgets.Empty(t.look.icon, none, t.look.empty, bring, create)
}

// take asks what a step needs and takes it.
func (t *Records) take(key string, a ledger.Action) {
	StepForm(t.frame, t.desk, t.kind, key, a, func(rec *ledger.Record) { t.done(a.Label, rec) })
}

// done shows what a step made, and offers to take it back. The record stays chosen wherever it stands now, and the rows have the
// focus again: a tap on a step had taken it away.
func (t *Records) done(label string, recs ...*ledger.Record) {
	t.Renew()
	if len(recs) == 1 {
		t.Table.Keep(string(recs[0].ID))
		t.OpenRecord(string(recs[0].ID))
	}
	t.focusTable()
	t.desk.Recorded(t.frame, label, recs...)
}

// Escape closes what is open, innermost first; false: nothing is.
func (t *Records) Escape() bool {
	if t.panes == nil || !t.panes.Objects[1].Visible() {
		return false
	}
	t.showDetail(false)
	t.focusTable()
	return true
}

func (t *Records) focusTable() { t.Table.Focus() }

// focusPane puts the focus on the likely step of the record shown, now or once it is there.
func (t *Records) focusPane() {
	if t.first != nil && t.panes.Objects[1].Visible() {
		t.frame.Window().Canvas().Focus(t.first)
	}
}
