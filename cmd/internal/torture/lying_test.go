package torture

import (
	"strings"

	"opsledger/storage/disk"
)

// lying is a disk with a bug of its own, as a program's or a machine's would be.
type lying struct {
	disk.Disk
	skips       func(c call, path string) bool // says done and does nothing
	swallows    bool                           // reports a write that fell short as whole
	removeFirst bool                           // takes the old file away before it renames the new one
	late        *lateness                      // syncs only when the next sync is asked for
}

// lateness is what a late disk still owes.
type lateness struct{ owed func() error }

func (d lying) skip(c call, path string) bool { return d.skips != nil && d.skips(c, path) }

// Open implements disk.Disk.
func (d lying) Open(path string, flag int) (disk.File, error) {
	f, err := d.Disk.Open(path, flag)
	if err != nil {
		return nil, err
	}
	return lyingFile{f, d, path}, nil
}

// SyncDir implements disk.Disk.
func (d lying) SyncDir(path string) error {
	if d.skip(entries, path) {
		return nil
	}
	return d.Disk.SyncDir(path)
}

// Rename implements disk.Disk.
func (d lying) Rename(from, to string) error {
	if d.removeFirst {
		d.Disk.Remove(to)
		d.Disk.SyncDir(to)
	}
	return d.Disk.Rename(from, to)
}

type lyingFile struct {
	disk.File
	d    lying
	path string
}

func (f lyingFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := f.File.WriteAt(p, off)
	if f.d.swallows && n > 0 {
		return len(p), nil
	}
	return n, err
}

func (f lyingFile) Sync() error {
	if f.d.skip(syncing, f.path) {
		return nil
	}
	if f.d.late == nil {
		return f.File.Sync()
	}
	owed := f.d.late.owed
	f.d.late.owed = f.File.Sync
	if owed == nil {
		return nil
	}
	return owed()
}

func isLog(path string) bool  { return strings.HasSuffix(path, "-wal") }
func isMain(path string) bool { return strings.HasSuffix(path, "vault.db") }
func isSlots(path string) bool {
	return strings.HasSuffix(path, "vault.keys") || strings.HasSuffix(path, "vault.keys.new")
}
