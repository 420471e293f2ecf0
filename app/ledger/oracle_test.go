package ledger_test

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"opsledger/app/ledger"
)

// oracle reckons the plain way, from the commits alone, what the ledger reckons cleverly.
type oracle struct {
	commits map[ledger.Hash]*ledger.Sealed
	past    map[ledger.Hash]map[ledger.Hash]bool // ancestors, itself included
	roles   func(*ledger.Sealed) []ledger.Role
	missing bool // a commit is handed on without what it names
}

func consult(r held) *oracle {
	o := &oracle{commits: map[ledger.Hash]*ledger.Sealed{}, past: map[ledger.Hash]map[ledger.Hash]bool{}}
	for _, c := range r.Commits() {
		o.commits[c.Hash] = c
	}
	for h := range o.commits {
		o.ancestors(h)
	}
	o.roles = o.roster()
	return o
}

func (o *oracle) ancestors(h ledger.Hash) map[ledger.Hash]bool {
	if o.commits[h] == nil {
		o.missing = true
		return nil
	}
	if o.past[h] == nil {
		set := map[ledger.Hash]bool{h: true}
		for _, p := range parents(o.commits[h]) {
			for a := range o.ancestors(p) {
				set[a] = true
			}
		}
		o.past[h] = set
	}
	return o.past[h]
}

func parents(c *ledger.Sealed) []ledger.Hash {
	out := slices.Clone(c.After)
	if c.Prev != "" {
		out = append(out, c.Prev)
	}
	return out
}

func listed(v any) (out []string) {
	items, _ := v.([]any)
	for _, it := range items {
		out = append(out, it.(string))
	}
	return out
}

// chain lists the roster steps that count: from the root on, each naming the last; of several the one that names
// all of them, behind them. within bounds it to a set of commits; nil: all.
func (o *oracle) chain(within map[ledger.Hash]bool) (out []*ledger.Sealed) {
	var steps []*ledger.Sealed
	for _, c := range o.commits {
		if c.Entries[0].Kind == ledger.RosterKind && (within == nil || within[c.Hash]) {
			steps = append(steps, c)
		}
	}
	slices.SortFunc(steps, order)
	root := slices.IndexFunc(steps, func(c *ledger.Sealed) bool { return c.Entries[0].Action == ledger.RosterRoot })
	if root < 0 {
		return nil
	}
	naming := func(h ledger.Hash) (found []*ledger.Sealed) {
		for _, c := range steps {
			if c.Actor == steps[root].Actor && slices.Contains(listed(c.Entries[0].Fields["last"]), string(h)) {
				found = append(found, c)
			}
		}
		return found
	}
	out = []*ledger.Sealed{steps[root]}
	for {
		next := naming(out[len(out)-1].Hash)
		if len(next) == 0 {
			return out
		}
		if len(next) > 1 {
			if next = joined(next, steps, naming); next == nil {
				return out
			}
		}
		out = append(out, next...)
	}
}

// joined are the steps of several branches up to those that one step names, of each at least its first, and then that step.
func joined(rivals, steps []*ledger.Sealed, naming func(ledger.Hash) []*ledger.Sealed) []*ledger.Sealed {
	for _, join := range steps {
		last := listed(join.Entries[0].Fields["last"])
		if len(last) < len(rivals) {
			continue
		}
		var out []*ledger.Sealed
		covered := 0
		for _, c := range rivals {
			branch := []*ledger.Sealed{c}
			for {
				alone := slices.DeleteFunc(slices.Clone(naming(branch[len(branch)-1].Hash)), func(n *ledger.Sealed) bool { return len(listed(n.Entries[0].Fields["last"])) > 1 })
				if len(alone) != 1 {
					break
				}
				branch = append(branch, alone[0])
			}
			for n := len(branch); n > 0; n-- {
				if slices.Contains(last, string(branch[n-1].Hash)) {
					out, covered = append(out, branch[:n]...), covered+1
					break
				}
			}
		}
		if covered == len(rivals) {
			slices.SortFunc(out, order)
			return append(out, join)
		}
	}
	return nil
}

func order(a, b *ledger.Sealed) int {
	return (&ledger.Node{Hash: a.Hash, Feed: a.Feed, Seq: a.Seq, Lamport: a.Lamport}).
		Compare(&ledger.Node{Hash: b.Hash, Feed: b.Feed, Seq: b.Seq, Lamport: b.Lamport})
}

