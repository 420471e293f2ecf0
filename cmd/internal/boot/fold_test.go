package boot

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"opsledger/storage"
	"opsledger/storage/disk"
)

// tearing is this machine's disk, but what a copy's log is folded into gets torn.
type tearing struct{ disk.OS }

type tearingFile struct {
	disk.File
	path string
}

func (tearing) Open(path string, flag int) (disk.File, error) {
	f, err := disk.OS{}.Open(path, flag)
	return tearingFile{f, path}, err
}

func (f tearingFile) WriteAt(p []byte, off int64) (int, error) {
	log, err := os.Stat(f.path + "-wal")
	if !strings.Contains(f.path, rekeyDir) || err != nil || log.Size() == 0 {
		return f.File.WriteAt(p, off)
	}
	n, _ := f.File.WriteAt(p[:len(p)/2], off)
	return n, syscall.EIO
}

func TestACopyWhoseLogCannotBeFoldedDoesNotTakeTheStoresPlace(t *testing.T) {
	s := founded(t)
	dir, old := s.Dir, *s.keys.Data()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	o := options(dir)
	o.Disk = tearing{}
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeDataKey(context.Background(), nil); !errors.Is(err, syscall.EIO) {
		t.Errorf("the copy is torn, and the change of key: %v", err)
	}
	s.receive(t, "第二张")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if reopened(t, dir, 2) != old {
		t.Error("another key than it should be")
	}
}

func TestAStoreWhoseMakingWasCutShortIsTold(t *testing.T) {
	s := founded(t)
	dir := filepath.Join(t.TempDir(), "半途")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	keys, _, err := options(dir).slots(dir).Create("张工", password)
	if err != nil {
		t.Fatal(err)
	}
	half, err := storage.Create(context.Background(), storage.Options{Dir: dir, Key: keys.Data(), Meta: s.store.Meta(), Kinds: s.Kinds})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(half.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), options(dir)); !errors.Is(err, storage.ErrUnfinished) {
		t.Errorf("a store without its first commit: %v", err)
	}
}
