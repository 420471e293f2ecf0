package cryptvfs

import (
	"context"
	"database/sql"
	"path/filepath"
	"syscall"
	"testing"
)

func TestNothingFollowsATransactionTheDiskEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.db")
	if err := Format(path, testKey(1)); err != nil {
		t.Fatal(err)
	}
	var failing error
	f, err := Open(path, testKey(1), brokenDisk{err: &failing})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fill(t, f, 100)
	db := f.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)", "cache_size(1)")
	defer db.Close()
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	failing = syscall.EIO
	if _, err := tx.Exec("update t set v = hex(randomblob(900))"); err == nil {
		t.Fatal("the disk failed and the statement did not")
	}
	failing = nil
	if _, err := tx.Exec("delete from t"); err == nil {
		t.Error("a statement after the end of its transaction was taken")
	}
	if err := tx.Commit(); err == nil {
		t.Error("a transaction that had ended was committed")
	}
	if n, ok := count(t, f); n != 100 || ok != "ok" {
		t.Errorf("%d rows, integrity %s", n, ok)
	}
	if _, err := db.Exec("delete from t where id > 50"); err != nil {
		t.Errorf("the connection is of no use afterwards: %v", err)
	}
	if n, _ := count(t, f); n != 50 {
		t.Errorf("%d rows", n)
	}
}

// readBreaks is this machine's disk, but the read counted down to fails.
type readBreaks struct {
	OS
	left *int
}

type readBreaksFile struct {
	File
	left *int
}

func (d readBreaks) Open(path string, flag int) (File, error) {
	f, err := d.OS.Open(path, flag)
	return readBreaksFile{f, d.left}, err
}

func (f readBreaksFile) ReadAt(p []byte, off int64) (int, error) {
	if *f.left--; *f.left == 0 {
		return 0, syscall.EIO
	}
	return f.File.ReadAt(p, off)
}

// The full-text index keeps changes in memory until the commit. Where a read fails amid them, what it kept must not
// reach the next transaction.
func TestTheFullTextIndexForgetsAChangeTheDiskEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.db")
	if err := Format(path, testKey(1)); err != nil {
		t.Fatal(err)
	}
	left := 0
	f, err := Open(path, testKey(1), readBreaks{left: &left})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	setup := f.DB("immediate", "journal_mode(WAL)")
	if _, err := setup.Exec(`create virtual table s using fts5(a, b);
		insert into s(rowid, a, b) with recursive r(i) as (values(1) union all select i+1 from r where i < 300)
		select i, 'word' || (i % 17) || ' ' || hex(randomblob(40)), 'other' || i from r`); err != nil {
		t.Fatal(err)
	}
	setup.Close()
	refused := 0
	for n := 1; ; n++ {
		db := f.DB("immediate", "cache_size(4)")
		db.SetMaxOpenConns(1)
		if err := db.Ping(); err != nil {
			t.Fatal(err)
		}
		left = n
		err := replaceRow(db)
		reached := left <= 0
		left = 0
		if err != nil {
			refused++
		}
		if err := replaceRow(db); err != nil {
			t.Errorf("read %d failed, and the next change: %v", n, err)
		}
		if _, err := db.Exec("insert into s(s) values('integrity-check')"); err != nil {
			t.Errorf("read %d failed (%v): %v", n, refused, err)
		}
		db.Close()
		if !reached || t.Failed() {
			break
		}
	}
	if refused < 5 {
		t.Errorf("only %d changes failed: the test breaks nothing", refused)
	}
}

func replaceRow(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("insert or replace into s(rowid, a, b) values(150, hex(randomblob(30)), 'changed')"); err != nil {
		return err
	}
	return tx.Commit()
}
