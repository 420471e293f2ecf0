package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
)

// statement is one that was run.
type statement struct {
	query string
	args  []any
}

// tap records the statements run on a pool.
type tap struct {
	pool *sql.DB
	mu   sync.Mutex
	ran  []statement
}

// Connect implements driver.Connector with a connection of the pool.
func (t *tap) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := t.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	out := &tapped{tap: t, lent: c}
	return out, c.Raw(func(raw any) error { out.Conn = raw.(driver.Conn); return nil })
}

// Driver implements driver.Connector.
func (t *tap) Driver() driver.Driver { return t.pool.Driver() }

func (t *tap) note(query string, args []driver.NamedValue) {
	s := statement{query: query}
	for _, a := range args {
		s.args = append(s.args, a.Value)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ran = append(t.ran, s)
}

// tapped is a lent connection.
type tapped struct {
	driver.Conn
	tap  *tap
	lent *sql.Conn
}

func (c *tapped) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.tap.note(query, args)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (c *tapped) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.tap.note(query, args)
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c *tapped) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	c.tap.note(query, nil)
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
}

func (c *tapped) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
}

// Close gives the connection back.
func (c *tapped) Close() error { return c.lent.Close() }

// listening runs something and gives the statements it ran on the store.
func (s *Store) listening(do func()) []statement {
	var taps []*tap
	for _, pool := range []**sql.DB{&s.readers, &s.writer} {
		t := &tap{pool: *pool}
		taps = append(taps, t)
		*pool = sql.OpenDB(t)
		defer func() { (*pool).Close(); *pool = t.pool }()
	}
	do()
	return append(taps[0].ran, taps[1].ran...)
}

// bounded reports whether a walk along an index ends by itself: nothing narrows it, and it has a limit.
func (s statement) bounded() bool {
	last := len(s.args) - 1
	if strings.Contains(s.query, "OFFSET") {
		last--
	}
	limit, ok := int64(0), false
	if last >= 0 {
		limit, ok = s.args[last].(int64)
	}
	return strings.Contains(s.query, "WHERE 1 ") && strings.Contains(s.query, "LIMIT ?") && ok && limit > 0 && limit <= app.CountMax+1
}

// whole is what of a statement's plan reads the whole table of tickets; "" where none does.
func (r *reader) whole(s statement) (string, error) {
	args := s.args
	if n := strings.Count(s.query, "?"); args == nil && !strings.Contains(s.query, "?1") {
		args = make([]any, n)
	}
	plan, err := r.explain(s.query, args)
	if err != nil {
		return "", fmt.Errorf("%s: %w", s.query, err)
	}
	for _, line := range strings.Split(plan, "; ") {
		if strings.HasPrefix(line, "SCAN r_ticket") && !s.bounded() {
			return line, nil
		}
	}
	return "", nil
}

// openings is what the places of the window ask when they are opened, the figures of the edges among it.
var openings = []struct {
	name string
	ask  func(context.Context, *office) error
}{
	{"Bearings", func(ctx context.Context, o *office) error { _, err := o.Bearings(ctx); return err }},
	{"Due", func(ctx context.Context, o *office) error { _, err := o.Due(ctx, time.Time{}, time.Time{}); return err }},
	{"Overview", func(ctx context.Context, o *office) error { _, err := o.Overview(ctx, time.Time{}); return err }},
	{"Today", func(ctx context.Context, o *office) error { _, err := o.Today(ctx); return err }},
	{"Stakes", func(ctx context.Context, o *office) error {
		over, err := o.Overview(ctx, time.Time{})
		if err == nil {
			_, err = o.Stakes(ctx, over)
		}
		return err
	}},
	{"Rulings", func(ctx context.Context, o *office) error { _, err := o.Rulings(ctx); return err }},
	{"Peers", func(ctx context.Context, o *office) error { _, err := o.Peers(ctx); return err }},
	{"audit log", func(ctx context.Context, o *office) error {
		_, _, err := o.AuditLog(ctx, app.AuditQuery{Limit: app.PageRows})
		return err
	}},
	{"Weekly", func(ctx context.Context, o *office) error {
		_, err := o.Weekly(ctx, sla.WeekOf(o.Now()).String(), time.Time{})
		return err
	}},
}