// roster gives the roles a commit was signed with.
func (o *oracle) roster() func(*ledger.Sealed) []ledger.Role {
	chain := o.chain(nil)
	return func(c *ledger.Sealed) (roles []ledger.Role) {
		for _, step := range chain {
			e := step.Entries[0]
			about := ledger.KeyID(e.Fields.Text("of"))
			if key, err := hex.DecodeString(e.Fields.Text("key")); err == nil && len(key) > 0 {
				about = ledger.NewKeyID(key)
			}
			if about != c.Actor {
				continue
			}
			named := ledger.Hash(e.Fields.Text("commit"))
			seen := o.past[c.Hash][named]
			switch e.Action {
			case ledger.RosterRoot, ledger.RosterCertify:
				if roles == nil && (o.past[c.Roster][step.Hash] || c.Hash == step.Hash) {
					roles = asRoles(e)
				}
			case ledger.RosterRole:
				if roles != nil && (named == "" || seen && named != c.Hash) {
					roles = asRoles(e)
				}
			case ledger.RosterRevoke:
				if !o.past[named][c.Hash] {
					return nil
				}
			}
		}
		return roles
	}
}

// erases reports whether an erasure is in force: its author was certified, and by what he had seen himself not revoked.
func (o *oracle) erases(c *ledger.Sealed) bool {
	for _, step := range o.chain(o.past[c.Hash]) {
		e := step.Entries[0]
		if e.Action == ledger.RosterRevoke && e.Fields.Text("of") == string(c.Actor) && !o.past[ledger.Hash(e.Fields.Text("commit"))][c.Hash] {
			return false
		}
	}
	return slices.ContainsFunc(o.chain(nil), func(step *ledger.Sealed) bool {
		key, err := hex.DecodeString(step.Entries[0].Fields.Text("key"))
		return err == nil && len(key) > 0 && ledger.NewKeyID(key) == c.Actor && o.past[c.Roster][step.Hash]
	})
}

func asRoles(e ledger.Entry) (out []ledger.Role) {
	for _, r := range listed(e.Fields["roles"]) {
		out = append(out, ledger.Role(r))
	}
	return out
}

// check looks for everything that must not be after all have met.
func (s *simulation) check() []string {
	first := s.peers[0].replica
	o := consult(first)
	out := s.faults
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if o.missing {
		return append(out, "a commit is handed on without what it names")
	}
	want := picture(first)
	for i, p := range s.peers[1:] {
		if got := picture(p.replica); got != want {
			fault("peers 0 and %d differ: %s", i+1, differing(want, got))
		}
	}
	if got := picture(s.shuffled(o)); got != want {
		fault("another order of arrival folds differently: %s", differing(want, got))
	}
	o.graph(first, fault)
	records := first.Fold()
	o.history(records, fault)
	for _, rec := range records {
		o.steps(rec, fault)
		o.erased(rec, fault)
	}
	for h := range s.destroyed {
		if c := o.commits[h]; c != nil && !records[c.Entries[0].Record].Step(ledger.NewEntryRef(h, 0)).Counts {
			fault("%s was in force somewhere, and what it destroyed is shown elsewhere", h.Short())
		}
	}
	waiting := map[ledger.EntryRef]bool{} // a parent was lost with a disk: its record shows that something is missing
	for _, c := range first.Held() {
		waiting[ledger.NewEntryRef(c.Hash, 0)] = true
		if rec := records[c.Entries[0].Record]; rec != nil && !rec.Incomplete {
			fault("%s waits and its record does not show it", c.Hash.Short())
		}
	}
	for ref := range s.acked {
		if !waiting[ref] && !effective(records, ref) {
			fault("acknowledged and without effect: %s\n%s", ref, want)
		}
	}
	return out
}

// differing are the lines that stand in one picture only.
func differing(a, b string) string {
	in := func(lines []string, other string) (out string) {
		for _, l := range lines {
			if !strings.Contains(other, l) {
				out += "\n  " + l
			}
		}
		return out
	}
	return in(strings.Split(a, "\n"), b) + "\n---" + in(strings.Split(b, "\n"), a)
}

