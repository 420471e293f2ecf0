package app

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// Sheet is what the manifest of an exchange file says of its content.
type Sheet struct {
	Ledger    ledger.LedgerID `json:"ledger"`
	Feed      ledger.FeedID   `json:"feed"`      // the sender's own
	Former    []ledger.FeedID `json:"former"`    // those it gave up for it
	Device    string          `json:"device"`    // what the sender is called
	Station   string          `json:"station"`   // two digits in its readable numbers
	Recipient string          `json:"recipient"` // its exchange key: what answers are sealed to
	Number    int64           `json:"number"`    // running, of this sender
	Heads     []Head          `json:"heads"`     // all the sender holds, and so what it has received: the receipt of what came before
	Made      string          `json:"made"`
	App       string          `json:"app"`
}

// Exchanged is what an exchange file carried.
type Exchanged struct {
	File      string       `json:"file"`
	From      string       `json:"from"`
	To        []string     `json:"to,omitempty"`
	Commits   int          `json:"commits"` // on import: those that were new
	Entries   int          `json:"entries"`
	Blobs     int          `json:"blobs"`
	Conflicts []string     `json:"conflicts"` // numbers of records with open conflicts
	Held      []string     `json:"held"`      // commits that wait for others
	Gaps      []Gap        `json:"gaps"`      // what these wait for, as far as it can be told
	Forks     []string     `json:"forks"`     // feeds that have more than one branch
	Invalid   int          `json:"invalid"`   // commits of others that break their feed's rules: they do not count
	Receipt   string       `json:"receipt"`   // the head the other side must find in the reply
	Number    int64        `json:"number"`    // of the sender's file
	Latest    int64        `json:"latest"`    // of the sender's latest that was taken in here
	Late      bool         `json:"late"`      // the file is older than that one
	Doubtful  int          `json:"doubtful"`  // commits marked 时间存疑
	Ahead     int          `json:"ahead"`     // commits dated more than a day after this PC's clock
	Unknown   int          `json:"unknown"`   // steps of a later version, kept as they are
	App       string       `json:"app"`       // the sender's program and version
	Returned  int          `json:"returned"`  // commits of this PC's own that it did not have
	Alarms    []Alarm      `json:"alarms"`    // those not told before
	key       ledger.KeyID // the sender's
}

// Gap is a stretch of a feed that is not here, though later commits of it are. The answer asks for it: it does not name these among
// what is here.
type Gap struct {
	Feed   ledger.FeedID `json:"feed"`
	Device string        `json:"device"`
	From   int64         `json:"from"`
	To     int64         `json:"to"`
}

// peer is a device bundles are sent to.
type peer struct {
	key       ledger.KeyID
	name      string
	recipient string
	heads     []ledger.Hash // what it said it has
	twin      []ledger.Hash // and what its twin did, where there may be one
}

// peers are the devices bundles can be sent to, one for each exchange key but those of this device, told by own: those heard of, as they
// said last, and those certified only.
func (a *App) peers(ctx context.Context, r Reader, roster *ledger.Roster, own Sheet) (out []peer, err error) {
	all, err := allHeard(ctx, r)
	if err != nil {
		return nil, err
	}
	c, certified, err := a.certifier(ctx, r)
	if err != nil {
		return nil, err
	}
	add := func(p peer) {
		if p.recipient != "" && p.recipient != own.Recipient && !slices.ContainsFunc(out, func(o peer) bool { return o.recipient == p.recipient }) {
			out = append(out, p)
		}
	}
	for _, h := range inUse(all) {
		if len(roster.Holds(h.Key)) > 0 || certified && keyOf(c.Key) == h.Key {
			add(peer{h.Key, h.Device, cmp.Or(h.Recipient, roster.Recipient(h.Key)), h.Heads, h.Twin})
		}
	}
	told := func(feed ledger.FeedID) bool {
		_, heard := all[feed]
		return heard || givenUpFor(all, feed) != "" || feed == own.Feed || slices.Contains(own.Former, feed)
	}
	for _, c := range roster.Certificates() {
		if len(roster.Holds(c.Key)) > 0 && !told(c.Feed) {
			add(peer{key: c.Key, name: c.Device, recipient: roster.Recipient(c.Key)})
		}
	}
	if _, known := roster.Certificate(c.For); certified && roster.Founder() != c.Founder && known && !told(c.Feed) {
		add(peer{key: keyOf(c.Key), name: c.Device, recipient: c.Recipient})
	}
	return out, nil
}

// certifier is who certified this device, as its file said.
func (a *App) certifier(ctx context.Context, r Reader) (c Certified, ok bool, err error) {
	raw, err := r.Local(ctx, centerKey)
	if err != nil || raw == "" {
		return c, false, err
	}
	return c, true, json.Unmarshal([]byte(raw), &c)
}

func keyOf(public string) ledger.KeyID {
	raw, _ := hex.DecodeString(public)
	return ledger.NewKeyID(raw)
}

