package cryptvfs

import (
	"bytes"
	"context"
	"errors"
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

func TestVacuumKeepsSealsAndCopiesUnderAnotherKey(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 3000)
	db := f.DB("immediate")
	defer db.Close()
	if _, err := db.Exec("delete from t where id%2; vacuum"); err != nil {
		t.Fatal(f.Explain(err))
	}
	to := filepath.Join(filepath.Dir(path), "copy.db")
	target, err := Target(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("vacuum into ?", target.URI()); err != nil {
		t.Fatal(target.Explain(err))
	}
	target.Close()
	copied, err := Open(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if n, ok := count(t, copied); n != 1500 || ok != "ok" {
		t.Fatalf("%d rows, integrity %s", n, ok)
	}
	if _, err := Open(to, testKey(1), nil); !isPage(err, 1) {
		t.Fatalf("the old key opened the copy: %v", err)
	}
}

func isPage(err error, page int64) bool {
	var p *PageError
	return errors.As(err, &p) && p.Page == page
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

func TestEveryPageChangedMovedOrZeroedIsFound(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 2000)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pages := len(whole) / pageSize
	attacks := map[string]func([]byte, int){
		"flip": func(b []byte, p int) { b[p*pageSize+17+p%4000] ^= 1 },
		"zero": func(b []byte, p int) { clear(b[p*pageSize+16 : (p+1)*pageSize]) },
		"move": func(b []byte, p int) {
			copy(b[p*pageSize:(p+1)*pageSize], whole[((p+1)%pages)*pageSize:])
			if p == 0 {
				copy(b, whole[:16])
			}
		},
	}
	for name, attack := range attacks {
		for p := range pages {
			b := bytes.Clone(whole)
			attack(b, p)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			_, faults, err := f.Verify(context.Background(), nil)
			if !(isPage(err, int64(p+1)) || err == nil && len(faults) == 1 && faults[0].Page == int64(p+1)) {
				t.Fatalf("%s of page %d: found %v, %v", name, p+1, faults, err)
			}
		}
	}
}

func TestOpenTellsItsFailuresApart(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 100)
	whole, _ := os.ReadFile(path)
	change := func(do func(b []byte) []byte) error {
		p := filepath.Join(t.TempDir(), "x.db")
		os.WriteFile(p, do(bytes.Clone(whole)), 0o600)
		v, err := Open(p, testKey(1), nil)
		if err == nil {
			v.Close()
		}
		return err
	}
	if _, err := Open(path, testKey(2), nil); !isPage(err, 1) {
		t.Errorf("another key: %v", err)
	}
	if err := change(func(b []byte) []byte { b[6] = 2; return b }); !errors.Is(err, ErrNewerVersion) {
		t.Errorf("newer version: %v", err)
	}
	if err := change(func(b []byte) []byte { b[7] = 2; return b }); !errors.Is(err, ErrNewerVersion) {
		t.Errorf("other cipher: %v", err)
	}
	for _, b := range [][]byte{nil, []byte("x"), []byte("SQLite format 3\x00 and more"), bytes.Repeat([]byte{0}, 8192)} {
		if err := change(func([]byte) []byte { return b }); !errors.Is(err, ErrNotVault) {
			t.Errorf("%d other bytes: %v", len(b), err)
		}
	}
	if err := change(func(b []byte) []byte { return b[:3000] }); !isPage(err, 1) {
		t.Errorf("cut short: %v", err)
	}
	if err := Format(path, testKey(1)); !errors.Is(err, ErrExists) {
		t.Errorf("format over a vault: %v", err)
	}
}

func TestADamagedPageIsNamedWhereSQLiteFails(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 3000)
	b, _ := os.ReadFile(path)
	for p := 2; p < len(b)/pageSize; p++ {
		b[p*pageSize+100] ^= 1
	}
	os.WriteFile(path, b, 0o600)
	db := f.DB("deferred")
	defer db.Close()
	var n int
	err := f.Explain(db.QueryRow("select count(*) from t where v like '%x%'").Scan(&n))
	var page *PageError
	if !errors.As(err, &page) {
		t.Fatalf("no page named: %v", err)
	}
}

func TestAttachIsDenied(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 10)
	db := f.DB("immediate")
	defer db.Close()
	plain := filepath.Join(filepath.Dir(path), "plain.db")
	for _, q := range []string{"attach '" + plain + "' as p", "vacuum into '" + plain + "'"} {
		if _, err := db.Exec(q); err == nil {
			t.Errorf("%s was allowed", q)
		}
	}
	if _, err := os.Stat(plain); err == nil {
		t.Error("a plain file was made")
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
