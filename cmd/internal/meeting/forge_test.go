package meeting

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/storage/bundle"
)

// stranger is a key nobody certified.
func (w *world) stranger() ledger.Author {
	return ledger.Author{Key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{200}, ed25519.SeedSize)), App: "opsledger/forged"}
}

// tomorrow is a step, or a record of a kind, that this version does not know.
func (w *world) tomorrow(r *rand.Rand) error {
	st := w.anyone(r)
	e := ledger.Entry{Record: ledger.NewRecordID(st.Ledger, "tomorrow", "1"), Kind: "tomorrow", Action: "begin", Fields: ledger.Fields{"word": "新"}}
	if rec, err := st.someTicket(r); err == nil && r.IntN(2) == 0 {
		e = ledger.Entry{Record: rec.ID, Kind: "ticket", Action: "a-step-of-tomorrow", Fields: ledger.Fields{"word": "新"}}
	}
	return w.acknowledged(st, "", func() error { return w.raw(st, e) })
}

// raw writes an entry that no use case would.
func (w *world) raw(st *station, e ledger.Entry) error {
	return st.Store.Write(ctx, func(wr app.Writer) error {
		tip, err := wr.Tip(ctx)
		if err != nil {
			return err
		}
		s, err := st.Author.Write(tip, ledger.Draft{Wall: st.now(), Entries: []ledger.Entry{e}})
		if err != nil {
			return err
		}
		if err := wr.Append(ctx, s); err != nil {
			return err
		}
		if tip, err = wr.Tip(ctx); err == nil && (tip.Prev == nil || tip.Prev.Hash != s.Hash) {
			err = fmt.Errorf("%s was written and is not there", s.Hash.Short())
		}
		return err
	})
}

// forge is what a program that does not keep to the rules may do.
func (w *world) forge(r *rand.Rand) error {
	st, to := w.anyone(r), w.anyone(r)
	switch r.IntN(6) {
	case 0:
		w.count["forged"]++
		return w.forgedFile(st, to, w.stranger().Key, st.Ledger, nil)
	case 1:
		w.count["other ledger"]++
		return w.forgedFile(st, to, st.Author.Key, ledger.NewLedgerID("别的项目"), nil, fault.OtherLedger)
	case 2:
		return w.brokenChain(st, to, r)
	case 3:
		return w.strangersStep(st, to, r)
	case 4:
		return w.inAnothersName(st, to, r)
	}
	return w.usurped(st, r)
}

// inAnothersName is a ruling that says it is the center's, and is signed by another.
func (w *world) inAnothersName(st, to *station, r *rand.Rand) error {
	rec, err := to.someTicket(r)
	if err != nil {
		return err
	}
	tip, err := to.tip()
	if err != nil || tip.Prev == nil {
		return orNone(err)
	}
	roster, err := to.roster()
	if err != nil {
		return err
	}
	c := ledger.Commit{Ledger: tip.Ledger, Feed: ledger.FeedID(fmt.Sprintf("%032x", r.Uint64())), Seq: 1, Lamport: tip.Prev.Lamport + 1, After: []ledger.Hash{tip.Prev.Hash},
		Wall: ledger.FormatTime(w.now), Roster: tip.Roster, Actor: w.stations[0].Author.Actor(), App: "opsledger/forged",
		Entries: []ledger.Entry{{Record: rec.ID, Kind: "ticket", Action: "void", Fields: ledger.Fields{"reason": "x"}}}}
	s, err := ledger.Seal(c, nil, w.stranger().Key)
	if err != nil {
		return err
	}
	w.strange[s.Hash] = true
	w.count["in another's name"]++
	if _, known := roster.Certificate(c.Actor); known && st.Author.Actor() == c.Actor { // it says it is his own
		return w.forgedFile(st, to, st.Author.Key, st.Ledger, s, fault.BadBundle, fault.BadCommit)
	}
	return w.forgedFile(st, to, st.Author.Key, st.Ledger, s)
}

// usurped is a ruling of the center's that another signs, in his own store.
func (w *world) usurped(st *station, r *rand.Rand) error {
	rec, err := st.someTicket(r)
	if err != nil || st.Author.Actor() == w.stations[0].Author.Actor() {
		return orNone(err)
	}
	w.count["usurped"]++
	return w.raw(st, ledger.Entry{Record: rec.ID, Kind: "ticket", Action: "grant-extension", Fields: ledger.Fields{"ruled": ledger.FormatTime(w.now), "due": "2027-01-01T18:00:00+08:00"}})
}

