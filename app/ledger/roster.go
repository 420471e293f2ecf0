package ledger

import (
	"cmp"
	"crypto/ed25519"
	"fmt"
	"slices"
	"time"
)

// RosterKind is the kind of roster steps. They form one chain under the root: each names the step before in
// "last" and stands alone in its commit, so that a commit's hash names it.
const RosterKind = "roster"

// Roster actions.
const (
	RosterRoot    = "root"    // the first: a station's first account is its local root; later: the old root names a new one
	RosterCertify = "certify" // binds account, device, roles and feed to a key
	RosterRevoke  = "revoke"  // of that key only the named commit and its ancestors count
	RosterRole    = "role"    // after the named commit the key holds the new roles
)

// Roster is the first pass of every fold: who may sign what. It is a function of the set of roster steps.
type Roster struct {
	graph   Graph
	all     []*Placed // the steps it was folded from, in order
	root    KeyID
	founder KeyID
	paper   KeyID // the root's recovery key, "" without one
	certs   map[KeyID]Certificate
	named   map[KeyID]Certificate // of all roster steps, whether they count or not: enough to check a signature
	steps   map[Hash]rosterStep   // those that count
	tip     Hash
	rivals  []Hash // the ends of branches of which none counts until a step names them all
	revoke  map[KeyID][]Hash
	change  map[KeyID][]rosterStep
	sealed  map[KeyID]string        // exchange keys, the last told by a step that counts
	others  map[KeyID]bool          // keys that founded a chain of their own
	taken   []taking                // of those, the ones a step that counts certifies
	local   []*Roster               // their chains
	joined  map[KeyID]bool          // keys whose certificate stands in one of them
	thrones map[KeyID]bool          // keys that were root of this chain at some time
	heirs   map[KeyID]Certificate   // of keys the root certified: what their station's chain had named them its root by
	once    map[KeyID][]Certificate // in chains taken over, whatever became of them later: see Erases
}

type rosterStep struct {
	placed *Placed
	depth  int
	local  bool // of a chain taken over: it gives no center's role
}

// roles are those a certificate or a role change gives.
func (s rosterStep) roles() []Role {
	roles := texts[Role](s.placed.Entry.Fields["roles"])
	if s.local {
		return withoutCenter(roles)
	}
	return roles
}

// FoldRoster is FoldRosterUnder the first root in order: enough where nobody founded the ledger apart.
func FoldRoster(g Graph, steps []*Placed) *Roster { return FoldRosterUnder(g, steps, "") }

// FoldRosterUnder walks the roster chain from the root, the key pinned; "" takes the first in order. Of two steps naming the same
// last, neither counts until a root step names both.
func FoldRosterUnder(g Graph, steps []*Placed, pinned KeyID) *Roster {
	r := foldChain(g, steps, pinned)
	r.takeOver()
	return r
}

func foldChain(g Graph, steps []*Placed, pinned KeyID) *Roster {
	r := &Roster{graph: g, certs: map[KeyID]Certificate{}, named: map[KeyID]Certificate{}, steps: map[Hash]rosterStep{},
		revoke: map[KeyID][]Hash{}, change: map[KeyID][]rosterStep{}, sealed: map[KeyID]string{}, others: map[KeyID]bool{}, joined: map[KeyID]bool{},
		thrones: map[KeyID]bool{}, heirs: map[KeyID]Certificate{}, once: map[KeyID][]Certificate{}}
	steps = slices.Clone(steps)
	slices.SortFunc(steps, (*Placed).Compare)
	r.all = steps
	next := map[Hash][]*Placed{}
	for _, p := range steps {
		for _, l := range texts[Hash](p.Entry.Fields["last"]) {
			next[l] = append(next[l], p)
		}
		r.name(p)
		switch c, ok := founding(p); {
		case !ok:
		case r.root == "" && (pinned == "" || pinned == c.Key):
			r.begin(p, c)
		case c.Key != r.root:
			r.others[c.Key] = true
		}
	}
	r.walk(next)
	return r
}

// name remembers the keys a step speaks of. Whether a commit is taken in may not hang on which of two rival steps
// came first; what it is worth is Roles'.
func (r *Roster) name(p *Placed) {
	c, ok := certificate(p)
	if !ok {
		return
	}
	r.named[c.Key] = c
	if len(c.Recovery) > 0 {
		key := NewKeyID(c.Recovery)
		r.named[key] = Certificate{Key: key, Public: c.Recovery}
	}
}

