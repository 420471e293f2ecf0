package cryptvfs

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestMain lets the test binary stand in for a program that is killed while it writes.
func TestMain(m *testing.M) {
	if path := os.Getenv("CRYPTVFS_WRITE"); path != "" {
		writeForever(path)
	}
	os.Exit(m.Run())
}

// writeForever commits numbered rows and says each number once it is acknowledged.
func writeForever(path string) {
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	db := f.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)", "wal_autocheckpoint(20)")
	db.SetMaxOpenConns(1)
	for {
		res, err := db.Exec("insert into t(v) values(hex(randomblob(900)))")
		if err != nil {
			fmt.Println("error", f.Explain(err))
			os.Exit(1)
		}
		id, _ := res.LastInsertId()
		fmt.Println(id)
	}
}

func TestNothingAcknowledgedIsLostByKilling(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.db")
	if err := Format(path, testKey(1)); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fill(t, f, 50)
	last := 50
	for round := range 20 {
		last = killAfter(t, path, 10+round*7, last)
		if n, ok := count(t, f); n < last || ok != "ok" {
			t.Fatalf("round %d: %d rows, %d acknowledged, integrity %s", round, n, last, ok)
		}
	}
}

func killAfter(t *testing.T, path string, acks, last int) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CRYPTVFS_WRITE="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for i := 0; lines.Scan(); i++ {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Fatal(lines.Text())
		}
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
		if i == acks {
			cmd.Process.Kill()
		}
	}
	cmd.Wait()
	return last
}

// FuzzOpen feeds changed files to Open and to SQLite: refused or read, never a panic, never other rows.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, "seed.db")
	if err := Format(path, testKey(1)); err != nil {
		f.Fatal(err)
	}
	seed, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add(seed[:100])
	f.Add(append([]byte("OPSVLT\x01\x02"), seed[8:]...))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := filepath.Join(t.TempDir(), "vault.db")
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := Open(p, testKey(1), nil)
		if err != nil {
			return
		}
		defer v.Close()
		db := v.DB("deferred")
		defer db.Close()
		var n int
		if err := db.QueryRow("select count(*) from sqlite_schema").Scan(&n); err == nil && n != 0 {
			t.Fatalf("%d tables out of nowhere", n)
		}
	})
}