// brokenChain is a commit whose lamport is not what its parents make it, in a file signed as it should be. Where it can't be told yet
// it waits, and may be passed on.
func (w *world) brokenChain(st, to *station, r *rand.Rand) error {
	tip, err := st.tip()
	if err != nil || tip.Prev == nil {
		return orNone(err)
	}
	c := ledger.Commit{Ledger: tip.Ledger, Feed: ledger.FeedID(fmt.Sprintf("%032x", r.Uint64())), Seq: 1, Lamport: tip.Prev.Lamport + 7, After: []ledger.Hash{tip.Prev.Hash},
		Wall: ledger.FormatTime(w.now), Roster: tip.Roster, Actor: st.Author.Actor(), App: "opsledger/forged",
		Entries: []ledger.Entry{{Record: ledger.NewRecordID(st.Ledger, "ticket", "JS2026-0"), Kind: "ticket", Action: "void", Fields: ledger.Fields{"reason": "x"}}}}
	s, err := ledger.Seal(c, nil, st.Author.Key)
	if err != nil {
		return err
	}
	status, err := to.status(tip.Prev.Hash)
	if err != nil {
		return err
	}
	roster, err := to.roster()
	if err != nil {
		return err
	}
	if _, known := roster.Certificate(c.Actor); status != "placed" || !known {
		w.strange[s.Hash] = true
		w.count["broken chain that waits"]++
		return w.forgedFile(st, to, st.Author.Key, st.Ledger, s)
	}
	w.count["broken chain"]++
	return w.forgedFile(st, to, st.Author.Key, st.Ledger, s, fault.BadBundle, fault.BadCommit)
}

// strangersStep is a step of a key nobody certified, passed on by one who is: it waits, and does not count.
func (w *world) strangersStep(st, to *station, r *rand.Rand) error {
	rec, err := st.someTicket(r)
	if err != nil {
		return err
	}
	tip, err := st.tip()
	if err != nil {
		return err
	}
	tip.Feed, tip.Prev = ledger.FeedID(fmt.Sprintf("%032x", r.Uint64())), nil
	s, err := w.stranger().Write(tip, ledger.Draft{Wall: st.now(), Entries: []ledger.Entry{{Record: rec.ID, Kind: "ticket", Action: "void", Fields: ledger.Fields{"reason": "x"}}}})
	if err != nil {
		return err
	}
	w.strange[s.Hash] = true
	w.count["stranger"]++
	return w.forgedFile(st, to, st.Author.Key, st.Ledger, s)
}

// forgedFile seals a commit under any key and brings it. Unless the file's signer is refused, it is with one of the codes; without any it
// is taken in.
func (w *world) forgedFile(st, to *station, key ed25519.PrivateKey, of ledger.LedgerID, s *ledger.Sealed, codes ...fault.Code) error {
	keys, err := to.keys()
	if err != nil || len(keys) == 0 {
		return orNone(err)
	}
	recipient := keys[len(keys)-1]
	l := &letter{from: ledger.NewKeyID(key.Public().(ed25519.PublicKey)), to: []string{recipient}}
	want, err := l.expected(to)
	if err != nil {
		return err
	}
	content, err := ledger.Canonical(app.Sheet{Ledger: of, Number: 0, Heads: []app.Head{}, Made: ledger.FormatTime(w.now)})
	if err != nil {
		return err
	}
	p := app.Parcel{To: []ledger.KeyID{to.Author.Actor()}, Recipients: []string{recipient}, Content: content}
	if s != nil {
		line, err := s.Line()
		if err != nil {
			return err
		}
		line = append(line, '\n')
		sum := sha256.Sum256(line)
		p.Parts = []app.ParcelPart{{Name: "feeds/" + string(s.Feed) + ".jsonl", Size: int64(len(line)), SHA256: hex.EncodeToString(sum[:]), Pour: func(out io.Writer) error {
			_, err := out.Write(line)
			return err
		}}}
	}
	path := st.path("forged.opsb")
	if err := st.sealAs(key, path, p); err != nil {
		return err
	}
	l.raw = st.take(path)
	switch {
	case want != "":
		return w.refused(l.raw, to, want)
	case len(codes) > 0:
		return w.refused(l.raw, to, codes...)
	}
	return w.deliver(l, to)
}

// sealAs writes an exchange file signed by any key.
func (st *station) sealAs(key ed25519.PrivateKey, path string, p app.Parcel) error {
	s := bundle.Sealing{From: key, To: p.To, Recipients: p.Recipients, Content: p.Content}
	for _, part := range p.Parts {
		s.Sources = append(s.Sources, bundle.Source{Part: bundle.Part{Name: part.Name, Size: part.Size, SHA256: part.SHA256}, Pour: part.Pour})
	}
	_, err := s.Write(ctx, st.disk, path)
	return err
}
