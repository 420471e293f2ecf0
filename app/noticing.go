package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// clockApart is how far a commit's time may lie ahead of this PC's clock before it is told.
const clockApart = 24 * time.Hour

// noticed is what a file being taken in shows commit by commit; it grows with accounts, kinds and years, not with commits.
type noticed struct {
	own      map[ledger.KeyID]stretch // of this PC's feed, by who signed them as far as it can be told
	returned int                      // of a feed this PC gave up
	numbers  map[sequence]int         // the highest running number of this station's
	ahead    int
	unknown  int
}

// stretch counts commits of a feed from the first of them on.
type stretch struct {
	from  int64
	first ledger.Hash
	count int
}

// sequence is a series of running numbers.
type sequence struct {
	kind string
	year int
}

// notice reckons with a commit that was not here.
func (in *receiving) notice(s *ledger.Sealed) {
	if wall, err := s.Time(); err == nil && wall.After(in.Now().Add(clockApart)) {
		in.seen.ahead++
	}
	switch {
	case s.Feed == in.self.Feed && in.maySign(s):
		of, before := in.seen.own[s.Actor]
		if of.count++; !before || s.Seq < of.from {
			of.from, of.first = s.Seq, s.Hash
		}
		in.seen.own = keeping(in.seen.own, s.Actor, of)
	case slices.Contains(in.self.Former, s.Feed):
		in.seen.returned++
	}
	for _, e := range s.Entries {
		k := in.Kinds.Kind(e.Kind)
		if e.Kind != ledger.RosterKind && (k == nil || !k.Knows(e.Action)) {
			in.seen.unknown++
		}
		if k == nil {
			continue
		}
		if station, year, n, ok := k.ReadNumber(e.Fields.Text(ledger.NumberField)); ok && station == in.Station {
			of := sequence{k.Name, year}
			in.seen.numbers = keeping(in.seen.numbers, of, max(in.seen.numbers[of], n))
		}
	}
}

func keeping[K comparable, V any](m map[K]V, key K, v V) map[K]V {
	if m == nil {
		m = map[K]V{}
	}
	m[key] = v
	return m
}

// passNumbers sees that no running number is given again that stands in a commit of this station's coming from elsewhere.
func (in *receiving) passNumbers(ctx context.Context) error {
	for of, n := range in.seen.numbers {
		if err := in.w.Pass(ctx, of.kind, of.year, n); err != nil {
			return err
		}
	}
	return nil
}

// maySign reports whether a commit may be of who it says: one that waits for others was not checked yet, and anybody can write one.
func (in *receiving) maySign(s *ledger.Sealed) bool {
	roster, err := in.w.Roster(context.Background())
	if err != nil {
		return true // the reading that follows fails too, and says so
	}
	c, known := roster.Certificate(s.Actor)
	return !known || s.Verify(c.Public) == nil
}

// missing looks for what this PC wrote itself and did not have: it lies as it was once, by an old file put in its place, or two PCs were
// made from one. Which it is, a person must say before it writes again. Only a commit that a key of this PC signed raises the question;
// what a peer says it holds does not.
func (in *receiving) missing(ctx context.Context) error {
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	m := Alarm{Kind: OwnLost, Feed: in.self.Feed, Device: "本机", Other: in.out.From, Count: in.seen.returned}
	for _, k := range slices.Sorted(maps.Keys(in.seen.own)) {
		of := in.seen.own[k]
		c, known := roster.Certificate(k)
		s, status, err := in.w.Commit(ctx, of.first)
		if err != nil {
			return err
		}
		if !known || status != "placed" && s.Verify(c.Public) != nil {
			continue // nobody signed it, as far as it can be told
		}
		mine, err := in.mine(ctx, roster, k, nil)
		if err != nil {
			return err
		}
		if !mine {
			in.raise(Alarm{Kind: Intruded, Feed: in.self.Feed, Device: c.Device, Other: c.Account, Number: of.from})
			continue
		}
		if m.Number == 0 || of.from < m.Number {
			m.Number = of.from
		}
		m.Count += of.count
	}
	in.out.Returned = m.Count
	if m.Number == 0 {
		return nil
	}
	in.raise(m)
	return in.w.Unsettle(ctx)
}

