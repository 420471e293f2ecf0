package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// received is what had come in up to a moment.
type received struct {
	was     Known
	entries []*Gathered // read once
}

// past reads records folded anew from what was known and had happened. What it does not fold itself it leaves to the reader
// below: attachments' bytes, local settings.
type past struct {
	Reader
	*received // nil: all that is here
	asOf      time.Time
	kind      string // rewound though it is one that stands
	kinds     *ledger.Registry

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
	if p.received != nil {
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

func (p *past) knows(e *ledger.Placed) bool { return p.received == nil || p.was.Commits[e.Node.Hash] }

// Record implements Reader.
func (p *past) Record(ctx context.Context, kind, key string) (*ledger.Record, error) {
	now, err := p.Reader.Record(ctx, kind, key)
	if err != nil {
		return nil, err
	}
	rec, err := p.before(ctx, kind, now)
	if err == nil && rec == nil {
		err = fmt.Errorf("%s %s: %w", kind, key, ErrNotFound)
	}
	return rec, err
}

// Records implements Reader.
func (p *past) Records(ctx context.Context, kind string, ids []ledger.RecordID, fn func(*ledger.Record) error) error {
	return p.Reader.Records(ctx, kind, ids, func(now *ledger.Record) error {
		rec, err := p.before(ctx, kind, now)
		if err != nil || rec == nil {
			return err
		}
		return fn(rec)
	})
}

// before is a record as it was; nil where it had not begun.
func (p *past) before(ctx context.Context, kind string, now *ledger.Record) (*ledger.Record, error) {
	list := make([]*ledger.Placed, len(now.Steps))
	for i, s := range now.Steps {
		list[i] = s.Placed
	}
	rec, err := p.fold(ctx, p.kinds.Kind(kind), now.ID, list)
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
	if p.received != nil {
		kept = &p.received.entries
	}
	if *kept == nil {
		*kept, err = p.Reader.Entries(ctx)
	}
	return *kept, err
}
