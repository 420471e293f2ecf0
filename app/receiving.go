package app

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// clockApart is how far a commit's time may lie ahead of this PC's clock before it is told.
const clockApart = 24 * time.Hour

// lineMax is the longest line of a feed: a commit and its personal parts.
const lineMax = 4 << 20

// ReceiveFile takes an exchange file in, whole or not at all. The same file twice changes nothing. dry shows what it would bring.
func (a *App) ReceiveFile(ctx context.Context, file string, dry bool) (out Exchanged, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		self, secret, err := a.itself(ctx, w)
		if err != nil {
			return err
		}
		in := &receiving{App: a, w: w, self: self, name: baseName(file), out: Exchanged{File: file, Conflicts: []string{}, Held: []string{}, Forks: []string{}, Gaps: []Gap{}, Alarms: []Alarm{}}}
		if err := in.open(ctx, file, append([]string{secret}, self.Earlier...)); err != nil {
			return bundleFault(err, in.name)
		}
		if err := in.report(ctx); err != nil {
			return bundleFault(err, in.name)
		}
		if out = in.out; dry {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, err
}

// open reads a file with the first of this device's exchange keys that fits.
func (in *receiving) open(ctx context.Context, file string, secrets []string) (err error) {
	for _, secret := range secrets {
		err = in.Courier.Open(ctx, file, secret, in.signer(ctx), func(o Opened) error { return in.take(ctx, o) })
		if !errors.Is(err, ErrOtherRecipient) {
			return err
		}
	}
	return err
}

// errDry takes back what was only looked at.
var errDry = errors.New("only looked at")

func baseName(file string) string { return path.Base(strings.ReplaceAll(file, `\`, "/")) }

// receiving is one file being taken in.
type receiving struct {
	*App
	w       Writer
	self    selfsame
	name    string
	commits []*ledger.Sealed
	fresh   []*ledger.Sealed
	placed  bool   // the commits are in; attachments may follow
	heads   []Head // all the sender holds
	raised  []Alarm
	out     Exchanged
}

// signer finds who may have made a file: keys in force here, and the one this device was certified by.
func (in *receiving) signer(ctx context.Context) func(ledger.KeyID) (ed25519.PublicKey, error) {
	return func(k ledger.KeyID) (ed25519.PublicKey, error) {
		roster, err := in.w.Roster(ctx)
		if err != nil {
			return nil, err
		}
		in.out.key = k
		if c, ok := roster.Certificate(k); ok && len(c.Roles) > 0 {
			if roster.Revoked(k) {
				return nil, fault.New(fault.BundleRevoked, in.name)
			}
			in.out.From = c.Device
			return c.Public, nil
		}
		c, ok, err := in.certifier(ctx, in.w)
		if err != nil || !ok || keyOf(c.Key) != k {
			return nil, errors.Join(err, fault.New(fault.BundleSigner, in.name))
		}
		in.out.From = c.Device
		return hex.DecodeString(c.Key)
	}
}

func (in *receiving) take(ctx context.Context, o Opened) error {
	var sheet Sheet
	if err := json.Unmarshal(o.Content, &sheet); err != nil { // what a later version tells beside is passed over
		return fmt.Errorf("%w: %v", ErrDamagedBundle, err)
	}
	if sheet.Ledger != in.Ledger {
		return fault.New(fault.OtherLedger)
	}
	err := o.Each(func(name string, r io.Reader) error {
		if feed, ok := strings.CutPrefix(name, "feeds/"); ok {
			return in.lines(ledger.FeedID(strings.TrimSuffix(feed, ".jsonl")), r)
		}
		return in.blob(ctx, ledger.Hash(strings.TrimPrefix(name, "blobs/")), r)
	})
	if err == nil {
		err = in.place(ctx)
	}
	if err != nil {
		return err
	}
	in.heads = sheet.Heads
	return in.hear(ctx, sheet)
}

// lines reads a feed's commits; each line must be written as its commit would be written again.
func (in *receiving) lines(feed ledger.FeedID, r io.Reader) error {
	if in.placed {
		return fmt.Errorf("%w: a feed behind attachments", ErrDamagedBundle)
	}
	lines := bufio.NewReaderSize(r, 64<<10)
	for {
		raw, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		s, err := ledger.ReadLine(raw)
		if errors.Is(err, ledger.ErrNewer) {
			return fmt.Errorf("%w: %w", ErrNewerBundle, err)
		}
		if err != nil {
			return fmt.Errorf("%w: %v", ErrDamagedBundle, err)
		}
		again, err := s.Line()
		if err != nil || !bytes.Equal(again, raw) || s.Feed != feed {
			return fmt.Errorf("%w: commit %s is not written as it should be", ErrDamagedBundle, s.Hash.Short())
		}
		if s.Ledger != in.Ledger {
			return fault.New(fault.OtherLedger)
		}
		in.commits = append(in.commits, s)
	}
}

// readLine gives a line without its end; io.EOF after the last.
func readLine(r *bufio.Reader) (line []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if line = append(line, part...); len(line) > lineMax {
			return nil, fmt.Errorf("%w: a line of more than %d bytes", ErrBundleBounds, lineMax)
		}
		switch {
		case err == nil:
			return line[:len(line)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return nil, fmt.Errorf("%w: a line without its end", ErrDamagedBundle)
		default:
			return nil, err
		}
	}
}

// place appends what is new. Lamport order is causal: nothing comes before what it follows.
func (in *receiving) place(ctx context.Context) error {
	if in.placed {
		return nil
	}
	in.placed = true
	slices.SortFunc(in.commits, func(x, y *ledger.Sealed) int {
		return cmp.Or(cmp.Compare(x.Lamport, y.Lamport), cmp.Compare(x.Feed, y.Feed), cmp.Compare(x.Seq, y.Seq), cmp.Compare(x.Hash, y.Hash))
	})
	for _, s := range in.commits {
		if _, status, err := in.w.Commit(ctx, s.Hash); err != nil {
			return err
		} else if status == "" {
			in.fresh = append(in.fresh, s)
			in.out.Commits, in.out.Entries = in.out.Commits+1, in.out.Entries+len(s.Entries)
		}
	}
	err := in.w.Append(ctx, in.fresh...)
	if errors.Is(err, ledger.ErrInvalid) || errors.Is(err, ledger.ErrSignature) { // in this PC's own feed
		err = in.bad(err, in.self.Feed)
	}
	return err
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

// blob keeps an attachment that a record here names. What was erased here stays away.
func (in *receiving) blob(ctx context.Context, hash ledger.Hash, r io.Reader) error {
	if err := in.place(ctx); err != nil {
		return err
	}
	named, here, err := in.w.Attached(ctx, hash)
	if err != nil || here || !named {
		return err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	got, err := in.w.PutBlob(ctx, raw)
	if err == nil && got != hash {
		err = fmt.Errorf("%w: attachment %s", ErrDamagedBundle, hash.Short())
	}
	in.out.Blobs++
	return err
}

// report tells what stands open after it.
func (in *receiving) report(ctx context.Context) error {
	var placed, held []*ledger.Sealed
	for _, s := range in.fresh {
		_, status, err := in.w.Commit(ctx, s.Hash)
		if err != nil {
			return err
		}
		switch status {
		case "held":
			in.out.Held, held = append(in.out.Held, s.Hash.Short()), append(held, s)
		case "invalid":
			if s.Actor == in.out.key {
				return in.bad(in.w.Why(ctx, s.Hash), s.Feed)
			}
			// Another's, passed on by who could not tell: where its parents were missing it waited. It never counts.
			in.out.Commits, in.out.Entries, in.out.Invalid = in.out.Commits-1, in.out.Entries-len(s.Entries), in.out.Invalid+1
		default:
			placed = append(placed, s)
		}
	}
	tip, err := in.w.Tip(ctx)
	if err == nil && tip.Prev != nil {
		in.out.Receipt = tip.Prev.Hash.Short()
	}
	for _, next := range []func() error{func() error { return in.gaps(ctx, held) }, func() error { return in.weigh(ctx) }, func() error { return in.passNumbers(ctx, in.fresh) }, func() error { return in.missing(ctx, placed) },
		func() error { return in.alarm(ctx) }, func() error { return in.conflicts(ctx) }} {
		if err == nil {
			err = next()
		}
	}
	return err
}

// gaps names what is missing between what is here of a feed and its commits that wait.
func (in *receiving) gaps(ctx context.Context, held []*ledger.Sealed) error {
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
	to := map[ledger.FeedID]int64{}
	for _, s := range held {
		if seq, known := to[s.Feed]; !known || s.Seq <= seq {
			to[s.Feed] = s.Seq - 1
		}
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

// weigh tells of what is new whose time does not fit, and what this version does not know.
func (in *receiving) weigh(ctx context.Context) error {
	var all []ledger.Hash
	late := in.Now().Add(clockApart)
	for _, s := range in.fresh {
		all = append(all, s.Hash)
		if wall, err := s.Time(); err == nil && wall.After(late) {
			in.out.Ahead++
		}
		for _, e := range s.Entries {
			if k := in.Kinds.Kind(e.Kind); e.Kind != ledger.RosterKind && (k == nil || !k.Knows(e.Action)) {
				in.out.Unknown++
			}
		}
	}
	doubted, err := in.w.Doubted(ctx, all)
	in.out.Doubtful = len(doubted)
	return err
}

// conflicts lists records touched that have an open one.
func (in *receiving) conflicts(ctx context.Context) error {
	seen := map[ledger.RecordID]bool{}
	for _, s := range in.fresh {
		for _, e := range s.Entries {
			if seen[e.Record] || in.Kinds.Kind(e.Kind) == nil {
				continue
			}
			seen[e.Record] = true
			rec, err := in.w.Record(ctx, e.Kind, string(e.Record))
			if errors.Is(err, ErrNotFound) {
				continue // all of it waits
			}
			if err != nil {
				return err
			}
			if len(rec.Conflicts) > 0 {
				in.out.Conflicts = append(in.out.Conflicts, privacy.Scrub(rec.Number))
			}
		}
	}
	return nil
}
