package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/score"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Elsewhere is the score of another ledger, read from its own store.
type Elsewhere struct {
	Name string // of its store
	Card score.Card
}

// Stations are the figures over all stations of the ledger, what they told late, and the scores of this contract and of others whose
// stores were opened beside it.
type Stations struct {
	frame   Frame
	desk    *Desk
	cards   *fyne.Container
	content *fyne.Container
	own     *score.Card // nil where no contract is set

	reads reads
}

const (
	stationsBelow = 206
	stationLine   = 28
	pillarsTall   = 156
	scoresWidth   = 520
)

// NewStations makes the screen.
func NewStations(f Frame, d *Desk) *Stations {
	s := &Stations{frame: f, desk: d, content: container.NewStack(), cards: container.NewStack()}
	s.Reread()
	return s
}

// Content is the screen laid out.
func (s *Stations) Content() fyne.CanvasObject { return s.content }

// stationsFound is what the screen shows.
type stationsFound struct {
	figures app.Stations
	late    []app.Omitted
	card    *score.Card
}

// Reread reads it anew.
func (s *Stations) Reread() {
	s.put(container.NewCenter(widgets.Help("正在统计各站…")))
	reread(s.desk, &s.reads, func(ctx context.Context) (d stationsFound, err error) {
		if d.figures, err = s.desk.Stations(ctx); err != nil {
			return d, err
		}
		if d.late, err = s.desk.OmittedFacts(ctx); err != nil {
			return d, err
		}
		years, err := s.desk.ScoredYears(ctx)
		if err != nil || len(years) == 0 {
			return d, err
		}
		card, err := s.desk.Score(ctx, app.ScoreQuery{})
		d.card = &card
		return d, err
	}, func(d stationsFound, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.show(d)
	})
}

func (s *Stations) put(o fyne.CanvasObject) {
	s.content.Objects = []fyne.CanvasObject{o}
	s.content.Refresh()
}

func (s *Stations) show(d stationsFound) {
	s.own = d.card
	all := view.StationLines([]app.StationRow{d.figures.All})[0]
	ink := theme.Text
	if all.Late {
		ink = theme.Red
	}
	figures := widgets.Row(8, widgets.Grow(figure("工单", all.Tickets, theme.Text, nil)), widgets.Grow(figure("在办", all.Open, theme.Text, nil)), widgets.Grow(figure("超期未办结", all.Overdue, ink, nil)), widgets.Grow(figure("到期的按时办结", all.Rate, theme.Text, nil)))
	groups := widgets.Row(12, widgets.Grow(s.group("各站", d.figures.ByStation, s.ring)), widgets.Grow(s.group("各区域", d.figures.ByRegion, s.pillars)), widgets.Grow(s.group("各系统", d.figures.BySystem, nil)))
	below := widgets.Row(12, widgets.Grow(s.omitted(d.late)), widgets.Wide(scoresWidth, s.cards))
	s.compare()
	s.put(widgets.Column(12, widgets.Fixed(widgets.Help(view.StationsNote(d.figures))), widgets.Fixed(figures), widgets.Grow(groups), widgets.Fixed(widgets.Tall(stationsBelow, below))))
}

// group is a card of lines, below them where there is room their tickets drawn, if at all; one that has a filter opens its tickets.
func (s *Stations) group(title string, list []app.StationRow, drawn func([]app.StationRow) fyne.CanvasObject) fyne.CanvasObject {
	head := func(text string, width float32) widgets.Part {
		return widgets.Wide(width, widgets.NewText(text, theme.SizeHelp, theme.Text2).Right())
	}
	rows := []fyne.CanvasObject{}
	for _, l := range view.StationLines(list) {
		ink := theme.Text
		if l.Late {
			ink = theme.Red
		}
		line := widgets.Row(6, widgets.Part{CanvasObject: widgets.Body(l.Label).Cut(), Weight: 1}, widgets.Wide(36, widgets.Body(l.Tickets).Right()), widgets.Wide(32, widgets.Body(l.Open).Right()),
			widgets.Wide(32, widgets.NewText(l.Overdue, theme.SizeBody, ink).Right()), widgets.Wide(46, widgets.Body(l.Rate).Right()))
		rows = append(rows, widgets.NewSpot(widgets.Tall(stationLine, widgets.Inset(0, 4, line)), 4, s.opens(l.Filter)))
	}
	if len(rows) == 0 {
		return widgets.Card(title, nil, container.NewCenter(widgets.Help("本年还没有工单")))
	}
	top := widgets.Inset(0, 4, widgets.Row(6, widgets.Grow(widgets.Spring()), head("工单", 36), head("在办", 32), head("超期", 32), head("按时", 46)))
	lines := widgets.Column(4, widgets.Fixed(widgets.InsetEach(0, 10, 0, 0, top)), widgets.Grow(widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(0, rows...)))))
	if drawn == nil {
		return widgets.Card(title, nil, lines)
	}
	return widgets.Card(title, nil, widgets.Roomy(float32(len(rows)+1)*stationLine, 20, lines, drawn(list)))
}

// opens gives what opens the tickets a filter finds; nil where it finds all.
func (s *Stations) opens(f app.Filter) func() {
	if len(f.Where) == 0 {
		return nil
	}
	return func() { s.frame.OpenList("ticket", f) }
}

// ring draws what share of the tickets each has.
func (s *Stations) ring(list []app.StationRow) fyne.CanvasObject {
	all := 0
	for _, l := range list {
		all += l.Tickets
	}
	return widgets.Column(8, widgets.Fixed(widgets.Help("工单的构成")), widgets.Fixed(widgets.Donut(s.drawn(list), digits(all))))
}

