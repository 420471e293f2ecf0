package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
)

// refoldAll folds every record again from the feed, reading it once, and drops what an erasure covers: the file that brought one may
// have brought a roster step too. The tables must be empty.
func (w *writer) refoldAll(progress func(done, total int)) error {
	all, err := w.feed()
	if err != nil {
		return err
	}
	roster := w.s.graph.currentRoster()
	var erased []*ledger.Record // their attachments go once all tell which they still have
	for i, b := range all {
		k := w.s.kinds.Kind(b.Kind)
		if k == nil || len(b.Entries) == 0 {
			continue // as in fold
		}
		rec := ledger.Fold(k, b.Record, b.Entries, roster)
		rec.Incomplete = rec.Incomplete || b.Broken
		if err := errors.Join(w.forget(rec), w.put(k, nil, rec, b.last)); err != nil {
			return fmt.Errorf("folding record %s: %w", b.Record, err)
		}
		if slices.ContainsFunc(rec.Steps, func(s *ledger.Taken) bool { return s.Erased && s.Entry.Action == ledger.Attach }) {
			erased = append(erased, rec)
		}
		if i%500 == 0 {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(len(all)+i, 2*len(all))
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

// gathered is all that the feed holds of a record.
type gathered struct {
	app.Gathered
	last int64 // arrival of the newest commit that touches it, placed or not
}

// feed reads all commits once and sorts their entries to records, in order of first appearance.
func (r *reader) feed() (out []*gathered, err error) {
	personal, err := r.allPersonal()
	if err != nil {
		return nil, err
	}
	rows, err := r.tx.Query("SELECT id, bytes, status FROM commits ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("reading feed: %w", err)
	}
	defer rows.Close()
	all := map[ledger.RecordID]*gathered{}
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
				g = &gathered{Gathered: app.Gathered{Record: e.Record, Kind: e.Kind}}
				all[e.Record] = g
				out = append(out, g)
			}
			g.last = id
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
