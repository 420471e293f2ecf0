package app

import (
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
	Ledger ledger.LedgerID `json:"ledger"`
	Number int64           `json:"number"` // running, of this sender; the files of one export have the same
	Part   int             `json:"part"`   // this one of the files of one export, from 1; each stands alone
	Of     int             `json:"of"`
	Heads  []Head          `json:"heads"`  // all the sender holds, and so what it has received: the receipt of what came before
	Wanted []ledger.Hash   `json:"wanted"` // attachments its records name that did not come yet
	Made   string          `json:"made"`
	App    string          `json:"app"`
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
	Blobs     int           `json:"blobs"`
	Passed    int           `json:"passed,omitempty"`  // attachments no record here names: erased, or of a part not yet imported
	Missing   int           `json:"missing,omitempty"` // attachments named here that did not come yet: asked for in the next file
	Conflicts []string      `json:"conflicts"`         // numbers of records touched that have open conflicts
	Held      []string      `json:"held"`              // commits that wait for others
	Forks     []string      `json:"forks"`             // feeds that have more than one branch
	Receipt   string        `json:"receipt"`           // the head the other side must find in the reply
	Asks      []Asked       `json:"asks,omitempty"`    // what an import asks of the center, where it was to be told
}

// peer is a device bundles are sent to.
type peer struct {
	key       ledger.KeyID
	name      string
	recipient string
}

// peers are the devices bundles can be sent to, one for each exchange key but this device's own.
func (a *App) peers(ctx context.Context, r Reader, roster *ledger.Roster, own string) (out []peer, err error) {
	add := func(p peer) {
		if p.recipient != "" && p.recipient != own && !slices.ContainsFunc(out, func(o peer) bool { return o.recipient == p.recipient }) {
			out = append(out, p)
		}
	}
	for _, c := range roster.Certificates() {
		if len(roster.Holds(c.Key)) > 0 {
			add(peer{c.Key, c.Device, roster.Recipient(c.Key)})
		}
	}
	c, ok, err := a.certifier(ctx, r)
	if _, known := roster.Certificate(c.For); ok && err == nil && roster.Founder() != c.Founder && known {
		add(peer{keyOf(c.Key), c.Device, c.Recipient})
	}
	return out, err
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

// known is what a peer said it holds, and lacks, in its latest file.
type known struct {
	Number int64         `json:"number"`
	Heads  []ledger.Hash `json:"heads"`
	Wanted []ledger.Hash `json:"wanted"`
}

func knownKey(k ledger.KeyID) string { return "exchange.peer." + string(k) }

func knownOf(ctx context.Context, r Reader, k ledger.KeyID) (out known, err error) {
	raw, err := r.Local(ctx, knownKey(k))
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &out)
	}
	return out, err
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
