package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// At is this session as it would have stood by what was known at a moment: what came later is left out, and it is that
// moment's now. It reads only. Zero: this session.
func (a *App) At(knownAt time.Time) *App {
	if knownAt.IsZero() {
		return a
	}
	var mu sync.Mutex
	seen := past{kinds: a.Kinds, folded: map[string][]*pastRow{}} // stays for the next view
	b := a.looking(func(ctx context.Context, r Reader) (Reader, error) {
		mu.Lock()
		defer mu.Unlock()
		if seen.knowledge == nil {
			was, err := r.Known(ctx, knownAt)
			if err != nil {
				return nil, err
			}
			seen.knowledge = &knowledge{was: was}
		}
		p := seen
		p.Reader = r
		return &p, nil
	})
	if knownAt.Before(a.Now()) {
		b.Now = func() time.Time { return knownAt.In(ledger.Zone) }
	}
	return b
}

// AsOf is this session by the facts dated up to a moment, from all entries it knows. Kinds that say what holds are taken as
// they stand, but for the one named. It reads only. Zero, or a moment that is not past: this session.
func (a *App) AsOf(t time.Time, kind string) *App {
	if t.IsZero() || !t.Before(a.Now()) {
		return a
	}
	return a.looking(func(_ context.Context, r Reader) (Reader, error) {
		p := &past{Reader: r, asOf: t, kind: kind, kinds: a.Kinds, folded: map[string][]*pastRow{}}
		if known, ok := r.(*past); ok {
			p.Reader, p.knowledge = known.Reader, known.knowledge
		}
		return p, nil
	})
}

// past is AsOf where that tells: what a window takes for now is a little past already.
func (a *App) past(t time.Time) *App {
	if !t.Before(a.Now().Add(-time.Minute)) {
		return a
	}
	return a.AsOf(t, "")
}

func (a *App) looking(by func(context.Context, Reader) (Reader, error)) *App {
	b := *a
	b.Store = &pastStore{a.Store, by}
	if b.present == nil {
		b.present = a
	}
	return &b
}

// pastStore is a store looked at otherwise than it stands.
type pastStore struct {
	Store
	by func(context.Context, Reader) (Reader, error)
}

// View implements Store.
func (s *pastStore) View(ctx context.Context, fn func(Reader) error) error {
	return s.Store.View(ctx, func(r Reader) error {
		p, err := s.by(ctx, r)
		if err != nil {
			return err
		}
		return fn(p)
	})
}

// Write implements Store: nothing is written in the past.
func (s *pastStore) Write(context.Context, func(Writer) error) error {
	return fault.New(fault.Usage, "按 --as-of、--known-at 只能查看，不能办理")
}

// knowledge is what was received up to a moment.
type knowledge struct {
	was     Known
	entries []*Gathered // read once
}

// past reads records folded anew from what was known and had happened. What it does not fold itself it leaves to the reader
// below: attachments' bytes, local settings.
type past struct {
	Reader
	*knowledge // nil: all that is here
	asOf       time.Time
	kind       string // rewound though it is one that stands
	kinds      *ledger.Registry

	entries []*Gathered
	folded  map[string][]*pastRow
}

// pastRow is a record as it was, with what it is listed by.
type pastRow struct {
	rec     *ledger.Record
	facts   []byte
	n, last int64
}

func (p *past) roster(ctx context.Context) (*ledger.Roster, error) {
	if p.knowledge != nil {
		return p.was.Roster, nil
	}
	return p.Reader.Roster(ctx)
}

// fold folds a record from its entries; nil where it was not there.
func (p *past) fold(ctx context.Context, k *ledger.Kind, id ledger.RecordID, list []*ledger.Placed) (*ledger.Record, error) {
	roster, err := p.roster(ctx)
	if err != nil {
		return nil, err
	}
	asOf := p.asOf
	if k.Standing && k.Name != p.kind {
		asOf = time.Time{}
	}
	var there []*ledger.Placed
	for _, e := range list {
		if p.knows(e) || e.Entry.Action == ledger.Erase { // what was erased stays so
			there = append(there, e)
		}
	}
	rec := ledger.FoldAsOf(k, id, there, roster, asOf)
	rec.Steps = slices.DeleteFunc(rec.Steps, func(s *ledger.Taken) bool { return !p.knows(s.Placed) })
	if len(rec.Steps) == 0 {
		return nil, nil
	}
	return rec, nil
}

