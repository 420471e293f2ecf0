package torture

import (
	"testing"

	"opsledger/cmd/internal/planted"
)

var (
	powerArgs  = []string{"-images", "4000", "-stop"}
	pageCheck  = "TestPagesExchangedFlippedOrCutAreNamed"
	logCheck   = "TestLogPagesExchangedOrOfAnEarlierRoundAreNotRead"
	powerCheck = "TestNoPowerCutLosesWhatWasAcknowledged"
	faultCheck = "TestNoFailingCallLosesOrChangesAnything"
)

func faultArgs(only string) []string { return []string{"-only", only, "-stop"} }

var mutants = []planted.Bug{
	{Name: "nonce reused", File: "storage/cryptvfs/cipher.go",
		Old: `rand.Read(nonce) `, New: `if clear(nonce); !mutated("nonce reused") { rand.Read(nonce) } `, Check: "TestNoNonceIsUsedTwice"},
	{Name: "tag not compared", File: "storage/cryptvfs/cipher.go",
		Old: `return err == nil`, New: `return err == nil || mutated("tag not compared")`, Check: pageCheck},
	{Name: "page number not bound", File: "storage/cryptvfs/mainfile.go",
		Old: `func (m *mainFile) bound(page int64) []byte {`, New: `func (m *mainFile) bound(page int64) []byte { if mutated("page number not bound") { page = 0 }; `, Check: pageCheck},
	{Name: "cut file not noticed", File: "storage/cryptvfs/verify.go",
		Old: `func (m *mainFile) whole(disk Disk, first []byte) error {`, New: `func (m *mainFile) whole(disk Disk, first []byte) error { if mutated("cut file not noticed") { return nil }; `, Check: pageCheck},
	{Name: "frame bound to another page", File: "storage/cryptvfs/walfile.go",
		Old: `return bound(p.what, w.salt, p.frame, w.round[:])`, New: `if mutated("frame bound to another page") { p.frame = 0 }; return bound(p.what, w.salt, p.frame, w.round[:])`, Check: logCheck},
	{Name: "log's salt not bound", File: "storage/cryptvfs/walfile.go",
		Old: `func (w *walFile) bound(p piece) []byte {`, New: `func (w *walFile) bound(p piece) []byte { if mutated("log's salt not bound") { return bound(p.what, w.salt, p.frame, nil) }; `, Check: logCheck},
	{Name: "hash not compared", File: "storage/verify.go",
		Old: `if s.Hash != c.hash {`, New: `if s.Hash != c.hash && !mutated("hash not compared") {`, Check: "TestACommitUnderAnotherHashIsFoundWithTheKeyInHand"},
	{Name: "main file not synced", File: "storage/cryptvfs/mainfile.go",
		Old: `func (m *mainFile) Sync() error {`, New: `func (m *mainFile) Sync() error { if mutated("main file not synced") { return nil }; `, Check: powerCheck, Args: powerArgs},
	{Name: "log not synced", File: "storage/cryptvfs/walfile.go",
		Old: `func (w *walFile) Sync() error {`, New: `func (w *walFile) Sync() error { if mutated("log not synced") { return w.flush() }; `, Check: powerCheck, Args: powerArgs},
	{Name: "log's folder not synced", File: "storage/cryptvfs/walfile.go",
		Old: `if w.syncDir != nil {`, New: `if w.syncDir != nil && !mutated("log's folder not synced") {`, Check: powerCheck, Args: powerArgs},
	{Name: "acknowledged before it lasts", File: "storage/store.go",
		Old: `"synchronous(FULL)"`, New: `map[bool]string{true: "synchronous(OFF)", false: "synchronous(FULL)"}[mutated("acknowledged before it lasts")]`, Check: powerCheck, Args: powerArgs},
	{Name: "slots renamed without sync", File: "storage/disk/whole.go",
		Old: `err = f.Sync()`, New: `if !mutated("slots renamed without sync") { err = f.Sync() }`, Check: powerCheck, Args: powerArgs},
	{Name: "slots' folder not synced", File: "storage/disk/whole.go",
		Old: `if err := exchange(d, path, raw); err != nil {`, New: `if mutated("slots' folder not synced") { return exchange(d, path, raw) }; if err := exchange(d, path, raw); err != nil {`, Check: powerCheck, Args: powerArgs},
	{Name: "old slots removed first", File: "storage/disk/whole.go",
		Old: `err = d.Rename(beside, path)`, New: `if mutated("old slots removed first") { Discard(d, path); d.SyncDir(path) }; err = d.Rename(beside, path)`, Check: powerCheck, Args: powerArgs},
	{Name: "short write ignored", File: "storage/cryptvfs/mainfile.go",
		Old: "_, err := m.disk.WriteAt(out, page*pageSize)\n", New: "n, err := m.disk.WriteAt(out, page*pageSize)\nif n > 0 && mutated(\"short write ignored\") { err = nil }\n", Check: faultCheck, Args: faultArgs("verify,receive")},
	{Name: "slots not put back", File: "storage/disk/whole.go",
		Old: `return errors.Join(err, old.Back())`, New: `if mutated("slots not put back") { return err }; return errors.Join(err, old.Back())`, Check: faultCheck, Args: faultArgs("passwd")},
	{Name: "statements after the disk's rollback", File: "storage/cryptvfs/guard.go",
		Old: `if g.open.Load() && !g.committing.Load() {`, New: `if g.open.Load() && !g.committing.Load() && !mutated("statements after the disk's rollback") {`, Check: faultCheck, Args: faultArgs("amend")},
	{Name: "connection kept after the disk's rollback", File: "storage/cryptvfs/guard.go",
		Old: "	if err != nil {\n\t\tg.spoiled", New: "	if err != nil && !mutated(\"connection kept after the disk's rollback\") {\n\t\tg.spoiled", Check: faultCheck, Args: faultArgs("amend")},
	{Name: "refused commit left in the log", File: "storage/store.go",
		Old: "err := tx.Commit()\n", New: "err := tx.Commit()\nif mutated(\"refused commit left in the log\") { return err }\n", Check: faultCheck, Args: faultArgs("receive")},
	{Name: "copy carried without its log", File: "storage/copy.go",
		Old: `func (s *Store) Settle(ctx context.Context) error {`, New: `func (s *Store) Settle(ctx context.Context) error { if mutated("copy carried without its log") { return nil }; `, Check: faultCheck, Args: faultArgs("rekey")},
}

func TestEveryPlantedBugIsFound(t *testing.T) {
	planted.Find(t, mutants, planted.Bug{Name: "none", Check: pageCheck + "|" + logCheck})
}
