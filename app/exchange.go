package app

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
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
	Number    int64           `json:"number"`    // running, of this sender; the files of one export have the same
	Part      int             `json:"part"`      // this one of the files of one export, from 1; each stands alone
	Of        int             `json:"of"`
	Heads     []Head          `json:"heads"`  // all the sender holds, and so what it has received: the receipt of what came before
	Wanted    []ledger.Hash   `json:"wanted"` // attachments its records name that did not come yet
	Made      string          `json:"made"`
	App       string          `json:"app"`
}

// Exchanged is what exchange files carried, or would.
type Exchanged struct {
	File      string        `json:"file"`
	Files     []string      `json:"files,omitempty"` // of an export in parts, all
	Part      int           `json:"part,omitempty"`  // of an import, which of the parts this is
	Of        int           `json:"of,omitempty"`
	From      string        `json:"from"`
	To        []string      `json:"to,omitempty"`
	Made      string        `json:"made,omitempty"`  // when it was exported
	Until     string        `json:"until,omitempty"` // the latest time of what is new
	Commits   int           `json:"commits"`         // on import: those that were new
	Entries   int           `json:"entries"`
	Records   []TouchedKind `json:"records,omitempty"` // what an import adds and changes
	Span      string        `json:"-"`                 // of an import: ArrivalKey finds these by it
	Blobs     int           `json:"blobs"`
	Passed    int           `json:"passed,omitempty"`  // attachments no record here names: erased, or of a part not yet imported
	Missing   int           `json:"missing,omitempty"` // attachments named here that did not come yet: asked for in the next file
	Conflicts []string      `json:"conflicts"`         // numbers of records touched that have open conflicts
	Held      []string      `json:"held"`              // commits that wait for others
	Gaps      []Gap         `json:"gaps"`              // what these wait for, as far as it can be told
	Forks     []string      `json:"forks"`             // feeds that go on in two ways
	Receipt   string        `json:"receipt"`           // the head the other side must find in the reply
	Number    int64         `json:"number"`            // of the sender's export
	Latest    int64         `json:"latest"`            // of the sender's latest that was taken in here
	Late      bool          `json:"late"`              // the file is older than that one
	Doubtful  int           `json:"doubtful"`          // commits marked 时间存疑
	Ahead     int           `json:"ahead"`             // commits dated more than a day after this PC's clock
	Unknown   int           `json:"unknown"`           // steps of a later version, kept as they are
	App       string        `json:"app"`               // the sender's program and version
	Invalid   int           `json:"invalid"`           // commits of others that break their feed's rules: they do not count
	Joined    int           `json:"joined,omitempty"`  // roster steps written here, so that rival ones count
	Returned  int           `json:"returned"`          // commits of this PC's own that it did not have
	Alarms    []Alarm       `json:"alarms"`            // those not told before
	Lost      []Device      `json:"lost,omitempty"`    // of an import at a center: other centers whose past is here and that nobody took over
	Asks      []Asked       `json:"asks,omitempty"`    // what an import asks of the center, where it was to be told
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
	feed      ledger.FeedID // that it writes
	name      string
	recipient string
	heads     []ledger.Hash // what it said it has
	twin      []ledger.Hash // and what its twin did, where there may be one
	wanted    []ledger.Hash // attachments it asked for
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
			add(peer{h.Key, h.Feed, h.Device, cmp.Or(h.Recipient, roster.Recipient(h.Key)), h.Heads, h.Twin, h.Wanted})
		}
	}
	told := func(feed ledger.FeedID) bool {
		_, heard := all[feed]
		return heard || givenUpFor(all, feed) != "" || feed == own.Feed || slices.Contains(own.Former, feed)
	}
	for _, c := range roster.Certificates() {
		if len(roster.Holds(c.Key)) > 0 && !told(c.Feed) {
			add(peer{key: c.Key, feed: c.Feed, name: c.Device, recipient: roster.Recipient(c.Key)})
		}
	}
	if _, known := roster.Certificate(c.For); certified && roster.Founder() != c.Founder && known && !told(c.Feed) {
		add(peer{key: keyOf(c.Key), feed: c.Feed, name: c.Device, recipient: c.Recipient})
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

// stopped words that a person stopped what was under way.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return fault.New(fault.Cancelled).Because(err)
	}
	return err
}
