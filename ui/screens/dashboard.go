package screens

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// Dashboard is the 工作台: what is due, how the week and the score stand, what threatens it, who is there, where the tickets in transit
// are; in an order that the account's role has need of. Every number opens what is behind it. What takes long to read comes after the
// rest is seen.
type Dashboard struct {
	frame Frame
	desk  *Desk
	page  *fyne.Container // what the page shows
	mine  *widgets.Button
	sort  *widgets.Button // what kind of things is listed
	all   *widgets.Button // back from what is due today
	head  *fyne.Container
	due   *fyne.Container

	overview app.Overview
	later    map[view.Card]*fyne.Container
	person   string // whose dues are shown, "" all
	kind     string // of what kind, "" all
	today    bool   // only what is due today
	closed   bool   // the reminder was put away
	loaded   bool

	reads reads
}

// NewDashboard makes the screen and loads it.
func NewDashboard(f Frame, d *Desk) *Dashboard {
	s := &Dashboard{frame: f, desk: d, page: container.NewStack(), due: container.NewStack()}
	s.mine = widgets.NewButton("所有人", "user", widgets.Hushed, s.Mine)
	s.all = widgets.NewButton("只列今天", "x", widgets.Hushed, func() { s.today = false; s.listDue() })
	s.sort = widgets.NewButton("全部类型", "filter", widgets.Hushed, s.chooseKind)
	s.mine.Small, s.all.Small, s.sort.Small = true, true, true
	s.page.Objects = []fyne.CanvasObject{container.NewCenter(widgets.Help("正在汇总…"))}
	s.Load()
	return s
}

// Content is the page, which scrolls where it is higher than the window.
func (s *Dashboard) Content() fyne.CanvasObject { return container.NewVScroll(s.page) }

// Overview is what is shown; ok is false until it was read.
func (s *Dashboard) Overview() (o app.Overview, ok bool) { return s.overview, s.loaded }

// Load reads the figures anew.
func (s *Dashboard) Load() {
	reread(s.desk, &s.reads, func(ctx context.Context) (app.Overview, error) {
		if err := s.desk.OpenDay(ctx); err != nil {
			return app.Overview{}, err
		}
		return s.desk.Overview(ctx, time.Time{})
	}, func(o app.Overview, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		first := !s.loaded
		s.overview, s.loaded = o, true
		if first && view.Begins(view.Board(o.Own.Roles), view.OwnFigures) {
			s.Mine()
		}
		s.show()
	})
}

// Mine changes between what is due of all and of the account's own.
func (s *Dashboard) Mine() {
	s.person = map[bool]string{true: s.desk.Account}[s.person == ""]
	s.mine.SetLabel(map[bool]string{true: "所有人", false: "只看我的"}[s.person == ""])
	s.listDue()
}

// chooseKind offers the kinds that something falls due of.
func (s *Dashboard) chooseKind() {
	options := []widgets.Option{{Value: "", Label: "全部类型"}}
	for _, k := range view.DueKinds(s.desk.Kinds, s.overview) {
		options = append(options, widgets.Option{Value: k.Key, Label: k.Label, Note: digits(k.N)})
	}
	widgets.Menu(s.sort, options, func(kind string) {
		s.kind = kind
		for _, o := range options {
			if o.Value == kind {
				s.sort.SetLabel(o.Label)
			}
		}
		s.listDue()
	})
}

func (s *Dashboard) show() {
	var rows []fyne.CanvasObject
	if banner := s.banner(); banner != nil {
		rows = append(rows, banner)
	}
	s.later = map[view.Card]*fyne.Container{}
	for _, r := range view.Board(s.overview.Own.Roles) {
		rows = append(rows, s.row(r))
	}
	s.readLater()
	s.page.Objects = []fyne.CanvasObject{widgets.InsetEach(4, 10, 4, 0, widgets.Stack(12, rows...))}
	s.page.Refresh()
}

// banner reminds of what must be reported before work ends; nil where nothing must.
func (s *Dashboard) banner() fyne.CanvasObject {
	head, text := view.Nudge(s.overview)
	if head == "" || s.closed {
		return nil
	}
	look := widgets.NewButton(fmt.Sprintf("查看 %d 张", len(s.overview.Nudges)), "", widgets.Usual, func() { s.frame.OpenList("ticket", view.NudgeFilter(s.overview)) })
	away := widgets.NewButton("", "x", widgets.Hushed, func() { s.closed = true; s.show() })
	look.Small, away.Small = true, true
	words := widgets.Row(8, widgets.Fixed(widgets.NewPicture("alarm", theme.Orange, 16)), widgets.Fixed(widgets.NewText(head, theme.SizeBody, theme.Orange).Bold()),
		widgets.Grow(widgets.Body(text).Cut()), widgets.Fixed(look), widgets.Fixed(away))
	return widgets.On(widgets.NewPanel(theme.OrangeSoft, "", 8), widgets.Tall(40, widgets.Inset(6, 16, words)))
}

