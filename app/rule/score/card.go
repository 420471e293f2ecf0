package score

import (
	"cmp"
	"fmt"
	"slices"
)

// Contract scores a contract year. The same evidence and scheme give the same card.
func Contract(e Evidence, s Scheme) Card {
	w := weighing{e: e, s: s, found: map[string][]piece{}}
	for _, c := range s.Clauses {
		w.found[c.ID] = w.find(c, c.Taken().ID)
	}
	c := w.card(w.settle(w.found, taken(s.Same).ID))
	for i := range c.Clauses {
		c.Clauses[i].Alternatives = w.others(s.Clauses[i], c)
	}
	c.Alternatives = w.whole(c)
	c.Forecast = forecast(e, s, c)
	c.Next = next(s, c)
	c.Notes = append(c.Notes, w.notes(c)...)
	return c
}

// weighing is one run over the evidence.
type weighing struct {
	e     Evidence
	s     Scheme
	found map[string][]piece // by clause, under the readings taken
}

func (w weighing) find(c Clause, reading string) []piece {
	return append(rules[c.Evidence].pieces(w.e, c, reading), proposed(w.e, c, reading)...)
}

// settle weighs the pieces against each other: what waits, what is the same fact, what was waived.
func (w weighing) settle(found map[string][]piece, same string) []piece {
	var list []piece
	for _, c := range w.s.Clauses {
		list = append(list, found[c.ID]...)
	}
	for i := range list {
		list[i].Marks = slices.Clone(list[i].Marks)
		list[i].stand()
	}
	if same != "each" {
		w.unify(list)
	}
	waive(w.e, list)
	return list
}

// unify looks only at pieces that name others, and those they name: few of a year's thousands.
func (w weighing) unify(list []piece) {
	named := map[string]bool{}
	for _, p := range list {
		for _, ref := range p.same {
			named[ref] = true
		}
	}
	var few []piece
	var at []int
	for i, p := range list {
		if len(p.same) > 0 || named[string(p.Record)] || named[p.Number] {
			few, at = append(few, p), append(at, i)
		}
	}
	once(few)
	for n, i := range at {
		list[i] = few[n]
	}
}

// stand says what a piece counts: nothing while it waits, the center's word where there is one, else the self-assessment.
func (p *piece) stand() {
	p.Points = p.Self
	if p.Center != nil {
		p.Points = *p.Center
	}
	if p.waits != "" && p.Points != 0 {
		p.Would, p.Points, p.Self, p.Center, p.Count = p.Points, 0, 0, nil, 0
		p.Reason += "；" + p.waits + "，暂不计"
	}
}

func (w weighing) card(list []piece) Card {
	c := Card{Scheme: w.s.ID, SchemeName: w.s.Name, Contract: w.e.Contract, From: w.e.From, To: w.e.To, AsOf: w.e.AsOf, Base: w.s.Base,
		Total: w.s.Base, Raw: w.s.Base, Self: w.s.Base, Notes: slices.Clone(w.e.Notes), Changed: []string{}}
	center := w.s.Base
	for _, clause := range w.s.Clauses {
		l := w.line(clause, list)
		c.Clauses = append(c.Clauses, l)
		c.Total, c.Raw, c.Self = c.Total+l.Points, c.Raw+l.Raw, c.Self+l.Self
		if l.Center != nil {
			center += *l.Center
		}
		if l.Unruled > 0 {
			c.Pending++
		}
		for _, p := range l.Evidence {
			if p.Would != 0 && (slices.Contains(p.Marks, Undecided) || slices.Contains(p.Marks, Doubted)) {
				c.Waiting++
			}
		}
	}
	if c.Pending == 0 {
		c.Center = &center
	}
	c.Fee = w.s.Fee.of(c.Total, w.e.Fee)
	c.FeeCut = c.Fee.Percent
	return c
}

