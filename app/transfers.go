package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// Transfer is an exchange file that was made or taken in on this PC: a local note, no part of the ledger.
type Transfer struct {
	At        time.Time     `json:"at"`
	Out       bool          `json:"out"`
	File      string        `json:"file"`              // without its folder
	Files     int           `json:"files,omitempty"`   // of an export in parts, how many
	Peers     []string      `json:"peers"`             // devices
	Keys      []string      `json:"keys"`              // theirs, as KeyID
	Number    int64         `json:"number"`            // of the sender's files
	Made      time.Time     `json:"made"`              // by the sender's clock
	Feed      ledger.FeedID `json:"feed,omitempty"`    // of one taken in: the sender's own, and how far it went then
	Seq       int64         `json:"seq,omitempty"`     //
	Commits   int           `json:"commits"`           // new ones, of one taken in
	Carried   int           `json:"carried,omitempty"` // all of one taken in but this PC's own: its sender does not know that they are here
	Entries   int           `json:"entries"`           //
	Blobs     int           `json:"blobs"`             //
	Conflicts int           `json:"conflicts"`         // records it touched that had an open one
	Held      int           `json:"held"`              // commits that waited for others
	Receipt   string        `json:"receipt,omitempty"` // the head shown to the other side
}

const (
	transfersKey  = "exchange.transfers"
	transfersKept = 300
)

// Transfers lists the files made and taken in here, newest first.
func (a *App) Transfers(ctx context.Context) (out []Transfer, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = transfers(ctx, r)
		return err
	})
	slices.Reverse(out)
	return out, err
}

// transfers are the notes, oldest first.
func transfers(ctx context.Context, r Reader) (out []Transfer, err error) {
	raw, err := r.Local(ctx, transfersKey)
	if err != nil || raw == "" {
		return []Transfer{}, err
	}
	if err := json.Unmarshal([]byte(raw), &out); err != nil {
		return nil, fmt.Errorf("reading the notes of exchange files: %w", err)
	}
	return out, nil
}

func (a *App) noteTransfer(ctx context.Context, w Writer, t Transfer) error {
	list, err := transfers(ctx, w)
	if err != nil {
		return err
	}
	t.At = a.Now()
	list = append(list, t)
	raw, err := json.Marshal(list[max(len(list)-transfersKept, 0):])
	if err != nil {
		return fmt.Errorf("noting an exchange file: %w", err)
	}
	return w.SetLocal(ctx, transfersKey, string(raw))
}

// note notes an export once its files lie there.
func (s *sending) note(ctx context.Context) error {
	x, t := s.out, Transfer{Out: true, Number: s.sheet.Number, Made: s.Now()}
	for _, k := range s.parcel.To {
		t.Keys = append(t.Keys, string(k))
	}
	t.File, t.Files, t.Peers, t.Commits, t.Entries, t.Blobs, t.Receipt = baseName(x.File), len(x.Files), x.To, x.Commits, x.Entries, x.Blobs, x.Receipt
	return s.Store.Write(ctx, func(w Writer) error { return s.noteTransfer(ctx, w, t) })
}

// note notes the file being taken in, with how far the sender's own feed went when it was made.
func (in *receiving) note(ctx context.Context) error {
	x := in.out
	t := Transfer{File: in.name, Peers: []string{x.From}, Keys: []string{string(in.key)}, Number: in.sheet.Number, Made: ledger.ParseTime(in.sheet.Made),
		Commits: x.Commits, Carried: in.carried, Entries: x.Entries, Blobs: x.Blobs, Conflicts: len(x.Conflicts), Held: len(x.Held), Receipt: x.Receipt}
	feed, err := in.feedOf(ctx, in.key)
	if err != nil {
		return err
	}
	for _, h := range in.sheet.Heads {
		if h.Feed == feed {
			t.Feed, t.Seq = feed, max(t.Seq, h.Seq)
		}
	}
	return in.noteTransfer(ctx, in.w, t)
}

// feedOf is the feed a key writes now: that of its latest commit, else the one it was certified for.
func (in *receiving) feedOf(ctx context.Context, key ledger.KeyID) (ledger.FeedID, error) {
	last, err := in.w.LastSigned(ctx, key)
	if err != nil {
		return "", err
	}
	if last != "" {
		if s, _, err := in.w.Commit(ctx, last); err != nil || s != nil {
			if err != nil {
				return "", err
			}
			return s.Feed, nil
		}
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return "", err
	}
	c, _ := roster.Certificate(key)
	return c.Feed, nil
}

// receipts are the files taken in of each feed's own device, by how far they went.
func receipts(list []Transfer) map[ledger.FeedID][]Transfer {
	out := map[ledger.FeedID][]Transfer{}
	for _, t := range list {
		if !t.Out && t.Feed != "" && !t.Made.IsZero() {
			out[t.Feed] = append(out[t.Feed], t)
		}
	}
	for _, of := range out {
		slices.SortStableFunc(of, func(a, b Transfer) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	return out
}

// closedBefore is when the last file was made that could have held a commit of a feed and did not; zero where there was none.
func closedBefore(of []Transfer, seq int64) (at time.Time) {
	for _, t := range of {
		if t.Seq < seq && t.Made.After(at) {
			at = t.Made
		}
	}
	return at
}
