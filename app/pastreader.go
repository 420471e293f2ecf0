package app

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

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
	_, where := grouped(q.Where)
	for _, r := range rows {
		if (matches == nil || matches[r.rec.ID]) && satisfies(k, &Row{Record: *r.rec}, where) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, inOrder(k, q))
	return out, nil
}

// matching are the records that a search, or the name of a group of commits, finds; nil without either.
func (p *past) matching(ctx context.Context, q Query) (map[ledger.RecordID]bool, error) {
	groups, _ := grouped(q.Where)
	if q.Search == "" && len(groups) == 0 {
		return nil, nil
	}
	if q.Search != "" && p.received != nil {
		return nil, fault.New(fault.Usage, "--known-at 不能与 --search 同用：搜索按现在的文字").With("请改用 --where")
	}
	out := map[ledger.RecordID]bool{}
	err := p.Reader.Each(ctx, Query{Kind: q.Kind, Search: q.Search, Where: groups}, func(row *Row) error {
		out[row.ID] = true
		return nil
	})
	return out, err
}

// grouped parts the conditions on what commits did from the others: no record tells them.
func grouped(where []Condition) (groups, others []Condition) {
	for _, c := range where {
		if c.Key == GroupKey || c.Key == ArrivalKey {
			groups = append(groups, c)
		} else {
			others = append(others, c)
		}
	}
	return groups, others
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

// Disputed implements Reader.
func (p *past) Disputed(ctx context.Context, kind string) (out []ledger.RecordID, err error) {
	rows, err := p.found(ctx, Query{Kind: kind})
	for _, r := range rows {
		if len(r.rec.Conflicts) > 0 {
			out = append(out, r.rec.ID)
		}
	}
	return out, err
}

// Roster implements Reader.
func (p *past) Roster(ctx context.Context) (*ledger.Roster, error) { return p.roster(ctx) }

// Tip implements Reader.
func (p *past) Tip(ctx context.Context) (ledger.Tip, error) {
	if p.received != nil {
		return p.was.Tip, nil
	}
	return p.Reader.Tip(ctx)
}

// Heads implements Reader.
func (p *past) Heads(ctx context.Context) ([]Head, error) {
	if p.received != nil {
		return p.was.Heads, nil
	}
	return p.Reader.Heads(ctx)
}

// Commits implements Reader.
func (p *past) Commits(ctx context.Context, q CommitQuery, fn func(at int64, s *ledger.Sealed) error) error {
	return p.Reader.Commits(ctx, q, func(at int64, s *ledger.Sealed) error {
		if p.received != nil && !p.was.Commits[s.Hash] {
			return nil
		}
		return fn(at, s)
	})
}

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
