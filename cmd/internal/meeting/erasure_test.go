package meeting

import (
	"testing"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// cast3 raises a center, two enrolled stations and the ticket they share, which has an attachment.
func cast3(t *testing.T) (w *world, ticket ledger.RecordID) {
	t.Helper()
	at := beginning{stations: 3}
	found(t, at)
	c, err := castOf(at)
	if err != nil {
		t.Fatal(err)
	}
	w, err = c.raise(1, t.TempDir())
	t.Cleanup(w.closeAll)
	if err != nil {
		t.Fatal(err)
	}
	ticket = ledger.NewRecordID(w.stations[0].Ledger, "ticket", "JS2026-0")
	if _, err := w.stations[1].Attach(ctx, "ticket", string(ticket), app.File{Name: "身份证.png", Data: []byte("scan")}); err != nil {
		t.Fatal(err)
	}
	must(t, w.round(w.stations[0], w.stations[1:3]))
	return w, ticket
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnErasureTakenInSomewhereHoldsEverywhereThoughItsAuthorIsRevoked(t *testing.T) {
	w, id := cast3(t)
	center, author, other := w.stations[0], w.stations[1], w.stations[2]
	if _, err := author.EraseRecord(ctx, "ticket", string(id), "本人要求"); err != nil {
		t.Fatal(err)
	}
	must(t, w.pass(author, other)) // who destroys what it covers
	if _, err := center.Expel(ctx, string(author.Author.Actor())); err != nil {
		t.Fatal(err)
	}
	l, err := w.post(author, "")
	must(t, err)
	must(t, w.refused(l.raw, center, fault.BundleRevoked))

	must(t, w.round(center, []*station{other}))
	dumps, err := dumpAll([]*station{center, other})
	must(t, err)
	if dumps[0].text != dumps[1].text {
		t.Errorf("center and station differ:%s", differing(dumps[0].text, dumps[1].text))
	}
	h, err := center.bare(dumps[0])
	must(t, err)
	rec := h.records[id]
	if len(rec.Attached) != 1 || !rec.Attached[0].Erased || rec.Fields.Text("requester_phone") != ledger.ErasedMark {
		t.Errorf("attachments %v, telephone %q", rec.Attached, rec.Fields.Text("requester_phone"))
	}
	for _, st := range []*station{center, other} {
		must(t, st.keepsWhatItShould(h))
		must(t, st.verifies())
		if _, size, err := st.attached(rec.Attached[0].Blob); err != nil || size >= 0 {
			t.Errorf("%s keeps %d bytes of the attachment: %v", st.name, size, err)
		}
	}
}

func TestAnErasureOfOneWhoKnewThatHeWasRevokedDestroysNothing(t *testing.T) {
	w, id := cast3(t)
	center, author, other := w.stations[0], w.stations[1], w.stations[2]
	if _, err := center.Expel(ctx, string(author.Author.Actor())); err != nil {
		t.Fatal(err)
	}
	must(t, w.round(center, []*station{other}))
	said, err := center.tip()
	must(t, err)
	revocation, err := center.commit(said.Prev.Hash)
	must(t, err)
	must(t, author.Store.Write(ctx, func(wr app.Writer) error { return wr.Append(ctx, revocation) })) // no file is made for him any more
	must(t, w.raw(author, ledger.Entry{Record: id, Kind: "ticket", Action: ledger.Erase, Fields: ledger.Fields{"why": "报复"}}))
	s, err := author.tip()
	must(t, err)
	erasure, err := author.commit(s.Prev.Hash)
	must(t, err)
	must(t, w.forgedFile(other, center, other.Author.Key, center.Ledger, erasure)) // passed on by another
	rec, err := center.ticket(id)
	must(t, err)
	if rec.Attached[0].Erased || rec.Fields.Text("requester_phone") != "13812345678" || rec.Steps[len(rec.Steps)-1].Counts {
		t.Errorf("attachments %v, telephone %q", rec.Attached, rec.Fields.Text("requester_phone"))
	}
	if _, size, err := center.attached(rec.Attached[0].Blob); err != nil || size != 4 {
		t.Errorf("the center keeps %d bytes of the attachment: %v", size, err)
	}
}

func (st *station) attached(blob ledger.Hash) (named bool, size int64, err error) {
	err = st.Store.View(ctx, func(r app.Reader) (err error) {
		named, size, err = r.Attached(ctx, blob)
		return err
	})
	return named, size, err
}

func (st *station) commit(h ledger.Hash) (s *ledger.Sealed, err error) {
	err = st.Store.View(ctx, func(r app.Reader) (err error) {
		s, _, err = r.Commit(ctx, h)
		return err
	})
	return s, err
}