// founding gives the certificate of a step that founds a ledger: of its own key, after no other step.
func founding(p *Placed) (Certificate, bool) {
	c, ok := certificate(p)
	return c, ok && p.Entry.Action == RosterRoot && c.Key == p.Node.Actor && len(texts[Hash](p.Entry.Fields["last"])) == 0
}

func (r *Roster) begin(p *Placed, c Certificate) {
	r.take(p, 1)
	r.founder = c.Key
	r.enthrone(c)
}

// enthrone makes a certified key the root. Its paper key may sign roster steps and holds no role.
func (r *Roster) enthrone(c Certificate) {
	r.root, r.thrones[c.Key] = c.Key, true
	r.certify(c)
	if len(c.Recovery) == 0 {
		return
	}
	r.paper = NewKeyID(c.Recovery)
	r.certify(Certificate{Key: r.paper, Public: c.Recovery, Account: c.Account, Device: c.Device, Since: c.Since})
}

func (r *Roster) certify(c Certificate) {
	if c.Recipient != "" {
		r.sealed[c.Key] = c.Recipient
	}
	if _, known := r.certs[c.Key]; !known {
		r.certs[c.Key] = c
	}
}

// Signs reports whether roster steps of the key count: the root's do, and those of its paper key.
func (r *Roster) Signs(k KeyID) bool { return k != "" && (k == r.root || k == r.paper) }

func (r *Roster) walk(next map[Hash][]*Placed) {
	for r.tip != "" {
		var signed []*Placed
		for _, p := range next[r.tip] {
			if r.Signs(p.Node.Actor) {
				signed = append(signed, p)
			}
		}
		switch len(signed) {
		case 0:
			return
		case 1:
			r.apply(signed[0])
		default:
			if !r.join(signed, next) {
				return
			}
		}
	}
}

func (r *Roster) take(p *Placed, depth int) {
	r.tip = p.Node.Hash
	r.steps[r.tip] = rosterStep{placed: p, depth: depth}
}

func (r *Roster) apply(p *Placed) {
	r.take(p, r.steps[r.tip].depth+1)
	of := KeyID(p.Entry.Fields.Text("of"))
	switch p.Entry.Action {
	case RosterRoot:
		if c, ok := certificate(p); ok {
			r.enthrone(c)
		}
	case RosterCertify:
		if c, ok := certificate(p); ok {
			if _, known := r.certs[c.Key]; !known && r.others[c.Key] {
				r.taken = append(r.taken, taking{c.Key, r.steps[r.tip]})
			}
			r.certify(c)
		}
	case RosterRevoke:
		r.revoke[of] = append(r.revoke[of], Hash(p.Entry.Fields.Text("commit")))
	case RosterRole:
		r.change[of] = append(r.change[of], r.steps[r.tip])
	}
}

// Tip is the hash of the last roster step that counts: what a new commit names.
func (r *Roster) Tip() Hash { return r.tip }

// Root is the key the chain hangs on.
func (r *Roster) Root() KeyID { return r.root }

// Founder is the key whose step the chain begins with: what others pin.
func (r *Roster) Founder() KeyID { return r.founder }

// Began is when the ledger was founded, by the clock of who did: where it was founded in several places, the first time. Zero
// where nothing is rooted yet.
func (r *Roster) Began() (at time.Time) {
	for _, s := range r.steps {
		if s.depth == 1 {
			at = s.placed.Node.Wall
		}
	}
	for _, l := range r.local {
		if t := l.Began(); !t.IsZero() && t.Before(at) {
			at = t
		}
	}
	return at
}

// Paper is the root's key that lies on paper now; nil without one. The root may name another at any time.
func (r *Roster) Paper() ed25519.PublicKey { return r.certs[r.paper].Public }

// Certificate finds a key's certificate.
func (r *Roster) Certificate(k KeyID) (Certificate, bool) {
	c, ok := r.certs[k]
	return c, ok
}

