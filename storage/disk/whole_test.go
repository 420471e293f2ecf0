package disk

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// failing is this machine's disk, but one kind of call fails.
type failing struct {
	OS
	call string
}

var errBroken = errors.New("broken")

func (d failing) Open(path string, flag int) (File, error) {
	if d.call == "open" && flag != os.O_RDONLY {
		return nil, errBroken
	}
	f, err := d.OS.Open(path, flag)
	return failingFile{f, d.call}, err
}

func (d failing) Rename(from, to string) error {
	if d.call == "rename" {
		return errBroken
	}
	return d.OS.Rename(from, to)
}

func (d failing) Remove(path string) error {
	if d.call == "remove" {
		return errBroken
	}
	return d.OS.Remove(path)
}

func (d failing) SyncDir(path string) error {
	if d.call == "syncdir" {
		return errBroken
	}
	return d.OS.SyncDir(path)
}

type failingFile struct {
	File
	call string
}

func (f failingFile) WriteAt(p []byte, off int64) (int, error) {
	if f.call == "write" {
		n, _ := f.File.WriteAt(p[:len(p)/2], off)
		return n, errBroken
	}
	return f.File.WriteAt(p, off)
}

func (f failingFile) Sync() error {
	if f.call == "sync" {
		return errBroken
	}
	return f.File.Sync()
}

func TestAReplacementThatFailsLeavesTheOldFileAndNothingBeside(t *testing.T) {
	for _, call := range []string{"open", "write", "sync", "rename", "syncdir"} {
		for _, old := range [][]byte{[]byte("old"), nil} {
			dir := t.TempDir()
			path := filepath.Join(dir, "file")
			if old != nil {
				if err := Replace(OS{}, path, old); err != nil {
					t.Fatal(err)
				}
			}
			if err := Replace(failing{call: call}, path, []byte("something new")); !errors.Is(err, errBroken) {
				t.Errorf("%s: %v", call, err)
			}
			if got, _ := os.ReadFile(path); !bytes.Equal(got, old) {
				t.Errorf("%s failed, and the file is %q", call, got)
			}
			if names, _ := (OS{}).List(dir); len(names) > len(old)/3 {
				t.Errorf("%s failed and left %q", call, names)
			}
		}
	}
}

func TestAReplacementIsMadeThoughTheOldCopyStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, text := range []string{"old", "new"} {
		if err := Replace(failing{call: "remove"}, path, []byte(text)); err != nil {
			t.Error(err)
		}
		if got, _ := os.ReadFile(path); string(got) != text {
			t.Errorf("%q, should be %q", got, text)
		}
	}
}

func TestWhatWasKeptIsPutBackOrDropped(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	for _, old := range []string{"", "old"} {
		if old != "" {
			Replace(OS{}, path, []byte(old))
		}
		k, err := Keep(OS{}, path, ".before")
		if err != nil {
			t.Fatal(err)
		}
		Replace(OS{}, path, []byte("new"))
		if err := k.Back(); err != nil {
			t.Error(err)
		}
		if got, _ := os.ReadFile(path); string(got) != old {
			t.Errorf("put back %q, was %q", got, old)
		}
	}
	k, _ := Keep(OS{}, path, ".before")
	if err := k.Drop(); err != nil {
		t.Error(err)
	}
	if names, _ := (OS{}).List(dir); len(names) != 1 {
		t.Errorf("left %q", names)
	}
}

func TestAFileThatCouldNotBeMadeIsNotThere(t *testing.T) {
	for _, call := range []string{"open", "write", "sync", "syncdir"} {
		path := filepath.Join(t.TempDir(), "file")
		if err := Create(failing{call: call}, path, []byte("new")); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", call, err)
		}
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s failed and left a file", call)
		}
	}
	path := filepath.Join(t.TempDir(), "file")
	for _, want := range []error{nil, os.ErrExist} {
		if err := Create(OS{}, path, []byte("new")); !errors.Is(err, want) {
			t.Error(err)
		}
	}
	if got, err := ReadFile(OS{}, path); err != nil || string(got) != "new" {
		t.Error(string(got), err)
	}
}

func TestAFolderIsRemovedWithItsFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "folder")
	for range 2 {
		if err := (OS{}).Mkdir(dir); err != nil {
			t.Fatal(err)
		}
		if err := Create(OS{}, filepath.Join(dir, "file"), nil); err != nil {
			t.Fatal(err)
		}
		if err := RemoveAll(OS{}, dir); err != nil {
			t.Fatal(err)
		}
		if err := RemoveAll(OS{}, dir); err != nil {
			t.Error("twice:", err)
		}
	}
}
