package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// selection is a query as SQL, but for what it selects.
type selection struct {
	table              string // of the kind
	from, where, order string
	args               []any
	found              []any // what the full-text index is asked, where that is all: counting needs no rows then
}

// wanted is what a query is read for.
type wanted bool

const (
	forRows   wanted = false // in its order, a page of them
	forNumber wanted = true
)

// selectionOf turns a query into SQL such that its first page reads about as many rows as it shows: a search walks the
// full-text index from its newest end, a list an index in the order wanted, and what few records have is looked up.
func (r *reader) selectionOf(ctx context.Context, q app.Query, what wanted) (k *ledger.Kind, s selection, err error) {
	if k = r.s.kinds.Kind(q.Kind); k == nil {
		return nil, s, fmt.Errorf("%s: %w", q.Kind, app.ErrNotFound)
	}
	s.table = "r_" + k.Name
	s.from = s.table
	by, newest := q.Sort, "last DESC, n DESC"
	if matching(q.Search) != "" {
		newest = "search.rowid DESC"
	} else if span := q.NarrowedBy(k); by == "" && span != "" {
		by = "-" + span
	}
	if s.order, err = order(k, by, newest); err != nil {
		return k, s, err
	}
	parts, err := r.lookUp(ctx, k, q, what, &s)
	if err != nil {
		return k, s, err
	}
	aside, err := r.driving(ctx, k, q, by, what, &s)
	if err != nil {
		return k, s, err
	}
	for _, c := range q.Where {
		sql, args, err := "", []any(nil), error(nil)
		switch c.Key {
		case app.GroupKey:
			sql, args, err = r.touchedBy(ctx, c.Value, &s)
		case app.ArrivalKey:
			sql, args, err = r.touchedIn(ctx, c.Value, &s)
		default:
			sql, args, err = condition(k, c, aside && c.Key == "state")
		}
		if err != nil {
			return k, s, err
		}
		parts, s.args = append(parts, sql), append(s.args, args...)
	}
	s.where = strings.Join(append(parts, "1"), " AND ")
	return k, s, nil
}

// lookUp has the full-text index lead where something is searched for, or where it finds few. What it finds of a value that more
// have, but not one of a hundred, is held against the list in the order wanted: what stands between is passed over without being read.
func (r *reader) lookUp(ctx context.Context, k *ledger.Kind, q app.Query, what wanted, s *selection) (parts []string, err error) {
	by := lookedUp(k, q)
	lead := matching(q.Search) != ""
	if by.match == "" || !lead && identified(q) {
		return nil, nil
	}
	var ord int64
	if err := r.tx.QueryRowContext(ctx, "SELECT ord FROM kinds WHERE name = ?", k.Name).Scan(&ord); err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	found := []any{by.match, ord << ordBits, (ord+1)<<ordBits - 1}
	if by.whole {
		s.found = found
	}
	if !lead {
		few, some, err := r.share(ctx, k, by, found)
		if err != nil || !few && !some {
			return nil, err
		}
		if !few {
			s.args = append([]any{ord << ordBits}, found...)
			among := "n IN (SELECT rowid - ? FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?)"
			if what == forRows {
				among = "+" + among // else these would be read and sorted, all of them
			}
			return []string{among}, nil
		}
	}
	s.from = "search CROSS JOIN r_" + k.Name
	s.args = append(found, ord<<ordBits)
	return []string{"search MATCH ? AND search.rowid BETWEEN ? AND ? AND n = search.rowid - ?"}, nil
}

// identified reports whether a query names its records: nothing is quicker.
func identified(q app.Query) bool {
	return slices.ContainsFunc(q.Where, func(c app.Condition) bool { return c.Op == app.Equal && (c.Key == "id" || c.Key == "number") })
}

// common is from how many records on it costs more to sort those of a state than to walk all in the order wanted.
const common = 1000

// driving decides whether the index on the state leads, by how many records have the states asked for: it must for few,
// and is set aside for many that are wanted in another order than its own.
func (r *reader) driving(ctx context.Context, k *ledger.Kind, q app.Query, by string, what wanted, s *selection) (aside bool, err error) {
	for _, c := range q.Where {
		if c.Key != "state" || c.Op != app.Equal || len(c.Value) == 0 || s.from != "r_"+k.Name {
			continue
		}
		n := 0
		for _, v := range c.Value {
			var one int
			if err := r.tx.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) FROM counters WHERE kind = ? AND field = 'state' AND value = ?", k.Name, v).Scan(&one); err != nil {
				return false, fmt.Errorf("counting states: %w", err)
			}
			n += one
		}
		switch {
		case n <= common:
			s.from += " INDEXED BY r_" + k.Name + "_state"
		case by != "" || len(c.Value) > 1 && what == forRows:
			return true, nil
		}
		break
	}
	return false, nil
}