// SendFile writes an exchange file of all that the receivers have not acknowledged, for one device or ("") all that are known.
func (a *App) SendFile(ctx context.Context, path, to string) (out Exchanged, err error) {
	sheet := Sheet{Ledger: a.Ledger, Device: a.Device, Station: a.Station, App: a.Author.App}
	if err := a.Store.Write(ctx, func(w Writer) error { // the number is used up even if the file is not made
		self, secret, err := a.itself(ctx, w)
		if err != nil {
			return err
		}
		if sheet.Recipient, err = a.Courier.Recipient(secret); err != nil {
			return err
		}
		sheet.Feed, sheet.Former = self.Feed, self.Former
		sheet.Number, err = a.nextNumber(ctx, w)
		return err
	}); err != nil {
		return out, err
	}
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		all, err := a.peers(ctx, r, roster, sheet)
		if err != nil {
			return err
		}
		if all = slices.DeleteFunc(all, func(p peer) bool { return to != "" && p.name != to && string(p.key) != to }); len(all) == 0 {
			return fault.New(fault.NoPeer)
		}
		me, err := a.self(ctx, r, roster)
		if err != nil {
			return err
		}
		out = Exchanged{File: path, From: me.Device, Conflicts: []string{}, Held: []string{}, Forks: []string{}, Gaps: []Gap{}, Alarms: []Alarm{}, Number: sheet.Number}
		return a.send(ctx, r, path, sheet, all, &out)
	})
	return out, err
}

const numberKey = "exchange.number"

func (a *App) nextNumber(ctx context.Context, w Writer) (n int64, err error) {
	raw, err := w.Local(ctx, numberKey)
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &n)
	}
	if err != nil {
		return 0, err
	}
	n++
	return n, w.SetLocal(ctx, numberKey, itoa(int(n)))
}

func (a *App) send(ctx context.Context, r Reader, path string, sheet Sheet, to []peer, out *Exchanged) error {
	var p Parcel
	var seen [][]ledger.Hash
	for _, q := range to {
		if seen = append(seen, q.heads); len(q.twin) > 0 {
			seen = append(seen, q.twin)
		}
		p.To, p.Recipients, out.To = append(p.To, q.key), append(p.Recipients, q.recipient), append(out.To, q.name)
	}
	list, err := r.Unseen(ctx, seen...)
	if err != nil {
		return err
	}
	if p.Parts, err = a.pack(ctx, r, list, out); err != nil {
		return err
	}
	if sheet.Heads, err = r.Heads(ctx); err != nil {
		return err
	}
	slices.SortFunc(sheet.Heads, func(x, y Head) int { return cmp.Compare(x.Hash, y.Hash) })
	sheet.Made = ledger.FormatTime(a.Now())
	p.Content, err = ledger.Canonical(sheet)
	if err != nil {
		return err
	}
	tip, err := r.Tip(ctx)
	if err == nil && tip.Prev != nil {
		out.Receipt = tip.Prev.Hash.Short()
	}
	if err == nil {
		_, err = a.Courier.Seal(ctx, path, p)
	}
	return err
}

// pack makes the parts: each feed's lines in their order, then the attachments these commits join.
func (a *App) pack(ctx context.Context, r Reader, list []Head, out *Exchanged) (parts []ParcelPart, err error) {
	var feeds []ledger.FeedID
	of := map[ledger.FeedID][]ledger.Hash{}
	var blobs []ledger.Hash
	for _, h := range list {
		if of[h.Feed] == nil {
			feeds = append(feeds, h.Feed)
		}
		of[h.Feed] = append(of[h.Feed], h.Hash)
		s, _, err := r.Commit(ctx, h.Hash)
		if err != nil {
			return nil, err
		}
		out.Commits, out.Entries = out.Commits+1, out.Entries+len(s.Entries)
		for _, e := range s.Entries {
			hash := ledger.Hash(e.Fields.Text("blob"))
			if e.Action != ledger.Attach || !hash.Valid() || slices.Contains(blobs, hash) {
				continue
			}
			named, here, err := r.Attached(ctx, hash)
			if err != nil {
				return nil, err
			}
			if named && here {
				blobs = append(blobs, hash)
			}
		}
	}
	for _, f := range feeds {
		parts = append(parts, ParcelPart{"feeds/" + string(f) + ".jsonl", func(w io.Writer) error { return pour(ctx, r, of[f], w) }})
	}
	for _, h := range blobs {
		parts = append(parts, ParcelPart{"blobs/" + string(h), func(w io.Writer) error { return r.Blob(ctx, h, w) }})
	}
	out.Blobs = len(blobs)
	return parts, nil
}

func pour(ctx context.Context, r Reader, list []ledger.Hash, w io.Writer) error {
	for _, h := range list {
		s, _, err := r.Commit(ctx, h)
		if err != nil {
			return err
		}
		raw, err := s.Line()
		if err != nil {
			return err
		}
		if _, err := w.Write(append(raw, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// bundleFault words why a file was refused.
func bundleFault(err error, name string) error {
	for cause, code := range map[error]fault.Code{ErrNotBundle: fault.NotBundle, ErrNewerBundle: fault.NewerBundle, ErrOtherRecipient: fault.OtherReceiver,
		ErrDamagedBundle: fault.BadBundle, ErrBundleSignature: fault.BundleForged, ErrBundleBounds: fault.BundleBounds} {
		if errors.Is(err, cause) {
			return fault.New(code, name).Because(err)
		}
	}
	return err
}