// screenOpenings are what the window asks when a place is opened.
func screenOpenings(t *testing.T, o *office) map[string]func(context.Context) error {
	id := string(ledger.NewRecordID(o.Ledger, "ticket", "W2026-000010"))
	list := func(f app.Filter) func(context.Context) error {
		return func(ctx context.Context) error {
			q, err := o.Query(ctx, "ticket", f)
			if err != nil {
				return err
			}
			if _, err := o.Count(ctx, q, app.CountMax); err != nil {
				return err
			}
			q.Limit = app.PageRows
			rows, err := o.List(ctx, q, "")
			if err != nil {
				return err
			}
			keys := make([]string, len(rows))
			for i, row := range rows {
				keys[i] = string(row.ID)
			}
			_, err = o.Clocks(ctx, keys, time.Time{})
			return err
		}
	}
	out := map[string]func(context.Context) error{
		"tickets":        list(app.Filter{Sort: "-arrived"}),
		"tickets' words": func(ctx context.Context) error { _, err := o.AllDictionaries(ctx); return err },
		"tickets' chips": func(ctx context.Context) error { _, err := o.Tally(ctx, "ticket"); return err },
		"palette":        list(app.Filter{Search: "养老"}),
		"conflicts":      func(ctx context.Context) error { _, err := o.Disputed(ctx); return err },
		"late facts":     func(ctx context.Context) error { _, err := o.OmittedFacts(ctx); return err },
		"views":          func(ctx context.Context) error { _, err := o.Views(ctx, "ticket"); return err },
		"ticket":         func(ctx context.Context) error { _, err := o.Show(ctx, "ticket", id, true, ""); return err },
		"ticket's clock": func(ctx context.Context) error { _, err := o.Clocks(ctx, []string{id}, time.Time{}); return err },
		"import": func(ctx context.Context) error {
			return o.Store.View(ctx, func(r app.Reader) error { _, err := r.Local(ctx, "mapping/ticket"); return err })
		},
		"checks taken": func(ctx context.Context) error { _, err := o.TakeChecks(ctx); return err },
		"week before": func(ctx context.Context) error {
			_, err := o.Weekly(ctx, sla.WeekOf(o.Now().AddDate(0, 0, -7)).String(), time.Time{})
			return err
		},
	}
	for _, opening := range openings {
		out[opening.name] = func(ctx context.Context) error { return opening.ask(ctx, o) }
	}
	views, err := o.Views(t.Context(), "ticket")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		out["view "+v.Name] = list(app.Filter{View: v.Name})
	}
	return out
}

func TestNoScreenReadsAllTicketsToOpen(t *testing.T) {
	o := newOffice(t, time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone))
	o.Schemes = shipped(t, "schemes/*.json")
	o.signContract(t, "2026-01-01", "2026-12-31")
	o.desk.fill(4000)
	if _, err := o.TakeChecks(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, open := range screenOpenings(t, o) {
		ran := o.desk.store.listening(func() {
			if err := open(t.Context()); err != nil {
				t.Fatal(name, err)
			}
		})
		if len(ran) == 0 {
			t.Errorf("%s: nothing was asked", name)
		}
		checkPlans(t, o.desk.store, name, ran)
	}
}

// checkPlans fails where a statement reads all tickets.
func checkPlans(t *testing.T, s *Store, name string, ran []statement) {
	t.Helper()
	var seen []string
	err := s.View(t.Context(), func(ar app.Reader) error {
		for _, st := range ran {
			if key := fmt.Sprint(st); !strings.Contains(st.query, "r_ticket") || slices.Contains(seen, key) {
				continue
			} else {
				seen = append(seen, key)
			}
			line, err := ar.(*reader).whole(st)
			if err != nil {
				return err
			}
			if line != "" {
				t.Errorf("%s: %s\n\t%s %v", name, line, st.query, st.args)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAStatementThatReadsAllTicketsIsFoundOut(t *testing.T) {
	o := newOffice(t, time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone))
	ran := o.desk.store.listening(func() {
		if _, err := o.Count(t.Context(), app.Query{Kind: "ticket", Where: []app.Condition{where("raised", app.AtLeast, "2026")}}, 0); err != nil {
			t.Fatal(err)
		}
	})
	err := o.desk.store.View(t.Context(), func(ar app.Reader) error {
		line, err := ar.(*reader).whole(ran[len(ran)-1])
		if err == nil && line == "" {
			t.Error("a scan is not found out")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
