package storage

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// worked is a closed store with a year's beginning in it, and its file as it was half-way.
func worked(t *testing.T) (d *desk, before, after []byte) {
	t.Helper()
	d = newDesk(t, 1)
	d.found()
	file := func() []byte {
		d.reopen() // folds the log into the file
		if err := d.store.Close(); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(filepath.Join(d.dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	for i := range 12 {
		d.receive(string(rune('A'+i))+"1", "养老待遇计算与系统显示不一致")
	}
	before = file()
	d.reopenClosed()
	for i := range 12 {
		d.receive(string(rune('A'+i))+"2", "缴费基数申报后未到账")
	}
	return d, before, file()
}

func (d *desk) reopenClosed() {
	d.t.Helper()
	s, err := Open(context.Background(), Options{Dir: d.dir, Key: &[32]byte{d.author.Key[0] - 'a'}, Kinds: kinds})
	if err != nil {
		d.t.Fatal(err)
	}
	d.store = s
}

const pageSize = 4096

// Seals do not tell an older page; what the ledger says does: hashes, chains, and a fold that must come out the same.
func TestAnOlderPagePutBackIsFoundByTheAudit(t *testing.T) {
	d, before, after := worked(t)
	path := filepath.Join(d.dir, FileName)
	owner := d.owners()
	tried := 0
	for p := 0; p < len(before)/pageSize; p++ {
		old := before[p*pageSize : (p+1)*pageSize]
		if bytes.Equal(old, after[p*pageSize:(p+1)*pageSize]) {
			continue
		}
		tried++
		b := bytes.Clone(after)
		copy(b[p*pageSize:], old)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		// An older table of contents of the search index may do no harm: the audit looks every record up.
		// A free page holds nothing.
		if d.holds() && owner[p+1] != "search_idx" && owner[p+1] != free {
			t.Errorf("page %d of %s, of an earlier time, is not noticed", p+1, owner[p+1])
		}
	}
	if tried < 20 {
		t.Errorf("only %d older pages put back", tried)
	}
	if err := os.WriteFile(path, after, 0o600); err != nil {
		t.Fatal(err)
	}
	if !d.holds() {
		t.Error("the whole file no longer holds")
	}
}

// owners tells whose each page is.
func (d *desk) owners() map[int]string {
	d.t.Helper()
	d.reopenClosed()
	defer d.store.Close()
	rows, err := d.store.writer.Query("SELECT pageno, name FROM dbstat")
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	out := map[int]string{}
	for rows.Next() {
		var page int
		var name string
		if err := rows.Scan(&page, &name); err != nil {
			d.t.Fatal(err)
		}
		out[page] = name
	}
	d.markFree(out)
	return out
}

// free stands for the owner of a page that holds nothing: SQLite counts it as such.
const free = "nobody"

// markFree names the pages no table has, and requires that they are those that SQLite counts as free.
func (d *desk) markFree(owner map[int]string) {
	d.t.Helper()
	var pages, unused int
	if err := errors.Join(d.store.writer.QueryRow("PRAGMA page_count").Scan(&pages), d.store.writer.QueryRow("PRAGMA freelist_count").Scan(&unused)); err != nil {
		d.t.Fatal(err)
	}
	for p := 1; p <= pages; p++ {
		if owner[p] == "" {
			owner[p] = free
			unused--
		}
	}
	if unused != 0 {
		d.t.Errorf("%d free pages are not accounted for", unused)
	}
}

// holds opens and verifies the store.
func (d *desk) holds() bool {
	s, err := Open(context.Background(), Options{Dir: d.dir, Key: &[32]byte{d.author.Key[0] - 'a'}, Kinds: kinds})
	if err != nil {
		return false
	}
	defer s.Close()
	a, err := s.Verify(context.Background(), nil)
	return err == nil && a.OK
}

// What no PC can tell by itself: its whole file as it was earlier. Receipts at the center and the head's short code
// on the weekly report do (docs/security.md).
func TestAWholeOlderFileIsAWholeLedger(t *testing.T) {
	d, before, after := worked(t)
	path := filepath.Join(d.dir, FileName)
	if err := os.WriteFile(path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	if !d.holds() {
		t.Error("an older file does not hold: docs/security.md says it does")
	}
	heads := func() string {
		d.reopenClosed()
		defer d.store.Close()
		return string(d.verify().Heads[0].Hash)
	}
	old := heads()
	if err := os.WriteFile(path, after, 0o600); err != nil {
		t.Fatal(err)
	}
	if heads() == old {
		t.Error("the head does not tell the two apart")
	}
}

// A log of an earlier time, put beside the file, is played back onto it: what comes out is found by the audit, or is
// the whole ledger as it stood then, and never a third thing.
func TestAnOlderLogPutBackIsFoundOrIsTheLedgerOfItsTime(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	path := filepath.Join(d.dir, FileName)
	logs, heads := map[string][]byte{}, map[string]bool{}
	for i := range 6 {
		d.receive(string(rune('A'+i)), "养老待遇计算与系统显示不一致")
		raw, err := os.ReadFile(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		h := string(d.verify().Heads[0].Hash) // folds the log, so that the next begins anew
		logs[h], heads[h] = raw, true
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for h, log := range logs {
		for name, raw := range map[string][]byte{path: now, path + "-wal": log} {
			if err := os.WriteFile(name, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if !d.holds() {
			found++
			continue
		}
		d.reopenClosed()
		if got := string(d.verify().Heads[0].Hash); !heads[got] {
			t.Errorf("the log of %s gave a ledger that never was: %s", h[:8], got[:8])
		}
		d.store.Close()
	}
	if found == 0 {
		t.Error("no older log was found: the test shows nothing")
	}
}
