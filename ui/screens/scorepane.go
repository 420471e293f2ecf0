package screens

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app/rule/score"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// shownPieces are the pieces of evidence a pane lists; of more it tells how many.
const shownPieces = 100

// evidence is the pane of the clause chosen: its words, its pieces, its readings, what is expected of it.
func (s *Score) evidence() fyne.CanvasObject {
	line := s.card.Clauses[0]
	for _, l := range s.card.Clauses {
		if l.ID == s.chosen {
			line = l
		}
	}
	rows := widgets.Stack(8, widgets.NewParagraph("“"+line.Text+"”", theme.SizeHelp, theme.Text2), widgets.NewParagraph("计分："+line.Rates+"。依据来源："+line.Source, theme.SizeHelp, theme.Text3), s.pieces(line), widgets.Rule(), readings(line))
	for _, text := range []string{view.ScoreExpected(*s.card, line.ID), next(*s.card, line)} {
		if text != "" {
			rows.Add(widgets.Rule())
			rows.Add(widgets.NewParagraph(text, theme.SizeHelp, theme.Text2))
		}
	}
	head := widgets.Row(8, widgets.Grow(widgets.Title(line.ID+" "+line.Title, theme.SizeCard).Cut()), widgets.Fixed(widgets.Title(view.ScoreReadings(line)[0].Points+" 分", theme.SizeCard)))
	body := widgets.Column(0, widgets.Fixed(widgets.Tall(44, widgets.Inset(10, 16, head))), widgets.Fixed(widgets.Rule()), widgets.Grow(widgets.Scrolled(widgets.Inset(12, 16, rows))))
	return widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, body))
}

// course is the line of the total by months.
func (s *Score) course() fyne.CanvasObject {
	points, foot := view.ScoreCourse(*s.card)
	shown, ahead := make([]widgets.Point, len(points)), 0
	for i, p := range points {
		shown[i] = widgets.Point{Label: p.Label, Value: p.Value, Text: p.Text, Tell: p.Tell}
		if p.Ahead {
			ahead++
		}
	}
	chart := widgets.NewLineChart(shown, 0, "", "", nil)
	chart.From, chart.Ahead = foot, ahead
	title := "得分走势"
	if ahead > 0 {
		title += "与年终预测"
	}
	return widgets.Card(title, widgets.Help("各月末，按合同年度"), chart)
}

// next is told beside the clause on delay.
func next(c score.Card, l score.Line) string {
	if l.Reading.ID != "marginal" && l.Reading.ID != "whole" && l.Reading.ID != "round_up" {
		return ""
	}
	return view.ScoreNext(c)
}

func (s *Score) pieces(l score.Line) fyne.CanvasObject {
	list := view.ScorePieces(l)
	if len(list) == 0 {
		return widgets.Help("没有依据：本条没有扣分的事实")
	}
	rows := widgets.Stack(0, widgets.Row(8, widgets.Grow(widgets.NewText(fmt.Sprintf("依据 %d 条", len(list)), theme.SizeHelp, theme.Text2)), widgets.Wide(48, widgets.NewText("自评", theme.SizeHelp, theme.Text2).Right()),
		widgets.Wide(48, widgets.NewText("中心", theme.SizeHelp, theme.Text2).Right())))
	for _, p := range list[:min(len(list), shownPieces)] {
		rows.Add(widgets.Rule())
		rows.Add(s.piece(p))
	}
	if more := len(list) - shownPieces; more > 0 {
		rows.Add(widgets.Rule())
		rows.Add(widgets.Inset(6, 0, widgets.Help(fmt.Sprintf("另有 %d 条，请用命令行 score --evidence 列出", more))))
	}
	return rows
}

// piece opens its record, where there is one.
func (s *Score) piece(p view.ScorePiece) fyne.CanvasObject {
	link, open := theme.Text, (func())(nil)
	if p.Record != "" {
		link, open = theme.Primary, func() { s.frame.OpenRecord(p.Kind, p.Record) }
	}
	ink := theme.Text
	if p.Lost {
		ink = theme.Red
	}
	top := widgets.Row(8, widgets.Grow(widgets.NewText(p.Number, theme.SizeBody, link).Cut()), widgets.Wide(48, widgets.NewText(p.Self, theme.SizeBody, ink).Right()),
		widgets.Wide(48, widgets.NewText(p.Center, theme.SizeBody, theme.Text2).Right()))
	words := widgets.Stack(2, top, widgets.NewParagraph(p.On+"　"+p.Reason, theme.SizeHelp, theme.Text2))
	if len(p.Marks) > 0 {
		words.Add(widgets.NewText(strings.Join(p.Marks, " · "), theme.SizeHelp, theme.Orange))
	}
	return widgets.NewSpot(widgets.Inset(6, 2, words), 4, open)
}

// readings are the one taken and those beside it, each with what the clause comes to.
func readings(l score.Line) fyne.CanvasObject {
	rows := widgets.Stack(6, widgets.NewText("口径，采用第一种", theme.SizeHelp, theme.Text2))
	for _, r := range view.ScoreReadings(l) {
		icon, ink := "circle", theme.Text2
		if r.Taken {
			icon, ink = "circle-check", theme.Text
		}
		text := r.Text
		if r.Basis != "" {
			text += "（" + r.Basis + "）"
		}
		rows.Add(widgets.Row(8, widgets.Fixed(widgets.NewPicture(icon, theme.Primary, 14)), widgets.Grow(widgets.NewParagraph(text, theme.SizeHelp, ink)), widgets.Wide(48, widgets.NewText(r.Points, theme.SizeBody, ink).Right())))
	}
	return rows
}
