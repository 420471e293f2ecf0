package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// heard is what a device told of itself in its latest file, kept by the feed it writes: a PC that was copied signs with the keys of
// the one it was copied from, and only its feed tells them apart.
type heard struct {
	Feed      ledger.FeedID    `json:"feed"`
	Key       ledger.KeyID     `json:"key"` // who signed that file
	Device    string           `json:"device"`
	Station   string           `json:"station"`   // two digits in its readable numbers; "" where an earlier version told none
	Recipient string           `json:"recipient"` // its exchange key; "" as the roster says
	Former    []ledger.FeedID  `json:"former"`    // feeds it gave up
	Number    int64            `json:"number"`    // of that file
	Heads     []ledger.Hash    `json:"heads"`     // all it held then
	Twin      []ledger.Hash    `json:"twin"`      // what it said before it was found to have lost some of it: two PCs may write this feed
	Unproved  []ledger.Hash    `json:"unproved"`  // what it held before and may have lost: what came since still waits for others
	Wanted    []ledger.Hash    `json:"wanted"`    // attachments it lacked then
	Files     map[int64]string `json:"files"`     // digests of its files by number, the latest of them
	App       string           `json:"app"`
}

const (
	heardKey  = "exchange.heard" // local: all of them
	filesKept = 200
)

func allHeard(ctx context.Context, r Reader) (out map[ledger.FeedID]heard, err error) {
	out = map[ledger.FeedID]heard{}
	raw, err := r.Local(ctx, heardKey)
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &out)
	}
	if err != nil {
		return nil, fmt.Errorf("reading what peers told: %w", err)
	}
	return out, nil
}

func keepHeard(ctx context.Context, w Writer, all map[ledger.FeedID]heard) error {
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("keeping what peers told: %w", err)
	}
	return w.SetLocal(ctx, heardKey, string(raw))
}

// inUse gives them by feed, without those given up for another that was heard of.
func inUse(all map[ledger.FeedID]heard) (out []heard) {
	for _, h := range all {
		if givenUpFor(all, h.Feed) == "" {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(x, y heard) int { return cmp.Compare(x.Feed, y.Feed) })
	return out
}

// givenUpFor is the feed that a device goes on in instead of another; "" where none told so.
func givenUpFor(all map[ledger.FeedID]heard, feed ledger.FeedID) (next ledger.FeedID) {
	for _, h := range all {
		if slices.Contains(h.Former, feed) && h.Feed > next {
			next = h.Feed
		}
	}
	return next
}

// knownOf is what the device last said it holds that signs with a key.
func knownOf(ctx context.Context, r Reader, k ledger.KeyID) (out heard, err error) {
	all, err := allHeard(ctx, r)
	for _, h := range inUse(all) {
		if h.Key == k {
			out = h
		}
	}
	return out, err
}

// digest tells two exports of one number apart. It takes no field that a later version may add: digests outlive versions.
func (s Sheet) digest() (string, error) {
	raw, err := ledger.Canonical(map[string]any{"number": s.Number, "heads": s.Heads, "made": s.Made})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8]), err
}

