package screens

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/person"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// row lays a row of the board out.
func (s *Dashboard) row(r view.BoardRow) fyne.CanvasObject {
	var parts []widgets.Part
	for _, c := range r.Columns {
		var cards []widgets.Part
		for _, card := range c.Cards {
			cards = append(cards, widgets.Grow(s.card(card)))
		}
		column := widgets.Column(12, cards...)
		if c.Width > 0 {
			parts = append(parts, widgets.Wide(c.Width, column))
		} else {
			parts = append(parts, widgets.Part{CanvasObject: column, Weight: c.Share, Fill: true})
		}
	}
	return widgets.Tall(r.Height, widgets.Row(12, parts...))
}

// card draws a card of what was read, or keeps the place of one that is read after the page is seen.
func (s *Dashboard) card(c view.Card) fyne.CanvasObject {
	switch c {
	case view.OwnFigures:
		return s.figures(view.OwnFigureList(s.overview))
	case view.TeamFigures:
		return s.figures(view.Figures(s.overview))
	case view.Dues:
		return s.dues()
	case view.RateLine:
		return s.rateLine()
	case view.ByState:
		return s.bars("在途工单按状态", "没有在途工单", view.StateBars(s.overview.States))
	case view.BySystem:
		return s.bars("在途工单按系统", "没有在途工单", view.GroupBars(s.overview.Systems))
	case view.ByRegion:
		return s.bars("在途工单按区域", "没有在途工单", view.GroupBars(s.overview.Regions))
	case view.LateByWhom:
		return s.bars("超期按处理人", "没有超期的在途工单", view.LateBars(s.overview.Late))
	}
	s.later[c] = container.NewStack(waitingCard(c))
	return s.later[c]
}

// titles head the cards that come later, and say what is being done meanwhile.
var titles = map[view.Card][2]string{view.ScoreSoFar: {"合同年度得分", "正在逐条计分…"}, view.Threats: {"得分受到的威胁", "正在逐条计分…"}, view.WhoIsThere: {"在岗与值班", "正在查看…"},
	view.Queue: {"等待裁定", "正在查看…"}, view.Silent: {"没有来包的设备", "正在查看…"}}

func waitingCard(c view.Card) fyne.CanvasObject {
	return widgets.Card(titles[c][0], nil, container.NewCenter(widgets.Help(titles[c][1])))
}

// fill puts what was read into its card; a failure is told there, and the rest of the page stays.
func (s *Dashboard) fill(c view.Card, err error, draw func() fyne.CanvasObject) {
	place := s.later[c]
	if place == nil {
		return
	}
	if err != nil {
		f := fault.Of(err)
		place.Objects = []fyne.CanvasObject{widgets.Card(titles[c][0], nil, container.NewCenter(widgets.NewParagraph(f.Message+"。"+f.Remedy, theme.SizeHelp, theme.Text2).Centre()))}
	} else {
		place.Objects = []fyne.CanvasObject{draw()}
	}
	place.Refresh()
}

// readLater reads what the cards that come later show.
func (s *Dashboard) readLater() {
	if s.later[view.WhoIsThere] != nil {
		run(s.desk, s.desk.Today, func(t app.Today, err error) {
			s.fill(view.WhoIsThere, err, func() fyne.CanvasObject { return s.people(t) })
		})
	}
	if s.later[view.Queue] != nil {
		run(s.desk, s.desk.Rulings, func(list []app.Waiting, err error) {
			s.fill(view.Queue, err, func() fyne.CanvasObject { return s.queue(list) })
		})
	}
	if s.later[view.Silent] != nil {
		run(s.desk, s.desk.Peers, func(list []app.Peer, err error) {
			s.fill(view.Silent, err, func() fyne.CanvasObject { return s.silent(list) })
		})
	}
	s.desk.stake(s.overview, func(st app.Stakes, again bool, err error) {
		s.fill(view.ScoreSoFar, err, func() fyne.CanvasObject { return s.soFar(st, again) })
		s.fill(view.Threats, err, func() fyne.CanvasObject { return s.threats(st) })
	})
}

// to is a small button that opens a place.
func (s *Dashboard) to(label, screen string) fyne.CanvasObject {
	b := widgets.NewButton(label, "", widgets.Plain, func() { s.frame.Open(screen) })
	b.Small = true
	return b
}

