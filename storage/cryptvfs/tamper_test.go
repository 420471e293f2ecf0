package cryptvfs

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

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

func TestAFileCutAtAPageIsFound(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 3000)
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	pages := st.Size() / pageSize
	for _, left := range []int64{pages - 1, pages / 2, 1} {
		if err := os.Truncate(path, left*pageSize); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, testKey(1), nil); !isPage(err, left+1) {
			t.Errorf("opening with %d of %d pages: %v", left, pages, err)
		}
		if _, _, err := f.Verify(context.Background(), nil); !isPage(err, left+1) {
			t.Errorf("verifying %d of %d pages: %v", left, pages, err)
		}
	}
}

// crashed copies a vault with a full log, as a power cut leaves it: 200 rows of which page 1 alone knows nothing.
func crashed(t *testing.T) (path string, rows int) {
	t.Helper()
	from, f := fresh(t)
	db := f.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)", "wal_autocheckpoint(0)")
	defer db.Close()
	db.SetMaxOpenConns(1)
	for i := range 200 {
		if i == 0 {
			mustExec(t, f, db, "create table t(id integer primary key, v text)")
		}
		mustExec(t, f, db, "insert into t(v) values(hex(randomblob(500)))")
	}
	path = filepath.Join(t.TempDir(), "vault.db")
	for _, end := range []string{"", "-wal"} {
		raw, err := os.ReadFile(from + end)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path+end, raw)
	}
	return path, 200
}

func mustExec(t *testing.T, f *FS, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(f.Explain(err))
	}
}

func write(t *testing.T, path string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAHalfWrittenFirstPageIsMadeGoodFromTheLog(t *testing.T) {
	path, rows := crashed(t)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(raw[512:1024], bytes.Repeat([]byte{0xAA}, 512))
	write(t, path, raw)
	if _, err := Open(path, testKey(2), nil); !isPage(err, 1) {
		t.Fatalf("another key: %v", err)
	}
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n, ok := count(t, f); n != rows || ok != "ok" {
		t.Fatalf("%d rows, integrity %s", n, ok)
	}
	if _, faults, err := f.Verify(context.Background(), nil); err != nil || len(faults) > 0 {
		t.Fatalf("after recovery: %v, %v", faults, err)
	}
	if err := os.Remove(path + "-wal"); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	write(t, path, raw)
	if _, err := Open(path, testKey(1), nil); !isPage(err, 1) {
		t.Fatalf("without the log: %v", err)
	}
}

// A changed log before recovery reads as one that ends there: rows may be missing, never wrong ones read.
func TestAChangedLogNeverGivesOtherRows(t *testing.T) {
	path, rows := crashed(t)
	main, _ := os.ReadFile(path)
	log, _ := os.ReadFile(path + "-wal")
	shorter := 0
	for i := 3; i < len(log); i += len(log) / 60 {
		b := bytes.Clone(log)
		b[i] ^= 4
		n := recovered(t, main, b)
		if n > rows {
			t.Fatalf("byte %d changed: %d rows of %d", i, n, rows)
		}
		if n < rows {
			shorter++
		}
	}
	if shorter < 55 {
		t.Errorf("only %d changes had an effect", shorter)
	}
	frames := (len(log) - sealedLogHead) / sealedFrame
	swapped := bytes.Clone(log)
	at := func(i int) []byte { return swapped[sealedLogHead+i*sealedFrame : sealedLogHead+(i+1)*sealedFrame] }
	a, b := bytes.Clone(at(frames/2)), bytes.Clone(at(frames/2+1))
	copy(at(frames/2), b)
	copy(at(frames/2+1), a)
	if n := recovered(t, main, swapped); n >= rows {
		t.Errorf("two frames exchanged: %d rows", n)
	}
}

func recovered(t *testing.T, main, log []byte) (rows int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vault.db")
	write(t, path, main)
	write(t, path+"-wal", log)
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	db := f.DB("deferred")
	defer db.Close()
	var ok string
	if err := db.QueryRow("pragma integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Fatalf("integrity %s, %v", ok, f.Explain(err))
	}
	if db.QueryRow("select count(*) from t").Scan(&rows) != nil {
		return 0 // not even the table
	}
	return rows
}

func TestAFrameChangedUnderAReaderIsAnErrorNotData(t *testing.T) {
	path, f := fresh(t)
	db := f.DB("immediate", "journal_mode(WAL)", "wal_autocheckpoint(0)", "cache_size(1)")
	defer db.Close()
	db.SetMaxOpenConns(1)
	mustExec(t, f, db, "create table t(id integer primary key, v text)")
	for range 100 {
		mustExec(t, f, db, "insert into t(v) values(hex(randomblob(1500)))")
	}
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	for at := sealedLogHead + sealedFrameHead + 50; at < len(log); at += sealedFrame {
		log[at] ^= 1
	}
	write(t, path+"-wal", log)
	var n int
	err = f.Explain(db.QueryRow("select sum(length(v)) from t").Scan(&n))
	var page *PageError
	if !errors.As(err, &page) || page.File != path+"-wal" {
		t.Fatalf("read %d, %v", n, err)
	}
}

// TestEveryByteOfAVaultChangedIsFound goes through 64 KiB: each byte changed once, and the page of it named.
func TestEveryByteOfAVaultChangedIsFound(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 1200)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	whole, err := os.ReadFile(path)
	if err != nil || len(whole) < 64<<10 {
		t.Fatalf("%d bytes, %v", len(whole), err)
	}
	for i := range 64 << 10 {
		put(t, file, i, whole[i]^byte(1<<(i%8)))
		_, faults, err := f.Verify(context.Background(), nil)
		page := int64(i/pageSize + 1)
		if !(isPage(err, page) || len(faults) == 1 && faults[0].Page == page) {
			t.Fatalf("byte %d changed: %v, %v", i, faults, err)
		}
		put(t, file, i, whole[i])
	}
	if _, faults, err := f.Verify(context.Background(), nil); err != nil || len(faults) > 0 {
		t.Fatalf("put back: %v, %v", faults, err)
	}
}

