package boot

import (
	"context"
	"errors"
	"path/filepath"

	"opsledger/storage"
	"opsledger/storage/cryptvfs"
	"opsledger/storage/disk"
)

// rekeyDir is where the store is written anew under its next data key.
const rekeyDir = ".rekey"

// ChangeDataKey encrypts the whole store anew under a new data key. Who is switched off keeps no way in, even with an
// old copy of the key. The session goes on.
func (s *Session) ChangeDataKey(ctx context.Context, progress func(done, total int)) error {
	if s.Away() {
		return s.astray()
	}
	if err := s.clearRekey(); err != nil {
		return err
	}
	dir := filepath.Join(s.Dir, rekeyDir)
	if err := disk.Or(s.o.Disk).Mkdir(dir); err != nil {
		return explain(err, s.Dir)
	}
	next, err := s.keys.BeginRekey()
	if err != nil {
		return explain(errors.Join(err, s.clearRekey()), s.Dir)
	}
	if err := s.writeAnew(ctx, dir, next, progress); err != nil {
		return explain(errors.Join(err, s.keys.EndRekey(false), s.clearRekey()), s.Dir)
	}
	// What is only in the log would hang on a file that opening the new store takes away before its name lasts.
	if err := s.store.Settle(ctx); err != nil {
		return explain(errors.Join(err, s.keys.EndRekey(false), s.clearRekey()), s.Dir)
	}
	return explain(s.swap(ctx, dir), s.Dir)
}

func (s *Session) writeAnew(ctx context.Context, dir string, next *[32]byte, progress func(int, int)) error {
	if err := s.store.Copy(ctx, dir, next); err != nil {
		return err
	}
	here, err := s.o.homeOf(dir)
	if err != nil {
		return err
	}
	_, err = s.verifyCopy(ctx, dir, next, progress, func(c *storage.Store) error { return c.Resettle(ctx, here) })
	return err
}

// swap puts the new file in place of the old one and opens it. From the rename on, the next key is the store's. The
// slots keep both keys until the new name lasts: a power cut may bring the old file back.
func (s *Session) swap(ctx context.Context, dir string) error {
	if err := s.store.Close(); err != nil {
		return err
	}
	s.store = nil
	path := filepath.Join(s.Dir, storage.FileName)
	d := disk.Or(s.o.Disk)
	if err := d.Rename(filepath.Join(dir, storage.FileName), path); err != nil {
		return errors.Join(err, s.start(ctx))
	}
	if err := s.start(ctx); err == nil {
		return nil
	}
	if s.store != nil {
		s.store.Close()
		s.store = nil
	}
	return s.start(ctx) // what failed once may pass; else opening the store again settles it
}

// settleDataKey ends a change of the data key that was under way: the store itself tells which key it is under.
func (s *Session) settleDataKey(ctx context.Context) error {
	next := s.keys.Next()
	if next == nil {
		return nil
	}
	c, err := storage.Open(ctx, storage.Options{Dir: s.Dir, Key: next, Kinds: s.o.kinds(), Disk: s.o.Disk})
	if err != nil {
		var page *cryptvfs.PageError
		if !errors.As(err, &page) || page.Page != 1 {
			return err
		}
		return errors.Join(s.keys.EndRekey(false), s.clearRekey())
	}
	if err := errors.Join(c.Close(), disk.Or(s.o.Disk).SyncDir(filepath.Join(s.Dir, storage.FileName))); err != nil {
		return err
	}
	return errors.Join(s.keys.EndRekey(true), s.clearRekey())
}

func (s *Session) clearRekey() error {
	return disk.RemoveAll(disk.Or(s.o.Disk), filepath.Join(s.Dir, rekeyDir))
}
