package boot

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/storage/disk"
)

// stick is a disk whose exchange files fail after some bytes: a stick that is pulled or full, a share that is gone.
type stick struct {
	disk.OS
	writes, reads int64 // bytes; -1: never
	why           error
}

type stickFile struct {
	disk.File
	s    *stick
	path string
}

func (s *stick) Open(path string, flag int) (disk.File, error) {
	f, err := s.OS.Open(path, flag)
	if err != nil || !strings.Contains(path, ".opsb") {
		return f, err
	}
	return stickFile{f, s, path}, nil
}

func (f stickFile) WriteAt(p []byte, off int64) (int, error) {
	if f.s.writes >= 0 && off+int64(len(p)) > f.s.writes {
		return 0, &fs.PathError{Op: "write", Path: f.path, Err: f.s.why}
	}
	return f.File.WriteAt(p, off)
}

func (f stickFile) ReadAt(p []byte, off int64) (int, error) {
	if f.s.reads >= 0 && off+int64(len(p)) > f.s.reads {
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: f.s.why}
	}
	return f.File.ReadAt(p, off)
}

// through lets a session's exchange files go over a stick.
func (s *Session) through(d disk.Disk) func() {
	c := s.Courier.(courier)
	s.Courier = courier{c.key, d}
	return func() { s.Courier = c }
}

// scans joins so many attachments to the first ticket, of so many bytes each.
func (s *Session) scans(t *testing.T, n, size int) {
	t.Helper()
	r := rand.NewChaCha8([32]byte{1})
	for i := range n {
		raw := make([]byte, size)
		r.Read(raw)
		if _, err := s.Attach(context.Background(), "ticket", ticketNumber, app.File{Name: string(rune('甲'+i)) + ".pdf", Data: raw}); err != nil {
			t.Fatal(err)
		}
	}
}

const ticketNumber = "GD-01-2026-000001"