func put(t *testing.T, f *os.File, at int, b byte) {
	t.Helper()
	if _, err := f.WriteAt([]byte{b}, int64(at)); err != nil {
		t.Fatal(err)
	}
}

// What a seal can't tell: a page, or the whole file, as it was at an earlier time. docs/security.md says what does.
func TestAnOlderPageHasAValidSeal(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 50)
	before, _ := os.ReadFile(path)
	fill(t, f, 50)
	now, _ := os.ReadFile(path)
	changed := 0
	for p := 1; p < len(before)/pageSize; p++ {
		old, cur := before[p*pageSize:(p+1)*pageSize], now[p*pageSize:(p+1)*pageSize]
		if bytes.Equal(old, cur) {
			continue
		}
		changed++
		b := bytes.Clone(now)
		copy(b[p*pageSize:], old)
		write(t, path, b)
		if _, faults, err := f.Verify(context.Background(), nil); err != nil || len(faults) > 0 {
			t.Fatalf("page %d of an earlier time: %v, %v: docs/security.md says that seals do not tell", p+1, faults, err)
		}
	}
	if changed == 0 {
		t.Fatal("no page changed: the test shows nothing")
	}
}

// Nor can it tell that a log was taken away after a crash: what was only in it is gone. docs/security.md says what does.
func TestADeletedLogIsAnEarlierVault(t *testing.T) {
	path, rows := crashed(t)
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatalf("%v: docs/security.md says that it opens", err)
	}
	defer f.Close()
	db := f.DB("deferred")
	defer db.Close()
	n := 0
	if db.QueryRow("select count(*) from t").Scan(&n) == nil && n >= rows {
		t.Fatalf("all %d rows are there: the test shows nothing", n)
	}
	if _, faults, err := f.Verify(context.Background(), nil); err != nil || len(faults) > 0 {
		t.Fatalf("%v, %v: docs/security.md says that seals do not tell", faults, err)
	}
}
