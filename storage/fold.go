package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
)

// finish folds what the transaction touched. Where authority has changed for steps that are folded, every record is folded again.
func (w *writer) finish() error {
	if w.refold {
		w.refold, w.touched, w.order, w.weight = false, nil, nil, 0
		return errors.Join(w.makeTables(), w.refoldAll(nil))
	}
	return w.settle()
}

// settle folds the records touched since the last time.
func (w *writer) settle() error {
	older, err := w.older()
	if err != nil {
		return err
	}
	for _, id := range w.order {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.fold(id, w.touched[id], older[id]); err != nil {
			return fmt.Errorf("folding record %s: %w", id, err)
		}
	}
	w.touched, w.order, w.weight = nil, nil, 0
	return w.tally()
}

// fold writes a record's row, counters and search text. A record that begins in this transaction, without older entries, has no
// row and needs no reading.
func (w *writer) fold(id ledger.RecordID, b *batch, older bool) error {
	k := w.s.kinds.Kind(b.kind)
	if k == nil {
		return nil // of a newer version: kept in the feed, shown once the program knows it
	}
	var before *folded
	var err error
	if older {
		if before, err = w.stored(w.ctx, k, id); err != nil {
			return err
		}
	}
	entries, complete := b.entries, true
	if older || b.partial {
		if entries, complete, err = w.entries(w.ctx, id); err != nil {
			return err
		}
	}
	if len(entries) == 0 {
		return nil // all of it is held: there is nothing to show yet
	}
	rec := ledger.Fold(k, id, entries, w.s.graph.currentRoster())
	rec.Incomplete = rec.Incomplete || !complete
	if err := w.forget(rec); err != nil {
		return err
	}
	return errors.Join(w.put(k, before, rec, b.last), w.dropBlobs(rec))
}

// olderEntries selects those of a list of records that have entries from before a commit.
const olderEntries = "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM entries WHERE record = value AND commit_id < ?)"

// older finds those of the records touched that have entries from before they were touched. Asking for all at once costs an
// import a fraction of asking for each.
func (w *writer) older() (map[ledger.RecordID]bool, error) {
	if len(w.order) == 0 {
		return nil, nil
	}
	ids, err := json.Marshal(w.order)
	if err != nil {
		return nil, err
	}
	first := w.touched[w.order[0]].first
	rows, err := w.tx.QueryContext(w.ctx, olderEntries, string(ids), first)
	if err != nil {
		return nil, fmt.Errorf("looking for older entries: %w", err)
	}
	defer rows.Close()
	out := map[ledger.RecordID]bool{}
	for rows.Next() {
		var id ledger.RecordID
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("looking for older entries: %w", err)
		}
		out[id] = true
	}
	return out, rows.Err()
}

