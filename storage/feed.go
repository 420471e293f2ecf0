package storage

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
)

// refoldAll folds every record again, one after another in order of first appearance: of the feed only what a record needs is held. The
// tables must be empty.
func (w *writer) refoldAll(progress func(done, total int)) error {
	all, err := w.appearances()
	if err != nil {
		return err
	}
	var erased []*ledger.Record // their attachments go once all tell which they still have
	for i, a := range all {
		rec, err := w.refold1(a)
		if err != nil {
			return fmt.Errorf("folding record %s: %w", a.record, err)
		}
		if rec != nil && slices.ContainsFunc(rec.Steps, func(s *ledger.Taken) bool { return s.Erased && s.Entry.Action == ledger.Attach }) {
			erased = append(erased, rec)
		}
		if i%500 == 0 {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(i, len(all))
			}
		}
	}
	for _, rec := range erased {
		if err := w.dropBlobs(rec); err != nil {
			return err
		}
	}
	return w.tally()
}

// refold1 folds a record that has no row, and drops what an erasure covers: the file that brought one may have brought a roster step
// too. It gives nil where there is nothing to show.
func (w *writer) refold1(a appearance) (*ledger.Record, error) {
	k := w.s.kinds.Kind(a.kind)
	if k == nil {
		return nil, nil // as in fold
	}
	entries, complete, err := w.entries(w.ctx, a.record)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	rec := ledger.Fold(k, a.record, entries, w.s.graph.currentRoster())
	rec.Incomplete = rec.Incomplete || !complete
	return rec, errors.Join(w.forget(rec), w.put(k, nil, rec, a.last))
}

// appearance is where a record stands in the feed: its first entry and the newest commit that touches it, placed or not.
type appearance struct {
	record      ledger.RecordID
	kind        string
	first, last int64
	idx         int
}

// appearances lists the records in order of first appearance.
func (w *writer) appearances() (out []appearance, err error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT record, commit_id, idx, kind FROM entries WHERE kind <> ? ORDER BY record, commit_id, idx", ledger.RosterKind)
	if err != nil {
		return nil, fmt.Errorf("reading feed: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var a appearance
		if err := rows.Scan(&a.record, &a.first, &a.idx, &a.kind); err != nil {
			return nil, fmt.Errorf("reading feed: %w", err)
		}
		if n := len(out); n > 0 && out[n-1].record == a.record {
			out[n-1].last = a.first
			continue
		}
		a.last = a.first
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b appearance) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.idx, b.idx)) })
	return out, rows.Err()
}

// feed reads all commits once and sorts their entries to records, in order of first appearance.
func (r *reader) feed() (out []*app.Gathered, err error) {
	personal, err := r.allPersonal()
	if err != nil {
		return nil, err
	}
	rows, err := r.tx.Query("SELECT id, bytes, status FROM commits ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("reading feed: %w", err)
	}
	defer rows.Close()
	all := map[ledger.RecordID]*app.Gathered{}
	for rows.Next() {
		var id int64
		var raw []byte
		var status string
		if err := rows.Scan(&id, &raw, &status); err != nil {
			return nil, fmt.Errorf("reading feed: %w", err)
		}
		s, err := ledger.Read(raw)
		if err != nil {
			return nil, fmt.Errorf("reading feed: %w", err)
		}
		for i, e := range s.Entries {
			if e.Kind == ledger.RosterKind {
				continue
			}
			g := all[e.Record]
			if g == nil {
				g = &app.Gathered{Record: e.Record, Kind: e.Kind}
				all[e.Record] = g
				out = append(out, g)
			}
			if status != "placed" {
				g.Broken = g.Broken || status == "held"
				continue
			}
			g.Entries = append(g.Entries, &ledger.Placed{Node: r.s.graph.Node(s.Hash), Index: i, Entry: e, Personal: personal[at{id, i}]})
			g.Arrived = append(g.Arrived, id)
		}
	}
	return out, rows.Err()
}

type at struct {
	commit int64
	idx    int
}

func (r *reader) allPersonal() (map[at]ledger.Fields, error) {
	rows, err := r.tx.Query("SELECT commit_id, idx, body FROM personal")
	if err != nil {
		return nil, fmt.Errorf("reading personal parts: %w", err)
	}
	defer rows.Close()
	out := map[at]ledger.Fields{}
	for rows.Next() {
		var a at
		var body string
		if err := rows.Scan(&a.commit, &a.idx, &body); err != nil {
			return nil, fmt.Errorf("reading personal parts: %w", err)
		}
		var f ledger.Fields
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return nil, fmt.Errorf("reading personal parts: %w", err)
		}
		out[a] = f
	}
	return out, rows.Err()
}
