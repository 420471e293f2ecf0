package score

import "slices"

// Effects a ruling may claim, and the verdicts on it.
const (
	Deduct = "扣分"
	Waive  = "豁免"
	Add    = "加分"
	Set    = "核定" // the center sets a clause's points of the year

	upheld = "成立"
	partly = "部分成立"
)

// granted reports whether the center upheld it, at least in part.
func (r Ruling) granted() bool { return r.Verdict == upheld || r.Verdict == partly }

// proposed are the pieces of the rulings under a clause. What is proposed counts in the self-assessment until the center rules;
// what it ruled counts as it ruled. A waiver takes nothing off before that (A27 by analogy).
func proposed(e Evidence, c Clause, reading string) (out []piece) {
	for _, r := range e.Rulings {
		if r.Clause != c.ID || !e.within(r.On) {
			continue
		}
		switch r.Effect {
		case Deduct:
			out = append(out, c.claimed(r, reading))
		case Waive:
			if !r.granted() {
				out = append(out, c.idle(r, "主张豁免："+r.Title+"，认定前不剔除"))
			}
		case Add:
			out = append(out, c.idle(r, "本条款没有加分的规定，不计："+r.Title))
		}
	}
	return out
}

// claimed is a deduction somebody proposed.
func (c Clause) claimed(r Ruling, reading string) piece {
	rule := rules[c.Evidence]
	key := rule.each
	if r.Severe && rule.severe != "" {
		key = rule.severe
	}
	if key == "" {
		return c.idle(r, "本条款按综合考评计分，不另计次数："+r.Title)
	}
	of := func(n int) Points { return c.times(n, key, reading) }
	p := c.piece(r.Fact, r.On, r.Count, of(r.Count)).because("%s（%d%s，提出）", r.Title, r.Count, c.Unit)
	p.units = max(r.Count, 1)
	if r.Apart && r.Why != "" {
		p.mark(Apart)
		p.Reason += "；与同一事实另计：" + r.Why
	}
	switch {
	case r.Verdict == "" && r.Contested:
		p.mark(Contested)
		p.mark(Unruled)
	case r.Verdict == "":
		p.mark(Unruled)
	case r.granted():
		p.Count = r.Counted
		p = p.ruled(of(r.Counted)).because("%s（%d%s，信息中心认定%s）", r.Title, r.Counted, c.Unit, r.Verdict)
		p.units = max(r.Counted, 1)
	default:
		p = p.dismissed().because("%s：信息中心认定不成立，不扣分", r.Title)
	}
	return p
}

// times is so many cases at a rate; days late cost by their number.
func (c Clause) times(n int, key, reading string) Points {
	if c.Evidence == "delay" {
		return c.delayed(n, reading)
	}
	return c.Points[key].times(n)
}

// idle shows a ruling that moves no points.
func (c Clause) idle(r Ruling, why string) piece {
	p := c.piece(r.Fact, r.On, 0, 0).because("%s", why)
	if r.Verdict == "" {
		p.mark(Unruled)
	} else if !r.granted() {
		p.mark(Dismissed)
	}
	return p
}

// waive takes off what the center waived: the pieces a waiver names, else those of its day, as many as were ruled.
func waive(e Evidence, list []piece) {
	for _, r := range e.Rulings {
		left := r.Counted
		for i := range list {
			p := &list[i]
			named := slices.Contains(r.Same, string(p.Record)) && p.Record != "" || slices.Contains(r.Same, p.Number) && p.Number != ""
			if r.Effect != Waive || !r.granted() || p.clause != r.Clause || p.Points >= 0 || left <= 0 || !(named || len(r.Same) == 0 && p.On == r.On) {
				continue
			}
			n := min(left, p.units)
			left -= n
			p.free(n, r)
		}
	}
}

// free takes so many units off a piece.
func (p *piece) free(n int, r Ruling) {
	rest := p.Points * Points(p.units-n) / Points(p.units)
	p.Would, p.Points = p.Points-rest, rest
	p.Center = &rest
	p.Count = p.Count * (p.units - n) / p.units
	p.Reason += "；信息中心认定豁免（" + r.Number + "：" + r.Title + "）"
	p.mark(Waived)
	for _, m := range r.Marks {
		p.mark(m)
	}
}

// set is what the center set a clause's points to, where it did: the last one told.
func set(e Evidence, id string) (points *Points) {
	for _, r := range e.Rulings {
		if r.Effect == Set && r.Clause == id && r.granted() && r.Set != nil && r.On >= e.From && r.On <= dayOf(e.AsOf) {
			points = r.Set
		}
	}
	return points
}