// order gives the sort; ties are broken by age, so that pages do not overlap.
func order(k *ledger.Kind, sort, newest string) (string, error) {
	if sort == "" {
		return newest, nil
	}
	key, descending := strings.CutPrefix(sort, "-")
	col, err := columnOf(k, key)
	if err != nil {
		return "", err
	}
	by := col.sql
	if col.typ == ledger.Int || col.typ == ledger.Points {
		by = "CAST(" + by + " AS NUMERIC)"
	}
	if descending {
		return by + " DESC, n DESC", nil
	}
	return by + ", n", nil
}

// Each implements app.Reader.
func (r *reader) Each(ctx context.Context, q app.Query, fn func(*app.Row) error) error {
	k, s, err := r.selectionOf(ctx, q, forRows)
	if err != nil {
		return err
	}
	limit := -1
	if q.Limit > 0 {
		limit = q.Limit
	}
	list, err := r.tx.QueryContext(ctx, s.list(), append(s.args, limit, q.Offset)...)
	if err != nil {
		return fmt.Errorf("listing %s: %w", k.Name, err)
	}
	defer list.Close()
	for list.Next() {
		row := &app.Row{}
		row.Kind = k.Name
		var body, conflicts string
		if err := list.Scan(&row.ID, &row.Number, &row.State, &body, &row.FactsJSON, &conflicts, &row.Incomplete); err != nil {
			return fmt.Errorf("listing %s: %w", k.Name, err)
		}
		if err := json.Unmarshal([]byte(body), &row.Fields); err != nil {
			return fmt.Errorf("listing %s: %w", k.Name, err)
		}
		if row.Conflicts, err = readConflicts(conflicts); err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return list.Err()
}

// lead reports whether an index was chosen already.
func (s selection) lead() bool { return s.from != s.table }

func (s selection) list() string {
	return "SELECT id, number, state, body, facts, conflicts, incomplete FROM " + s.from + " WHERE " + s.where + " ORDER BY " + s.order + " LIMIT ? OFFSET ?"
}

func (s selection) count(limit int) (string, []any) {
	if s.found != nil {
		return countFound, append(slices.Clone(s.found), limit)
	}
	return "SELECT count(*) FROM (SELECT 1 FROM " + s.from + " WHERE " + s.where + " LIMIT ?)", append(s.args, limit)
}

// Count implements app.Reader.
func (r *reader) Count(ctx context.Context, q app.Query, limit int) (int, error) {
	q.Sort = ""
	if limit <= 0 {
		if n, ok, err := r.countByDays(ctx, q); ok || err != nil {
			return n, err
		}
	}
	k, s, err := r.selectionOf(ctx, q, forNumber)
	if err != nil {
		return 0, err
	}
	if limit <= 0 {
		limit = -1
	}
	var n int
	query, args := s.count(limit)
	if err := r.tx.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("counting %s: %w", k.Name, err)
	}
	return n, nil
}

// Tally implements app.Reader.
func (r *reader) Tally(ctx context.Context, kind string) (map[string]map[string]int, error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT field, value, n FROM counters WHERE kind = ? AND n <> 0", kind)
	if err != nil {
		return nil, fmt.Errorf("reading counters: %w", err)
	}
	defer rows.Close()
	out := map[string]map[string]int{}
	for rows.Next() {
		var field, value string
		var n int
		if err := rows.Scan(&field, &value, &n); err != nil {
			return nil, fmt.Errorf("reading counters: %w", err)
		}
		if out[field] == nil {
			out[field] = map[string]int{}
		}
		out[field][value] = n
	}
	return out, rows.Err()
}

func readConflicts(raw string) ([]ledger.Conflict, error) {
	var list []outlined
	if err := json.Unmarshal([]byte(raw), &list); err != nil {
		return nil, fmt.Errorf("reading conflicts: %w", err)
	}
	var out []ledger.Conflict
	for _, o := range list {
		c := ledger.Conflict{Field: o.Field}
		for _, ref := range o.Sides {
			c.Sides = append(c.Sides, ledger.Side{Ref: ref})
		}
		out = append(out, c)
	}
	return out, nil
}
