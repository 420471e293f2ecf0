package cryptvfs

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzPage gives a page of a vault any bytes: it opens only to what was sealed there, and nothing panics.
func FuzzPage(f *testing.F) {
	k, err := deriveKeys(testKey(1))
	if err != nil {
		f.Fatal(err)
	}
	m := &mainFile{k: k, path: "x"}
	plain := bytes.Repeat([]byte("明文"), bodySize)[:bodySize]
	sealed := seal(k.page, nil, plain, m.bound(3))
	f.Add(sealed, int64(3))
	f.Add(sealed, int64(4))
	f.Add(sealed[:100], int64(3))
	f.Add(make([]byte, pageSize), int64(0))
	f.Fuzz(func(t *testing.T, raw []byte, page int64) {
		if len(raw) != pageSize || page < 0 || page > 1<<40 {
			return
		}
		opened := bytes.Clone(raw)
		if m.openPage(page, opened) && !(page == 3 && bytes.Equal(opened[:bodySize], plain)) {
			t.Fatalf("page %d opened to bytes nobody sealed there", page)
		}
	})
}

// FuzzLog puts any bytes in the place of a log: recovery reads a beginning of what was written, or nothing.
func FuzzLog(f *testing.F) {
	main, log := logged(f)
	f.Add(log)
	f.Add(log[:len(log)/2])
	f.Add([]byte("no log"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "vault.db")
		write(t, path, main)
		write(t, path+"-wal", raw)
		v, err := Open(path, testKey(1), nil)
		if err != nil {
			return
		}
		defer v.Close()
		db := v.DB("deferred")
		defer db.Close()
		var n int
		var ok string
		if err := db.QueryRow("pragma integrity_check").Scan(&ok); err != nil || ok != "ok" {
			t.Fatalf("integrity %s, %v", ok, v.Explain(err))
		}
		if db.QueryRow("select count(*) from t").Scan(&n) == nil && n > 5 {
			t.Fatalf("%d rows of 5", n)
		}
	})
}

// logged is a vault of five rows that are all in its log.
func logged(f *testing.F) (main, log []byte) {
	path := filepath.Join(f.TempDir(), "vault.db")
	if err := Format(path, testKey(1)); err != nil {
		f.Fatal(err)
	}
	v, err := Open(path, testKey(1), nil)
	if err != nil {
		f.Fatal(err)
	}
	defer v.Close()
	db := v.DB("immediate", "journal_mode(WAL)", "wal_autocheckpoint(0)")
	defer db.Close()
	for _, q := range []string{"create table t(v text)", "insert into t values('a'),('b'),('c'),('d'),('e')"} {
		if _, err := db.Exec(q); err != nil {
			f.Fatal(v.Explain(err))
		}
	}
	return slurp(f, path), slurp(f, path+"-wal")
}

func slurp(f *testing.F, path string) []byte {
	raw, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	return raw
}
