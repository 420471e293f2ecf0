package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"opsledger/app/ledger"
)

// writer is one write transaction. Records it touches are folded once, when it finishes or when it is asked for
// one of them.
type writer struct {
	reader
	ctx     context.Context
	stmts   map[string]*sql.Stmt
	touched map[ledger.RecordID]*batch
	order   []ledger.RecordID
	ords    map[string]int64
	counts  map[counter]int
	days    map[days]int
	next    *Meta // what the store is once this transaction has ended; nil: as it was
	watch   func(*ledger.Sealed)
	weight  int      // bytes of the commits whose records wait to be folded
	refold  bool     // authority may have changed for steps that are folded
	waiting *waiting // nil until it is read
	arrived arrived
}

// settleAt is how many bytes of commits are appended before the records they touch are folded: what a transaction of any size
// holds in memory.
var settleAt = 8 << 20 // tests make it small

// batch is what this transaction appended to a record.
type batch struct {
	kind    string
	entries []*ledger.Placed
	first   int64 // the first and last commit of this transaction that touches it
	last    int64
	partial bool // some of it is held or invalid
}

func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if st := w.stmts[query]; st != nil {
		return st, nil
	}
	st, err := w.tx.PrepareContext(w.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("preparing: %w", err)
	}
	if w.stmts == nil {
		w.stmts = map[string]*sql.Stmt{}
	}
	w.stmts[query] = st
	return st, nil
}

