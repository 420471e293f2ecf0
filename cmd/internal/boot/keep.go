package boot

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/storage"
	"opsledger/storage/backup"
	"opsledger/storage/cryptvfs"
	"opsledger/storage/disk"
	"opsledger/storage/vault"
)

// Kept is what a backup holds.
type Kept struct {
	File    string     `json:"file"`
	Size    int64      `json:"size"`
	Commits int        `json:"commits"`
	Records int        `json:"records"`
	Heads   []app.Head `json:"heads"`
}

// parts of a store, in the order they are packed: the small one first.
var parts = []string{vault.FileName, storage.FileName}

// Backup writes the store into one encrypted file. It counts once it has been opened and verified, and read back.
func (s *Session) Backup(ctx context.Context, path string, progress func(done, total int)) (k Kept, err error) {
	d := disk.Or(s.o.Disk)
	dir, err := disk.MkdirTemp(d, filepath.Dir(path), ".opsledger-backup-")
	if err != nil {
		return k, packFault(err, path)
	}
	defer disk.RemoveAll(d, dir) // what stays is encrypted and in nobody's way
	if err := s.copyInto(ctx, dir, s.keys.Data()); err != nil {
		return k, explain(err, s.Dir)
	}
	audit, err := s.verifyCopy(ctx, dir, s.keys.Data(), progress, nil)
	if err != nil {
		return k, explain(err, dir)
	}
	m := backup.Manifest{App: "opsledger/" + Version, Made: s.o.clock()()}
	size, err := (backup.Folder{Dir: dir, Disk: d}).Pack(ctx, path, m, parts...)
	if err != nil {
		return k, packFault(err, path)
	}
	return Kept{File: path, Size: size, Commits: audit.Commits, Records: audit.Records, Heads: audit.Heads}, nil
}

func packFault(err error, path string) error {
	if errors.Is(err, context.Canceled) {
		return fault.New(fault.Cancelled).Because(err)
	}
	return unwritten(err, path, "备份")
}

func (s *Session) copyInto(ctx context.Context, dir string, key *[32]byte) error {
	if err := s.store.Copy(ctx, dir, key); err != nil {
		return err
	}
	d := disk.Or(s.o.Disk)
	raw, err := disk.ReadFile(d, filepath.Join(s.Dir, vault.FileName))
	if err != nil {
		return err
	}
	return disk.Create(d, filepath.Join(dir, vault.FileName), raw)
}

