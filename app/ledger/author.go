package ledger

import (
	"cmp"
	"crypto/ed25519"
	"time"
)

// Tip is where a feed stands: what the next commit must name.
type Tip struct {
	Ledger LedgerID
	Feed   FeedID
	Prev   *Node   // my last commit; nil for a new feed
	Others []*Node // heads of all other branches folded since
	Roster Hash
}

// NewTip finds where a feed stands among nodes: at least the last of every branch must be there. Of a forked feed the
// longest branch goes on, and the others are named like those of other feeds.
func NewTip(l LedgerID, feed FeedID, roster Hash, nodes []*Node) Tip {
	t := Tip{Ledger: l, Feed: feed, Roster: roster}
	for _, n := range nodes {
		if n.Feed == feed && (t.Prev == nil || cmp.Or(cmp.Compare(n.Seq, t.Prev.Seq), n.Compare(t.Prev)) > 0) {
			t.Prev = n
		}
	}
	for _, n := range Heads(nodes) {
		if n != t.Prev {
			t.Others = append(t.Others, n)
		}
	}
	return t
}

// Author signs for one account on one device.
type Author struct {
	Key ed25519.PrivateKey
	App string // program and version, as written into commits
}

// Actor is the ID of the author's key.
func (a Author) Actor() KeyID { return NewKeyID(a.Key.Public().(ed25519.PublicKey)) }

// Draft is what a use case wants written: entries, and the personal sub-bodies by entry index.
type Draft struct {
	Entries  []Entry
	Personal map[int]Personal
	Group    string
	Wall     time.Time
}

// Write seals a draft as the next commit after tip.
func (a Author) Write(tip Tip, d Draft) (*Sealed, error) {
	c := Commit{Ledger: tip.Ledger, Feed: tip.Feed, Seq: 1, Lamport: 1, Wall: FormatTime(d.Wall), Roster: tip.Roster,
		Actor: a.Actor(), App: a.App, Group: d.Group, Entries: d.Entries}
	if tip.Prev != nil {
		c.Seq, c.Prev, c.Lamport = tip.Prev.Seq+1, tip.Prev.Hash, tip.Prev.Lamport+1
	}
	for _, n := range tip.Others {
		if tip.Prev == nil || !tip.Prev.Sees(n) {
			c.After = append(c.After, n.Hash)
			c.Lamport = max(c.Lamport, n.Lamport+1)
		}
	}
	return Seal(c, d.Personal, a.Key)
}