func (p *past) knows(e *ledger.Placed) bool { return p.knowledge == nil || p.was.Commits[e.Node.Hash] }

// Record implements Reader.
func (p *past) Record(ctx context.Context, kind, key string) (*ledger.Record, error) {
	now, err := p.Reader.Record(ctx, kind, key)
	if err != nil {
		return nil, err
	}
	list := make([]*ledger.Placed, len(now.Steps))
	for i, s := range now.Steps {
		list[i] = s.Placed
	}
	rec, err := p.fold(ctx, p.kinds.Kind(kind), now.ID, list)
	if err == nil && rec == nil {
		err = fmt.Errorf("%s %s: %w", kind, key, ErrNotFound)
	}
	if rec != nil {
		rec.Incomplete = rec.Incomplete || now.Incomplete
	}
	return rec, err
}

// rows folds all records of a kind, once.
func (p *past) rows(ctx context.Context, k *ledger.Kind) (out []*pastRow, err error) {
	if out, ok := p.folded[k.Name]; ok {
		return out, nil
	}
	all, err := p.all(ctx)
	if err != nil {
		return nil, err
	}
	for n, g := range all {
		if g.Kind != k.Name {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row, err := p.row(ctx, k, g, int64(n))
		if err != nil {
			return nil, err
		}
		if row != nil {
			out = append(out, row)
		}
	}
	p.folded[k.Name] = out
	return out, nil
}

func (p *past) row(ctx context.Context, k *ledger.Kind, g *Gathered, n int64) (*pastRow, error) {
	rec, err := p.fold(ctx, k, g.Record, g.Entries)
	if err != nil || rec == nil {
		return nil, err
	}
	rec.Incomplete = rec.Incomplete || g.Broken
	row := &pastRow{rec: rec, n: n}
	if row.facts, err = json.Marshal(rec.Facts); err != nil {
		return nil, err
	}
	taken := map[ledger.EntryRef]bool{}
	for _, s := range rec.Steps {
		taken[s.Ref()] = true
	}
	for i, e := range g.Entries {
		if taken[e.Ref()] {
			row.last = max(row.last, g.Arrived[i])
		}
	}
	rec.Steps = nil // lists have none
	return row, nil
}

// all reads the feed once, for all readers of what was known.
func (p *past) all(ctx context.Context) (out []*Gathered, err error) {
	kept := &p.entries
	if p.knowledge != nil {
		kept = &p.knowledge.entries
	}
	if *kept == nil {
		*kept, err = p.Reader.Entries(ctx)
	}
	return *kept, err
}

// Each implements Reader. A search finds by the text as it is now.
func (p *past) Each(ctx context.Context, q Query, fn func(*Row) error) error {
	rows, err := p.found(ctx, q)
	if err != nil {
		return err
	}
	rows = rows[min(q.Offset, len(rows)):]
	if q.Limit > 0 {
		rows = rows[:min(q.Limit, len(rows))]
	}
	for _, r := range rows {
		row := &Row{Record: *r.rec, FactsJSON: r.facts}
		row.Fields = maps.Clone(row.Fields)
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// found are the rows a query finds, in its order.
func (p *past) found(ctx context.Context, q Query) (out []*pastRow, err error) {
	k := p.kinds.Kind(q.Kind)
	if k == nil {
		return nil, fmt.Errorf("%s: %w", q.Kind, ErrNotFound)
	}
	rows, err := p.rows(ctx, k)
	if err != nil {
		return nil, err
	}
	matches, err := p.matching(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if (matches == nil || matches[r.rec.ID]) && satisfies(k, &Row{Record: *r.rec}, q.Where) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, inOrder(k, q))
	return out, nil
}

// matching are the records a search finds; nil without one.
func (p *past) matching(ctx context.Context, q Query) (map[ledger.RecordID]bool, error) {
	if q.Search == "" {
		return nil, nil
	}
	if p.knowledge != nil {
		return nil, fault.New(fault.Usage, "--known-at 不能与 --search 同用：搜索按现在的文字").With("请改用 --where")
	}
	out := map[ledger.RecordID]bool{}
	err := p.Reader.Each(ctx, Query{Kind: q.Kind, Search: q.Search}, func(row *Row) error {
		out[row.ID] = true
		return nil
	})
	return out, err
}

// Count implements Reader.
func (p *past) Count(ctx context.Context, q Query, limit int) (int, error) {
	rows, err := p.found(ctx, q)
	if n := len(rows); limit <= 0 || n < limit {
		return n, err
	}
	return limit, err
}

// Tally implements Reader.
func (p *past) Tally(ctx context.Context, kind string) (map[string]map[string]int, error) {
	k := p.kinds.Kind(kind)
	rows, err := p.rows(ctx, k)
	out := map[string]map[string]int{"state": {}}
	for _, r := range rows {
		out["state"][string(r.rec.State)]++
		for _, d := range k.Fields {
			if d.Type != ledger.Choice || d.Step {
				continue
			}
			if out[d.Key] == nil {
				out[d.Key] = map[string]int{}
			}
			out[d.Key][r.rec.Fields.Text(d.Key)]++
		}
	}
	return out, err
}

// Roster implements Reader.
func (p *past) Roster(ctx context.Context) (*ledger.Roster, error) { return p.roster(ctx) }

// Tip implements Reader.
func (p *past) Tip(ctx context.Context) (ledger.Tip, error) {
	if p.knowledge != nil {
		return p.was.Tip, nil
	}
	return p.Reader.Tip(ctx)
}

// Heads implements Reader.
func (p *past) Heads(ctx context.Context) ([]Head, error) {
	if p.knowledge != nil {
		return p.was.Heads, nil
	}
	return p.Reader.Heads(ctx)
}

// Commits implements Reader.
func (p *past) Commits(ctx context.Context, limit int, fn func(*ledger.Sealed) error) error {
	left := limit
	err := p.Reader.Commits(ctx, 0, func(s *ledger.Sealed) error {
		if p.knowledge != nil && !p.was.Commits[s.Hash] {
			return nil
		}
		if err := fn(s); err != nil {
			return err
		}
		if left--; left == 0 {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return err
}

var errEnough = errors.New("enough")

// LinksTo implements Reader.
func (p *past) LinksTo(ctx context.Context, id ledger.RecordID) (out []Incoming, err error) {
	err = p.links(ctx, p.kinds.Kinds(), func(from *ledger.Record, l ledger.Linked) {
		if l.To == id {
			out = append(out, Incoming{From: from.ID, Kind: from.Kind, Relation: l.Relation})
		}
	})
	return out, err
}

// LinksOf implements Reader.
func (p *past) LinksOf(ctx context.Context, kind, relation string) (out [][2]ledger.RecordID, err error) {
	err = p.links(ctx, []*ledger.Kind{p.kinds.Kind(kind)}, func(from *ledger.Record, l ledger.Linked) {
		if l.Kind == kind && l.Relation == relation {
			out = append(out, [2]ledger.RecordID{from.ID, l.To})
		}
	})
	return out, err
}

func (p *past) links(ctx context.Context, kinds []*ledger.Kind, fn func(*ledger.Record, ledger.Linked)) error {
	for _, k := range kinds {
		rows, err := p.rows(ctx, k)
		if err != nil {
			return err
		}
		for _, r := range rows {
			for _, l := range r.rec.Links {
				fn(r.rec, l)
			}
		}
	}
	return nil
}
