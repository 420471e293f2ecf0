package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"opsledger/app/ledger"
)

// maxIndexes bounds what each write must maintain.
const maxIndexes = 6

// shape is the folded table of a kind, made from its description. Fields that lists are narrowed by are STORED
// generated columns: readable by name, impossible to contradict the body.
func shape(k *ledger.Kind) string {
	var b strings.Builder
	fmt.Fprintf(&b, `CREATE TABLE r_%s (
  n          INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  number     TEXT NOT NULL,
  state      TEXT NOT NULL,
  body       TEXT NOT NULL,                  -- folded fields, canonical JSON, personal ones too
  facts      TEXT NOT NULL,                  -- what the kind reads off its steps, JSON
  conflicts  TEXT NOT NULL,                  -- open conflicts, JSON
  incomplete INTEGER NOT NULL,
  last       INTEGER NOT NULL                -- arrival of the newest commit that touches it
`, k.Name)
	for _, f := range k.Fields {
		if generated(f) {
			fmt.Fprintf(&b, "  , f_%s TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.%s'), '')) STORED\n", f.Key, f.Key)
		}
	}
	b.WriteString(") STRICT;\n")
	for _, x := range indexes(k) {
		fmt.Fprintf(&b, "CREATE INDEX r_%s_%s ON r_%s (%s);\n", k.Name, x[0], k.Name, x[1])
	}
	return b.String()
}

// indexes are the name and the columns of each index: what a list is narrowed by, in the order it is then shown in.
// Behind the state ride the choices every record has, and behind a time those before it, so that they are counted together
// without reading rows.
func indexes(k *ledger.Kind) [][2]string {
	state := "state, last, n"
	for _, f := range k.Fields {
		if f.Type == ledger.Choice && f.Required {
			state += ", f_" + f.Key
		}
	}
	out := [][2]string{{"number", "number"}, {"last", "last"}, {"state", state}}
	earlier := ", n"
	for _, f := range k.Fields {
		switch {
		case !f.Indexed || len(out) == maxIndexes:
		case f.Type == ledger.Time || f.Type == ledger.Date:
			out = append(out, [2]string{f.Key, strings.TrimSuffix("f_"+f.Key+earlier, ", n")})
			earlier += ", f_" + f.Key
		default:
			out = append(out, [2]string{f.Key, "f_" + f.Key + ", last"})
		}
	}
	return out
}

func generated(f ledger.Field) bool {
	return f.Indexed || f.Personal == "" && !f.Told && (f.Type == ledger.Choice || f.Type == ledger.Date || f.Type == ledger.Time || f.Type == ledger.Ref)
}

// folds is raised whenever what a kind reads off its steps changes: stores of an earlier program are then folded anew.
const folds = 4

// reshape makes the folded tables anew where the kinds' descriptions, or what makes a record's search text, have changed
// since they were made.
func (s *Store) reshape(ctx context.Context) error {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d\n%s", folds, searchRule)
	for _, k := range s.kinds.Kinds() {
		fmt.Fprint(sum, shape(k), k.Days)
	}
	want := hex.EncodeToString(sum.Sum(nil))
	var have string
	err := s.writer.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'shape'").Scan(&have)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("reading shape: %w", err)
	}
	if have == want {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("shaping tables: %w", err)
	}
	defer tx.Rollback()
	w := &writer{reader: reader{s: s, tx: tx}, ctx: ctx}
	defer w.close()
	if err := w.makeTables(); err != nil {
		return err
	}
	if err := w.refoldAll(nil); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO meta (key, value) VALUES ('shape', ?)", want); err != nil {
		return fmt.Errorf("shaping tables: %w", err)
	}
	return tx.Commit()
}

// searchHash is how many bytes of search terms are gathered before they are written: in the usual 1 MB an import writes,
// and merges again, many small pieces.
const searchHash = 8 << 20

func (w *writer) makeTables() error {
	for _, k := range w.s.kinds.Kinds() {
		if err := w.exec("DROP TABLE IF EXISTS r_" + k.Name); err != nil {
			return err
		}
		if err := w.exec(shape(k)); err != nil {
			return err
		}
		if err := w.exec("INSERT OR IGNORE INTO kinds (name, ord) SELECT ?, 1 + coalesce(max(ord), 0) FROM kinds", k.Name); err != nil {
			return err
		}
	}
	for _, table := range []string{"counters", "days", "search", "attachments", "links", "disputed"} {
		if err := w.exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	return w.exec("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", searchHash)
}

func (w *writer) exec(query string, args ...any) error {
	if _, err := w.tx.ExecContext(w.ctx, query, args...); err != nil {
		return fmt.Errorf("%s: %w", strings.SplitN(query, "\n", 2)[0], err)
	}
	return nil
}