// pillars draw the tickets of each side by side.
func (s *Stations) pillars(list []app.StationRow) fyne.CanvasObject {
	return widgets.Column(8, widgets.Fixed(widgets.Help("工单数")), widgets.Fixed(widgets.Tall(pillarsTall, widgets.Pillars(s.drawn(list)))))
}

// drawn are the tickets of each as parts of a chart.
func (s *Stations) drawn(list []app.StationRow) (out []widgets.Bar) {
	for i, l := range list {
		out = append(out, widgets.Bar{Label: l.Label, Value: l.Tickets, Tint: apart[i%len(apart)], OnTapped: s.opens(l.Filter)})
	}
	return out
}

// apart are colours that stand side by side; none of them warns.
var apart = []widgets.Tint{widgets.Going, widgets.Good, widgets.Waits, widgets.Soon, widgets.Neutral}

// omitted lists the facts that were told after a file they could have stood in.
func (s *Stations) omitted(list []app.Omitted) fyne.CanvasObject {
	const title = "回执之后补记的事实"
	if len(list) == 0 {
		return widgets.Card(title, nil, widgets.NewParagraph("没有。一件事的时间早于本站已交来的交换包、而当时包里没有它，就列在这里，并在记录的经过里注明。从省系统导入的时间不算。", theme.SizeHelp, theme.Text2))
	}
	var rows []fyne.CanvasObject
	for _, l := range view.OmittedLines(list, s.frame.Now()) {
		top := widgets.Row(10, widgets.Wide(150, widgets.NewText(l.Number, theme.SizeBody, theme.Primary).Cut()), widgets.Part{CanvasObject: widgets.Body(l.What).Cut(), Weight: 1}, widgets.Fixed(widgets.Help(l.Who)))
		line := widgets.Stack(0, top, widgets.NewText(l.When, theme.SizeHelp, theme.Orange).Cut())
		rows = append(rows, widgets.NewSpot(widgets.Inset(3, 4, line), 4, func() { s.frame.OpenRecord(l.Kind, l.Record) }))
	}
	return widgets.Card(title, widgets.Help(digits(len(list))+" 处"), widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(0, rows...))))
}

// compare shows the scores side by side: this ledger's, then those of stores opened beside it. They are kept until the window locks.
func (s *Stations) compare() {
	more := widgets.NewButton("加一个台账…", "plus", widgets.Usual, s.askElsewhere)
	more.Small = true
	all := s.desk.elsewhere
	if s.own != nil {
		all = append([]Elsewhere{{s.desk.Name, *s.own}}, all...)
	}
	var rows []fyne.CanvasObject
	line := func(ink fyne.ThemeColorName, name fyne.CanvasObject, texts ...string) fyne.CanvasObject {
		parts := []widgets.Part{{CanvasObject: name, Weight: 1}}
		for _, t := range texts {
			parts = append(parts, widgets.Wide(48, centred(widgets.NewText(t, theme.SizeBody, ink).Right())))
		}
		return widgets.Row(6, parts...)
	}
	for _, e := range all {
		l := view.CardLineOf(e.Name, e.Card)
		rows = append(rows, widgets.Inset(3, 0, line(theme.Text, widgets.Stack(0, widgets.Body(l.Contract).Cut(), widgets.Help(l.Name+"　截至 "+l.AsOf).Cut()), l.Self, l.Center, l.Total, l.Fee, l.Forecast)))
	}
	body := fyne.CanvasObject(widgets.NewParagraph("还没有设定合同年度，本台账没有得分。一个台账是一份合同；其他承建方的台账可以加进来比较。", theme.SizeHelp, theme.Text2))
	if len(rows) > 0 {
		rows = append([]fyne.CanvasObject{line(theme.Text2, widgets.NewText("合同与台账", theme.SizeBody, theme.Text2), "自评", "中心", "得分", "扣款", "预测")}, rows...)
		body = widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(0, rows...)))
	}
	s.cards.Objects = []fyne.CanvasObject{widgets.Card("各合同得分", more, body)}
	s.cards.Refresh()
}

// askElsewhere opens another store for as long as its score is read.
func (s *Stations) askElsewhere() {
	dir := widgets.NewInput("另一个台账所在的文件夹").WithIcon("folder")
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "user", Label: "账号", Placeholder: "只有一个账号时可不填"}, {Key: "password", Label: "口令", Kind: widgets.AsSecret, Required: true}}, widgets.Dates{})
	told := widgets.NewNotice()
	choose := widgets.NewButton("选择…", "folder-open", widgets.Usual, func() { chooseFolder(s.frame, s.desk.Files, dir.Value(), dir.SetValue) })
	rows := widgets.Stack(10, widgets.NewField("台账文件夹", true, "", dir), widgets.Line(0, choose), form, told)
	d := widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "加一个台账的得分", Verb: "读取得分", Width: 480, Content: rows, First: dir.Target(),
		Body: "一个台账是一份合同。用那个台账的账号和口令打开，只读出得分，随即关上；得分只留在本窗口，锁定后不留。", OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = d.Back
	form.OnEnter = func(*widgets.Field) { d.Fit() }
	busy := false
	form.OnSubmit = func(v map[string]string) {
		if busy {
			return
		}
		if dir.Value() == "" {
			refuse(told, fault.New(fault.Refused, "还没有选择文件夹").With("请点“选择…”"))
			d.Fit()
			return
		}
		busy = true
		run(s.desk, func(ctx context.Context) (Elsewhere, error) {
			return s.desk.Elsewhere(ctx, dir.Value(), v["user"], v["password"])
		}, func(e Elsewhere, err error) {
			if busy = false; err != nil {
				refuse(told, err)
				d.Fit()
				return
			}
			d.Close()
			s.desk.elsewhere = append(s.desk.elsewhere, e)
			s.compare()
		})
	}
}
