package app

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/privacy"
)

// lineMax is the longest line of a feed: a commit and its personal parts.
const lineMax = 4 << 20

// Receiving asks for an import.
type Receiving struct {
	Path     string
	DryRun   bool                  // shows what it would bring, and changes nothing
	Asks     bool                  // tells what it asks of the center
	Progress func(done, total int) // KiB of the file; may be nil
}

// ReceiveFile takes an exchange file in, as Receive does; dry shows what it would bring.
func (a *App) ReceiveFile(ctx context.Context, file string, dry bool) (Exchanged, error) {
	return a.Receive(ctx, Receiving{Path: file, DryRun: dry})
}

// Receive takes an exchange file in, whole or not at all. The same file twice changes nothing.
func (a *App) Receive(ctx context.Context, o Receiving) (out Exchanged, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		self, secret, err := a.itself(ctx, w)
		if err != nil {
			return err
		}
		in := &receiving{App: a, Receiving: o, w: w, self: self, name: baseName(o.Path),
			out: Exchanged{File: o.Path, Conflicts: []string{}, Held: []string{}, Gaps: []Gap{}, Forks: []string{}, Alarms: []Alarm{}}}
		before, err := in.queue(ctx)
		if err != nil {
			return err
		}
		w.Watch(in.notice)
		err = in.open(ctx, append([]string{secret}, self.Earlier...))
		if err == nil {
			err = in.report(ctx)
		}
		if err == nil {
			err = in.asks(ctx, before)
		}
		if err == nil {
			err = in.join(ctx)
		}
		if err != nil {
			return bundleFault(err, in.name)
		}
		if out = in.out; o.DryRun {
			return errDry
		}
		return in.note(ctx)
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, stopped(err)
}

// open reads the file with the first of this device's exchange keys that fits.
func (in *receiving) open(ctx context.Context, secrets []string) (err error) {
	for _, secret := range secrets {
		err = in.Courier.Open(ctx, in.Path, secret, in.signer(ctx), func(f Opened) error { return in.take(ctx, f) })
		if !errors.Is(err, ErrOtherRecipient) {
			return err
		}
	}
	return err
}

// errDry takes back what was only looked at.
var errDry = errors.New("only looked at")

