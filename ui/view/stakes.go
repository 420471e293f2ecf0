package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/check"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
)

// SoFar is the score as the first screen shows it.
type SoFar struct {
	Total, Base   string
	Gained, Most  int // of the bar, thousandths
	Center, Ahead string
	Fee           string // what it means for the year's fee
	Tone          Tone
	Costs         []CostLine
	AsOf          string
}

// CostLine is a clause that has cost points.
type CostLine struct{ ID, Title, Points string }

// shownCosts is how many clauses the first screen names.
const shownCosts = 4

// ScoreNow writes the score so far.
func ScoreNow(s app.Stakes) SoFar {
	c := s.Card
	out := SoFar{Total: decimal(c.Total), Base: decimal(c.Base), Gained: int(max(c.Total, 0)), Most: int(c.Base), Center: "—", Ahead: "—",
		AsOf: "截至 " + c.AsOf.In(ledger.Zone).Format("15:04")}
	if c.Center != nil {
		out.Center = decimal(*c.Center)
	}
	if c.Forecast != nil {
		out.Ahead = decimal(c.Forecast.Total)
	}
	out.Fee, out.Tone = feeWords(s)
	lines := slices.Clone(c.Clauses)
	slices.SortStableFunc(lines, func(x, y score.Line) int { return int(x.Points - y.Points) })
	for _, l := range lines[:min(shownCosts, len(lines))] {
		if l.Points < 0 {
			out.Costs = append(out.Costs, CostLine{l.ID, l.Title, pointed(l.Points)})
		}
	}
	return out
}

// feeWords say how far the total is from costing money, or how much it may cost.
func feeWords(s app.Stakes) (string, Tone) {
	c, below := s.Card, s.Fee.Below
	if c.FeeCut > 0 {
		yuan := ""
		if c.Fee.Yuan != "" {
			yuan = "（" + yuans(c.Fee.Yuan) + " 元）"
		}
		return "低于 " + decimal(below) + " 分，服务款最多扣 " + decimal(c.FeeCut) + "%" + yuan, Bad
	}
	words := "不扣服务款，高出 " + decimal(below) + " 分线 " + decimal(c.Total-below) + " 分"
	if s.Most != "" {
		words += "；低于它最多扣 " + yuans(s.Most) + " 元"
	}
	tone := Good
	if c.Forecast != nil && c.Forecast.Total < below {
		words, tone = words+"；照现在的速度年终会低于它", Soon
	}
	return words, tone
}

// yuans writes an amount with commas, without a part of a yuan that is none: 196,000.
func yuans(text string) string {
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return text
	}
	if strings.Trim(part, "0") == "" {
		return count(n)
	}
	return count(n) + "." + part
}

// StakeLine is something that would cost points.
type StakeLine struct {
	Icon, Title, Why, Points string
	Tone                     Tone
	At                       int // which stake
}

// Stakes write what threatens the score, dearest first; summary tells how many and what all would cost.
func Stakes(s app.Stakes, o app.Overview) (out []StakeLine, summary string) {
	for i, x := range s.List {
		l := StakeLine{Icon: "clock", Title: strings.TrimSpace(x.Item.Number + "　" + x.Item.Title), Why: x.Item.Label + "　" + x.Why, Points: pointed(x.Points), Tone: Plain, At: i}
		switch {
		case x.Item.Kind == check.Kind.Name:
			l.Icon, l.Title, l.Tone = "trending-up", x.Item.Title, Soon
		case x.Item.Due.IsZero():
			l.Icon, l.Tone, l.Title = "git-compare", Quiet, x.Item.Label+"　"+x.Item.Number
			l.Why = x.Why
		default:
			d := dueLine(x.Item, o.AsOf)
			l.Icon, l.Title, l.Tone, l.Why = d.Icon, d.Title, d.Tone, d.Rest+"　"+d.Kind+"　"+x.Why
			if x.Item.State == sla.Overdue && x.Item.Late == 0 {
				l.Tone = Soon
			}
		}
		l.Why = x.Clause + "　" + l.Why
		out = append(out, l)
	}
	if len(out) > 0 {
		summary = fmt.Sprintf("%d 项，都不办理 %s", len(out), pointed(s.All))
	}
	return out, summary
}
