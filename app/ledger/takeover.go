package ledger

import (
	"cmp"
	"slices"
)

// taking is a roster step that certifies a key which founded a ledger of its own: a station that worked alone before its center
// took it in.
type taking struct {
	key KeyID
	by  rosterStep
}

// adopts reports whether the step takes a lost center over with its past.
func (t taking) adopts() bool {
	adopts, _ := t.by.placed.Entry.Fields["adopts"].(bool)
	return adopts
}

// takeOver lets count what a chain founded apart certifies, once a step that counts certifies its founder: never a center's
// role, nothing of what the root certified itself, and nothing its founder signed after being revoked. The founder holds the roles
// the root gave him from that step on. A chain that is adopted counts as if its founder had been the root's own: with the center's
// role, and with the chains it took over itself.
func (r *Roster) takeOver() {
	done := map[KeyID]bool{r.founder: true}
	for queue := slices.Clone(r.taken); len(queue) > 0; queue = queue[1:] {
		t := queue[0]
		if done[t.key] {
			continue
		}
		done[t.key] = true
		var mine []*Placed
		for _, p := range r.all {
			if !r.cut(p.Node) {
				mine = append(mine, p)
			}
		}
		local := foldChain(r.graph, mine, t.key)
		r.merge(t, local)
		r.remember(t, local)
		if t.adopts() {
			queue = append(queue, local.taken...)
		}
	}
}

// merge takes the certificates of a local chain in.
func (r *Roster) merge(t taking, local *Roster) {
	r.local = append(r.local, local)
	for k, c := range local.certs {
		if _, known := r.certs[k]; known && k != t.key {
			if local.thrones[k] {
				c.Roles = withoutCenter(c.Roles)
				r.heirs[k] = c
			}
			continue
		}
		changes := slices.Clone(local.change[k])
		if !t.adopts() {
			c.Roles = withoutCenter(c.Roles)
			for i := range changes {
				changes[i].local = true
			}
		}
		if k == t.key {
			changes = append(changes, t.by)
		}
		r.certs[k], r.joined[k] = c, true
		r.change[k] = append(changes, r.change[k]...)
		if len(r.revoke[k]) == 0 { // the root's word goes before the station's, which may have been restored from an old backup
			r.revoke[k] = local.revoke[k]
		}
		if r.sealed[k] == "" {
			r.sealed[k] = local.sealed[k]
		}
	}
}

// Strangers are the founders of other chains that no step certified: stations not yet taken in, or a center that came before.
func (r *Roster) Strangers() (out []Certificate) {
	for k := range r.others {
		if _, known := r.certs[k]; !known {
			out = append(out, r.named[k])
		}
	}
	slices.SortFunc(out, func(a, b Certificate) int { return cmp.Compare(a.Key, b.Key) })
	return out
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
