package ledger

import (
	"slices"
)

// join finds the root's step that names all the rival branches: of each, any of its steps. With it these and what lies before them count,
// in their order, and then the step itself.
func (r *Roster) join(rivals []*Placed, next map[Hash][]*Placed) bool {
	r.rivals = nil
	branches := make([][]*Placed, len(rivals))
	for i, p := range rivals {
		branches[i] = r.tail(p, next)
		r.rivals = append(r.rivals, branches[i][len(branches[i])-1].Node.Hash)
	}
	var found *Placed
	for _, q := range branches[0] {
		for _, p := range next[q.Node.Hash] {
			if r.Signs(p.Node.Actor) && named(branches, p) != nil && (found == nil || p.Compare(found) < 0) {
				found = p
			}
		}
	}
	if found == nil {
		return false
	}
	r.rivals = nil
	joined := named(branches, found)
	slices.SortFunc(joined, (*Placed).Compare)
	for _, q := range append(joined, found) {
		r.apply(q)
	}
	return true
}

// tail is a rival step and those that follow it, each the only one to do so.
func (r *Roster) tail(p *Placed, next map[Hash][]*Placed) []*Placed {
	for out := []*Placed{p}; ; {
		var after []*Placed
		for _, q := range next[out[len(out)-1].Node.Hash] {
			if r.Signs(q.Node.Actor) && len(texts[Hash](q.Entry.Fields["last"])) == 1 {
				after = append(after, q)
			}
		}
		if len(after) != 1 {
			return out
		}
		out = append(out, after[0])
	}
}

// named are the steps of branches up to those a step names; nil where there is one of which it names none.
func named(branches [][]*Placed, p *Placed) (out []*Placed) {
	last := texts[Hash](p.Entry.Fields["last"])
	for _, b := range branches {
		n := len(b)
		for n > 0 && !slices.Contains(last, b[n-1].Node.Hash) {
			n--
		}
		if n == 0 {
			return nil
		}
		out = append(out, b[:n]...)
	}
	return out
}

// Last is what the next roster step must name: the tip, or the ends of all rival branches of which none counts yet.
func (r *Roster) Last() []Hash {
	if len(r.rivals) > 0 {
		return r.rivals
	}
	if r.tip == "" {
		return nil
	}
	return []Hash{r.tip}
}

// Suspended finds a key's certificate that does not count as long as no step names all of the rival branches of which it stands on one.
func (r *Roster) Suspended(k KeyID) (c Certificate, found bool) {
	for _, p := range r.all {
		of, ok := certificate(p)
		if _, counts := r.steps[p.Node.Hash]; !ok || counts || of.Key != k || !r.Signs(p.Node.Actor) {
			continue
		}
		if slices.ContainsFunc(r.rivals, func(h Hash) bool { return r.before(p.Node, h) }) {
			c, found = of, true
		}
	}
	return c, found
}
