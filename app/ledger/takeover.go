package ledger

import "slices"

// taking is a roster step that certifies a key which founded a ledger of its own: a station that worked alone before its center
// took it in.
type taking struct {
	key KeyID
	by  rosterStep
}

// takeOver lets count what a chain founded apart certifies, once a step that counts certifies its founder: never a center's
// role, nothing of what the root certified itself, and nothing its founder signed after being revoked. The founder holds the roles
// the root gave him from that step on.
func (r *Roster) takeOver(steps []*Placed) {
	for _, t := range r.taken {
		var mine []*Placed
		for _, p := range steps {
			if !r.cut(p.Node) {
				mine = append(mine, p)
			}
		}
		r.merge(t, foldChain(r.graph, mine, t.key))
	}
}

// merge takes the certificates of a local chain in.
func (r *Roster) merge(t taking, local *Roster) {
	r.local = append(r.local, local)
	for k, c := range local.certs {
		if _, known := r.certs[k]; known && k != t.key || r.joined[k] {
			continue
		}
		c.Roles, r.joined[k] = withoutCenter(c.Roles), true
		r.certs[k] = c
		changes := slices.Clone(local.change[k])
		for i := range changes {
			changes[i].local = true
		}
		if k == t.key {
			changes = append(changes, t.by)
		}
		r.change[k] = append(changes, r.change[k]...)
		r.revoke[k] = append(r.revoke[k], local.revoke[k]...)
		if r.sealed[k] == "" {
			r.sealed[k] = local.sealed[k]
		}
	}
}

func withoutCenter(roles []Role) []Role {
	return slices.DeleteFunc(slices.Clone(roles), func(r Role) bool { return r == Center })
}

// Chain is the chain a key's roster steps count in: the root's, or one that was taken over, for the station it was founded at. nil
// where they count in none.
func (r *Roster) Chain(k KeyID) *Roster {
	if r.Signs(k) {
		return r
	}
	for _, l := range r.local {
		if l.Signs(k) && !r.Revoked(k) {
			return l
		}
	}
	return nil
}

// LastFor is what the next roster step of a key must name; nil where its steps count in no chain.
func (r *Roster) LastFor(k KeyID) []Hash {
	if c := r.Chain(k); c != nil {
		return c.Last()
	}
	return nil
}

// Recipient is the exchange key a certificate told of a key's device; "" where none did.
func (r *Roster) Recipient(k KeyID) string { return r.sealed[k] }
