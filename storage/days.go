package storage

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// A kind may name two of its times (ledger.CountedByDays). How many of its records have each two days and a state is kept by every
// step, so that a year is counted by its days: only records of the days a span begins or ends within are looked at.

// days is what records are counted together by; "" is the day of a time that is not known.
type days struct{ kind, first, second, state string }

// daysOf gives what a record is counted by.
func daysOf(k *ledger.Kind, f *folded) (d days, ok bool) {
	if k.Days == [2]string{} {
		return d, false
	}
	return days{k.Name, dayOf(f.fields.Text(k.Days[0])), dayOf(f.fields.Text(k.Days[1])), f.state}, true
}

func dayOf(moment string) string { return moment[:min(len(moment), len(time.DateOnly))] }

// countDays keeps how many records have the same days, until tallyDays writes it.
func (w *writer) countDays(k *ledger.Kind, f *folded, by int) {
	d, ok := daysOf(k, f)
	if !ok {
		return
	}
	if w.days == nil {
		w.days = map[days]int{}
	}
	w.days[d] += by
}

// tallyDays writes what was counted, in one order on every machine. Days that no record has any more are let go.
func (w *writer) tallyDays() error {
	order := slices.SortedFunc(maps.Keys(w.days), func(a, b days) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second), cmp.Compare(a.state, b.state))
	})
	for _, d := range order {
		n := w.days[d]
		if n == 0 {
			continue
		}
		if _, err := w.run(`INSERT INTO days (kind, first, second, state, n) VALUES (?,?,?,?,?)
			ON CONFLICT (kind, first, second, state) DO UPDATE SET n = n + excluded.n`, d.kind, d.first, d.second, d.state, n); err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if _, err := w.run("DELETE FROM days WHERE kind = ? AND first = ? AND second = ? AND state = ? AND n = 0", d.kind, d.first, d.second, d.state); err != nil {
			return err
		}
	}
	w.days = nil
	return nil
}

// span is what a query asks of one of a kind's two times: tests on its day, and the days within which it begins or ends.
type span struct {
	tests []string
	args  []any
	edges []string
	below bool // bounded from below
}

func (s *span) test(sql, day string) {
	s.tests, s.args = append(s.tests, sql), append(s.args, day)
}

// narrow takes a condition in, on the column of its day; ok is false where days can't answer it.
func (s *span) narrow(c app.Condition, column string) (ok bool) {
	if len(c.Value) != 1 || c.Op == app.Differs {
		return false
	}
	v := c.Value[0]
	if v == "" {
		s.below = true
		s.test(column+" = ?", "")
		return c.Op == app.Equal
	}
	day, within := dayOf(v), len(v) > len(time.DateOnly)
	if c.Op != app.AtMost { // as column.moment does
		s.below = true
		s.test(column+map[bool]string{true: " > ?", false: " >= ?"}[within], day)
	}
	switch {
	case c.Op == app.AtLeast:
	case within:
		s.test(column+" < ?", day)
	default:
		s.test(column+" < ?", day+beyond)
	}
	s.test(column+" > ?", "")
	if within && !slices.Contains(s.edges, day) {
		s.edges = append(s.edges, day)
	}
	return true
}

// countByDays counts what a query finds by days; ok is false where it asks for more than states and spans of the two times.
func (r *reader) countByDays(ctx context.Context, q app.Query) (n int, ok bool, err error) {
	k := r.s.kinds.Kind(q.Kind)
	if k == nil || k.Days == [2]string{} || q.Search != "" {
		return 0, false, nil
	}
	var first, second, state span
	for _, c := range q.Where {
		switch c.Key {
		case k.Days[0]:
			ok = first.narrow(c, "first")
		case k.Days[1]:
			ok = second.narrow(c, "second")
		case "state":
			ok = c.Op == app.Equal || c.Op == app.Differs
			sql, args, err := condition(k, c, false)
			if err != nil {
				return 0, false, err
			}
			state.tests, state.args = append(state.tests, sql), append(state.args, args...)
		default:
			ok = false
		}
		if !ok {
			return 0, false, nil
		}
	}
	if len(first.tests)+len(second.tests) == 0 {
		return 0, false, nil
	}
	query, args := daysQuery(k.Name, first, second, state)
	if err := r.tx.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, false, fmt.Errorf("counting %s by days: %w", k.Name, err)
	}
	more, err := r.countEdges(ctx, k, q, first.edges, second.edges)
	return n + more, true, err
}

// daysQuery sums the days that lie within whole, along the times that the query bounds from below.
func daysQuery(kind string, first, second, state span) (string, []any) {
	query, args := "SELECT coalesce(sum(n), 0) FROM days WHERE kind = ?", []any{kind}
	if second.below && !first.below {
		query = strings.Replace(query, "FROM days", "FROM days INDEXED BY days_second", 1)
	}
	for _, s := range []span{first, second, state} {
		query += strings.Join(append([]string{""}, s.tests...), " AND ")
		args = append(args, s.args...)
	}
	return query, args
}

// countEdges counts the records of the days that a query's spans begin or end within.
func (r *reader) countEdges(ctx context.Context, k *ledger.Kind, q app.Query, first, second []string) (n int, err error) {
	wanted, args := "", []any(nil)
	for _, c := range q.Where {
		sql, params, err := condition(k, c, false)
		if err != nil {
			return 0, err
		}
		wanted, args = wanted+" AND "+sql, append(args, params...)
	}
	count := func(key, day string) error {
		col, some := "f_"+key, 0
		query := "SELECT count(*) FROM r_" + k.Name + " INDEXED BY r_" + k.Name + "_" + key + " WHERE " + col + " >= ? AND " + col + " < ?" + wanted
		err := r.tx.QueryRowContext(ctx, query, append([]any{day, day + beyond}, args...)...).Scan(&some)
		n += some
		return err
	}
	for _, day := range first {
		if err := count(k.Days[0], day); err != nil {
			return 0, fmt.Errorf("counting %s of a day: %w", k.Name, err)
		}
		f := "f_" + k.Days[0] // counted now
		wanted, args = wanted+" AND NOT ("+f+" >= ? AND "+f+" < ?)", append(args, day, day+beyond)
	}
	for _, day := range second {
		if err := count(k.Days[1], day); err != nil {
			return 0, fmt.Errorf("counting %s of a day: %w", k.Name, err)
		}
	}
	return n, nil
}
