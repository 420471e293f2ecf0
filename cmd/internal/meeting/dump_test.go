package meeting

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// held is all a store keeps of the ledger, as other programs would have to agree on it.
type held struct {
	text   string
	roster *ledger.Roster
}

// bare is a store's ledger down to its commits and steps.
type bare struct {
	*held
	records map[ledger.RecordID]*ledger.Record
	sealed  map[ledger.Hash]*ledger.Sealed
	status  map[ledger.Hash]string
}

// dump reads a store and writes it out canonically: commits by hash, roster, records by ID, attachments.
func (st *station) dump() (h *held, err error) {
	h = &held{}
	var text []string
	err = st.Store.View(ctx, func(r app.Reader) error {
		err := lines(r, func(_ app.Run, o app.Outgoing) error {
			text = append(text, fmt.Sprintf("commit %x", sha256.Sum256(o.Commit)))
			return nil
		})
		if err != nil {
			return err
		}
		if h.roster, err = r.Roster(ctx); err != nil {
			return err
		}
		for _, k := range st.kinds.Kinds() {
			err := r.Each(ctx, app.Query{Kind: k.Name}, func(row *app.Row) error {
				text = append(text, record(&row.Record, string(row.FactsJSON)))
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	text = append(text, members(h.roster))
	slices.Sort(text)
	h.text = strings.Join(text, "\n")
	return h, err
}

// bare reads a store down to its commits and steps.
func (st *station) bare(h *held) (b *bare, err error) {
	b = &bare{held: h, records: map[ledger.RecordID]*ledger.Record{}, sealed: map[ledger.Hash]*ledger.Sealed{}, status: map[ledger.Hash]string{}}
	err = st.Store.View(ctx, func(r app.Reader) error {
		err := lines(r, func(run app.Run, o app.Outgoing) error {
			s, err := ledger.ReadLine(o.Line)
			if err != nil {
				return err
			}
			if b.sealed[s.Hash], b.status[s.Hash] = s, "placed"; run.Chain == "" {
				b.status[s.Hash] = "held"
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, k := range st.kinds.Kinds() {
			err := r.Each(ctx, app.Query{Kind: k.Name}, func(row *app.Row) (err error) {
				b.records[row.ID], err = r.Record(ctx, row.Kind, string(row.ID))
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return b, err
}

func record(rec *ledger.Record, facts string) string {
	fields, err := ledger.Canonical(rec.Fields)
	if err != nil {
		return err.Error()
	}
	line := fmt.Sprintf("record %s %s %s %s %s incomplete %v facts %s", rec.ID, rec.Kind, rec.Number, rec.State, fields, rec.Incomplete, facts)
	for _, c := range rec.Conflicts {
		line += "\n  conflict " + c.Field
		for _, side := range c.Sides {
			line += " " + string(side.Ref)
		}
	}
	return line
}

func taken(rec *ledger.Record) (line string) {
	for _, s := range rec.Steps {
		line += fmt.Sprintf("\n  step %s %s counts %v left out %v taken back %v erased %v violates %v roles %v personal %d %s",
			s.Ref(), s.Entry.Action, s.Counts, s.LeftOut, s.TakenBack, s.Erased, s.Violates, s.Roles, len(s.Personal), s.Why)
	}
	return line
}

func members(r *ledger.Roster) string {
	line := fmt.Sprintf("roster %s root %s last %v", r.Tip(), r.Root(), r.Last())
	for _, c := range r.Certificates() {
		line += fmt.Sprintf("\n  %s %s %v revoked %v exchange %.12s", c.Key, c.Account, r.Holds(c.Key), r.Revoked(c.Key), ledger.NewKeyID([]byte(r.Recipient(c.Key))))
	}
	return line
}

// reckoned is the same, from the bare commits by the ledger in memory; attachments are those named.
func reckoned(h *bare, pinned ledger.KeyID, order []ledger.Hash) map[ledger.RecordID]string {
	replica := ledger.NewReplica(today)
	replica.Pinned = pinned
	for range 2 {
		for _, c := range order {
			replica.Add(h.sealed[c])
		}
	}
	out := map[ledger.RecordID]string{}
	for id, rec := range replica.Fold() {
		if today.Kind(rec.Kind) == nil {
			continue
		}
		facts, err := json.Marshal(rec.Facts)
		if err != nil {
			facts = []byte(err.Error())
		}
		out[id] = record(rec, string(facts))
	}
	return out
}

// differing are the lines that stand in one text only.
func differing(a, b string) string {
	in := func(text, other string) (out string) {
		have := map[string]bool{}
		for _, l := range strings.Split(other, "\n") {
			have[l] = true
		}
		for _, l := range strings.Split(text, "\n") {
			if !have[l] {
				out += "\n  " + l
			}
		}
		return out
	}
	return in(a, b) + "\n---" + in(b, a)
}