// shuffled is a replica the same commits reached in another order.
func (s *simulation) shuffled(o *oracle) held {
	r := s.keep()
	list := append(s.peers[0].replica.Commits(), s.peers[0].replica.Held()...)
	rand.New(rand.NewPCG(uint64(len(list)), 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for range 2 {
		for _, c := range list {
			r.Add(c)
		}
	}
	return r
}

// graph: who saw what is as the ancestors say, and a lamport is one more than its parents'.
func (o *oracle) graph(r held, fault func(string, ...any)) {
	for h, c := range o.commits {
		n := r.Node(h)
		var most int64
		for _, p := range parents(c) {
			most = max(most, o.commits[p].Lamport)
		}
		if n.Lamport != most+1 {
			fault("lamport of %s is %d, should be %d", h.Short(), n.Lamport, most+1)
		}
		for g := range o.commits {
			if n.Sees(r.Node(g)) != o.past[h][g] {
				fault("%s sees %s: %v", h.Short(), g.Short(), !o.past[h][g])
				return
			}
		}
	}
}

// history: every entry stands in its record once, whatever it is worth.
func (o *oracle) history(records map[ledger.RecordID]*ledger.Record, fault func(string, ...any)) {
	want := map[ledger.EntryRef]int{}
	for h, c := range o.commits {
		for i, e := range c.Entries {
			if e.Kind != ledger.RosterKind {
				want[ledger.NewEntryRef(h, i)]++
			}
		}
	}
	for _, rec := range records {
		for _, step := range rec.Steps {
			want[step.Ref()]--
		}
	}
	for ref, n := range want {
		if n != 0 {
			fault("%s stands %d times in its history", ref, 1-n)
			return
		}
	}
}

// steps: none counts whose author had no role, none reserved without a center's, no settle against a center's side.
func (o *oracle) steps(rec *ledger.Record, fault func(string, ...any)) {
	for _, step := range rec.Steps {
		c := o.commits[step.Node.Hash]
		if c == nil {
			fault("%s stands in a record and is not handed on", step.Ref())
			return
		}
		roles := o.roles(c)
		switch {
		case !slices.Equal(step.Roles, roles):
			fault("%s was signed with roles %v, should be %v", step.Ref(), step.Roles, roles)
		case step.Entry.Action == ledger.Erase && step.Counts != o.erases(c):
			fault("erasure %s counts: %v", step.Ref(), step.Counts)
		case step.Counts && len(roles) == 0 && step.Entry.Action != ledger.Erase:
			fault("%s counts without a role", step.Ref())
		case step.Counts && step.Action.Reserved && !slices.Contains(roles, ledger.Center):
			fault("%s counts without the center", step.Ref())
		}
		if step.Counts && step.Entry.Action == ledger.TakeBack && o.builtUpon(rec, step) {
			fault("%s takes back what another has built upon", step.Ref())
		}
	}
}

func (o *oracle) builtUpon(rec *ledger.Record, back *ledger.Taken) bool {
	of := ledger.Hash(back.Entry.Fields.Text("of")[:64])
	return slices.ContainsFunc(rec.Steps, func(s *ledger.Taken) bool {
		return s.Node.Feed != back.Node.Feed && o.past[s.Node.Hash][of] && !o.past[s.Node.Hash][back.Node.Hash]
	})
}

// erased: no personal value is seen but those written after every erasure that counts.
func (o *oracle) erased(rec *ledger.Record, fault func(string, ...any)) {
	for _, e := range rec.Steps {
		if e.Entry.Action != ledger.Erase || !e.Counts || e.TakenBack {
			continue
		}
		for _, s := range rec.Steps {
			if len(s.Personal) > 0 && !o.past[s.Node.Hash][e.Node.Hash] {
				fault("%s erased, and %s still shows its phone", e.Ref(), s.Ref())
			}
		}
	}
}

// effective finds what became of an acknowledged label step: it is the state, a side of an open conflict, replaced by
// a step whose author had seen it, left out by a settle, taken back, or shown as refused with the reason.
func effective(records map[ledger.RecordID]*ledger.Record, ref ledger.EntryRef) bool {
	for _, rec := range records {
		for _, step := range rec.Steps {
			if step.Ref() == ref {
				return visible(rec, step)
			}
		}
	}
	return false
}

func visible(rec *ledger.Record, step *ledger.Taken) bool {
	if step.LeftOut || step.TakenBack || step.Why != "" || step.Action.To == rec.State || step.Action.Creates {
		return true
	}
	for _, c := range rec.Conflicts {
		if slices.ContainsFunc(c.Sides, func(side ledger.Side) bool { return side.Ref == step.Ref() }) {
			return true
		}
	}
	return slices.ContainsFunc(rec.Steps, func(later *ledger.Taken) bool {
		replaces := later.Action.To != ledger.New || later.Entry.Action == ledger.Settle
		return later != step && later.Counts && !later.TakenBack && replaces && later.Sees(step.Placed)
	})
}