// people are those on site today, and who answers the telephone.
func (s *Dashboard) people(t app.Today) fyne.CanvasObject {
	mark := view.OnSiteMark(t.Site)
	beside := widgets.Line(4, widgets.NewTag(mark.Icon, mark.Words, tints[mark.Tone]), s.to("在岗", "attendance/onsite"), s.to("值班表", "duty/calendar"))
	var rows []fyne.CanvasObject
	for _, f := range t.Site.Faults {
		rows = append(rows, widgets.Marked("alert-circle", theme.Red, widgets.NewParagraph(f, theme.SizeBody, theme.Red)))
	}
	for _, h := range view.WhoIsHere(t) {
		line := widgets.Row(8, widgets.Fixed(widgets.NewPicture(h.Icon, inkOf(h.Tone), 14)), widgets.Wide(52, widgets.Body(h.Name).Cut()), widgets.Part{CanvasObject: widgets.Help(h.Role).Cut(), Weight: 1},
			widgets.Fixed(widgets.NewText(h.Words, theme.SizeHelp, inkOf(h.Tone))))
		rows = append(rows, widgets.NewSpot(widgets.Tall(26, line), 4, func() { s.frame.OpenRecord(person.Kind.Name, string(h.Record)) }))
	}
	if behind := view.Behind(t); behind != "" {
		rows = append(rows, widgets.NewParagraph(behind, theme.SizeHelp, theme.Text2))
	}
	rows = append(rows, widgets.Inset(4, 0, widgets.Rule()))
	for _, m := range view.DutyNow(t) {
		rows = append(rows, widgets.Marked(m.Icon, inkOf(m.Tone), widgets.NewParagraph(m.Words, theme.SizeBody, inkOf(m.Tone))))
	}
	rows = append(rows, widgets.NewParagraph(view.HoursToday(t), theme.SizeHelp, theme.Text2))
	return widgets.Card("在岗与值班", beside, widgets.Scrolled(widgets.InsetEach(0, 8, 0, 0, widgets.Stack(3, rows...))))
}

// shownQueue is how much of the queue the first screen shows; the rest is read at the desk for rulings.
const shownQueue = 30

// queue is what waits for the center's word, the oldest first; what was ruled from paper is at the desk for rulings only.
func (s *Dashboard) queue(all []app.Waiting) fyne.CanvasObject {
	list := slices.DeleteFunc(slices.Clone(all), func(w app.Waiting) bool { return w.Paper != "" })
	if len(list) == 0 {
		return widgets.Card("等待裁定", s.to("裁定台", "exchange/rulings"), container.NewCenter(widgets.Help("没有等待裁定的事项")))
	}
	var rows []fyne.CanvasObject
	for _, l := range view.Rulings(s.desk.Kinds, list[:min(len(list), shownQueue)], s.frame.Now()) {
		line := widgets.Row(8, widgets.Wide(148, widgets.Help(l.Matter).Cut()), widgets.Grow(widgets.Body(l.Record).Cut()), widgets.Wide(56, widgets.Help(l.By).Cut()), widgets.Wide(76, widgets.NewText(l.Since, theme.SizeHelp, inkOf(l.Tone)).Right()))
		rows = append(rows, widgets.NewSpot(widgets.Tall(30, line), 4, func() { s.frame.Open("exchange/rulings") }))
	}
	return widgets.Card("等待裁定 "+digits(len(list)), s.to("裁定台", "exchange/rulings"), widgets.Scrolled(widgets.InsetEach(0, 8, 0, 0, widgets.Stack(0, rows...))))
}

// silent are the devices from which nothing came for too long.
func (s *Dashboard) silent(list []app.Peer) fyne.CanvasObject {
	beside := s.to("往来", "exchange")
	var rows []fyne.CanvasObject
	for _, p := range list {
		if !p.Quiet() {
			continue
		}
		line := widgets.Row(8, widgets.Fixed(widgets.NewPicture("alert-triangle", theme.Orange, 14)), widgets.Grow(widgets.Body(p.Device).Cut()), widgets.Fixed(widgets.NewText(view.Silence(p), theme.SizeHelp, theme.Orange)))
		rows = append(rows, widgets.NewSpot(widgets.Tall(30, line), 4, func() { s.frame.Open("exchange") }))
	}
	switch {
	case len(list) == 0:
		return widgets.Card("没有来包的设备", beside, container.NewCenter(widgets.Help("还没有可以交换的对方")))
	case rows == nil:
		return widgets.Card("没有来包的设备", beside, container.NewCenter(widgets.Help("各台设备都按时来包")))
	}
	return widgets.Card("没有来包的设备 "+digits(len(rows)), beside, widgets.Scrolled(widgets.Stack(0, rows...)))
}
