package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/storage/disk"
)

// logBreaks is this machine's disk, but the log's next sync fails once it is set.
type logBreaks struct {
	disk.OS
	set *bool
}

type logBreaksFile struct {
	disk.File
	set *bool
}

func (d logBreaks) Open(path string, flag int) (disk.File, error) {
	f, err := d.OS.Open(path, flag)
	if err != nil || !strings.HasSuffix(path, "-wal") {
		return f, err
	}
	return logBreaksFile{f, d.set}, nil
}

func (f logBreaksFile) Sync() error {
	if *f.set {
		*f.set = false
		return syscall.EIO
	}
	return f.File.Sync()
}

func TestACommitTheDiskRefusedDoesNotComeBackAfterAKill(t *testing.T) {
	d := newDesk(t, 3)
	d.found()
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	var breaks bool
	key := &[32]byte{3}
	s, err := Open(context.Background(), Options{Dir: d.dir, Key: key, Kinds: kinds, Disk: logBreaks{set: &breaks}})
	if err != nil {
		t.Fatal(err)
	}
	d.store = s
	kept := d.receive("JS-1", "有回执的")
	refused := ledger.NewRecordID(s.meta.Ledger, "ticket", "JS-2")
	err = s.Write(context.Background(), func(w app.Writer) error {
		tip, err := w.Tip(context.Background())
		if err != nil {
			return err
		}
		entry := ledger.Entry{Record: refused, Kind: "ticket", Action: "receive", Fields: ledger.Fields{
			"outside_number": "JS-2", "title": "没有回执的", "system": "工单系统", "region": "丹徒区", "arrived": ledger.FormatTime(d.wall)}}
		sealed, err := d.author.Write(tip, ledger.Draft{Entries: []ledger.Entry{entry}, Wall: d.wall})
		if err != nil {
			return err
		}
		breaks = true // the next sync is the commit's
		return w.Append(context.Background(), sealed)
	})
	if !errors.Is(err, syscall.EIO) {
		t.Fatalf("the disk failed, and the commit: %v", err)
	}
	killed := t.TempDir()
	for _, name := range []string{FileName, FileName + "-wal"} {
		raw, err := os.ReadFile(filepath.Join(d.dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(killed, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(context.Background(), Options{Dir: killed, Key: key, Kinds: kinds})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	err = again.View(context.Background(), func(r app.Reader) error {
		if _, err := r.Record(context.Background(), "ticket", string(refused)); !errors.Is(err, app.ErrNotFound) {
			t.Errorf("refused, and after a kill: %v", err)
		}
		_, err := r.Record(context.Background(), "ticket", string(kept))
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
