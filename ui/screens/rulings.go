package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Rulings is the center's desk: all that waits for its word, from all stations, answered singly or many at once, and the exchange
// file that brings the answers back.
type Rulings struct {
	Table          *widgets.DataTable
	Matter, Device *widgets.Chip
	Paper          *widgets.Chip // chosen: what was ruled from paper and waits to be signed; else all the rest

	frame   Frame
	desk    *Desk
	batch   *widgets.BatchBar
	answers [2]*widgets.Button // of those checked
	detail  *fyne.Container
	content *fyne.Container
	all     []app.Waiting
	shown   []app.Waiting

	reads reads
}

const rulingDetail = 132

// NewRulings makes the screen.
func NewRulings(f Frame, d *Desk) *Rulings {
	s := &Rulings{frame: f, desk: d, detail: container.NewStack()}
	s.Table = widgets.NewDataTable([]widgets.TableColumn{{Key: "matter", Head: "事项", Width: 140}, {Key: "record", Head: "记录", Width: 200, Grow: true, Enough: 380}, {Key: "reason", Head: "理由", Width: 230, Spare: 1},
		{Key: "by", Head: "提请人", Width: 76}, {Key: "device", Head: "设备", Width: 96, Spare: 2}, {Key: "since", Head: "等了多久", Width: 92}}, true)
	s.Table.OnSelect = func(i widgets.Item) { s.choose(i.Key) }
	s.Table.OnOpen = func(i widgets.Item) { s.openRecord(s.find(i.Key)) }
	s.Table.OnCheck = s.checked
	s.Matter = widgets.NewChip("事项", nil, func([]string) { s.narrow() })
	s.Device = widgets.NewChip("站点", nil, func([]string) { s.narrow() })
	s.Paper = widgets.NewChip("凭据", nil, func([]string) { s.narrow() })
	row := widgets.NewFilterRow(s.Matter, s.Device, s.Paper)
	row.OnClear = s.narrow
	reply := widgets.NewButton("生成回执包", "send", widgets.Main, s.Reply)
	bar := widgets.Inset(6, 16, widgets.Row(8, widgets.Grow(row), widgets.Fixed(reply)))
	s.answers = [2]*widgets.Button{widgets.NewButton("", "check", widgets.Main, nil), widgets.NewButton("", "x", widgets.Usual, nil)}
	s.batch = widgets.NewBatchBar(bar, func(n int) string { return fmt.Sprintf("已选 %d 件", n) }, s.Table.ClearChecks, s.answers[0], s.answers[1])
	list := widgets.Column(0, widgets.Fixed(s.batch), widgets.Fixed(widgets.Rule()), widgets.Grow(s.Table))
	s.content = widgets.Column(12, widgets.Grow(widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, list))), widgets.Fixed(widgets.Tall(rulingDetail, s.detail)))
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Rulings) Content() fyne.CanvasObject { return s.content }

// Reread reads the queue anew.
func (s *Rulings) Reread() {
	reread(s.desk, &s.reads, func(ctx context.Context) ([]app.Waiting, error) { return s.desk.Rulings(ctx) }, func(list []app.Waiting, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.all = list
		s.offer()
		s.narrow()
	})
}

// offer puts into the chips what there is to choose from, with counts.
func (s *Rulings) offer() {
	count := func(of func(app.Waiting) string) (out []widgets.Option) {
		n := map[string]int{}
		for _, w := range s.all {
			if w.Paper == "" {
				n[of(w)]++
			}
		}
		for key, n := range n {
			if key != "" {
				out = append(out, widgets.Option{Value: key, Label: key, Note: digits(n)})
			}
		}
		slices.SortFunc(out, func(a, b widgets.Option) int { return n[b.Value] - n[a.Value] })
		return out
	}
	s.Matter.SetOptions(count(func(w app.Waiting) string { return view.MatterOf(s.desk.Kinds, w) }))
	s.Device.SetOptions(count(func(w app.Waiting) string { return w.Device }))
	s.Paper.SetOptions([]widgets.Option{{Value: "paper", Label: view.OnPaper, Note: digits(s.onPaper())}})
}

// onPaper counts what was ruled from paper before this center had a key: it does not wait, but counts again only once it is signed.
func (s *Rulings) onPaper() (n int) {
	for _, w := range s.all {
		if w.Paper != "" {
			n++
		}
	}
	return n
}

// narrow lists what the chips leave.
func (s *Rulings) narrow() {
	matters, devices, paper := s.Matter.Chosen(), s.Device.Chosen(), len(s.Paper.Chosen()) > 0
	s.shown = nil
	for _, w := range s.all {
		if (w.Paper != "") == paper && (len(matters) == 0 || slices.Contains(matters, view.MatterOf(s.desk.Kinds, w))) && (len(devices) == 0 || slices.Contains(devices, w.Device)) {
			s.shown = append(s.shown, w)
		}
	}
	lines := view.Rulings(s.desk.Kinds, s.shown, s.frame.Now())
	rows := make([]widgets.Item, len(lines))
	for i, l := range lines {
		rows[i] = widgets.Item{Key: l.Key, Cells: []widgets.Cell{{Text: l.Matter}, {Text: l.Record}, {Text: l.Reason, Color: theme.Text2}, {Text: l.By}, {Text: l.Device, Color: theme.Text2}, {Text: l.Since, Color: inkOf(l.Tone)}}}
	}
	s.Table.SetEmpty(widgets.Least(380, 160, widgets.Empty("circle-check", "没有等待裁定的事项", "各站提请的延期、免责、授权、考核认定、人员变更、投诉和月度考勤，等信息中心办理时列在这里。")))
	s.Table.SetRows(rows)
	foot := fmt.Sprintf("共 %d 件", len(rows))
	if n := s.onPaper(); n > 0 && !paper {
		foot += fmt.Sprintf("；另有 %d 件入网前已有凭据认定，签认后恢复计算，见“凭据”", n)
	}
	s.Table.SetFoot(foot)
	s.put(widgets.Help("选一件看理由，办理；勾选几件同样的事项可以一起办"))
	s.batch.Set(0)
}

