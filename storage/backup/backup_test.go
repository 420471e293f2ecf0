package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func pack(t testing.TB) (path string) {
	t.Helper()
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "vault.db"), bytes.Repeat([]byte("db"), 300), 0o600)
	os.WriteFile(filepath.Join(dir, "vault.keys"), []byte("keys"), 0o600)
	path = filepath.Join(dir, "备份.opsbak")
	m := Manifest{App: "test", Made: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)}
	if _, err := (Folder{Dir: dir}).Pack(context.Background(), path, m, "vault.keys", "vault.db"); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABackupComesBackAsItWas(t *testing.T) {
	path := pack(t)
	to := t.TempDir()
	if _, err := (Folder{Dir: to}).Unpack(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vault.db", "vault.keys"} {
		want, _ := os.ReadFile(filepath.Join(filepath.Dir(path), name))
		if got, err := os.ReadFile(filepath.Join(to, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (Folder{Dir: to}).Unpack(context.Background(), path); !errors.Is(err, os.ErrExist) {
		t.Errorf("unpacked over what was there: %v", err)
	}
	if _, err := (Folder{Dir: to}).Pack(context.Background(), path, Manifest{}, "vault.db"); !errors.Is(err, os.ErrExist) {
		t.Errorf("packed over a backup: %v", err)
	}
}

func TestNoFlippedByteOfAPartGoesUnnoticed(t *testing.T) {
	path := pack(t)
	whole, _ := os.ReadFile(path)
	to := t.TempDir()
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 0x10
		os.WriteFile(path, b, 0o600)
		m, err := Folder{Dir: to}.Unpack(context.Background(), path)
		if err == nil {
			assertWhole(t, to, i)
			for _, f := range m.Files {
				os.Remove(filepath.Join(to, f.Name))
			}
		}
		if left, _ := os.ReadDir(to); err != nil && len(left) > 0 {
			t.Fatalf("byte %d: refused, and %s left behind", i, left[0].Name())
		}
	}
}

// assertWhole allows what changes no content: the archive's own padding, times and modes.
func assertWhole(t *testing.T, dir string, at int) {
	t.Helper()
	db, _ := os.ReadFile(filepath.Join(dir, "vault.db"))
	keys, _ := os.ReadFile(filepath.Join(dir, "vault.keys"))
	if !bytes.Equal(db, bytes.Repeat([]byte("db"), 300)) || string(keys) != "keys" {
		t.Fatalf("byte %d changed and the parts were taken", at)
	}
}

func TestACutBackupIsRefusedWhole(t *testing.T) {
	path := pack(t)
	whole, _ := os.ReadFile(path)
	end := bytes.LastIndex(whole, []byte("db")) + 2
	for _, n := range []int{0, 1, 511, 512, 600, 1500, 2048, end - 1} {
		os.WriteFile(path, whole[:n], 0o600)
		if _, err := Check(context.Background(), nil, path); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotBackup) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	whole, _ := os.ReadFile(pack(f))
	f.Add(whole)
	f.Add(whole[:700])
	f.Fuzz(func(t *testing.T, raw []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "in")
		os.WriteFile(path, raw, 0o600)
		to := filepath.Join(dir, "to")
		os.Mkdir(to, 0o700)
		m, err := Folder{Dir: to}.Unpack(context.Background(), path)
		left, _ := os.ReadDir(to)
		if err != nil && len(left) > 0 || err == nil && len(left) != len(m.Files) {
			t.Fatalf("%v, %d files left", err, len(left))
		}
	})
}
