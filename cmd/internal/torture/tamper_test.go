package torture

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
	"opsledger/storage"
	"opsledger/storage/cryptvfs"
	"opsledger/storage/vault"
)

// How a vault lies on disk, told here once more so that the harness does not believe the code it tests.
const (
	page      = 4096
	nonce     = 24
	sealed    = nonce + 16 // nonce and tag
	logHead   = 32 + sealed
	frameHead = 24 + sealed
	frame     = frameHead + page
)

// tampered gives a copy of the template with its main file changed.
func (b *bench) tampered(t *testing.T, change func(main []byte) []byte) place {
	t.Helper()
	dir := b.room(t, "tampered")
	c := b.model.Move(b.origin, dir)
	n := c.Names[filepath.Join(dir, storage.FileName)]
	n.Data = change(n.Data)
	return on(c, c, dir)
}

// names reports whether an error, or what an audit found, names one of these pages as damaged.
func names(err error, pages ...int) bool {
	for _, n := range pages {
		if err != nil && strings.Contains(err.Error(), fmt.Sprintf("第%d页已损坏", n)) {
			return true
		}
	}
	return false
}

func TestPagesExchangedFlippedOrCutAreNamed(t *testing.T) {
	b := newBench(t)
	r := rand.New(rand.NewPCG(*seed, 11))
	last := len(b.model.Names[filepath.Join(b.origin, storage.FileName)].Data) / page
	for range 20 {
		i, j := 1+r.IntN(last-1), 1+r.IntN(last-1)
		if i == j {
			continue
		}
		_, err := b.tampered(t, func(main []byte) []byte {
			whole := bytes.Clone(main[i*page : (i+1)*page])
			copy(main[i*page:], main[j*page:(j+1)*page])
			copy(main[j*page:], whole)
			return main
		}).reopen(password)
		if !names(err, i+1, j+1) {
			t.Errorf("pages %d and %d exchanged: %v", i+1, j+1, err)
		}
	}
	for range 40 {
		at := r.IntN(last*page-16) + 16
		_, err := b.tampered(t, func(main []byte) []byte {
			main[at] ^= 1 << r.IntN(8)
			return main
		}).reopen(password)
		if !names(err, at/page+1) {
			t.Errorf("byte %d of page %d flipped: %v", at%page, at/page+1, err)
		}
	}
	for _, keep := range []int{last - 1, last / 2, 1} {
		_, err := b.tampered(t, func(main []byte) []byte { return main[:keep*page] }).reopen(password)
		if !names(err, keep+1) {
			t.Errorf("cut to %d pages of %d: %v", keep, last, err)
		}
	}
}

// working is an open session whose log holds a few commits, and the log's bytes.
func (b *bench) working(t *testing.T) (p place, s *boot.Session, log *inode) {
	t.Helper()
	dir := b.room(t, "working")
	c := b.model.Move(b.origin, dir)
	p = on(c, c, dir)
	s, err := boot.Open(ctx, p.options(password))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := receive(p, s); err != nil {
		t.Fatal(err)
	}
	return p, s, c.Names[filepath.Join(dir, storage.FileName+"-wal")]
}

// frames are the pages of a log, as they lie.
func frames(log []byte) (out [][]byte) {
	for at := logHead + frameHead; at+page <= len(log); at += frame {
		out = append(out, log[at:at+page])
	}
	return out
}

func TestLogPagesExchangedOrOfAnEarlierRoundAreNotRead(t *testing.T) {
	b := newBench(t)
	t.Run("exchanged", func(t *testing.T) {
		_, s, log := b.working(t)
		all := frames(log.Data)
		for i := 0; i+1 < len(all); i += 2 {
			first := bytes.Clone(all[i])
			copy(all[i], all[i+1])
			copy(all[i+1], first)
		}
		if _, err := look(s, password); !fault.Is(err, fault.DamagedPage) {
			t.Errorf("log pages exchanged: %v", err)
		}
	})
	t.Run("of an earlier round", func(t *testing.T) {
		p, s, log := b.working(t)
		earlier := frames(bytes.Clone(log.Data))
		if err := verify(p, s); err != nil { // begins the log anew
			t.Fatal(err)
		}
		if err := receive(p, s); err != nil {
			t.Fatal(err)
		}
		for i, now := range frames(log.Data) {
			if i < len(earlier) {
				copy(now, earlier[i])
			}
		}
		if _, err := look(s, password); !fault.Is(err, fault.DamagedPage) {
			t.Errorf("pages of an earlier round: %v", err)
		}
	})
}

func TestNoNonceIsUsedTwice(t *testing.T) {
	b := newBench(t)
	dir := b.room(t, "nonces")
	used := map[string]string{} // nonce → tag: the same piece may be written again as it is
	for n := range 6 {
		l, err := b.live(dir, rand.New(rand.NewPCG(*seed, uint64(n))), honest)
		if err != nil {
			t.Fatal(err)
		}
		logs := l.journal.logs()
		for _, e := range l.journal.events {
			if e.What != ramdisk.Written {
				continue
			}
			for _, n := range noncesOf(e, logs[e.Inode]) {
				before, tag := used[n[:nonce]], n[nonce:]
				if before != "" && before != tag {
					t.Fatalf("nonce %x twice", n[:nonce])
				}
				used[n[:nonce]] = tag
			}
		}
	}
	if len(used) < 500 {
		t.Fatalf("only %d nonces seen: the test looks in the wrong place", len(used))
	}
}

// logs tells which inodes are vaults (false) and their logs (true).
func (j *journal) logs() map[int]bool {
	out := map[int]bool{}
	tell := func(path string, inode int) {
		if isMain(path) || isLog(path) {
			out[inode] = isLog(path)
		}
	}
	for path, n := range j.base.Names {
		tell(path, n.ID)
	}
	for _, e := range j.events {
		if e.What == ramdisk.Created || e.What == ramdisk.Renamed {
			tell(e.Path, e.Inode)
		}
	}
	return out
}

// noncesOf finds the nonces, with the tags behind them, in what was written to a vault or its log.
func noncesOf(e event, log bool) (out []string) {
	take := func(end int64) { // where a sealed piece ends
		if at := end - sealed - e.Offset; at >= 0 && at+sealed <= int64(len(e.Data)) {
			out = append(out, string(e.Data[at:at+sealed]))
		}
	}
	last := e.Offset + int64(len(e.Data))
	if !log {
		for end := e.Offset/page*page + page; end <= last; end += page {
			take(end)
		}
		return out
	}
	take(logHead)
	for at := int64(logHead); at < last; at += frame {
		take(at + frameHead)
		take(at + frame)
	}
	return out
}

func TestACommitUnderAnotherHashIsFoundWithTheKeyInHand(t *testing.T) {
	b := newBench(t)
	dir := b.room(t, "key in hand")
	c := b.model.Move(b.origin, dir)
	u, err := vault.Folder{Dir: dir, Disk: c}.Open(user, password)
	if err != nil {
		t.Fatal(err)
	}
	f, err := cryptvfs.Open(filepath.Join(dir, storage.FileName), u.Data(), c)
	if err != nil {
		t.Fatal(err)
	}
	db := f.DB("immediate")
	_, err = db.Exec("UPDATE commits SET hash = ? WHERE id = (SELECT min(id) + 1 FROM commits)", strings.Repeat("ab", 32))
	db.Close()
	f.Close()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := on(c, c, dir).reopen(password); err == nil || !strings.Contains(err.Error(), "的内容与其散列不符") {
		t.Errorf("a commit under another hash: %v", err)
	}
}