func (s *Rulings) put(o fyne.CanvasObject) {
	s.detail.Objects = []fyne.CanvasObject{widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(12, 16, o))}
	s.detail.Refresh()
}

func (s *Rulings) find(key string) (w app.Waiting) {
	for _, w := range s.all {
		if view.WaitingKey(w) == key {
			return w
		}
	}
	return w
}

// choose shows one with its reason, and the steps that answer it.
func (s *Rulings) choose(key string) {
	w := s.find(key)
	l := view.Rulings(s.desk.Kinds, []app.Waiting{w}, s.frame.Now())[0]
	var buttons []widgets.Part
	k := s.desk.Kinds.Kind(w.Kind)
	for i, name := range w.Answers {
		a, _ := k.Action(name)
		look := widgets.Usual
		if i == 0 {
			look = widgets.Main
		}
		b := widgets.NewButton(a.Label+"…", "", look, func() { s.answer(w, a) })
		press(b, w.Barred == "")
		buttons = append(buttons, widgets.Fixed(b))
	}
	if w.Record != "" {
		buttons = append(buttons, widgets.Fixed(widgets.NewButton("打开记录", "external-link", widgets.Usual, func() { s.openRecord(w) })))
	}
	buttons = append(buttons, widgets.Part{CanvasObject: widgets.Help(w.Barred).Cut(), Weight: 1})
	more := l.By + "　" + l.Device + "　" + l.Since
	if l.Wished != "" {
		more += "　" + l.Wished
	}
	reason := l.Reason
	if reason == "" {
		reason = "没有写理由"
	}
	head := widgets.Row(12, widgets.Part{CanvasObject: widgets.Title(l.Matter+"　"+l.Record, theme.SizeCard).Cut(), Weight: 1}, widgets.Fixed(widgets.Help(more)))
	s.put(widgets.Column(6, widgets.Fixed(head), widgets.Grow(widgets.Scrolled(widgets.NewParagraph(reason, theme.SizeBody, theme.Text))), widgets.Fixed(widgets.Row(8, buttons...))))
}

// answer asks what the step needs and takes it; a month of attendance is confirmed where its days can be seen.
func (s *Rulings) answer(w app.Waiting, a ledger.Action) {
	if w.Month != "" {
		s.frame.Open("attendance/month", w.Month)
		return
	}
	StepForm(s.frame, s.desk, s.desk.Kinds.Kind(w.Kind), string(w.Record), a, func(rec *ledger.Record) { s.done(a.Label, rec) })
}

func (s *Rulings) done(label string, recs ...*ledger.Record) {
	s.desk.Recorded(s.frame, label, recs...)
	s.Reread()
}

func (s *Rulings) openRecord(w app.Waiting) {
	if w.Month != "" {
		s.frame.Open("attendance/month", w.Month)
	} else if w.Record != "" {
		s.frame.OpenRecord(w.Kind, string(w.Record))
	}
}

// checked offers the steps that answer all of those checked.
func (s *Rulings) checked(n int) {
	var list []app.Waiting
	for _, item := range s.Table.Checked() {
		list = append(list, s.find(item.Key))
	}
	names, why := view.Together(list)
	for i, b := range s.answers {
		b.Hidden = i > 0 && i >= len(names)
		press(b, i < len(names))
		b.SetLabel(map[bool]string{true: why, false: "办理"}[why != ""])
		if i < len(names) {
			a, _ := s.desk.Kinds.Kind(list[0].Kind).Action(names[i])
			b.SetLabel(a.Label + "…")
			b.OnTapped = func() { s.many(list, a) }
		}
	}
	s.batch.Set(n)
}

// many takes one step on all of those checked, or on none.
func (s *Rulings) many(list []app.Waiting, a ledger.Action) {
	var keys []string
	for _, w := range list {
		keys = append(keys, string(w.Record))
	}
	askMany(s.frame, s.desk, s.desk.Kinds.Kind(list[0].Kind), a, keys, func(recs []*ledger.Record) {
		s.Table.ClearChecks()
		s.done(a.Label, recs...)
	})
}

// Reply makes an exchange file for all stations in the folder the last one went to; only the first time is it asked for.
func (s *Rulings) Reply() {
	run(s.desk, func(ctx context.Context) (string, error) { return s.desk.Recall(ctx, "folder/"+bundleFolder) }, func(folder string, err error) {
		name := bundleName(s.desk, s.frame)
		path := filepath.Join(folder, name)
		if err != nil || folder == "" || s.desk.Files.Exists(path) {
			file := saving{frame: s.frame, desk: s.desk, title: "生成回执包", body: "发给全部设备的一个包：办好的裁定，连同对方还没有的一切。文件夹会记住，下次一点就好。", verb: "生成", name: name, folderOf: bundleFolder, fresh: true}
			file.instead = func(path string) { sendBundle(s.frame, s.desk, path, "", s.Reread) }
			file.begin()
			return
		}
		sendBundle(s.frame, s.desk, path, "", s.Reread)
	})
}
