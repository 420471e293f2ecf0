package bundle

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"opsledger/storage/disk"
)

var errPulled = errors.New("stick pulled")

// pulled is a stick that fails after some bytes, or keeps others than it was given.
type pulled struct {
	disk.OS
	after   int64 // bytes written; -1: never
	forgets bool
	sync    bool
}

type pulledFile struct {
	disk.File
	d *pulled
}

func (d *pulled) Open(path string, flag int) (disk.File, error) {
	f, err := d.OS.Open(path, flag)
	return pulledFile{f, d}, err
}

func (f pulledFile) WriteAt(p []byte, off int64) (int, error) {
	if f.d.after >= 0 && off+int64(len(p)) > f.d.after {
		return 0, errPulled
	}
	if f.d.forgets && off > 500 {
		p = make([]byte, len(p))
	}
	return f.File.WriteAt(p, off)
}

func (f pulledFile) Sync() error {
	if f.d.sync {
		return errPulled
	}
	return f.File.Sync()
}

func TestAStickPulledWhileWritingLeavesNothing(t *testing.T) {
	from, to := newPeer(t), newPeer(t)
	s := from.sealing(t, to, given(aFeed, []byte("{}\n")))
	for name, c := range map[string]struct {
		d    *pulled
		want error
	}{
		"at once":          {&pulled{after: 0}, errPulled},
		"in the middle":    {&pulled{after: 1800}, errPulled},
		"at its sync":      {&pulled{after: -1, sync: true}, errPulled},
		"keeping no bytes": {&pulled{after: -1, forgets: true}, ErrDamaged},
	} {
		dir := t.TempDir()
		if _, err := s.Write(context.Background(), c.d, filepath.Join(dir, "x.opsb")); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, should be %v", name, err, c.want)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}

func TestASourceThatGivesOtherBytesThanItSaidIsRefused(t *testing.T) {
	from, to := newPeer(t), newPeer(t)
	for _, raw := range []string{"{}", "{}\n\n", "[]\n"} {
		src := given(aFeed, []byte("{}\n"))
		src.Pour = func(w io.Writer) error {
			_, err := io.WriteString(w, raw)
			return err
		}
		dir := t.TempDir()
		if _, err := from.sealing(t, to, src).Write(context.Background(), nil, filepath.Join(dir, "x.opsb")); err == nil {
			t.Errorf("sealed %q, which its manifest does not tell", raw)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
}