// hear compares what the sender says it holds with what it said before, and keeps it. A file that came late changes nothing.
func (in *receiving) hear(ctx context.Context, sheet Sheet) error {
	if sheet.Recipient != "" {
		if err := in.Courier.Reachable(sheet.Recipient); err != nil { // the file for all could not be sealed any more
			return fmt.Errorf("%w: its exchange key: %w", ErrDamagedBundle, err)
		}
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	all, err := allHeard(ctx, in.w)
	if err != nil {
		return err
	}
	cert, _ := certificateOf(roster, in.key)
	now := heard{Feed: cmp.Or(sheet.Feed, cert.Feed), Key: in.key, Device: cmp.Or(sheet.Device, in.out.From), Station: sheet.Station,
		Recipient: sheet.Recipient, Number: sheet.Number, Wanted: sheet.Wanted, App: sheet.App, Files: map[int64]string{}}
	for _, h := range sheet.Heads {
		now.Heads = append(now.Heads, h.Hash)
	}
	mark, err := sheet.digest()
	if err != nil {
		return err
	}
	if may, err := in.speaks(ctx, roster, all, now.Feed); err != nil || !may {
		return cmp.Or(err, error(fault.New(fault.BundleForged, in.name)))
	}
	for _, f := range sheet.Former {
		may, err := in.speaks(ctx, roster, all, f)
		if err != nil {
			return err
		}
		if may {
			now.Former = append(now.Former, f)
		}
	}
	before, known := all[now.Feed]
	for n, d := range before.Files {
		if n > sheet.Number-filesKept {
			now.Files[n] = d
		}
	}
	now.Files[sheet.Number] = mark
	in.out.App, in.out.From, in.out.Number, in.out.Latest = sheet.App, now.Device, sheet.Number, max(sheet.Number, before.Number)
	if known {
		late, err := in.compare(ctx, before, &now, before.Files[sheet.Number], mark)
		if err != nil || late {
			return err
		}
	}
	all[now.Feed] = now
	if next := givenUpFor(all, now.Feed); next != "" {
		in.raise(Alarm{Kind: Revived, Feed: now.Feed, Device: now.Device, Other: all[next].Device})
	}
	return keepHeard(ctx, in.w, all)
}

// speaks reports whether the sender's key may speak for a feed: writes says so, or it certified an account of its own PC for the feed, by
// a step in that feed itself. A store that was restored writes a feed of which nobody has heard.
func (in *receiving) speaks(ctx context.Context, roster *ledger.Roster, all map[ledger.FeedID]heard, feed ledger.FeedID) (bool, error) {
	if writes(roster, all, in.key, feed) {
		return true, nil
	}
	for _, c := range roster.Certificates() {
		if c.Feed != feed {
			continue
		}
		s, _, err := in.w.Commit(ctx, c.Since)
		if err != nil || s != nil && s.Feed == feed && s.Actor == in.key {
			return err == nil, err
		}
	}
	return false, nil
}

// writes reports whether a key may speak for a feed: it is the one it was certified for, one that a key of the same device sent from, or
// nobody's yet. Else a station could take another's place among those that are sent to.
func writes(roster *ledger.Roster, all map[ledger.FeedID]heard, k ledger.KeyID, feed ledger.FeedID) bool {
	cert, _ := certificateOf(roster, k)
	if cert.Feed == feed {
		return true
	}
	if h, known := all[feed]; known {
		other, _ := roster.Certificate(h.Key)
		return h.Key == k || cert.Feed != "" && (other.Feed == cert.Feed || slices.Contains(h.Former, cert.Feed))
	}
	return !slices.ContainsFunc(roster.Certificates(), func(c ledger.Certificate) bool { return c.Feed == feed && len(roster.Holds(c.Key)) > 0 })
}

// compare finds whether a sender lost what it once held; late reports a file older than what was heard since.
func (in *receiving) compare(ctx context.Context, before heard, now *heard, was, mark string) (late bool, err error) {
	lost, proved, err := in.w.Uncovered(ctx, append(slices.Clone(before.Heads), before.Unproved...), now.Heads)
	if err != nil {
		return false, err
	}
	more, _, err := in.w.Uncovered(ctx, now.Heads, before.Heads)
	if err != nil {
		return false, err
	}
	now.Twin = before.Twin
	switch {
	case was == mark, now.Number < before.Number && was == "" && len(more) == 0:
		in.out.Late = now.Number < before.Number
		return true, nil
	case now.Number > before.Number && !proved:
		now.Unproved = append(slices.Clone(before.Heads), before.Unproved...)
	case now.Number <= before.Number, len(lost) > 0:
		now.Twin = before.Heads
		in.raise(Alarm{Kind: RolledBack, Feed: now.Feed, Device: now.Device, Number: now.Number})
	}
	return false, nil
}

// sameStations finds devices in use that give the same running numbers, this one among them.
func (in *receiving) sameStations(roster *ledger.Roster, all map[ledger.FeedID]heard) (out []Alarm) {
	list := slices.DeleteFunc(inUse(all), func(h heard) bool { return roster.Revoked(h.Key) })
	list = append(list, heard{Feed: in.self.Feed, Device: "本机", Station: in.Station, Former: in.self.Former})
	for i, h := range list {
		for _, o := range list[:i] {
			if h.Station != "" && o.Station == h.Station && !slices.Contains(h.Former, o.Feed) && !slices.Contains(o.Former, h.Feed) {
				out = append(out, Alarm{Kind: SameStation, Feed: o.Feed, Device: o.Device, Other: h.Device, Station: h.Station})
			}
		}
	}
	return out
}