// forget drops the personal sub-bodies that an erasure covers.
func (w *writer) forget(rec *ledger.Record) error {
	for _, s := range rec.Steps {
		if s.Erased {
			if err := w.exec("DELETE FROM personal WHERE idx = ? AND commit_id = (SELECT id FROM commits WHERE hash = ?)", s.Index, s.Node.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// folded is a record's row.
type folded struct {
	n          int64
	number     string
	state      string
	body       string
	facts      string
	conflicts  string
	incomplete bool
	fields     ledger.Fields
}

func render(rec *ledger.Record) (folded, error) {
	body, err := ledger.Canonical(rec.Fields)
	if err != nil {
		return folded{}, err
	}
	facts, err := json.Marshal(rec.Facts)
	if err != nil {
		return folded{}, err
	}
	conflicts, err := json.Marshal(outline(rec.Conflicts))
	return folded{number: rec.Number, state: string(rec.State), body: string(body), facts: string(facts),
		conflicts: string(conflicts), incomplete: rec.Incomplete, fields: rec.Fields}, err
}

// outlined is a conflict as a row keeps it.
type outlined struct {
	Field string            `json:"field"`
	Sides []ledger.EntryRef `json:"sides"`
}

func outline(cs []ledger.Conflict) []outlined {
	out := []outlined{}
	for _, c := range cs {
		o := outlined{Field: c.Field}
		for _, s := range c.Sides {
			o.Sides = append(o.Sides, s.Ref)
		}
		out = append(out, o)
	}
	return out
}

func (w *writer) put(k *ledger.Kind, before *folded, rec *ledger.Record, last int64) error {
	now, err := render(rec)
	if err != nil {
		return err
	}
	if before == nil {
		res, err := w.run("INSERT INTO r_"+k.Name+" (id, number, state, body, facts, conflicts, incomplete, last) VALUES (?,?,?,?,?,?,?,?)",
			rec.ID, now.number, now.state, now.body, now.facts, now.conflicts, now.incomplete, last)
		if err != nil {
			return err
		}
		if now.n, err = res.LastInsertId(); err != nil {
			return err
		}
	} else {
		now.n = before.n
		if _, err := w.run("UPDATE r_"+k.Name+" SET number=?, state=?, body=?, facts=?, conflicts=?, incomplete=?, last=? WHERE n=?",
			now.number, now.state, now.body, now.facts, now.conflicts, now.incomplete, last, now.n); err != nil {
			return err
		}
	}
	w.count(k, before, -1)
	w.count(k, &now, +1)
	return errors.Join(w.dispute(rec, before), w.annex(rec, before != nil), w.index(k, before, &now))
}

// counter names how many records of a kind have a state or a choice.
type counter struct{ kind, field, value string }

// count keeps how many records have each state and each choice, until tally writes it.
func (w *writer) count(k *ledger.Kind, f *folded, by int) {
	if f == nil {
		return
	}
	if w.counts == nil {
		w.counts = map[counter]int{}
	}
	for field, value := range counted(k, f) {
		w.counts[counter{k.Name, field, value}] += by
	}
	w.countDays(k, f, by)
}

// tally writes what was counted, in one order on every machine.
func (w *writer) tally() error {
	order := slices.SortedFunc(maps.Keys(w.counts), func(a, b counter) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.field, b.field), cmp.Compare(a.value, b.value))
	})
	for _, c := range order {
		if w.counts[c] == 0 {
			continue
		}
		if _, err := w.run(`INSERT INTO counters (kind, field, value, n) VALUES (?,?,?,?)
			ON CONFLICT (kind, field, value) DO UPDATE SET n = n + excluded.n`, c.kind, c.field, c.value, w.counts[c]); err != nil {
			return err
		}
	}
	w.counts = nil
	return w.tallyDays()
}

func counted(k *ledger.Kind, f *folded) map[string]string {
	out := map[string]string{"state": f.state}
	for _, d := range k.Fields {
		if d.Type == ledger.Choice && !d.Step {
			out[d.Key] = f.fields.Text(d.Key)
		}
	}
	return out
}

// stored reads a record's row; nil where there is none.
func (r *reader) stored(ctx context.Context, k *ledger.Kind, id ledger.RecordID) (*folded, error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT n, number, state, body, facts, conflicts, incomplete FROM r_"+k.Name+" WHERE id = ?", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	f := &folded{}
	if err := rows.Scan(&f.n, &f.number, &f.state, &f.body, &f.facts, &f.conflicts, &f.incomplete); err != nil {
		return nil, err
	}
	return f, json.Unmarshal([]byte(f.body), &f.fields)
}

// stepsOf selects the entries of a record.
const stepsOf = `SELECT c.hash, e.idx, c.status, coalesce(p.body, '') FROM entries e
		JOIN commits c ON c.id = e.commit_id LEFT JOIN personal p ON p.commit_id = e.commit_id AND p.idx = e.idx
		WHERE e.record = ? ORDER BY c.id, e.idx`

// entries reads the placed entries of a record with their personal parts. complete is false where a held
// commit touches it; an invalid one is not missing, it never counts.
func (r *reader) entries(ctx context.Context, id ledger.RecordID) (list []*ledger.Placed, complete bool, err error) {
	rows, err := r.tx.QueryContext(ctx, stepsOf, id)
	if err != nil {
		return nil, false, fmt.Errorf("reading entries: %w", err)
	}
	defer rows.Close()
	complete = true
	for rows.Next() {
		var hash ledger.Hash
		var idx int
		var status, personal string
		if err := rows.Scan(&hash, &idx, &status, &personal); err != nil {
			return nil, false, fmt.Errorf("reading entries: %w", err)
		}
		if status != "placed" {
			complete = complete && status != "held"
			continue
		}
		p, err := r.placed(ctx, hash, idx, personal)
		if err != nil {
			return nil, false, err
		}
		list = append(list, p)
	}
	slices.SortFunc(list, (*ledger.Placed).Compare)
	return list, complete, rows.Err()
}

// manySteps selects the entries of many records as stepsOf does those of one, commit by commit: an import's large ones are parsed once.
func manySteps(kind string) string {
	return `SELECT e.record, c.hash, e.idx, c.status, coalesce(p.body, '') FROM entries e
		JOIN commits c ON c.id = e.commit_id LEFT JOIN personal p ON p.commit_id = e.commit_id AND p.idx = e.idx
		WHERE e.record IN (SELECT id FROM r_` + kind + ` WHERE id IN (SELECT value FROM json_each(?))) ORDER BY c.id, e.idx`
}

// entriesOf reads the entries of many records of a kind, in order of first appearance.
func (r *reader) entriesOf(ctx context.Context, kind string, ids []ledger.RecordID) (out []*app.Gathered, err error) {
	wanted, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("naming records: %w", err)
	}
	rows, err := r.tx.QueryContext(ctx, manySteps(kind), string(wanted))
	if err != nil {
		return nil, fmt.Errorf("reading entries: %w", err)
	}
	defer rows.Close()
	all := map[ledger.RecordID]*app.Gathered{}
	for rows.Next() {
		var id ledger.RecordID
		var hash ledger.Hash
		var idx int
		var status, personal string
		if err := rows.Scan(&id, &hash, &idx, &status, &personal); err != nil {
			return nil, fmt.Errorf("reading entries: %w", err)
		}
		g := all[id]
		if g == nil {
			g = &app.Gathered{Record: id, Kind: kind}
			all[id], out = g, append(out, g)
		}
		if status != "placed" {
			g.Broken = true
			continue
		}
		p, err := r.placed(ctx, hash, idx, personal)
		if err != nil {
			return nil, err
		}
		g.Entries = append(g.Entries, p)
	}
	for _, g := range out {
		slices.SortFunc(g.Entries, (*ledger.Placed).Compare)
	}
	return out, rows.Err()
}

func (r *reader) placed(ctx context.Context, h ledger.Hash, idx int, personal string) (*ledger.Placed, error) {
	s, err := r.commit(ctx, h)
	if err != nil {
		return nil, fmt.Errorf("reading entries: %w", err)
	}
	n := r.s.graph.Node(s.Hash)
	if n == nil || idx >= len(s.Entries) {
		return nil, fmt.Errorf("reading entries: commit %s is not placed", s.Hash.Short())
	}
	p := &ledger.Placed{Node: n, Index: idx, Entry: s.Entries[idx]}
	if personal != "" {
		if err := json.Unmarshal([]byte(personal), &p.Personal); err != nil {
			return nil, fmt.Errorf("reading personal part of %s: %w", s.Hash.Short(), err)
		}
	}
	return p, nil
}
