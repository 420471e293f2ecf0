package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// Commits implements app.Reader. It walks the commits from the end by their place; those of a record are looked up by it. The wall
// clock of every commit is written with the same offset, so that text compares as time does.
func (r *reader) Commits(ctx context.Context, q app.CommitQuery, fn func(at int64, s *ledger.Sealed) error) error {
	where, args := []string{"1"}, []any{}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if q.Before > 0 {
		add("id < ?", q.Before)
	}
	if q.Record != "" {
		add("id IN (SELECT commit_id FROM entries WHERE record = ?)", string(q.Record))
	}
	if q.Actors != nil {
		keys := make([]any, len(q.Actors))
		for i, k := range q.Actors {
			keys[i] = string(k)
		}
		add("actor IN ("+strings.TrimSuffix(strings.Repeat("?,", len(keys)), ",")+")", keys...)
	}
	if q.From != "" {
		add("wall >= ?", string(q.From))
	}
	if q.To != "" {
		add("wall < ?", string(q.To)+"U") // after the T of its last second
	}
	rows, err := r.tx.QueryContext(ctx, "SELECT id, bytes FROM commits WHERE "+strings.Join(where, " AND ")+" ORDER BY id DESC", args...)
	if err != nil {
		return fmt.Errorf("reading commits: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		var raw []byte
		if err := rows.Scan(&at, &raw); err != nil {
			return fmt.Errorf("reading commits: %w", err)
		}
		s, err := ledger.Read(raw)
		if err != nil {
			return fmt.Errorf("reading commits: %w", err)
		}
		if err := fn(at, s); errors.Is(err, app.ErrEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return rows.Err()
}
