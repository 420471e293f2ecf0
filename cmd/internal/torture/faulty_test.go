package torture

import (
	"io/fs"
	"os"
	"sync"
	"syscall"

	"opsledger/cmd/internal/ramdisk"
	"opsledger/storage/disk"
)

// call is what is asked of a disk.
type call string

const (
	opening  call = "open"
	making   call = "create"
	reading  call = "read"
	writing  call = "write"
	cutting  call = "truncate"
	syncing  call = "sync"
	asking   call = "stat"
	removing call = "remove"
	renaming call = "rename"
	listing  call = "list"
	folder   call = "mkdir"
	entries  call = "syncdir"
	closing  call = "close"
)

// failure is how a call fails.
type failure string

const (
	broken    failure = "EIO"
	full      failure = "ENOSPC"
	torn      failure = "torn"       // a beginning lands, then EIO
	tornFull  failure = "torn full"  // a beginning lands, then ENOSPC: what a disk that fills up does
	lost      failure = "lost"       // a sync fails, and what it should have written is thrown away
	staysFull failure = "stays full" // ENOSPC from here on
	staysDead failure = "stays dead" // EIO for all that changes something, from here on
)

// failures are those that make sense of a call.
func (c call) failures() []failure {
	switch c {
	case writing:
		return []failure{broken, full, torn, tornFull, staysFull, staysDead}
	case making, folder:
		return []failure{broken, full, staysFull}
	case syncing:
		return []failure{broken, lost, staysDead}
	case cutting, renaming, entries, removing:
		return []failure{broken, staysDead}
	}
	return []failure{broken}
}

func (c call) changes() bool {
	return c == making || c == writing || c == cutting || c == syncing || c == removing || c == renaming || c == folder || c == entries
}

func (c call) grows() bool { return c == making || c == writing || c == folder }

// faulty is a disk whose nth call after arming fails.
type faulty struct {
	disk.Disk
	mu    sync.Mutex
	armed bool
	calls []call // since it was armed
	at    int    // -1: only count
	how   failure
	fired bool
	cut   int64 // how much of a torn write lands, in thousandths
}

func (d *faulty) arm(at int, how failure, cut int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed, d.calls, d.at, d.how, d.fired, d.cut = true, nil, at, how, false, cut
}

func (d *faulty) disarm() (calls []call, fired bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = false
	return d.calls, d.fired
}

// pause lets calls through uncounted, and tells whether the call has failed; where not, it may still come.
func (d *faulty) pause() (fired bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = false
	return d.fired
}

func (d *faulty) resume() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = true
}

// fails counts a call and tells how it fails; "" where it does not.
func (d *faulty) fails(c call) failure {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.armed {
		return ""
	}
	n := len(d.calls)
	d.calls = append(d.calls, c)
	switch {
	case n == d.at:
		d.fired = true
		return d.how
	case d.at >= 0 && n > d.at && (d.how == staysFull && c.grows() || d.how == staysDead && c.changes()):
		return d.how
	}
	return ""
}

func (f failure) err(op call, path string) error {
	switch f {
	case "":
		return nil
	case full, tornFull, staysFull:
		return ramdisk.Failed(string(op), path, syscall.ENOSPC)
	}
	return ramdisk.Failed(string(op), path, syscall.EIO)
}

func (d *faulty) try(op call, path string) error { return d.fails(op).err(op, path) }

// Open implements disk.Disk.
func (d *faulty) Open(path string, flag int) (disk.File, error) {
	op := opening
	if flag&os.O_CREATE != 0 {
		op = making
	}
	if err := d.try(op, path); err != nil {
		return nil, err
	}
	f, err := d.Disk.Open(path, flag)
	if err != nil {
		return nil, err
	}
	return &faultyFile{f, d, path}, nil
}

func (d *faulty) Remove(path string) error {
	if err := d.try(removing, path); err != nil {
		return err
	}
	return d.Disk.Remove(path)
}

func (d *faulty) Rename(from, to string) error {
	if err := d.try(renaming, from); err != nil {
		return err
	}
	return d.Disk.Rename(from, to)
}

func (d *faulty) Stat(path string) (fs.FileInfo, error) {
	if err := d.try(asking, path); err != nil {
		return nil, err
	}
	return d.Disk.Stat(path)
}

func (d *faulty) List(dir string) ([]string, error) {
	if err := d.try(listing, dir); err != nil {
		return nil, err
	}
	return d.Disk.List(dir)
}

func (d *faulty) Mkdir(dir string) error {
	if err := d.try(folder, dir); err != nil {
		return err
	}
	return d.Disk.Mkdir(dir)
}

func (d *faulty) SyncDir(path string) error {
	if err := d.try(entries, path); err != nil {
		return err
	}
	return d.Disk.SyncDir(path)
}

type faultyFile struct {
	disk.File
	d    *faulty
	path string
}

func (f *faultyFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.d.try(reading, f.path); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, off)
}

func (f *faultyFile) WriteAt(p []byte, off int64) (int, error) {
	how := f.d.fails(writing)
	switch how {
	case "":
		return f.File.WriteAt(p, off)
	case torn, tornFull, staysFull:
		n, _ := f.File.WriteAt(p[:int64(len(p))*f.d.cut/1000], off)
		return n, how.err(writing, f.path)
	}
	return 0, how.err(writing, f.path)
}

func (f *faultyFile) Truncate(size int64) error {
	if err := f.d.try(cutting, f.path); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *faultyFile) Sync() error {
	how := f.d.fails(syncing)
	if m, ok := f.File.(interface{ Forget() }); ok && how == lost {
		m.Forget()
	}
	if how != "" {
		return how.err(syncing, f.path)
	}
	return f.File.Sync()
}

func (f *faultyFile) Stat() (fs.FileInfo, error) {
	if err := f.d.try(asking, f.path); err != nil {
		return nil, err
	}
	return f.File.Stat()
}

// Close always closes; the failure is told late, as network and quota errors are.
func (f *faultyFile) Close() error {
	err := f.d.try(closing, f.path)
	if e := f.File.Close(); err == nil {
		err = e
	}
	return err
}
