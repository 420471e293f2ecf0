package ledger

import "slices"

// Erases implements Authority. Whoever takes an erasure in destroys for good what it covers. So nothing that comes later may take its
// force away, or stores would differ for ever: neither a revocation its author had not seen, nor a certificate in the place of the one
// he signed under.
func (r *Roster) Erases(n *Node) bool {
	if r.knowingly(n) {
		return false
	}
	if c, ok := r.certs[n.Actor]; ok && len(c.Roles) > 0 && r.knew(n, c) {
		return true
	}
	return slices.ContainsFunc(r.once[n.Actor], func(c Certificate) bool {
		since := r.graph.Node(c.Since)
		return len(c.Roles) > 0 && since != nil && n.Sees(since)
	})
}

// knowingly reports whether the author of n went on after his revocation had reached him. It looks at what he had seen alone: that
// never changes, where which steps count may, until rivals are joined.
func (r *Roster) knowingly(n *Node) bool {
	told := func(p *Placed) bool {
		return p.Entry.Action == RosterRevoke && KeyID(p.Entry.Fields.Text("of")) == n.Actor && n.Sees(p.Node)
	}
	if !slices.ContainsFunc(r.all, told) {
		return false
	}
	founders := []KeyID{r.founder}
	if r.joined[n.Actor] {
		for _, l := range r.local {
			founders = append(founders, l.founder)
		}
	}
	seen := slices.DeleteFunc(slices.Clone(r.all), func(p *Placed) bool { return p.Node.Hash == n.Hash || !n.Sees(p.Node) })
	return slices.ContainsFunc(founders, func(k KeyID) bool { return k != "" && foldChain(r.graph, seen, k).cut(n) })
}

// remember keeps what a chain taken over certified, also what its founder did before he heard of his revocation: his station has gone by
// it until then.
func (r *Roster) remember(t taking, local *Roster) {
	if r.Revoked(t.key) {
		steps := slices.DeleteFunc(slices.Clone(r.all), func(p *Placed) bool { return p.Node.Actor == t.key && r.knowingly(p.Node) })
		local = foldChain(r.graph, steps, t.key)
	}
	for k, c := range local.certs {
		r.once[k] = append(r.once[k], c)
	}
}
