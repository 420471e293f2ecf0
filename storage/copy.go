package storage

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"opsledger/app/ledger"
	"opsledger/storage/cryptvfs"
	"opsledger/storage/disk"
)

// Copy writes the store as it stands into a new vault in another folder, under a key. The folder must exist and
// hold no store. A copy that could not be finished is removed.
func (s *Store) Copy(ctx context.Context, dir string, key *[32]byte) (err error) {
	path := filepath.Join(dir, FileName)
	target, err := cryptvfs.Target(path, key, s.disk)
	if err != nil {
		return fmt.Errorf("copying store: %w", err)
	}
	defer target.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err = s.writer.ExecContext(ctx, "VACUUM INTO ?", target.URI()); err != nil {
		return fmt.Errorf("copying store: %w", errors.Join(target.Explain(s.fs.Explain(err)), ctx.Err(), disk.Discard(s.disk, path)))
	}
	return nil
}

// Settle folds the log into the main file, so that the file can be carried without it.
func (s *Store) Settle(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var busy, frames, folded int
	err := s.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &folded)
	if err == nil && (busy != 0 || frames != folded) {
		err = errors.New("the log is being read")
	}
	if err != nil {
		return s.fs.Explain(fmt.Errorf("folding the log: %w", err))
	}
	return nil
}

// Resettle says where the store lies from now on.
func (s *Store) Resettle(ctx context.Context, home string) error {
	m := s.meta
	m.Home = home
	return s.setMeta(ctx, m, 0)
}

// BeginFeed makes the store go on in a feed of its own: it was restored, copied or carried elsewhere, and what is
// written here must not fork what is written there. gap numbers are left out of every running number, for those the
// old place may have given since.
func (s *Store) BeginFeed(ctx context.Context, m Meta, gap int) error {
	if m.Feed == s.meta.Feed || m.Ledger != s.meta.Ledger {
		return fmt.Errorf("beginning feed: %w", ledger.ErrInvalid)
	}
	return s.setMeta(ctx, m, gap)
}

// Astray is the home of a store of which a person must say where it is, wherever it lies.
const Astray = "astray"

// Unsettle implements app.Writer.
func (w *writer) Unsettle(context.Context) error {
	m := w.s.meta
	m.Home, w.next = Astray, &m
	return writeMeta(w.ctx, w.tx, m, 0)
}

// NewFeed names a feed that nobody writes yet.
func NewFeed(random io.Reader) (ledger.FeedID, error) {
	var feed [16]byte
	if _, err := io.ReadFull(random, feed[:]); err != nil {
		return "", fmt.Errorf("naming a feed: %w", err)
	}
	return ledger.FeedID(hex.EncodeToString(feed[:])), nil
}

func writeMeta(ctx context.Context, tx *sql.Tx, m Meta, gap int) error {
	raw, err := json.Marshal(m)
	if err == nil {
		_, err = tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('store', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", string(raw))
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, "UPDATE numbers SET last = last + ?", gap)
	}
	if err != nil {
		return fmt.Errorf("writing meta: %w", err)
	}
	return nil
}

func (s *Store) setMeta(ctx context.Context, m Meta, gap int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return s.fs.Explain(fmt.Errorf("writing meta: %w", err))
	}
	defer tx.Rollback()
	if err = writeMeta(ctx, tx, m, gap); err == nil {
		err = s.conclude(tx)
	}
	if err != nil {
		return s.fs.Explain(err)
	}
	s.meta = m
	return nil
}
