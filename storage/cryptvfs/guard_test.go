package cryptvfs

import (
	"context"
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
