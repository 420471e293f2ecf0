package score

// Risk is something that has not cost anything yet, and would: which evidence it would be, and at which rate.
type Risk struct {
	Evidence string // as a scheme's clauses name it: delay, weekly …; "" nothing is at stake
	Rate     string // "": a plain case
	Points   Points // what it would cost, where that is known; 0: by the rate
	Days     int    // of delay: working days a ticket is late by now; at stake is the next one
}

// Threat is what a risk would cost.
type Threat struct {
	Clause string // "" where the scheme has none for it
	Points Points // zero or below; zero where the clause has reached its most
}

// Price tells what each of some risks would cost on top of a card if it alone came true, and all of them what if every one did:
// more than a clause's cap is never lost. What the scheme has no clause for costs nothing.
func Price(s Scheme, c Card, risks []Risk) (each []Threat, all Points) {
	lines, sums := map[string]Line{}, map[string]Points{}
	for _, l := range c.Clauses {
		lines[l.ID] = l
	}
	more := func(clause Clause, points Points) Points {
		raw := lines[clause.ID].Raw
		return clause.capped(raw+points) - clause.capped(raw)
	}
	for _, r := range risks {
		clause, points := s.touched(r)
		each = append(each, Threat{Clause: clause.ID, Points: more(clause, points)})
		sums[clause.ID] += points
	}
	for _, clause := range s.Clauses {
		all += more(clause, sums[clause.ID])
	}
	return each, all
}

// touched finds the clause of a risk and what a case of it costs before the cap.
func (s Scheme) touched(r Risk) (c Clause, points Points) {
	for _, c := range s.Clauses {
		if c.Evidence == r.Evidence {
			return c, min(c.lost(r), 0)
		}
	}
	return Clause{}, 0
}

func (c Clause) lost(r Risk) Points {
	switch {
	case r.Points != 0:
		return r.Points
	case r.Evidence == "delay":
		reading := c.Taken().ID
		return c.delayed(r.Days+1, reading) - c.delayed(r.Days, reading)
	case r.Rate == "":
		r.Rate = rules[c.Evidence].each
	}
	return c.Points[r.Rate]
}
