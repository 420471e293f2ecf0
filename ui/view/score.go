package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/rule/score"
)

// ScoreFigure is one of the numbers above a card.
type ScoreFigure struct{ Label, Number, Note string }

// ScoreFigures are what counts, the center's column, the forecast and the fee.
func ScoreFigures(c score.Card) []ScoreFigure {
	pieces := 0
	for _, l := range c.Clauses {
		for _, p := range l.Evidence {
			if p.Points < 0 {
				pieces++
			}
		}
	}
	out := []ScoreFigure{{"考核得分", decimal(c.Total), fmt.Sprintf("自评 %s，%s 项扣分依据", decimal(c.Self), count(pieces))}, centerFigure(c), forecastFigure(c)}
	fee := ScoreFigure{"服务款扣减上限", decimal(c.FeeCut) + "%", "可视情况，按比例 " + decimal(c.Fee.Proportional) + "%"}
	if c.Fee.Yuan != "" && c.FeeCut > 0 {
		fee.Note = c.Fee.Yuan + " 元，可视情况"
	}
	return append(out, fee)
}

func centerFigure(c score.Card) ScoreFigure {
	f := ScoreFigure{Label: "中心评", Number: "—", Note: fmt.Sprintf("%d 个条款有依据待认定", c.Pending)}
	if c.Center != nil {
		f.Number, f.Note = decimal(*c.Center), "依据都已认定"
	}
	if d := c.Closed; d != nil {
		f.Note = d.At.In(ledger.Zone).Format("2006-01-02") + " 结账" + map[bool]string{true: "（凭据认定）"}[d.Paper]
	}
	return f
}

func forecastFigure(c score.Card) ScoreFigure {
	if c.Forecast == nil {
		return ScoreFigure{"年终预测", "—", "考核年度已结束"}
	}
	return ScoreFigure{"年终预测", decimal(c.Forecast.Total), string(c.Forecast.On) + "，扣减上限 " + decimal(c.Forecast.FeeCut) + "%"}
}

// ScoreGroup is a part of the card with its sums.
type ScoreGroup struct {
	Title, Points string
	Lines         []ScoreLine
}

// ScoreLine is one clause as the card shows it. Most 0: no cap, Limit says so.
type ScoreLine struct {
	ID, Title, Rates, Limit  string
	Used, Most               int // thousandths of a point
	Count, Points            string
	Self, Center, Word, Icon string
	Tone                     Tone
	Lost                     bool
}

// ScoreGroups lay a card out as the contract does.
func ScoreGroups(c score.Card) (out []ScoreGroup) {
	sums := map[string]score.Points{}
	for _, l := range c.Clauses {
		if len(out) == 0 || out[len(out)-1].Title != l.Group {
			out = append(out, ScoreGroup{Title: l.Group})
		}
		sums[l.Group] += l.Points
		g := &out[len(out)-1]
		g.Lines, g.Points = append(g.Lines, scoreLine(l)), pointed(sums[l.Group])
	}
	return out
}

func scoreLine(l score.Line) ScoreLine {
	out := ScoreLine{ID: l.ID, Title: l.Title, Rates: l.Rates, Limit: "不封顶", Count: count(l.Count), Points: pointed(l.Points), Self: pointed(l.Self), Center: "—", Lost: l.Points < 0}
	if l.Cap != nil {
		out.Used, out.Most = int(max(-l.Points, 0)), int(*l.Cap)
		out.Limit = decimal(max(-l.Points, 0)) + " / " + decimal(*l.Cap)
	}
	if l.Center != nil {
		out.Center = pointed(*l.Center)
	}
	switch {
	case contested(l):
		out.Word, out.Icon, out.Tone = "有异议", "alert-triangle", Bad
	case l.Unruled > 0:
		out.Word, out.Icon, out.Tone = "待认定 "+count(l.Unruled), "alarm", Soon
	case l.Center != nil && *l.Center != l.Self:
		out.Word, out.Icon, out.Tone = "已改认定", "git-compare", Plain
	case l.Center != nil:
		out.Word, out.Icon, out.Tone = "一致", "check", Good
	}
	return out
}

func contested(l score.Line) bool {
	for _, p := range l.Evidence {
		for _, m := range p.Marks {
			if m == score.Contested {
				return true
			}
		}
	}
	return false
}

// ScorePiece is a piece of evidence as the pane shows it.
type ScorePiece struct {
	Kind, Record, Number, On, Reason string
	Points, Self, Center             string
	Marks                            []string
	Lost                             bool
}

