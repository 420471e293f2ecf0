package score

import "slices"

// events are the kinds whose record is one fact; a record of another kind may tell several, one under each clause.
var events = []string{"incident", "ruling", "complaint", "callout"}

// account is a record under a clause: its pieces stand or fall together.
type account struct{ clause, record string }

// once lets a fact that several records tell count under one clause only: the heavier (A31). What was split by hand with a reason
// counts beside it.
func once(list []piece) {
	sets := newSets(len(list))
	for i := range list {
		for j := range list {
			if i != j && list[i].tells(list[j]) {
				sets.join(i, j)
			}
		}
	}
	sums := map[int]map[account]Points{}
	for i, p := range list {
		g := sets.of(i)
		if sums[g] == nil {
			sums[g] = map[account]Points{}
		}
		sums[g][p.account()] += p.Points
	}
	for i := range list {
		p := &list[i]
		if best := heaviest(list, sums, sets, i); best != p.account() && p.Points != 0 {
			zero := Points(0)
			p.Would, p.Points, p.Self, p.Count = p.Points, 0, 0, 0
			if p.Center != nil {
				p.Center = &zero
			}
			p.Reason += "；与" + best.record + "为同一事实，只归较重的" + best.clause
			p.mark(SameFact)
		}
	}
}

// tells reports whether p says that it is the same fact as o.
func (p piece) tells(o piece) bool {
	if slices.Contains(p.Marks, Apart) || slices.Contains(o.Marks, Apart) || len(p.same) == 0 {
		return false
	}
	named := o.Record != "" && slices.Contains(p.same, string(o.Record)) || o.Number != "" && slices.Contains(p.same, o.Number)
	return named && (p.clause == o.clause || slices.Contains(events, o.Kind))
}

func (p piece) account() account {
	record := p.Number
	if record == "" {
		record = string(p.Record)
	}
	return account{p.clause, record}
}

// heaviest is the account that counts of a piece's set: the largest deduction, of equal ones the first on the card.
func heaviest(list []piece, sums map[int]map[account]Points, s sets, i int) account {
	best := list[i].account()
	g, found := s.of(i), false
	for j, p := range list {
		if s.of(j) == g && (!found || sums[g][p.account()] < sums[g][best]) {
			best, found = p.account(), true
		}
	}
	return best
}

// sets grow together; each member leads to another, the last to itself.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) of(i int) int {
	for s[i] != i {
		i = s[i]
	}
	return i
}

func (s sets) join(a, b int) { s[s.of(a)] = s.of(b) }
