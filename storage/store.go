// Package storage keeps a ledger on disk: the feed, and beside it the tables folded from it, in one encrypted
// SQLite file (cryptvfs). What a use case appends is stored, folded and indexed in one transaction. It implements
// app.Store and imports app and below; it never decides what a step means.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/storage/cryptvfs"
	"opsledger/storage/disk"
)

// FileName is the store's file in its folder.
const FileName = "vault.db"

const readers = 4

// Options say where a store lies and how it is read.
type Options struct {
	Dir   string
	Key   *[32]byte
	Kinds *ledger.Registry
	Disk  disk.Disk        // nil: this machine's
	Now   func() time.Time // when a commit is received; nil: when it says it was written
	Meta  Meta
}

// Meta is what a store knows of itself.
type Meta struct {
	Ledger  ledger.LedgerID `json:"ledger"`
	Project string          `json:"project"`
	Feed    ledger.FeedID   `json:"feed"`
	Station string          `json:"station"` // two digits in readable numbers
	Name    string          `json:"name"`
	Role    string          `json:"role"` // station or center
	Home    string          `json:"home"` // machine and file this store was last known to be
}

// Store implements app.Store.
type Store struct {
	fs      *cryptvfs.FS
	disk    disk.Disk
	kinds   *ledger.Registry
	meta    Meta
	now     func() time.Time
	writer  *sql.DB
	readers *sql.DB
	graph   *graph
	parsed  parsed
	mu      sync.Mutex // one Write at a time
	life    *lifetime
}

// Create makes a new store in a folder that holds none. cryptvfs.ErrExists where one is there.
func Create(ctx context.Context, o Options) (*Store, error) {
	if err := cryptvfs.FormatOn(disk.Or(o.Disk), filepath.Join(o.Dir, FileName), o.Key); err != nil {
		return nil, fmt.Errorf("creating store: %w", err)
	}
	return open(ctx, o, true)
}

// Open opens an existing store. It returns cryptvfs.ErrNotVault, cryptvfs.ErrNewerVersion, *cryptvfs.PageError, or
// ErrNewerSchema.
func Open(ctx context.Context, o Options) (*Store, error) { return open(ctx, o, false) }

func open(ctx context.Context, o Options, create bool) (*Store, error) {
	fs, err := cryptvfs.Open(filepath.Join(o.Dir, FileName), o.Key, o.Disk)
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	s := &Store{fs: fs, disk: disk.Or(o.Disk), kinds: o.Kinds, now: o.Now, graph: newGraph(), life: newLifetime()}
	s.writer = fs.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "busy_timeout(5000)",
		"journal_size_limit(67108864)", "cache_size(-16384)")
	s.writer.SetMaxOpenConns(1)
	s.readers = fs.DB("deferred", "query_only(1)", "busy_timeout(5000)", "cache_size(-8192)")
	s.readers.SetMaxOpenConns(readers)
	if err := s.prepare(ctx, o, create); err != nil {
		return nil, errors.Join(s.fs.Explain(err), s.Close())
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context, o Options, create bool) error {
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	if create {
		if err := s.setMeta(ctx, o.Meta, 0); err != nil {
			return err
		}
	}
	if err := s.readMeta(ctx); err != nil {
		return err
	}
	if err := s.graph.load(ctx, s.writer); err != nil {
		return err
	}
	return s.reshape(ctx)
}

// Meta is what the store knows of itself.
func (s *Store) Meta() Meta { return s.meta }

// Close gives the file back, once what works on the store has come to its end. The log is folded into the main file.
func (s *Store) Close() error {
	s.life.end()
	err := errors.Join(s.readers.Close(), s.writer.Close())
	s.fs.Close()
	return err
}

// begin starts a transaction that only its author ends: one that a cancelled context ends is still giving its connection back
// when its author has gone on, and a store closed by then would take the program with it.
func begin(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return db.BeginTx(context.WithoutCancel(ctx), nil)
}

// View implements app.Store.
func (s *Store) View(ctx context.Context, fn func(app.Reader) error) error {
	if err := s.life.begin(); err != nil {
		return err
	}
	defer s.life.leave()
	tx, err := begin(ctx, s.readers)
	if err != nil {
		return s.fs.Explain(fmt.Errorf("reading: %w", err))
	}
	defer tx.Rollback()
	return s.fs.Explain(fn(&reader{s: s, tx: tx}))
}

// Write implements app.Store.
func (s *Store) Write(ctx context.Context, fn func(app.Writer) error) error {
	if err := s.life.begin(); err != nil {
		return err
	}
	defer s.life.leave()
	s.mu.Lock()
	defer s.mu.Unlock()
	tx, err := begin(ctx, s.writer)
	if err != nil {
		return s.fs.Explain(fmt.Errorf("writing: %w", err))
	}
	w := &writer{reader: reader{s: s, tx: tx}, ctx: ctx}
	mark := s.graph.mark()
	err = fn(w)
	if err == nil {
		err = w.finish()
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = s.conclude(tx)
	} else {
		tx.Rollback()
	}
	w.close()
	if err != nil {
		s.graph.rollback(mark)
		return s.fs.Explain(err)
	}
	if w.next != nil {
		s.meta = *w.next
	}
	return nil
}

// conclude ends a transaction. Where the disk fails while it does, the log may hold the whole of it all the same, and a
// kill would bring back what is told as refused: so something of no meaning is written over it.
func (s *Store) conclude(tx *sql.Tx) error {
	err := tx.Commit()
	if err == nil {
		return nil
	}
	if _, e := s.writer.ExecContext(context.Background(), "INSERT OR REPLACE INTO meta (key, value) VALUES ('annulled', hex(randomblob(8)))"); e != nil {
		return fmt.Errorf("%w (%w, and whether it was kept shows when the store is opened again)", err, e)
	}
	return err
}