// ScorePieces are a clause's pieces, the latest first.
func ScorePieces(l score.Line) (out []ScorePiece) {
	for i := len(l.Evidence) - 1; i >= 0; i-- {
		p := l.Evidence[i]
		one := ScorePiece{Kind: p.Kind, Record: string(p.Record), Number: pieceName(p), On: string(p.On), Reason: p.Reason, Points: pointed(p.Points), Self: pointed(p.Self), Center: "—", Marks: p.Marks, Lost: p.Points < 0}
		if p.Center != nil {
			one.Center = pointed(*p.Center)
		}
		out = append(out, one)
	}
	return out
}

// pieceName is what a piece is called by: a report's number names its sort in English.
func pieceName(p score.Piece) string {
	if sort, period, ok := strings.Cut(p.Number, " "); ok && p.Kind == report.Kind.Name {
		return report.Name(sort) + " " + period
	}
	return p.Number
}

// ScoreReading is a way to read a clause with what it comes to.
type ScoreReading struct {
	Text, Basis, Points string
	Taken               bool
}

// ScoreReadings are a clause's readings, the one taken first.
func ScoreReadings(l score.Line) []ScoreReading {
	out := []ScoreReading{{Text: l.Reading.Text, Basis: l.Reading.Basis, Points: pointed(l.Points), Taken: true}}
	for _, a := range l.Alternatives {
		out = append(out, ScoreReading{Text: a.Text, Basis: a.Basis, Points: pointed(a.Points)})
	}
	return out
}

// ScoreExpected says what a clause would come to at the year's end; "" where it is expected to stay.
func ScoreExpected(c score.Card, id string) string {
	if c.Forecast == nil {
		return ""
	}
	for _, e := range c.Forecast.Clauses {
		if e.ID == id {
			return "年终预测 " + pointed(e.Points) + "：" + plainMinus(e.Reason)
		}
	}
	return ""
}

// ScoreNext says what the next overdue ticket costs.
func ScoreNext(c score.Card) string {
	var out []string
	for _, n := range c.Next {
		out = append(out, fmt.Sprintf("%d 日 %s", n.Days, pointed(n.Points)))
	}
	if out == nil {
		return ""
	}
	return "再有一单延误：" + strings.Join(out, "，")
}

// CoursePoint is a point of the line of the total.
type CoursePoint struct {
	Label, Text, Tell string
	Value             float64 // for drawing: what is told is Text
	Ahead             bool    // expected, not reckoned
}

// ScoreCourse is the line of the total by months, and where it is expected to end; foot is where its scale may begin.
func ScoreCourse(c score.Card) (points []CoursePoint, foot float64) {
	low := c.Base
	add := func(label, tell string, total score.Points, ahead bool) {
		points = append(points, CoursePoint{Label: label, Text: decimal(total), Tell: tell + "　" + decimal(total) + " 分", Value: float64(total) / 1000, Ahead: ahead})
		low = min(low, total)
	}
	for _, s := range c.Course() {
		at, _ := time.Parse(time.DateOnly, string(s.On)) // the card's own days are dates
		add(strconv.Itoa(int(at.Month())), "截至 "+string(s.On), s.Total, false)
	}
	if f := c.Forecast; f != nil {
		add("期末", string(f.On)+" 预测", f.Total, true)
	}
	const grid = 5_000 // five points
	return points, float64(max((low-1)/grid*grid, 0)) / 1000
}

// ScoreCost words the answer to a what-if.
func ScoreCost(number string, late, more int, cost score.Cost) string {
	who := "一张新的工单"
	if number != "" {
		who = "工单 " + number
	}
	return fmt.Sprintf("%s现延误 %d 个工作日；再延误 %d 个工作日，扣分变动 %s，总分 %s。", who, late, more, pointed(cost.Points), decimal(cost.Total))
}

// ScoreYear names a contract year on the card's head.
func ScoreYear(y app.Year) string { return string(y.From) + " 至 " + string(y.To) }

// decimal writes points; the minus is the mathematical one.
func decimal(p score.Points) string { return plainMinus(p.String()) }

func plainMinus(s string) string { return strings.ReplaceAll(s, "-", "−") }

// pointed writes points that are added or taken off.
func pointed(p score.Points) string {
	if p > 0 {
		return "+" + decimal(p)
	}
	return decimal(p)
}
