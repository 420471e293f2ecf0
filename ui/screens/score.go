package screens

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/score"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Score is the 考核评分 of a contract year: the figures, the clauses with how much of their caps is used, and beside them the
// evidence of one, its other readings and what is expected of it. Every piece of evidence opens its record.
type Score struct {
	frame Frame
	desk  *Desk
	page  *fyne.Container
	pane  *fyne.Container           // the evidence of the clause chosen
	lines map[string]*widgets.Panel // the grounds of the clauses

	PDF, XLSX            *widgets.Button
	back, onward, whatIf *widgets.Button
	title, span          *widgets.Text
	card                 *score.Card
	years                []app.Year
	at                   int    // which year is shown
	about                string // the contract asked for, "" the year under way
	chosen               string // the clause whose evidence is shown

	reads reads
}

// scored is a card with the years there are.
type scored struct {
	card  score.Card
	years []app.Year
}

// NewScore makes the screen of a contract, by its number, "" the year under way; after a # stands the clause whose evidence is shown, none
// that which costs most.
func NewScore(f Frame, d *Desk, about string) *Score {
	about, clause, _ := strings.Cut(about, "#")
	s := &Score{frame: f, desk: d, page: container.NewStack(), pane: container.NewStack(), about: about, chosen: clause, title: widgets.Title("考核评分", theme.SizePage), span: widgets.Help("")}
	s.back = widgets.NewButton("", "chevron-left", widgets.Usual, func() { s.turn(-1) })
	s.onward = widgets.NewButton("", "chevron-right", widgets.Usual, func() { s.turn(1) })
	s.whatIf = widgets.NewButton("试算…", "adjustments", widgets.Usual, s.ask)
	s.PDF = widgets.NewButton("自评表 PDF…", "download", widgets.Usual, func() { s.save(".pdf") })
	s.XLSX = widgets.NewButton("自评表 XLSX…", "file-spreadsheet", widgets.Usual, func() { s.save(".xlsx") })
	s.load()
	return s
}

