package app

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// Bounds of one exchange file, in bytes. What a stick of FAT32 holds is 4 GiB; what a reader takes, 2 GiB.
const (
	PartMax = 2 << 30
	PartMin = 80 << 20 // one attachment and one piece of a feed must fit
)

// Sending asks for an export.
type Sending struct {
	Path     string
	To       string                // a device, or "": all that are known
	PartSize int64                 // bytes of the largest file; 0: PartMax
	Progress func(done, total int) // KiB of commits and attachments; may be nil
}

// SendFile writes all that the receivers have not acknowledged, for one device or ("") all that are known, as Send does.
func (a *App) SendFile(ctx context.Context, path, to string) (Exchanged, error) {
	return a.Send(ctx, Sending{Path: path, To: to})
}

// Send writes all that the receivers have not acknowledged to an exchange file, or to several where one would be too large. Where one
// of them can't be written, none is left.
func (a *App) Send(ctx context.Context, o Sending) (out Exchanged, err error) {
	if o.PartSize == 0 {
		o.PartSize = PartMax
	}
	if o.PartSize < PartMin || o.PartSize > PartMax {
		return out, fault.New(fault.PartSize, PartMin>>20, PartMax>>20)
	}
	s := &sending{App: a, Sending: o, out: Exchanged{File: o.Path, Conflicts: []string{}, Held: []string{}, Gaps: []Gap{}, Forks: []string{}, Alarms: []Alarm{}}}
	if err := a.Store.Write(ctx, func(w Writer) error { // the number is used up even if the file is not made
		self, secret, err := a.itself(ctx, w)
		if err != nil {
			return err
		}
		s.sheet.Feed, s.sheet.Former, s.sheet.Device, s.sheet.Station = self.Feed, append([]ledger.FeedID{}, self.Former...), a.Device, a.Station
		if s.sheet.Recipient, err = a.Courier.Recipient(secret); err != nil {
			return err
		}
		s.sheet.Number, err = a.nextNumber(ctx, w)
		return err
	}); err != nil {
		return out, stopped(err)
	}
	err = a.Store.View(ctx, func(r Reader) error { return s.from(ctx, r) })
	if err == nil {
		err = s.note(ctx)
	}
	if err != nil {
		for _, path := range s.made {
			err = errors.Join(err, a.Courier.Discard(path))
		}
	}
	return s.out, stopped(err)
}

// sending is one export.
type sending struct {
	*App
	Sending
	parcel Parcel
	sheet  Sheet
	load   *load
	made   []string // files, which go again where the rest fails
	out    Exchanged
}

func (s *sending) from(ctx context.Context, r Reader) error {
	roster, err := r.Roster(ctx)
	if err != nil {
		return err
	}
	me, err := s.self(ctx, r, roster)
	if err != nil {
		return err
	}
	s.out.From = me.Device
	known, err := s.address(ctx, r, roster)
	if err != nil {
		return err
	}
	if s.load, err = pack(ctx, r, known, s.Progress); err != nil {
		return err
	}
	s.out.Commits, s.out.Entries, s.out.Blobs = s.load.commits, s.load.entries, s.load.blobs
	if err := s.fill(ctx, r); err != nil {
		return err
	}
	return s.write(ctx)
}

// address finds whom it goes to, and what each of them has.
func (s *sending) address(ctx context.Context, r Reader, roster *ledger.Roster) (out []peer, err error) {
	all, err := s.peers(ctx, r, roster, s.sheet)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if s.To != "" && p.name != s.To && string(p.key) != s.To {
			continue
		}
		out = append(out, p)
		s.parcel.To, s.parcel.Recipients, s.out.To = append(s.parcel.To, p.key), append(s.parcel.Recipients, p.recipient), append(s.out.To, p.name)
	}
	switch {
	case len(out) > 0:
	case s.To != "":
		return nil, noSuchPeer(roster, s.To)
	default:
		return nil, fault.New(fault.NoPeer)
	}
	return out, nil
}

// noSuchPeer says why no file goes to whom a person named.
func noSuchPeer(roster *ledger.Roster, name string) error {
	f := fault.New(fault.UnknownPeer, name)
	for _, c := range roster.Certificates() {
		if (c.Device == name || string(c.Key) == name) && roster.Revoked(c.Key) {
			f.With("它的证书已吊销，不再给它做交换包；仍在用的，换新密钥后重新申请证书")
		}
	}
	return f
}

// wantedMax bounds what one file asks for; what is still missing is asked for in the next.
const wantedMax = 20_000

// fill writes what all the files say of themselves.
func (s *sending) fill(ctx context.Context, r Reader) (err error) {
	s.sheet.Ledger, s.sheet.Made, s.sheet.App = s.Ledger, ledger.FormatTime(s.Now()), s.Author.App
	if s.sheet.Heads, err = r.Heads(ctx); err != nil {
		return err
	}
	if s.sheet.Wanted, err = r.Missing(ctx, wantedMax); err != nil {
		return err
	}
	if s.sheet.Wanted == nil {
		s.sheet.Wanted = []ledger.Hash{}
	}
	s.out.Missing = len(s.sheet.Wanted)
	tip, err := r.Tip(ctx)
	if err == nil && tip.Prev != nil {
		s.out.Receipt = tip.Prev.Hash.Short()
	}
	return err
}

// write makes the files, one after another.
func (s *sending) write(ctx context.Context) error {
	content, err := ledger.Canonical(s.sheet)
	if err != nil {
		return err
	}
	files := s.load.files(s.PartSize - int64(len(content)))
	for i, parts := range files {
		p := s.parcel
		p.Parts = parts
		s.sheet.Part, s.sheet.Of = i+1, len(files)
		if p.Content, err = ledger.Canonical(s.sheet); err != nil {
			return err
		}
		file := partName(s.Path, i+1, len(files))
		if _, err := s.Courier.Seal(ctx, file, p); err != nil {
			return err
		}
		s.made = append(s.made, file)
	}
	if len(s.made) > 1 {
		s.out.Files = s.made
	}
	s.out.File = s.made[0]
	return nil
}

// partName is the name of one of several files: 3月.opsb, in two parts: 3月-1of2.opsb, 3月-2of2.opsb.
func partName(file string, part, of int) string {
	if of == 1 {
		return file
	}
	ext := path.Ext(file)
	return fmt.Sprintf("%s-%dof%d%s", strings.TrimSuffix(file, ext), part, of, ext)
}
