package cryptvfs

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A temporary file behaves as a slice of bytes does, and what lies on the disk is not that slice.
func TestATemporaryFileReadsBackWhatWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tmp")
	d, err := OS{}.Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	f, err := newTempFile(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var model []byte
	r := rand.New(rand.NewPCG(1, 2))
	for step := range 2000 {
		off, n := r.IntN(20000), r.IntN(3000)
		switch r.IntN(8) {
		case 0:
			off = min(off, len(model))
			model = model[:off]
			if err := f.Truncate(int64(off)); err != nil {
				t.Fatal(err)
			}
		case 1, 2, 3:
			p := bytes.Repeat([]byte("CANARY42"), n/8+1)[:n]
			if off+n > len(model) && n > 0 {
				model = append(model, make([]byte, off+n-len(model))...)
			}
			copy(model[min(off, len(model)):], p)
			if err := f.WriteAt(p, int64(off)); err != nil {
				t.Fatal(err)
			}
			if n == 0 && off > len(model) {
				model = append(model, make([]byte, off-len(model))...)
			}
		default:
			got := make([]byte, n)
			m, err := f.ReadAt(got, int64(off))
			if err != nil {
				t.Fatal(err)
			}
			want := model[min(off, len(model)):min(off+n, len(model))]
			if !bytes.Equal(got[:m], want) {
				t.Fatalf("step %d: read %d at %d gave %d other bytes", step, n, off, m)
			}
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil || len(raw) == 0 || bytes.Contains(raw, []byte("CANARY")) {
		t.Fatalf("%d bytes on disk in the clear, %v", len(raw), err)
	}
}

func TestTemporaryFilesOfAKilledProcessAreSweptAway(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "vault.db")
	if err := Format(path, testKey(1)); err != nil {
		t.Fatal(err)
	}
	write(t, path+tempMark+"abc", []byte("left behind"))
	write(t, filepath.Join(dir, "other.txt"), []byte("not ours"))
	f, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	write(t, path+tempMark+"def", []byte("in use"))
	again, err := Open(path, testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "other.txt vault.db vault.db-tmp-def" {
		t.Error(got)
	}
}

// brokenDisk is this machine's, but writes fail with an error once it is set.
type brokenDisk struct {
	OS
	err *error
}

type brokenFile struct {
	File
	err *error
}

func (d brokenDisk) Open(path string, flag int) (File, error) {
	f, err := d.OS.Open(path, flag)
	return brokenFile{f, d.err}, err
}

func (f brokenFile) WriteAt(p []byte, off int64) (int, error) {
	if *f.err != nil {
		return 0, *f.err
	}
	return f.File.WriteAt(p, off)
}

func TestTheDisksOwnErrorIsTold(t *testing.T) {
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
	db := f.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)")
	defer db.Close()
	for _, failing = range []error{syscall.ENOSPC, syscall.EIO} {
		_, err := db.Exec("insert into t(v) values('x')")
		if err = f.Explain(err); !errors.Is(err, failing) {
			t.Errorf("%v reached the caller as %v", failing, err)
		}
	}
	failing = nil
	if n, ok := count(t, f); n != 100 || ok != "ok" {
		t.Errorf("%d rows, integrity %s", n, ok)
	}
}
