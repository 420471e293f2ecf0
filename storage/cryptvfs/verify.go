package cryptvfs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// Verify opens every page of the main file, free ones too. It reports how many there are and which do not hold. No
// checkpoint runs meanwhile: a page half written would look damaged. Pages that are only in the log are not seen.
func (f *FS) Verify(ctx context.Context, progress func(done, total int64)) (pages int64, faults []*PageError, err error) {
	release, err := f.holdCheckpoints(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("verifying pages: %w", err)
	}
	defer release()
	d, err := f.disk.Open(f.path, os.O_RDONLY)
	if err != nil {
		return 0, nil, fmt.Errorf("verifying pages: %w", err)
	}
	defer d.Close()
	n, err := size(d)
	if err != nil {
		return 0, nil, fmt.Errorf("verifying pages: %w", err)
	}
	m := &mainFile{k: f.k, path: f.path, salt: f.salt, disk: d}
	pages = (n + pageSize - 1) / pageSize
	buf := make([]byte, pageSize)
	for i := range pages {
		if err := ctx.Err(); err != nil {
			return pages, faults, err
		}
		if _, err := m.readPage(i, buf); err != nil {
			var page *PageError
			if !errors.As(err, &page) {
				return pages, faults, fmt.Errorf("verifying pages: %w", err)
			}
			faults = append(faults, page)
		}
		if progress != nil && i%256 == 0 {
			progress(i, pages)
		}
	}
	return pages, faults, f.verifyHead(d)
}

// holdCheckpoints takes the wal-index lock that every checkpoint needs. SQLite skips an automatic one it can't get.
func (f *FS) holdCheckpoints(ctx context.Context) (release func(), err error) {
	const checkpointLock = 1 // WAL_CKPT_LOCK of SQLite's wal.c
	me := &conn{share: f.share}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for f.share.shmLock(me, checkpointLock, 1, sqlite3.SQLITE_SHM_LOCK|sqlite3.SQLITE_SHM_EXCLUSIVE) != sqlite3.SQLITE_OK {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
	return func() {
		f.share.shmLock(me, checkpointLock, 1, sqlite3.SQLITE_SHM_UNLOCK|sqlite3.SQLITE_SHM_EXCLUSIVE)
	}, nil
}

// verifyHead checks what stands before the seal of page 1, and that no page is cut off the end.
func (f *FS) verifyHead(d File) error {
	head := make([]byte, 16)
	if _, err := readFull(d, head, 0); err != nil {
		return fmt.Errorf("verifying pages: %w", err)
	}
	if [8]byte(head) != format || [8]byte(head[8:]) != f.salt {
		return &PageError{File: f.path, Page: 1}
	}
	m := &mainFile{k: f.k, path: f.path, salt: f.salt, disk: d}
	first := make([]byte, pageSize)
	if _, err := m.readPage(0, first); err != nil {
		return err
	}
	return m.whole(f.disk, first)
}

// whole tells a file cut at a page's end, which no seal shows: page 1 says how many pages there are. While there is
// a log, the file may rightly be shorter.
func (m *mainFile) whole(disk Disk, first []byte) error {
	if st, err := disk.Stat(logOf(m.path)); err == nil && st.Size() > 0 {
		return nil
	}
	n, err := m.Size()
	if err != nil {
		return fmt.Errorf("measuring vault: %w", err)
	}
	if there := n / pageSize; there < int64(binary.BigEndian.Uint32(first[28:])) {
		return &PageError{File: m.path, Page: there + 1}
	}
	return nil
}