// figures is a row of numbers.
func (s *Dashboard) figures(list []view.Figure) fyne.CanvasObject {
	var parts []widgets.Part
	for _, f := range list {
		parts = append(parts, widgets.Grow(widgets.NewFigure(widgets.Figure{Label: f.Label, Number: f.Number, Unit: f.Unit, Icon: f.Icon, Note: f.Note, Tint: tints[f.Tone],
			OnTapped: func() { s.open(f) }})))
	}
	return widgets.Row(12, parts...)
}

const shownDues = 50 // lines of a group; a longer one is read in the list of tickets

// open opens what a number counts: its tickets, or, where other things are among them, the lines of what is due today.
func (s *Dashboard) open(f view.Figure) {
	if !f.Today {
		s.frame.OpenList("ticket", f.Open)
		return
	}
	s.today = true
	s.listDue()
}

// dues is all that falls due.
func (s *Dashboard) dues() fyne.CanvasObject {
	s.head = widgets.Row(8, widgets.Grow(widgets.Title("待办与时限", theme.SizeCard)), widgets.Fixed(s.all), widgets.Fixed(s.sort), widgets.Fixed(s.mine))
	list := widgets.Column(0, widgets.Fixed(widgets.Tall(44, widgets.Inset(8, 16, s.head))), widgets.Fixed(widgets.Rule()), widgets.Grow(container.NewVScroll(s.due)))
	s.listDue()
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, list))
}

func (s *Dashboard) listDue() {
	var rows []fyne.CanvasObject
	s.all.Hidden = !s.today
	if s.head != nil {
		s.head.Refresh()
	}
	for _, g := range view.DueGroups(s.overview, s.person, s.kind) {
		if s.today && !g.Today {
			continue
		}
		rows = append(rows, widgets.Band(g.Head))
		for _, l := range g.Lines[:min(len(g.Lines), shownDues)] {
			rows = append(rows, s.dueRow(l))
		}
		if more := len(g.Lines) - shownDues; more > 0 {
			rows = append(rows, widgets.Tall(34, widgets.Inset(0, 16, widgets.Help(fmt.Sprintf("另有 %d 项，请按类型筛选，或到各类列表查看", more)))))
		}
	}
	if len(rows) == 0 {
		none := "没有要到期的事项"
		if s.person != "" {
			none = "你名下没有要到期的事项；点“只看我的”看所有人的"
		}
		rows = append(rows, widgets.Inset(24, 16, widgets.Help(none).Centre()))
	}
	s.due.Objects = []fyne.CanvasObject{widgets.Stack(0, rows...)}
	s.due.Refresh()
}

func (s *Dashboard) dueRow(l view.DueLine) fyne.CanvasObject {
	d := widgets.Due{Icon: l.Icon, Tint: tints[l.Tone], Rest: l.Rest, Kind: l.Kind, Title: l.Title, Clause: l.Clause, Person: l.Person, When: l.When}
	d.OnTapped = func() { OpenDue(s.frame, s.desk, l.Item) }
	return widgets.NewDueRow(d)
}

// rateLine is the rate of tickets in transit at the last weekly checks.
func (s *Dashboard) rateLine() fyne.CanvasObject {
	chart, note := s.rates()
	return widgets.Card("每周在途率", widgets.Help(note), chart)
}

func (s *Dashboard) rates() (chart fyne.CanvasObject, note string) {
	points, note := view.Rates(s.overview)
	if len(points) == 0 {
		return container.NewCenter(widgets.Help("还没有每周检查：周四下班时取第一次")), ""
	}
	var out []widgets.Point
	for _, p := range points {
		out = append(out, widgets.Point{Label: p.Label, Value: p.Value, Text: p.Text, Tell: p.Tell, Over: p.Over})
	}
	return widgets.NewLineChart(out, 3.5, "上限 3.5%（严格大于才扣）", "%", func(i int) { s.frame.OpenList("ticket", points[i].Open) }), note
}

// shownBars have room in a card; more of them scroll. What need not scroll leaves the wheel to the page.
const shownBars = 5

// bars is a card of bars, each of which opens its tickets.
func (s *Dashboard) bars(title, none string, list []view.Bar) fyne.CanvasObject {
	if len(list) == 0 {
		return widgets.Card(title, nil, container.NewCenter(widgets.Help(none)))
	}
	var out []widgets.Bar
	for _, b := range list {
		tint, ok := tints[b.Tone]
		if !ok && b.Tone != view.Quiet {
			tint = widgets.Going
		}
		out = append(out, widgets.Bar{Icon: b.Icon, Label: b.Label, Value: b.Value, Text: b.Text, Tint: tint, OnTapped: func() { s.frame.OpenList("ticket", b.Open) }})
	}
	content := fyne.CanvasObject(widgets.InsetEach(0, 8, 0, 0, widgets.Bars(out)))
	if len(out) > shownBars {
		content = container.NewVScroll(content)
	}
	return widgets.Card(title, nil, content)
}
