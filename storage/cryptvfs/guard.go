package cryptvfs

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync/atomic"

	"modernc.org/sqlite"
)

// guard keeps what follows a failure from being committed piece by piece: where a read or write of the disk fails,
// SQLite rolls the transaction back by itself, and any statement its author still runs would be a transaction of its
// own. While a transaction is open, only its own Commit commits. And a connection whose transaction ended so is not
// used again: the full-text index, which was told of the end in the middle of a change, goes on with half of it.
type guard struct {
	open, committing, spoiled atomic.Bool
}

func (g *guard) watch(c any) error {
	r, ok := c.(sqlite.HookRegisterer)
	if !ok {
		return errors.New("opening vault: the driver takes no hooks")
	}
	r.RegisterCommitHook(func() int32 {
		if g.open.Load() && !g.committing.Load() {
			return 1 // roll back
		}
		return 0
	})
	return nil
}

// guardedConn begins guarded transactions.
type guardedConn struct {
	driver.ConnBeginTx
	driver.Validator
	guard *guard
}

// IsValid tells the pool whether to keep the connection.
func (c guardedConn) IsValid() bool { return !c.guard.spoiled.Load() && c.Validator.IsValid() }

func (c guardedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.ConnBeginTx.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	c.guard.open.Store(true)
	return guardedTx{tx, c.guard}, nil
}

type guardedTx struct {
	driver.Tx
	guard *guard
}

func (t guardedTx) Commit() error {
	t.guard.committing.Store(true)
	return t.guard.end(t.Tx.Commit())
}

// Rollback fails where SQLite was quicker.
func (t guardedTx) Rollback() error { return t.guard.end(t.Tx.Rollback()) }

func (g *guard) end(err error) error {
	g.open.Store(false)
	g.committing.Store(false)
	if err != nil {
		g.spoiled.Store(true)
	}
	return err
}
