package cryptvfs

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func testKey(b byte) *[32]byte { return &[32]byte{b, 1, 2, 3} }

func fresh(t *testing.T) (string, *FS) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "台账 #1.db")
	if err := Format(path, testKey(1)); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return path, f
}

func fill(t *testing.T, f *FS, rows int) {
	t.Helper()
	db := f.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)")
	defer db.Close()
	for _, q := range []string{"create table if not exists t(id integer primary key, v text)", "create virtual table if not exists s using fts5(v)"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(f.Explain(err))
		}
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if _, err := tx.Exec("insert into t(v) values(?)", fmt.Sprintf("明文记号 CANARY-%06d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, f *FS) (n int, integrity string) {
	t.Helper()
	db := f.DB("deferred")
	defer db.Close()
	if err := db.QueryRow("select count(*) from t").Scan(&n); err != nil {
		t.Fatal(f.Explain(err))
	}
	if err := db.QueryRow("pragma integrity_check").Scan(&integrity); err != nil {
		t.Fatal(f.Explain(err))
	}
	return n, integrity
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 5000)
	if n, ok := count(t, f); n != 5000 || ok != "ok" {
		t.Fatalf("%d rows, integrity %s", n, ok)
	}
	again, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if n, ok := count(t, again); n != 5000 || ok != "ok" {
		t.Fatalf("reopened: %d rows, integrity %s", n, ok)
	}
	pages, faults, err := again.Verify(context.Background(), nil)
	if err != nil || len(faults) > 0 || pages < 20 {
		t.Fatalf("%d pages, faults %v, %v", pages, faults, err)
	}
}

func TestNothingReadableReachesTheDisk(t *testing.T) {
	path, f := fresh(t)
	db := f.DB("immediate", "journal_mode(WAL)", "cache_size(10)")
	defer db.Close()
	if _, err := db.Exec("create table t(id integer primary key, v text)"); err != nil {
		t.Fatal(err)
	}
	tx, _ := db.Begin()
	for i := range 4000 {
		if _, err := tx.Exec("insert into t(v) values(?)", fmt.Sprintf("明文记号 CANARY-%06d", i*7%4000)); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := tx.Query("select v from t order by v desc")
	if err != nil {
		t.Fatal(err)
	}
	rows.Next()
	search(t, filepath.Dir(path))
	rows.Close()
	tx.Commit()
	search(t, filepath.Dir(path))
}

func search(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range []string{"CANARY", "明文记号", "SQLite format", "CREATE TABLE", "create table"} {
			if bytes.Contains(raw, []byte(canary)) {
				t.Errorf("%s holds %q in the clear", e.Name(), canary)
			}
		}
	}
}

func TestReadersSeeTheirSnapshotWhileOthersWrite(t *testing.T) {
	_, f := fresh(t)
	fill(t, f, 500)
	writer, reader := f.DB("immediate", "journal_mode(WAL)", "busy_timeout(10000)"), f.DB("deferred", "busy_timeout(10000)")
	defer writer.Close()
	defer reader.Close()
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(4)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				tx, err := reader.Begin()
				if err != nil {
					t.Error(f.Explain(err))
					return
				}
				var a, b int
				tx.QueryRow("select count(*) from t").Scan(&a)
				err = tx.QueryRow("select count(*) from t").Scan(&b)
				tx.Rollback()
				if err != nil || a != b || a%10 != 0 {
					t.Errorf("snapshot moved from %d to %d: %v", a, b, f.Explain(err))
					return
				}
			}
		})
	}
	for range 150 {
		tx, err := writer.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			tx.Exec("insert into t(v) values('x')")
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(f.Explain(err))
		}
	}
	close(stop)
	wg.Wait()
	if n, ok := count(t, f); n != 2000 || ok != "ok" {
		t.Fatalf("%d rows, %s", n, ok)
	}
}