// save makes the year's 考核自评表 where a person says.
func (s *Score) save(ending string) {
	about := s.about
	run(s.desk, func(ctx context.Context) (app.Scored, error) {
		return s.desk.ScoreSheet(ctx, app.ScoreQuery{Contract: about})
	}, func(sheet app.Scored, err error) {
		if err != nil {
			Retry(s.frame.Window(), s.desk, err, func() { s.save(ending) })
			return
		}
		file := saving{frame: s.frame, desk: s.desk, title: "存为考核自评表", verb: "保存", name: s.desk.ScoreName(sheet) + ending, folderOf: "report",
			write: func(_ context.Context, path string) error { return s.desk.ScoreFile(sheet, path) }}
		file.done = func(path string) { s.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已保存", Text: path}) }
		file.begin()
	})
}

// Content is the screen laid out.
func (s *Score) Content() fyne.CanvasObject { return s.page }

// Card is what is shown; nil until it was read.
func (s *Score) Card() *score.Card { return s.card }

// load reads the card anew.
func (s *Score) load() {
	s.put(container.NewCenter(widgets.Help("正在逐条计分…")))
	about := s.about
	reread(s.desk, &s.reads, func(ctx context.Context) (out scored, err error) {
		if out.years, err = s.desk.ScoredYears(ctx); err == nil && len(out.years) > 0 {
			out.card, err = s.desk.Score(ctx, app.ScoreQuery{Contract: about})
		}
		return out, err
	}, func(out scored, err error) {
		s.show(out, err)
	})
}

func (s *Score) put(o fyne.CanvasObject) {
	s.page.Objects = []fyne.CanvasObject{o}
	s.page.Refresh()
}

func (s *Score) show(out scored, err error) {
	switch {
	case err != nil:
		f := fault.Of(err)
		s.put(container.NewCenter(widgets.Least(460, 200, widgets.Empty("alert-circle", f.Message, f.Remedy))))
		return
	case len(out.years) == 0:
		s.put(container.NewCenter(widgets.Least(460, 200, widgets.Empty("clipboard-check", "还没有设定合同年度，不能评分", "请先在“合同”里登记起止日期和年度服务费。"))))
		return
	}
	s.card, s.years = &out.card, out.years
	for i, y := range s.years {
		if y.From == s.card.From {
			s.at = i
		}
	}
	s.title.Set(view.ScoreYear(s.years[s.at]))
	s.span.Set(s.card.SchemeName + "　截至 " + s.card.AsOf.Format("2006-01-02 15:04"))
	enable(s.back, s.at > 0)
	enable(s.onward, s.at+1 < len(s.years))
	enable(s.whatIf, s.card.Closed == nil)
	if s.chosen == "" {
		s.chosen = heaviest(s.card)
	}
	s.lay()
}

// heaviest is the clause that costs most: whoever opens the screen looks for it.
func heaviest(c *score.Card) string {
	best := c.Clauses[0]
	for _, l := range c.Clauses {
		if l.Points < best.Points {
			best = l
		}
	}
	return best.ID
}

// turn shows the contract year before or after.
func (s *Score) turn(by int) {
	if n := s.at + by; n >= 0 && n < len(s.years) {
		s.about = s.years[n].Number
		s.load()
	}
}

// Choose shows the evidence of a clause; the list of clauses stays where it was scrolled to.
func (s *Score) Choose(id string) {
	s.chosen = id
	for clause, ground := range s.lines {
		if fill := groundOf(clause == id); ground.Fill != fill {
			ground.Fill = fill
			ground.Refresh()
		}
	}
	s.pane.Objects = []fyne.CanvasObject{s.evidence()}
	s.pane.Refresh()
}

func groundOf(chosen bool) fyne.ThemeColorName {
	if chosen {
		return theme.Selected
	}
	return theme.Surface
}

// Sizes of what stands beside the clauses.
const (
	scorePane = 344
	scoreLine = 172
)

func (s *Score) lay() {
	top := widgets.Row(8, widgets.Fixed(s.back), widgets.Fixed(s.onward), widgets.Fixed(widgets.Inset(0, 8, widgets.Stack(0, s.title, s.span))), widgets.Grow(widgets.Spring()), widgets.Fixed(s.PDF), widgets.Fixed(s.XLSX), widgets.Fixed(s.whatIf))
	parts := []widgets.Part{widgets.Fixed(top), widgets.Fixed(s.figures())}
	if n := len(s.card.Changed); n > 0 {
		parts = append(parts, widgets.Fixed(widgets.NewBanner(widgets.Soon, "git-compare", "冻结后变化："+strings.Join(s.card.Changed, "；"), nil, false)))
	}
	beside := widgets.Column(10, widgets.Grow(s.pane), widgets.Fixed(widgets.Tall(scoreLine, s.course())))
	body := widgets.Row(12, widgets.Grow(s.clauses()), widgets.Wide(scorePane, beside))
	s.Choose(s.chosen)
	s.put(widgets.Column(10, append(parts, widgets.Grow(body))...))
}

func (s *Score) figures() fyne.CanvasObject {
	var parts []widgets.Part
	for i, f := range view.ScoreFigures(*s.card) {
		if i > 0 {
			parts = append(parts, widgets.Fixed(widgets.Upright()))
		}
		words := widgets.Stack(0, widgets.NewText(f.Label, theme.SizeHelp, theme.Text2), widgets.Title(f.Number, theme.SizeFigure), widgets.Help(f.Note).Cut())
		parts = append(parts, widgets.Grow(widgets.Inset(6, 16, words)))
	}
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Row(0, parts...))
}

// column is one of the card's; a growing one takes what is left.
type column struct {
	head  string
	width float32
	right bool
}

var scoreColumns = []column{{"条款", 36, false}, {"考核内容", 0, false}, {"上限用量", 64, false}, {"", 50, true}, {"次数", 32, true}, {"自评", 40, true}, {"中心", 36, true}, {"计分", 40, true}, {"认定", 80, false}}

// cells lays a row out in the card's columns.
func cells(objects ...fyne.CanvasObject) fyne.CanvasObject {
	var parts []widgets.Part
	for i, o := range objects {
		if w := scoreColumns[i].width; w > 0 {
			parts = append(parts, widgets.Wide(w, o))
		} else {
			parts = append(parts, widgets.Grow(o))
		}
	}
	return widgets.Row(10, parts...)
}

const scoreRow = 28

