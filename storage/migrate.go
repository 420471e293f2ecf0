package storage

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewerSchema means a later program wrote the store.
var ErrNewerSchema = errors.New("store of a newer schema")

// migrate brings the schema up to date, each step in a transaction of its own.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	var have int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	if have > len(files) {
		return fmt.Errorf("schema %d, this program knows %d: %w", have, len(files), ErrNewerSchema)
	}
	for i := have; i < len(files); i++ {
		if err := migrateOne(ctx, db, files[i], i+1); err != nil {
			return err
		}
	}
	return nil
}

func migrateOne(ctx context.Context, db *sql.DB, file string, version int) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return fmt.Errorf("migrating %s: %w", file, err)
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return fmt.Errorf("migrating %s: %w", file, err)
	}
	return tx.Commit()
}

// ErrUnfinished means that making the store was cut short: it never held a commit.
var ErrUnfinished = errors.New("store was never finished")

func (s *Store) readMeta(ctx context.Context) error {
	var raw sql.NullString
	var commits int
	err := s.writer.QueryRowContext(ctx, "SELECT (SELECT value FROM meta WHERE key = 'store'), (SELECT count(*) FROM commits)").Scan(&raw, &commits)
	if err == nil && !raw.Valid && commits == 0 {
		err = ErrUnfinished
	}
	if err != nil {
		return fmt.Errorf("reading meta: %w", err)
	}
	if err := json.Unmarshal([]byte(raw.String), &s.meta); err != nil {
		return fmt.Errorf("reading meta: %w", err)
	}
	return nil
}