// mine reports whether a key is of an account of this device: the one that is open, the one that founded its ledger here, or one certified
// for a feed of its own by such a key, by its paper key, or by the center. That a certificate names this device's feed proves nothing: who
// made it must be of here. through are the keys asked about on the way.
func (in *receiving) mine(ctx context.Context, roster *ledger.Roster, k ledger.KeyID, through []ledger.KeyID) (bool, error) {
	me, _ := roster.Certificate(in.Author.Actor())
	c, known := roster.Certificate(k)
	paper := c.Feed == "" && !roster.Served(k)
	here := paper || c.Feed == in.self.Feed || c.Feed == me.Feed || slices.Contains(in.self.Former, c.Feed)
	switch {
	case k == me.Key:
		return true, nil
	case !known || !here || slices.Contains(through, k):
		return false, nil
	}
	s, _, err := in.w.Commit(ctx, c.Since)
	if err != nil || s == nil {
		return false, err
	}
	if s.Actor == k {
		return in.foundedHere(ctx, roster, s)
	}
	if by, _ := roster.Certificate(s.Actor); slices.Contains(by.Roles, ledger.Center) {
		return true, nil
	}
	return in.mine(ctx, roster, s.Actor, append(through, k))
}

// foundedHere reports whether a founding commit is this device's: its own branch begins with it, or the account that is open hangs on its
// author. Anybody can found a ledger and name this device's feed in it.
func (in *receiving) foundedHere(ctx context.Context, roster *ledger.Roster, founding *ledger.Sealed) (bool, error) {
	tip, err := in.w.Tip(ctx)
	if err != nil || tip.Prev != nil && tip.Prev.Chain == founding.Hash {
		return err == nil, err
	}
	seen := map[ledger.KeyID]bool{}
	for k := in.Author.Actor(); !seen[k]; {
		if seen[k] = true; k == founding.Actor {
			return true, nil
		}
		c, _ := roster.Certificate(k)
		s, _, err := in.w.Commit(ctx, c.Since)
		if err != nil || s == nil {
			return false, err
		}
		k = s.Actor
	}
	return false, nil
}

// gaps names what is missing between what is here of a feed and its commits that wait.
func (in *receiving) gaps(ctx context.Context, held []ledger.Hash) error {
	to := map[ledger.FeedID]int64{}
	for _, h := range held {
		s, _, err := in.w.Commit(ctx, h)
		if err != nil {
			return err
		}
		if seq, known := to[s.Feed]; !known || s.Seq <= seq {
			to[s.Feed] = s.Seq - 1
		}
	}
	if len(to) == 0 {
		return nil
	}
	heads, err := in.w.Heads(ctx)
	if err != nil {
		return err
	}
	all, err := allHeard(ctx, in.w)
	if err != nil {
		return err
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	for _, feed := range slices.Sorted(maps.Keys(to)) {
		from := int64(1)
		for _, h := range heads {
			if h.Feed == feed {
				from = max(from, h.Seq+1)
			}
		}
		if from <= to[feed] {
			in.out.Gaps = append(in.out.Gaps, Gap{feed, deviceNamed(roster, all, feed), from, to[feed]})
		}
	}
	return nil
}

// refused tells why a commit can't be taken in.
func (in *receiving) refused(ctx context.Context, h ledger.Hash) error {
	s, _, err := in.w.Commit(ctx, h)
	if err != nil {
		return err
	}
	return in.bad(in.w.Why(ctx, h), s.Feed)
}

// bad words why a commit can't be taken in, and with it the file.
func (in *receiving) bad(why error, feed ledger.FeedID) error {
	said := "不合规则"
	for cause, words := range map[error]string{ledger.ErrSignature: "签名不符", ledger.ErrOrder: "次序跳过", ledger.ErrSequence: "编号没有接着上一个"} {
		if errors.Is(why, cause) {
			said = words
		}
	}
	return fault.New(fault.BadCommit, in.name, string(feed)[:8], said).Because(why)
}