// verifyCopy opens a copy, verifies it whole and compares its heads with this store's; then, where given, then runs
// on it.
func (s *Session) verifyCopy(ctx context.Context, dir string, key *[32]byte, progress func(int, int), then func(*storage.Store) error) (audit app.Audit, err error) {
	c, err := storage.Open(ctx, storage.Options{Dir: dir, Key: key, Kinds: s.o.kinds(), Disk: s.o.Disk})
	if err != nil {
		return audit, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if audit, err = c.Verify(ctx, progress); err != nil {
		return audit, err
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return audit, err
	}
	if !audit.OK || !slices.Equal(heads, audit.Heads) {
		return audit, fault.New(fault.Damaged, "副本与台账不一致")
	}
	if then != nil {
		err = then(c)
	}
	if err == nil {
		err = c.Settle(ctx)
	}
	return audit, err
}

func (s *Session) heads(ctx context.Context) (out []app.Head, err error) {
	err = s.store.View(ctx, func(r app.Reader) (err error) {
		out, err = r.Heads(ctx)
		return err
	})
	return out, err
}

// CheckBackup opens a backup of this store aside and verifies it whole; nothing of it stays.
func (s *Session) CheckBackup(ctx context.Context, path string, progress func(done, total int)) (k Kept, err error) {
	d := disk.Or(s.o.Disk)
	info, err := d.Stat(path)
	if err != nil {
		return k, fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
	}
	dir, err := disk.MkdirTemp(d, s.Dir, ".checking-")
	if err != nil {
		return k, explain(err, s.Dir)
	}
	defer disk.RemoveAll(d, dir) // what stays is encrypted and in nobody's way
	if _, err := (backup.Folder{Dir: dir, Disk: d}).Unpack(ctx, path); err != nil {
		return k, explain(err, filepath.Base(path))
	}
	c, err := storage.Open(ctx, storage.Options{Dir: dir, Key: s.keys.Data(), Kinds: s.o.kinds(), Disk: s.o.Disk})
	if err != nil {
		return k, notOurs(err, filepath.Base(path))
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	audit, err := c.Verify(ctx, progress)
	if err == nil && !audit.OK {
		err = fault.New(fault.BadBackup, filepath.Base(path))
	}
	return Kept{File: path, Size: info.Size(), Commits: audit.Commits, Records: audit.Records, Heads: audit.Heads}, explain(err, s.Dir)
}

// notOurs tells a backup that is whole, but of another store or made under an earlier data key.
func notOurs(err error, name string) error {
	var page *cryptvfs.PageError
	if errors.As(err, &page) && page.Page == 1 {
		return fault.New(fault.Refused, "“"+name+"”不是本台账现用密钥的备份").With("别的台账或换过数据密钥之前的备份，要用当时的口令恢复到新文件夹来核验").Because(err)
	}
	return explain(err, name)
}

// restoreGap is left out of every running number after a restore: the lost days may have given some.
const restoreGap = 100

// Restore makes a new store from a backup, in a folder that holds none, and begins a feed of its own.
func Restore(ctx context.Context, path string, o Options) (sess *Session, err error) {
	if err := o.empty(); err != nil {
		return nil, err
	}
	if _, err := disk.Or(o.Disk).Stat(path); err != nil {
		return nil, fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fault.New(fault.FileWrite, o.Dir, reason(err)).Because(err)
	}
	l, err := o.acquire(ctx)
	if err != nil {
		return nil, err
	}
	if err = o.empty(); err == nil { // now that nobody else can fill it
		err = o.unpack(ctx, path)
	}
	if err = errors.Join(err, l.Release()); err != nil {
		return nil, err
	}
	return Open(ctx, o)
}

// empty sees that the folder holds no store.
func (o Options) empty() error {
	for _, name := range parts {
		_, err := disk.Or(o.Disk).Stat(filepath.Join(o.Dir, name))
		if err == nil {
			return fault.New(fault.StoreExists, o.Dir)
		}
		if !errors.Is(err, os.ErrNotExist) {
			return fault.New(fault.FileRead, name, reason(err)).Because(err)
		}
	}
	return nil
}

// clear takes away the files of a store that was not finished.
func (o Options) clear() (err error) {
	for _, name := range append([]string{storage.FileName + "-wal"}, parts...) {
		err = errors.Join(err, disk.Discard(disk.Or(o.Disk), filepath.Join(o.Dir, name)))
	}
	return err
}

// unpack prepares the store aside and puts it in place whole.
func (o Options) unpack(ctx context.Context, path string) (err error) {
	d := disk.Or(o.Disk)
	dir, err := disk.MkdirTemp(d, o.Dir, ".restoring-")
	if err != nil {
		return fault.New(fault.FileWrite, o.Dir, reason(err)).Because(err)
	}
	defer disk.RemoveAll(d, dir) // what stays is encrypted and in nobody's way
	if _, err := (backup.Folder{Dir: dir, Disk: d}).Unpack(ctx, path); err != nil {
		return explain(err, filepath.Base(path))
	}
	if err := o.refeed(ctx, dir); err != nil {
		return explain(err, filepath.Base(path))
	}
	if err := o.place(d, dir); err != nil {
		return fault.New(fault.FileWrite, o.Dir, reason(err)).Because(errors.Join(err, o.clear()))
	}
	return nil
}

func (o Options) place(d disk.Disk, from string) error {
	for _, name := range parts {
		if err := d.Rename(filepath.Join(from, name), filepath.Join(o.Dir, name)); err != nil {
			return err
		}
	}
	return d.SyncDir(filepath.Join(o.Dir, storage.FileName))
}

// refeed verifies what was unpacked and begins its new feed.
func (o Options) refeed(ctx context.Context, dir string) (err error) {
	keys, err := o.slots(dir).Open(o.User, o.Password)
	if err != nil {
		return err
	}
	defer keys.Close()
	c, err := storage.Open(ctx, storage.Options{Dir: dir, Key: keys.Data(), Kinds: o.kinds(), Disk: o.Disk})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	audit, err := c.Verify(ctx, nil)
	if err != nil {
		return err
	}
	if !audit.OK {
		return fault.New(fault.Damaged, "备份核验不通过："+audit.Faults[0])
	}
	m := c.Meta()
	if m.Feed, err = storage.NewFeed(o.random()); err != nil {
		return err
	}
	if m.Home, err = o.homeOf(dir); err != nil {
		return err
	}
	if err := c.BeginFeed(ctx, m, restoreGap); err != nil {
		return err
	}
	return c.Settle(ctx)
}
