package cryptvfs

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// Each benchmark runs the same work on a plain file and on a vault, so that their ratio can be read off one run.
func both(b *testing.B, work func(b *testing.B, db *sql.DB)) {
	pragmas := []string{"journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16384)"}
	b.Run("plain", func(b *testing.B) {
		dsn := "file:" + filepath.ToSlash(filepath.Join(b.TempDir(), "plain.db")) + "?_txlock=immediate"
		for _, p := range append(pragmas, "temp_store(2)", "secure_delete(1)") {
			dsn += "&_pragma=" + p
		}
		db, err := sql.Open("sqlite", dsn)
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		work(b, db)
	})
	b.Run("vault", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "vault.db")
		if err := Format(path, testKey(1)); err != nil {
			b.Fatal(err)
		}
		f, err := Open(path, testKey(1), nil)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		db := f.DB("immediate", pragmas...)
		defer db.Close()
		work(b, db)
	})
}

func load(b *testing.B, db *sql.DB, rows int) {
	b.Helper()
	db.SetMaxOpenConns(1)
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("drop table if exists t"); err != nil {
		b.Fatal(err)
	}
	if _, err := tx.Exec("create table t(id integer primary key, n int, v text)"); err != nil {
		b.Fatal(err)
	}
	const insert = `with recursive c(i) as (select 1 union all select i+1 from c where i<?)
		insert into t(n, v) select i*7919%1000003, hex(randomblob(120)) from c`
	if _, err := tx.Exec(insert, rows); err != nil {
		b.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkBulkLoad(b *testing.B) {
	both(b, func(b *testing.B, db *sql.DB) {
		for b.Loop() {
			load(b, db, 50000)
		}
	})
}

func BenchmarkCommit(b *testing.B) {
	both(b, func(b *testing.B, db *sql.DB) {
		load(b, db, 1000)
		for b.Loop() {
			if _, err := db.Exec("insert into t(n, v) values(1, 'x')"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	both(b, func(b *testing.B, db *sql.DB) {
		load(b, db, 100000)
		i, v := 0, ""
		for b.Loop() {
			i = i*7919%99991 + 1
			if err := db.QueryRow("select v from t where id=?", i).Scan(&v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	both(b, func(b *testing.B, db *sql.DB) {
		load(b, db, 100000)
		n := 0
		for b.Loop() {
			if err := db.QueryRow("select sum(n) from t where v like '%00%'").Scan(&n); err != nil {
				b.Fatal(err)
			}
		}
	})
}
