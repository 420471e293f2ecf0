package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/record/check"
	"opsledger/app/record/report"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/score"
	"opsledger/app/rule/sla"
)

// Stakes are the score so far, and what threatens it.
type Stakes struct {
	Year   bool // there is a contract year to score; without one all else is empty
	Card   score.Card
	Fee    score.FeeRule
	Most   string       // yuan that the year may cost at worst; "" where the fee is not told
	List   []Stake      // what costs most first
	All    score.Points // what all of it would cost together, under the clauses' caps
	Marked string       // names what it was reckoned from: while Standing gives the same, only time has passed
}

// Stake is one thing that would cost points.
type Stake struct {
	Item   DueItem // what it is about; without a due where it waits for a word
	Clause string
	Points score.Points
	Why    string  // what would have to happen: 未按时, 认定为有效
	Filter *Filter // the tickets behind it, where it is about many; nil else
}

// soon is how far ahead threats are looked for.
const soon = 7 * 24 * time.Hour

// nearRate is how many more tickets in transit make the rate of them a threat before it is over its limit.
const nearRate = 10

// Standing names what is known: two that are equal saw the same steps.
func (a *App) Standing(ctx context.Context) (mark string, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		heads, err := r.Heads(ctx)
		var all []string
		for _, h := range heads {
			all = append(all, string(h.Hash))
		}
		mark = strings.Join(all, " ")
		return err
	})
	return mark, err
}

// Stakes prices what an overview has falling due, and what else would cost points, by the card of the year under way. The card reads
// all that scores: of a large ledger that takes seconds, so a window asks for it once and off its thread.
func (a *App) Stakes(ctx context.Context, o Overview) (out Stakes, err error) {
	if out.Marked, err = a.Standing(ctx); err != nil {
		return out, err
	}
	err = a.Store.View(ctx, func(r Reader) error {
		years, err := contractYears(ctx, r)
		if err != nil || len(years) == 0 {
			return err
		}
		out.Year = true
		y, err := a.contractYear(ctx, r, "")
		if err != nil {
			return err
		}
		scheme, err := a.schemeOf(y.Scheme, y.facts)
		if err != nil {
			return err
		}
		out.Fee, out.Most = scheme.Fee, scheme.Fee.Worst(y.Fee)
		if out.Card, err = a.score(ctx, r, ScoreQuery{}); err != nil || out.Card.Closed != nil {
			return err
		}
		out.weigh(scheme, append(threats(o, out.Card), pending(scheme, out.Card)...))
		return nil
	})
	return out, err
}

// staked is a stake with the risk it is priced by.
type staked struct {
	Stake
	risk score.Risk
}

// weigh prices what is at stake and puts the dearest first; what would cost nothing, as its clause has reached its most, is left out.
func (s *Stakes) weigh(scheme score.Scheme, list []staked) {
	risks := make([]score.Risk, len(list))
	for i, one := range list {
		risks[i] = one.risk
	}
	each, all := score.Price(scheme, s.Card, risks)
	s.All = all
	for i, one := range list {
		if one.Clause, one.Points = each[i].Clause, each[i].Points; one.Points < 0 {
			s.List = append(s.List, one.Stake)
		}
	}
	slices.SortStableFunc(s.List, func(x, y Stake) int { return cmp.Compare(x.Points, y.Points) })
}

// threats are what falls due soon or is overdue and would still cost, and the rate in transit.
func threats(o Overview, card score.Card) (out []staked) {
	if dayOf(o.AsOf) > card.To {
		return nil // the year is over
	}
	for _, list := range [][]DueItem{o.Due.Overdue, o.Due.Today, o.Due.Week, o.Due.Later} {
		for _, d := range list {
			if d.Risk.Evidence == "" || d.Due.Sub(o.AsOf) > soon || dayOf(d.Due) > card.To {
				continue
			}
			why := "到期未办"
			switch {
			case d.Risk.Evidence == "delay" && d.State == sla.Overdue:
				why = "再过1个工作日"
			case d.Risk.Evidence == "delay":
				why = "延误1个工作日"
			case d.Kind == report.Kind.Name:
				why = "未按时报送"
			}
			out = append(out, staked{Stake{Item: d, Why: why}, d.Risk})
		}
	}
	if s, ok := rateAtStake(o); ok {
		out = append(out, staked{s, score.Risk{Evidence: "transit"}})
	}
	return out
}

// rateAtStake is the rate of tickets in transit where the next weekly check would find it over the limit, or nearly (T3; R133).
func rateAtStake(o Overview) (s Stake, ok bool) {
	s = Stake{Item: DueItem{Kind: check.Kind.Name, Number: o.Week.String(), Label: "每周检查", Title: "在途率 " + o.Rate.Percent + "%"}, Filter: &o.InTransit.Filter}
	if o.Rate.Denominator == 0 {
		return s, false
	}
	if o.Rate.Over {
		s.Why = "检查时仍超 " + o.Rate.Limit + "%"
		return s, true
	}
	for n := 1; n <= nearRate; n++ {
		if digest.RateOf(o.Rate.Numerator+n, o.Rate.Denominator+n).Over {
			s.Why = fmt.Sprintf("再增 %d 张即超 %s%%", n, o.Rate.Limit)
			return s, true
		}
	}
	return s, false
}

// pending is what a word would make cost: complaints the center has not ruled on, and evidence that waits until a conflict or a doubt is
// settled.
func pending(scheme score.Scheme, card score.Card) (out []staked) {
	for _, l := range card.Clauses {
		clause, _ := scheme.Clause(l.ID)
		for _, p := range l.Evidence {
			s := Stake{Item: DueItem{Record: p.Record, Kind: p.Kind, Number: p.Number, Title: p.Number, Label: l.Title}}
			switch {
			case p.Would < 0 && (slices.Contains(p.Marks, score.Undecided) || slices.Contains(p.Marks, score.Doubted)): // not what was waived
				s.Why = "裁决后计分：" + p.Reason
				out = append(out, staked{s, score.Risk{Evidence: clause.Evidence, Points: p.Would}})
			case clause.Evidence == "complaint" && p.Points == 0 && slices.Contains(p.Marks, score.Unruled):
				s.Why = "认定为有效即扣分"
				out = append(out, staked{s, score.Risk{Evidence: clause.Evidence}})
			}
		}
	}
	return out
}
