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
	own      map[ledger.KeyID]stretch // of this PC's feed, by who signed
	returned int                      // of a feed this PC gave up
	numbers  map[sequence]int         // the highest running number of this station's
	ahead    int
	unknown  int
}

// stretch counts commits of a feed from the first of them on.
type stretch struct {
	from  int64
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
	case s.Feed == in.self.Feed:
		of, before := in.seen.own[s.Actor]
		if of.count++; !before || s.Seq < of.from {
			of.from = s.Seq
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

// missing looks for what this PC wrote itself and does not have, or had not: it lies as it was once, by an old file put in its place, or
// two PCs were made from one. Which it is, a person must say before it writes again.
func (in *receiving) missing(ctx context.Context) error {
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	m := Alarm{Kind: OwnLost, Feed: in.self.Feed, Device: "本机", Other: in.out.From, Count: in.seen.returned}
	found := func(seq int64) {
		if m.Number == 0 || seq < m.Number {
			m.Number = seq
		}
	}
	for _, k := range slices.Sorted(maps.Keys(in.seen.own)) {
		of := in.seen.own[k]
		if c, _ := roster.Certificate(k); !in.mine(roster, c) {
			in.raise(Alarm{Kind: Intruded, Feed: in.self.Feed, Device: c.Device, Other: c.Account, Number: of.from})
			continue
		}
		found(of.from)
		m.Count += of.count
	}
	for _, h := range in.sheet.Heads {
		if h.Feed != in.self.Feed {
			continue
		}
		if _, status, err := in.w.Commit(ctx, h.Hash); err != nil {
			return err
		} else if status != "placed" {
			found(h.Seq)
		}
	}
	in.out.Returned = m.Count
	if m.Number == 0 {
		return nil
	}
	in.raise(m)
	return in.w.Unsettle(ctx)
}

// mine reports whether a certificate is of an account of this device: made for its feed, one it had before, or with the account that
// is open.
func (in *receiving) mine(roster *ledger.Roster, c ledger.Certificate) bool {
	me, _ := roster.Certificate(in.Author.Actor())
	return c.Feed == in.self.Feed || c.Feed == me.Feed || slices.Contains(in.self.Former, c.Feed)
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
