package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// UnknownFieldError means a query names a field the kind has not.
type UnknownFieldError struct{ Kind, Key string }

func (e *UnknownFieldError) Error() string { return fmt.Sprintf("%s has no field %s", e.Kind, e.Key) }

// column gives the SQL by which a key is compared. Keys come from people: only those of the kind are taken.
func column(k *ledger.Kind, key string) (string, error) {
	switch key {
	case "id", "number", "state", "last":
		return key, nil
	}
	f, ok := k.Field(key)
	switch {
	case !ok:
		return "", &UnknownFieldError{k.Name, key}
	case generated(f):
		return "f_" + f.Key, nil
	}
	return "coalesce(json_extract(body, '$." + f.Key + "'), '')", nil
}

// where builds the condition of a query; every value is a parameter.
func (r *reader) where(k *ledger.Kind, q app.Query) (string, []any, error) {
	parts, args := []string{"1"}, []any{}
	for _, c := range q.Where {
		col, err := column(k, c.Key)
		if err != nil {
			return "", nil, err
		}
		op := string(c.Op)
		join := " OR "
		switch c.Op {
		case app.Equal, app.AtLeast, app.AtMost:
		case app.Differs:
			op, join = "<>", " AND "
		default:
			return "", nil, fmt.Errorf("operator %q", c.Op)
		}
		var any []string
		for _, v := range c.Value {
			any = append(any, col+" "+op+" ?")
			args = append(args, v)
		}
		if len(any) > 0 {
			parts = append(parts, "("+strings.Join(any, join)+")")
		}
	}
	if match := matching(q.Search); match != "" {
		var ord int64
		if err := r.tx.QueryRow("SELECT ord FROM kinds WHERE name = ?", k.Name).Scan(&ord); err != nil {
			return "", nil, fmt.Errorf("searching: %w", err)
		}
		parts = append(parts, "n IN (SELECT rowid - ? FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?)")
		args = append(args, ord<<ordBits, match, ord<<ordBits, (ord+1)<<ordBits-1)
	}
	return strings.Join(parts, " AND "), args, nil
}

// order gives the sort; ties are broken by age, so that pages do not overlap.
func order(k *ledger.Kind, sort string) (string, error) {
	if sort == "" {
		return "last DESC, n DESC", nil
	}
	key, descending := strings.CutPrefix(sort, "-")
	col, err := column(k, key)
	if err != nil {
		return "", err
	}
	if descending {
		return col + " DESC, n DESC", nil
	}
	return col + ", n", nil
}

// Each implements app.Reader.
func (r *reader) Each(ctx context.Context, q app.Query, fn func(*app.Row) error) error {
	k := r.s.kinds.Kind(q.Kind)
	if k == nil {
		return fmt.Errorf("%s: %w", q.Kind, app.ErrNotFound)
	}
	where, args, err := r.where(k, q)
	if err != nil {
		return err
	}
	by, err := order(k, q.Sort)
	if err != nil {
		return err
	}
	limit := -1
	if q.Limit > 0 {
		limit = q.Limit
	}
	rows, err := r.tx.QueryContext(ctx, "SELECT id, number, state, body, facts, conflicts, incomplete FROM r_"+k.Name+
		" WHERE "+where+" ORDER BY "+by+" LIMIT ? OFFSET ?", append(args, limit, q.Offset)...)
	if err != nil {
		return fmt.Errorf("listing %s: %w", k.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		row := &app.Row{}
		row.Kind = k.Name
		var body, conflicts string
		if err := rows.Scan(&row.ID, &row.Number, &row.State, &body, &row.FactsJSON, &conflicts, &row.Incomplete); err != nil {
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
	return rows.Err()
}

// Count implements app.Reader.
func (r *reader) Count(ctx context.Context, q app.Query, limit int) (int, error) {
	k := r.s.kinds.Kind(q.Kind)
	if k == nil {
		return 0, fmt.Errorf("%s: %w", q.Kind, app.ErrNotFound)
	}
	where, args, err := r.where(k, q)
	if err != nil {
		return 0, err
	}
	if limit <= 0 {
		limit = -1
	}
	var n int
	err = r.tx.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM r_"+k.Name+" WHERE "+where+" LIMIT ?)", append(args, limit)...).Scan(&n)
	return n, err
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