func baseName(file string) string { return path.Base(strings.ReplaceAll(file, `\`, "/")) }

// receiving is one file being taken in. Nothing of it is held: each commit goes to the store as it is read, and the whole is taken back
// unless the last byte was as it should be.
type receiving struct {
	*App
	Receiving
	w       Writer
	self    selfsame
	name    string
	read    func() (done, size int64)
	told    int64 // bytes of which progress was told
	carried int   // commits read, but for this PC's own
	blobs   bool  // attachments have begun
	sheet   Sheet
	out     Exchanged
	key     ledger.KeyID // the sender's
	seen    noticed
	raised  []Alarm
}

// signer finds who may have made a file: keys in force here, and the one this device was certified by.
func (in *receiving) signer(ctx context.Context) func(ledger.KeyID) (ed25519.PublicKey, error) {
	return func(k ledger.KeyID) (ed25519.PublicKey, error) {
		roster, err := in.w.Roster(ctx)
		if err != nil {
			return nil, err
		}
		in.key = k
		if c, ok := roster.Certificate(k); ok && roster.Served(k) {
			if roster.Revoked(k) {
				return nil, fault.New(fault.BundleRevoked, in.name)
			}
			in.out.From = c.Device
			return c.Public, nil
		}
		c, ok, err := in.certifier(ctx, in.w)
		if err != nil {
			return nil, err
		}
		if ok && keyOf(c.Key) == k {
			in.out.From = c.Device
			return hex.DecodeString(c.Key)
		}
		return in.suspended(roster, k)
	}
}

// suspended gives the key of a sender whose certificate waits for rival roster steps to be joined, where this session's key joins them:
// else a center that did not yet come to that would refuse whom it certified itself.
func (in *receiving) suspended(roster *ledger.Roster, k ledger.KeyID) (ed25519.PublicKey, error) {
	c, ok := roster.Suspended(k)
	switch {
	case !ok:
		return nil, fault.New(fault.BundleSigner, in.name)
	case roster.Revoked(k):
		return nil, fault.New(fault.BundleRevoked, in.name)
	case !roster.Signs(in.Author.Actor()):
		return nil, fault.New(fault.BundleSuspended, in.name)
	}
	in.out.From = c.Device
	return c.Public, nil
}

func (in *receiving) take(ctx context.Context, o Opened) error {
	if err := json.Unmarshal(o.Content, &in.sheet); err != nil { // what a later version tells beside is passed over
		return fmt.Errorf("%w: %v", ErrDamagedBundle, err)
	}
	sheet := in.sheet
	if sheet.Ledger != in.Ledger {
		return fault.New(fault.OtherLedger)
	}
	in.out.Made = sheet.Made
	if sheet.Of > 1 {
		in.out.Part, in.out.Of = sheet.Part, sheet.Of
	}
	in.read = o.Read
	err := o.Each(func(name string, r io.Reader) error {
		r = gauged{r, in}
		if feed, ok := strings.CutPrefix(name, "feeds/"); ok {
			feed, _, _ = strings.Cut(feed, ".")
			return in.lines(ctx, ledger.FeedID(feed), r)
		}
		return in.blob(ctx, ledger.Hash(strings.TrimPrefix(name, "blobs/")), r)
	})
	if err != nil {
		return err
	}
	return in.hear(ctx, sheet)
}

// lines takes a feed's commits in; each line must be written as its commit would be written again.
func (in *receiving) lines(ctx context.Context, feed ledger.FeedID, r io.Reader) error {
	if in.blobs {
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
		if s.Feed != in.self.Feed && !slices.Contains(in.self.Former, s.Feed) {
			in.carried++
		}
		err = in.w.Append(ctx, s)
		if errors.Is(err, ledger.ErrInvalid) || errors.Is(err, ledger.ErrSignature) { // in this PC's own feed
			return in.bad(err, in.self.Feed)
		}
		if err != nil {
			return err
		}
	}
}

// gauged shows the progress of what is read, each MiB of the file.
type gauged struct {
	io.Reader
	in *receiving
}

func (t gauged) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if done, size := t.in.read(); t.in.Progress != nil && done-t.in.told >= 1<<tellShift {
		t.in.told = done
		t.in.Progress(int(done>>10), int(size>>10))
	}
	return n, err
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

// blob keeps an attachment that a record here names. What was erased here stays away.
func (in *receiving) blob(ctx context.Context, hash ledger.Hash, r io.Reader) error {
	in.blobs = true
	named, size, err := in.w.Attached(ctx, hash)
	if !named {
		in.out.Passed++
	}
	if err != nil || size >= 0 || !named {
		return err
	}
	in.out.Blobs++
	if err = in.w.TakeBlob(ctx, hash, r); errors.Is(err, ErrBlobDamaged) {
		return fmt.Errorf("%w: attachment %s", ErrDamagedBundle, hash.Short())
	}
	return err
}

// join makes rival roster steps count, where this session's key may: of a center that was restored, one of before and one of since. Any
// step of its roster would; without one those whom they certify could not even send. It waits for an import at which the clock is right
// and nobody has to say yet which PC this is.
func (in *receiving) join(ctx context.Context) error {
	roster, err := in.w.Roster(ctx)
	if err != nil || len(roster.Last()) < 2 || !roster.Signs(in.Author.Actor()) || in.checkClock(ctx, in.w) != nil ||
		slices.ContainsFunc(in.raised, func(a Alarm) bool { return a.Kind == OwnLost }) {
		return err
	}
	me, ok := roster.Certificate(in.Author.Actor())
	if !ok || roster.Root() != me.Key {
		return nil
	}
	me.Recovery, me.Roles = nil, roster.Holds(me.Key)
	in.out.Joined++
	_, err = in.rosterStep(ctx, in.w, me)
	return err
}

// report tells what came, and what stands open after it.
func (in *receiving) report(ctx context.Context) error {
	came, err := in.w.Arrived(ctx)
	if err != nil {
		return err
	}
	for _, h := range came.Invalid {
		s, _, err := in.w.Commit(ctx, h)
		if err != nil {
			return err
		}
		if s.Actor == in.key {
			return in.refused(ctx, h)
		}
		// Another's, passed on by who could not tell: where its parents were missing it waited. It never counts.
		came.Commits, came.Entries, in.out.Invalid = came.Commits-1, came.Entries-len(s.Entries), in.out.Invalid+1
	}
	in.out.Doubtful, in.out.Ahead, in.out.Unknown = came.Doubtful, in.seen.ahead, in.seen.unknown
	in.out.Commits, in.out.Entries, in.out.Until, in.out.Records = came.Commits, came.Entries, came.Until, came.Touched
	in.out.Span = came.Span
	for _, h := range came.Held {
		in.out.Held = append(in.out.Held, h.Short())
	}
	for _, number := range came.Conflicts {
		in.out.Conflicts = append(in.out.Conflicts, privacy.Scrub(number))
	}
	missing, err := in.w.Missing(ctx, wantedMax)
	if err != nil {
		return err
	}
	in.out.Missing = len(missing)
	tip, err := in.w.Tip(ctx)
	if err == nil && tip.Prev != nil {
		in.out.Receipt = tip.Prev.Hash.Short()
	}
	if err == nil {
		err = in.gaps(ctx, came.Held)
	}
	if err == nil {
		err = in.passNumbers(ctx)
	}
	if err == nil {
		err = in.missing(ctx)
	}
	if err == nil {
		err = in.lost(ctx)
	}
	if err == nil {
		err = in.alarm(ctx)
	}
	return err
}