func (s *Session) missing(t *testing.T) (n int) {
	t.Helper()
	shown, err := s.Show(context.Background(), "ticket", ticketNumber, false, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range shown.Attached {
		if at.Missing {
			n++
		}
	}
	return n
}

func left(t *testing.T, dir string) []string {
	t.Helper()
	names, err := disk.OS{}.List(dir)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestPartsStandAloneAndWhatDidNotComeIsAskedFor(t *testing.T) {
	ctx := context.Background()
	station, center := met(t)
	station.scans(t, 2, 45<<20)
	dir := t.TempDir()
	sending := app.Sending{Path: filepath.Join(dir, "3月.opsb"), PartSize: app.PartMin}

	// the stick is full at the second part: nothing is left of the first
	d := &stick{writes: 44 << 20, reads: -1, why: syscall.ENOSPC}
	back := station.through(d)
	if _, err := station.Send(ctx, sending); !fault.Is(err, fault.FileWrite) || len(left(t, dir)) > 0 {
		t.Fatal(err, left(t, dir))
	}
	back()
	// called off
	once, cancel := context.WithCancel(ctx)
	calledOff := sending
	calledOff.Progress = func(done, total int) {
		if done > total/2 {
			cancel()
		}
	}
	if _, err := station.Send(once, calledOff); !errors.Is(err, context.Canceled) || len(left(t, dir)) > 0 {
		t.Fatal(err, left(t, dir))
	}

	x, err := station.Send(ctx, sending)
	if err != nil || len(x.Files) != 2 || x.Blobs != 2 || filepath.Base(x.Files[1]) != "3月-2of2.opsb" || len(left(t, dir)) != 2 {
		t.Fatalf("%+v, %v, %q", x, err, left(t, dir))
	}
	for _, name := range x.Files {
		if info, err := os.Stat(name); err != nil || info.Size() > app.PartMin {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	// called off while it is taken in
	before := center.standing(t)
	once, cancel = context.WithCancel(ctx)
	if _, err := center.Receive(once, app.Receiving{Path: x.Files[0], Progress: func(int, int) { cancel() }}); !errors.Is(err, context.Canceled) || center.standing(t) != before {
		t.Fatal(err)
	}
	take := func(to *Session, path string, blobs, passed, missing int) {
		t.Helper()
		got, err := to.ReceiveFile(ctx, path, false)
		if err != nil || got.Blobs != blobs || got.Passed != passed || got.Missing != missing {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	take(center, x.Files[1], 0, 1, 0) // nothing here names it yet
	take(center, x.Files[0], 1, 0, 1)
	if n := center.missing(t); n != 1 {
		t.Errorf("%d files are told as missing", n)
	}
	take(station, center.sent(t), 0, 0, 0)
	again := filepath.Join(dir, "again.opsb")
	if x, err := station.SendFile(ctx, again, ""); err != nil || x.Commits != 0 || x.Blobs != 1 {
		t.Fatalf("%+v, %v", x, err)
	}
	take(center, again, 1, 0, 0)
	if audit, err := center.Store.Verify(ctx, nil); err != nil || !audit.OK || center.missing(t) != 0 {
		t.Error(audit.Faults, err)
	}
}

func TestAStoreThatHasExchangedCanBeBackedUp(t *testing.T) {
	ctx := context.Background()
	station, center := met(t)
	center.hears(t, station)
	for i := range 12 { // two feeds would come in the same order by chance
		if _, err := center.Backup(ctx, filepath.Join(t.TempDir(), string(rune('a'+i))), nil); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPartSizeOutOfBoundsIsRefused(t *testing.T) {
	station, _ := met(t)
	for _, size := range []int64{-1, 1, app.PartMin - 1, app.PartMax + 1} {
		if _, err := station.Send(context.Background(), app.Sending{Path: filepath.Join(t.TempDir(), "x.opsb"), PartSize: size}); !fault.Is(err, fault.PartSize) {
			t.Errorf("%d: %v", size, err)
		}
	}
}

func TestAStickPulledAndAShareGoneAreToldAndChangeNothing(t *testing.T) {
	ctx := context.Background()
	station, center := met(t)
	dir := t.TempDir()
	for _, n := range []int64{0, 100, 2000, 3000} {
		back := station.through(&stick{writes: n, reads: -1, why: syscall.EIO})
		if _, err := station.SendFile(ctx, filepath.Join(dir, "x.opsb"), ""); !fault.Is(err, fault.FileWrite) || len(left(t, dir)) > 0 {
			t.Errorf("pulled after %d bytes: %v, left %q", n, err, left(t, dir))
		}
		back()
	}
	path := station.sent(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	before := center.standing(t)
	for _, n := range []int64{0, 100, 2000, info.Size() - 1} {
		back := center.through(&stick{writes: -1, reads: n, why: syscall.EIO})
		if _, err := center.ReceiveFile(ctx, path, false); !fault.Is(err, fault.FileRead) || center.standing(t) != before {
			t.Errorf("gone after %d bytes: %v", n, err)
		}
		back()
	}
	if x, err := center.ReceiveFile(ctx, path, false); err != nil || x.Commits == 0 {
		t.Error(x, err)
	}
}

func TestAChangedOrCutFileIsRefusedInWordsAndChangesNothing(t *testing.T) {
	ctx := context.Background()
	station, center := met(t)
	whole, err := os.ReadFile(station.sent(t))
	if err != nil {
		t.Fatal(err)
	}
	before := center.standing(t)
	path := filepath.Join(t.TempDir(), "x.opsb")
	refused := map[fault.Code]int{}
	try := func(what string, at int, raw []byte) {
		t.Helper()
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := center.ReceiveFile(ctx, path, false)
		var f *fault.Fault
		if !errors.As(err, &f) || center.standing(t) != before {
			t.Errorf("%s at %d: %v", what, at, err)
			return
		}
		refused[f.Code]++
	}
	step := len(whole) / 150
	for i := 0; i < len(whole); i += step {
		raw := append([]byte{}, whole...)
		raw[i] ^= 0x10
		try("changed", i, raw)
		try("cut", i, whole[:i])
	}
	try("a byte more", len(whole), append(append([]byte{}, whole...), 0))
	for code := range refused {
		switch code {
		case fault.NotBundle, fault.BadBundle, fault.NewerBundle, fault.OtherReceiver, fault.BundleSigner, fault.BundleForged:
		default:
			t.Errorf("%d times %s", refused[code], code)
		}
	}
	if refused[fault.BadBundle] < 100 || refused[fault.NotBundle] == 0 {
		t.Error(refused)
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if x, err := center.ReceiveFile(ctx, path, false); err != nil || x.Commits == 0 {
		t.Error(x, err)
	}
}