// run writes one row. It does not listen for the end of its request, for which the driver would start a watcher each time: whoever writes
// many rows asks between them.
func (w *writer) run(query string, args ...any) (sql.Result, error) {
	st, err := w.prepare(query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(context.WithoutCancel(w.ctx), args...)
}

func (w *writer) close() {
	for _, st := range w.stmts {
		st.Close()
	}
}

// Append implements app.Writer. A commit already here is no error; one whose parents are missing is held; one that
// breaks its chain is kept as invalid and does not count, which for a commit written here is an error.
func (w *writer) Append(ctx context.Context, commits ...*ledger.Sealed) error {
	for _, s := range commits {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.receive(s); err != nil {
			return fmt.Errorf("appending %s: %w", s.Hash.Short(), err)
		}
		if w.weight > settleAt {
			if err := w.settle(); err != nil {
				return err
			}
		}
	}
	return nil
}

// receive appends a commit that may be here, and then those that waited for it.
func (w *writer) receive(s *ledger.Sealed) error {
	var known int
	if err := w.tx.QueryRowContext(w.ctx, "SELECT count(*) FROM commits WHERE hash = ?", s.Hash).Scan(&known); err != nil || known > 0 {
		return err
	}
	if s.Ledger != w.s.meta.Ledger {
		return fmt.Errorf("%w: of another ledger", ledger.ErrInvalid)
	}
	if err := w.loadWaiting(); err != nil {
		return err
	}
	if w.arrived.count(s); w.watch != nil {
		w.watch(s)
	}
	if err := w.append(s); err != nil {
		return err
	}
	return w.release()
}

func (w *writer) append(s *ledger.Sealed) error {
	n, err := w.place(s)
	switch {
	case errors.Is(err, ledger.ErrWaiting):
		w.waiting.add(w.missing(s), s.Hash)
		return w.store(s, &ledger.Node{}, "held", err.Error())
	case err != nil && s.Feed == w.s.meta.Feed:
		return err
	case err != nil:
		w.waiting.come(s.Hash)
		return w.store(s, &ledger.Node{}, "invalid", err.Error())
	}
	if err := w.store(s, n, "placed", ""); err != nil {
		return err
	}
	before := w.s.graph.currentRoster()
	w.s.graph.add(n, s)
	w.waiting.come(s.Hash)
	if s.Entries[0].Kind == ledger.RosterKind {
		w.waiting.come(aCertificate)
		w.refold = w.refold || w.s.graph.rejudges(before)
	}
	return nil
}

func (w *writer) place(s *ledger.Sealed) (*ledger.Node, error) {
	var broken int
	if err := w.tx.QueryRowContext(w.ctx, "SELECT count(*) FROM commits WHERE hash = ? AND status = 'invalid'", s.Prev).Scan(&broken); err != nil {
		return nil, err
	}
	if broken > 0 {
		return nil, fmt.Errorf("%w: follows an invalid commit", ledger.ErrInvalid)
	}
	n, err := ledger.Place(w.s.graph, s)
	if err != nil {
		return nil, err
	}
	return n, w.s.graph.currentRoster().Admit(s, n)
}

func (w *writer) store(s *ledger.Sealed, n *ledger.Node, status, why string) error {
	clock, err := json.Marshal(n.Clock)
	if err != nil {
		return err
	}
	res, err := w.run(`INSERT INTO commits (hash, feed, seq, lamport, wall, prev, roster, actor, grp, app, chain, pos, clock, doubt, status, why, received, bytes)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, s.Hash, s.Feed, s.Seq, s.Lamport, s.Wall, s.Prev, s.Roster, s.Actor, s.Group, s.App,
		n.Chain, n.Pos, string(clock), n.Doubt, status, why, w.s.received(s), s.Bytes)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	w.arrived.at(id)
	w.weight += len(s.Bytes)
	if err := errors.Join(w.storeEntries(id, s), w.storePersonal(id, s)); err != nil {
		return err
	}
	for i, e := range s.Entries {
		if status == "placed" {
			w.touch(e, &ledger.Placed{Node: n, Index: i, Entry: e, Personal: s.Personal[i].Body}, id)
		} else {
			w.touch(e, nil, id)
		}
	}
	return nil
}

// storeEntries lists a commit's entries. One by one: SQLite opens a savepoint for a statement of many rows, and at each the
// search writes what it had gathered.
func (w *writer) storeEntries(commit int64, s *ledger.Sealed) error {
	for i, e := range s.Entries {
		if _, err := w.run("INSERT INTO entries (record, commit_id, idx, kind) VALUES (?,?,?,?)", e.Record, commit, i, e.Kind); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) storePersonal(commit int64, s *ledger.Sealed) error {
	for i := range s.Entries {
		p, ok := s.Personal[i]
		if !ok {
			continue
		}
		body, err := ledger.Canonical(p.Body)
		if err != nil {
			return err
		}
		if _, err = w.run("INSERT INTO personal (commit_id, idx, salt, body) VALUES (?,?,?,?)", commit, i, p.Salt, string(body)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) touch(e ledger.Entry, p *ledger.Placed, commit int64) {
	if e.Kind == ledger.RosterKind {
		return // the graph folds it
	}
	if w.touched == nil {
		w.touched = map[ledger.RecordID]*batch{}
	}
	b := w.touched[e.Record]
	if b == nil {
		b = &batch{kind: e.Kind, first: commit}
		w.touched[e.Record] = b
		w.order = append(w.order, e.Record)
	}
	b.last = commit
	if p == nil {
		b.partial = true
		return
	}
	b.entries = append(b.entries, p)
}

// Number implements app.Writer.
func (w *writer) Number(ctx context.Context, kind string, year int) (int, error) {
	var n int
	err := w.tx.QueryRowContext(ctx, `INSERT INTO numbers (kind, year, last) VALUES (?, ?, 1)
		ON CONFLICT (kind, year) DO UPDATE SET last = last + 1 RETURNING last`, kind, year).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("next number: %w", err)
	}
	return n, nil
}

// Pass implements app.Writer.
func (w *writer) Pass(_ context.Context, kind string, year, last int) error {
	err := w.exec(`INSERT INTO numbers (kind, year, last) VALUES (?, ?, ?) ON CONFLICT (kind, year) DO UPDATE SET last = max(last, excluded.last)`, kind, year, last)
	if err != nil {
		return fmt.Errorf("passing a number: %w", err)
	}
	return nil
}

// SetLocal implements app.Writer.
func (w *writer) SetLocal(_ context.Context, key, value string) error {
	return w.exec("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", key, value)
}