// clauses is the card: its head stays, its lines scroll.
func (s *Score) clauses() fyne.CanvasObject {
	var head []fyne.CanvasObject
	for _, c := range scoreColumns {
		t := widgets.NewText(c.head, theme.SizeHelp, theme.Text2)
		if c.right {
			t.Right()
		}
		head = append(head, t)
	}
	lines := widgets.Stack(0)
	s.lines = map[string]*widgets.Panel{}
	for _, g := range view.ScoreGroups(*s.card) {
		band := widgets.Row(10, widgets.Grow(widgets.NewText(g.Title, theme.SizeHelp, theme.Text).Bold()), widgets.Fixed(widgets.NewText(g.Points, theme.SizeHelp, theme.Text).Bold().Right()))
		lines.Add(widgets.On(widgets.NewPanel(theme.Sunken, "", 0), widgets.Tall(24, widgets.Inset(2, 16, band))))
		for _, l := range g.Lines {
			lines.Add(s.line(l))
		}
	}
	for _, text := range s.card.Notes {
		lines.Add(widgets.Inset(3, 16, widgets.Marked("info-circle", theme.Text2, widgets.NewParagraph(text, theme.SizeHelp, theme.Text2))))
	}
	body := widgets.Column(0, widgets.Fixed(widgets.Tall(34, widgets.Inset(6, 16, cells(head...)))), widgets.Fixed(widgets.Rule()), widgets.Grow(widgets.Scrolled(lines)))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, body))
}

func (s *Score) line(l view.ScoreLine) fyne.CanvasObject {
	ink := theme.Text
	if l.Lost {
		ink = theme.Red
	}
	number := func(text string, color fyne.ThemeColorName) fyne.CanvasObject {
		return widgets.NewText(text, theme.SizeBody, color).Right()
	}
	meter := fyne.CanvasObject(widgets.NewText("", theme.SizeHelp, theme.Text3))
	if l.Most > 0 {
		meter = widgets.Gauge(l.Used, l.Most, theme.Text2)
	}
	word := fyne.CanvasObject(widgets.Help(l.Word))
	if l.Icon != "" {
		tint, _ := tints[l.Tone].Colours()
		word = widgets.Line(4, widgets.NewPicture(l.Icon, tint, 14), widgets.NewText(l.Word, theme.SizeHelp, tint))
	}
	title := widgets.Row(10, widgets.Fixed(widgets.Body(l.Title)), widgets.Grow(widgets.Help(l.Rates).Cut()))
	row := cells(widgets.NewText(l.ID, theme.SizeBody, theme.Text2), title, meter, widgets.Help(l.Limit).Right(), number(l.Count, theme.Text2),
		number(l.Self, theme.Text2), number(l.Center, theme.Text2), widgets.NewText(l.Points, theme.SizeBody, ink).Bold().Right(), word)
	s.lines[l.ID] = widgets.NewPanel(groundOf(l.ID == s.chosen), "", 0)
	spot := widgets.NewSpot(widgets.Tall(scoreRow, widgets.Inset(4, 16, row)), 0, func() { s.Choose(l.ID) })
	return widgets.On(s.lines[l.ID], spot)
}

// ask prices a ticket that is late, or later.
func (s *Score) ask() {
	form := widgets.NewForm([]widgets.FieldSpec{{Key: "number", Label: "工单号", Placeholder: "不填：一张新的工单"}, {Key: "days", Label: "再延误几个工作日", Required: true, Placeholder: "3"}}, widgets.Dates{})
	d := widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "试算延误扣分", Body: view.ScoreNext(*s.card), Content: form, First: form.First(), Verb: "试算", Width: 460,
		OnVerb: func() bool { form.Submit(); return true }})
	form.OnCancel = d.Back
	form.OnSubmit = func(values map[string]string) {
		d.Close()
		s.Reckon(values["number"], values["days"])
	}
}

// Reckon tells what a ticket late by more days would cost.
func (s *Score) Reckon(number, days string) {
	more := 0
	if _, err := fmt.Sscanf(days, "%d", &more); err != nil || more < 1 || more > 366 {
		Fail(s.frame.Window(), fault.New(fault.Refused, "天数应为 1 至 366 的整数"))
		return
	}
	type priced struct {
		cost score.Cost
		late int
	}
	about := s.about
	run(s.desk, func(ctx context.Context) (out priced, err error) {
		out.cost, out.late, err = s.desk.WhatIf(ctx, app.ScoreQuery{Contract: about}, number, more)
		return out, err
	}, func(out priced, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "试算结果", Body: view.ScoreCost(number, out.late, more, out.cost), Back: "知道了", Width: 460})
	})
}