// Certificates lists all, in order of their making; a root's before that of its paper key, which came with it.
func (r *Roster) Certificates() []Certificate {
	var out []Certificate
	for _, c := range r.certs {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Certificate) int {
		return cmp.Or(r.steps[a.Since].depth-r.steps[b.Since].depth, len(b.Recovery)-len(a.Recovery), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// Holds gives the roles a step written now under the key would count with: none once it is revoked, the last ones
// given where they were changed.
func (r *Roster) Holds(k KeyID) []Role {
	if r.Revoked(k) {
		return nil
	}
	if n := len(r.change[k]); n > 0 {
		return r.change[k][n-1].roles()
	}
	return r.certs[k].Roles
}

// Served reports whether a key holds or held a role; a paper key never does.
func (r *Roster) Served(k KeyID) bool { return len(r.certs[k].Roles) > 0 || len(r.change[k]) > 0 }

// Centered implements Authority.
func (r *Roster) Centered() bool {
	for k := range r.certs {
		if slices.Contains(r.Holds(k), Center) {
			return true
		}
	}
	return false
}

// Revoked reports whether a revocation names the key.
func (r *Roster) Revoked(k KeyID) bool { return len(r.revoke[k]) > 0 }

// Roles implements Authority: the roles the author of n held. A certificate counts from the roster step the
// commit names; a revocation and a role change by the commits they name, whenever they became known.
func (r *Roster) Roles(n *Node) []Role {
	c, ok := r.certs[n.Actor]
	if !ok || r.cut(n) {
		return nil
	}
	if !r.knew(n, c) {
		if since := r.graph.Node(r.heirs[n.Actor].Since); since != nil && n.Sees(since) {
			return r.heirs[n.Actor].Roles
		}
		return nil
	}
	roles := c.Roles
	for _, ch := range r.change[n.Actor] {
		from := Hash(ch.placed.Entry.Fields.Text("commit"))
		if ch.placed.Entry.Action == RosterCertify {
			from = ch.placed.Node.Hash
		}
		if from == "" || n.Hash != from && r.follows(n, from) {
			roles = ch.roles()
		}
	}
	return roles
}

// knew reports whether the roster the commit names had the certificate in its past; the founding commit carries its
// own. It does not ask which roster steps count: a rival that comes later takes nobody's certificate away.
func (r *Roster) knew(n *Node, c Certificate) bool {
	if n.Hash == c.Since {
		return true
	}
	named, since := r.graph.Node(n.Roster), r.graph.Node(c.Since)
	if r.joined[c.Key] { // of another chain than the one the commit names
		return since != nil && n.Sees(since)
	}
	return named != nil && since != nil && named.Sees(since)
}

func (r *Roster) cut(n *Node) bool {
	return slices.ContainsFunc(r.revoke[n.Actor], func(last Hash) bool { return !r.before(n, last) })
}

// before reports whether n is last or an ancestor of it.
func (r *Roster) before(n *Node, last Hash) bool {
	m := r.graph.Node(last)
	return m != nil && m.Sees(n)
}

func (r *Roster) follows(n *Node, from Hash) bool {
	m := r.graph.Node(from)
	return m != nil && n.Sees(m)
}

// Admit checks what only the roster can tell of a commit: the signature under the author's key, and that its author
// had seen the roster step it names; n is its place. It returns ErrWaiting, ErrInvalid or ErrSignature wrapped. It holds for the same
// commits in whatever order they come.
func (r *Roster) Admit(s *Sealed, n *Node) error {
	c, ok := r.named[s.Actor]
	if !ok {
		c, ok = selfCertified(s)
	}
	if !ok {
		return fmt.Errorf("%w: certificate of %s", ErrWaiting, s.Actor)
	}
	if err := s.Verify(c.Public); err != nil {
		return err
	}
	if s.Roster == "" {
		return nil
	}
	named := r.graph.Node(s.Roster)
	if named == nil || !n.Sees(named) {
		return fmt.Errorf("%w: names a roster it has not seen", ErrInvalid)
	}
	return nil
}

// selfCertified gives the key of a commit that founds a ledger.
func selfCertified(s *Sealed) (Certificate, bool) {
	if s.Seq != 1 || len(s.Entries) != 1 || s.Entries[0].Action != RosterRoot || s.Entries[0].Kind != RosterKind {
		return Certificate{}, false
	}
	c, ok := certificate(&Placed{Node: &Node{}, Entry: s.Entries[0]})
	return c, ok && c.Key == s.Actor
}
