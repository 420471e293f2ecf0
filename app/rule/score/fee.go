package score

import (
	"fmt"
	"math/big"
)

// of is what a total costs of the year's fee: a ceiling (A9; R149).
func (f FeeRule) of(total Points, fee string) Fee {
	below := max(f.Below-total, 0)
	exact := min(Points(int64(below)*int64(f.PerPoint)/thousand), f.Most)
	out := Fee{Percent: min(Points(int64(below.floor())*int64(f.PerPoint)/thousand), f.Most), Proportional: exact, Label: f.Label}
	if taken(f.Readings).ID == "proportional" {
		out.Percent, out.Proportional = exact, out.Percent
	}
	if yuan, ok := new(big.Rat).SetString(fee); ok && fee != "" {
		out.Yuan = yuan.Mul(yuan, big.NewRat(int64(out.Percent), 100*thousand)).FloatString(2)
	}
	return out
}

// Worst is the most a year's fee may be cut by, in yuan; "" where the fee is not told.
func (f FeeRule) Worst(fee string) string {
	yuan, ok := new(big.Rat).SetString(fee)
	if !ok {
		return ""
	}
	return yuan.Mul(yuan, big.NewRat(int64(f.Most), 100*thousand)).FloatString(2)
}

// shown are the lengths of lateness a card prices.
var shown = []int{1, 3, 7, 10}

// next is what one more overdue ticket would cost.
func next(s Scheme, c Card) []Cost {
	out := []Cost{}
	for _, days := range shown {
		if cost, ok := Overdue(s, c, 0, days); ok {
			out = append(out, cost)
		}
	}
	return out
}

// Overdue prices a ticket that is late by some working days already and would be late by more: what that costs under the clause on
// delay, its cap included. ok is false where the scheme has none.
func Overdue(s Scheme, c Card, have, more int) (cost Cost, ok bool) {
	for _, clause := range s.Clauses {
		if clause.Evidence != "delay" {
			continue
		}
		reading := clause.Taken().ID
		added := clause.delayed(have+more, reading) - clause.delayed(have, reading)
		for _, l := range c.Clauses {
			if l.ID == clause.ID {
				cost = Cost{Days: have + more, Points: clause.capped(l.Raw+added) - clause.capped(l.Raw)}
				cost.Total, ok = c.Total+cost.Points, true
				cost.Reason = fmt.Sprintf("%s 延误%d个工作日%s分", l.ID, cost.Days, added)
				if cost.Points != added {
					cost.Reason += fmt.Sprintf("，该条封顶%s分，只再扣%s分", l.Cap, -cost.Points)
				}
			}
		}
	}
	return cost, ok
}
