package ledger

import (
	"maps"
	"slices"
)

// Unlike names the keys whose steps may count otherwise under another roster over the same commits. all means any step may: a key of the
// center came or went, and rulings from paper with it. It rather names one too many.
func (r *Roster) Unlike(o *Roster) (keys map[KeyID]bool, all bool) {
	keys = map[KeyID]bool{}
	for _, side := range []*Roster{r, o} {
		for k := range side.certs {
			if !r.judgesAs(o, k) {
				keys[k] = true
			}
		}
		for k := range side.once {
			if !r.erasesAs(o, k) {
				keys[k] = true
			}
		}
	}
	return keys, r.Centered() != o.Centered()
}

// judgesAs compares all that Roles asks of a key.
func (r *Roster) judgesAs(o *Roster, k KeyID) bool {
	a, here := r.certs[k]
	b, there := o.certs[k]
	return here == there && a.Since == b.Since && slices.Equal(a.Roles, b.Roles) && r.joined[k] == o.joined[k] &&
		maps.Equal(count(r.revoke[k]), count(o.revoke[k])) &&
		slices.EqualFunc(r.change[k], o.change[k], func(x, y rosterStep) bool { return x.placed.Node.Hash == y.placed.Node.Hash && x.local == y.local })
}

// erasesAs compares what Erases asks of a key beside that.
func (r *Roster) erasesAs(o *Roster, k KeyID) bool {
	since := func(list []Certificate) (out []Hash) {
		for _, c := range list {
			out = append(out, c.Since)
		}
		return out
	}
	return maps.Equal(count(since(r.once[k])), count(since(o.once[k])))
}

// count makes a list comparable whose order means nothing.
func count(list []Hash) map[Hash]int {
	out := map[Hash]int{}
	for _, h := range list {
		out[h]++
	}
	return out
}
