package home

import (
	"os"
	"path/filepath"
	"testing"
)

func of(t *testing.T, path string) string {
	t.Helper()
	h, err := Of(path)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAFileKeepsItsHomeThroughWritesAndMoves(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "vault.db")
	os.WriteFile(path, []byte("one"), 0o600)
	before := of(t, path)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("changed")
	f.Close()
	if of(t, path) != before {
		t.Error("writing changed its home")
	}
	os.Mkdir(filepath.Join(dir, "elsewhere"), 0o700)
	moved := filepath.Join(dir, "elsewhere", "vault.db")
	if err := os.Rename(path, moved); err != nil {
		t.Fatal(err)
	}
	if of(t, moved) != before {
		t.Error("moving on the same volume changed its home")
	}
}

func TestACopyHasAnotherHome(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	os.WriteFile(a, []byte("one"), 0o600)
	before := of(t, a)
	os.WriteFile(b, []byte("one"), 0o600)
	if of(t, b) == before {
		t.Error("two files, one home")
	}
	if _, err := Of(filepath.Join(dir, "none")); err == nil {
		t.Error("nothing has a home")
	}
}