// line adds a clause's pieces up under its cap.
func (w weighing) line(c Clause, list []piece) Line {
	l := Line{ID: c.ID, Group: c.Group, Title: c.Title, Text: c.Text, Unit: c.Unit, Source: c.Source, Rates: c.Rates(), Reading: c.Taken(), Cap: c.Cap, Evidence: []Piece{}}
	center, spoken := Points(0), false
	for _, p := range list {
		if p.clause != c.ID {
			continue
		}
		l.Raw, l.Self = l.Raw+p.Points, l.Self+p.Self
		if p.Points == 0 {
			p.Count = 0
		}
		l.Count += p.Count
		switch {
		case p.Center != nil:
			center, spoken = center+*p.Center, true
		case p.Self != 0:
			l.Unruled++
		}
		if p.Marks == nil {
			p.Marks = []string{}
		}
		l.Evidence = append(l.Evidence, p.Piece)
	}
	slices.SortStableFunc(l.Evidence, func(a, b Piece) int { return cmp.Compare(a.On, b.On) })
	l.Points, l.Self, center = c.capped(l.Raw), c.capped(l.Self), c.capped(center)
	if spoken {
		l.Center = &center
	}
	if set := set(w.e, c.ID); set != nil {
		l.Center, l.Points, l.Unruled = set, *set, 0
	}
	return l
}

// capped holds a deduction to the clause's most.
func (c Clause) capped(p Points) Points {
	if c.Cap != nil && p < -*c.Cap {
		return -*c.Cap
	}
	return p
}

// others are what the clause would come to by its other readings.
func (w weighing) others(c Clause, card Card) []Alternative {
	out := []Alternative{}
	for _, r := range c.Readings {
		if r.Taken {
			continue
		}
		found := map[string][]piece{}
		for id, list := range w.found {
			found[id] = list
		}
		found[c.ID] = w.find(c, r.ID)
		other := w.card(w.settle(found, taken(w.s.Same).ID))
		for _, l := range other.Clauses {
			if l.ID == c.ID {
				out = append(out, Alternative{Reading: r.ID, Basis: r.Basis, Text: r.Text, Points: l.Points, Total: other.Total})
			}
		}
	}
	return out
}

// whole are the other readings of the card itself.
func (w weighing) whole(c Card) []Alternative {
	out := []Alternative{}
	add := func(list []Reading, of func(id string) (points, total Points)) {
		for _, r := range list {
			if !r.Taken {
				points, total := of(r.ID)
				out = append(out, Alternative{Reading: r.ID, Basis: r.Basis, Text: r.Text, Points: points, Total: total})
			}
		}
	}
	add(w.s.Total, func(string) (Points, Points) { return min(c.Total, c.Base), min(c.Total, c.Base) })
	add(w.s.Fee.Readings, func(string) (Points, Points) { return c.Fee.Proportional, c.Total })
	add(w.s.Same, func(id string) (Points, Points) {
		t := w.card(w.settle(w.found, id)).Total
		return t, t
	})
	return out
}

// notes say what the figures need said.
func (w weighing) notes(c Card) (out []string) {
	if c.Total > c.Base {
		out = append(out, fmt.Sprintf("考核总分为%s分：按条款加分后为%s分，保留原值，正式值由信息中心录入", c.Base, c.Total))
	}
	if c.Total < 0 {
		out = append(out, fmt.Sprintf("总分低于0分，显示原值%s", c.Total))
	}
	if c.Waiting > 0 {
		out = append(out, fmt.Sprintf("%d项依据有未裁决的冲突或时间存疑，暂不计分（待决）", c.Waiting))
	}
	if c.Pending > 0 {
		out = append(out, fmt.Sprintf("%d个条款有信息中心尚未认定的依据，按自评计", c.Pending))
	}
	for _, r := range w.e.Rulings {
		if _, ok := w.s.Clause(r.Clause); !ok && w.e.within(r.On) {
			out = append(out, fmt.Sprintf("考核认定%s所列条款%s不在方案“%s”中，未计", r.Number, r.Clause, w.s.Name))
		}
	}
	return out
}
