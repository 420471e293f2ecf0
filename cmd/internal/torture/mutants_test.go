package torture

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// mutant is a bug planted in a copy of the program's source, which the compiler is given in place of the file. The
// program itself holds no switch for it. mutated(name) is true in a process that is to have this bug.
type mutant struct {
	name     string
	file     string
	old, new string
	check    string   // the test that must find it
	args     []string // how that test is run
}

var (
	powerArgs  = []string{"-images", "4000", "-stop"}
	pageCheck  = "TestPagesExchangedFlippedOrCutAreNamed"
	logCheck   = "TestLogPagesExchangedOrOfAnEarlierRoundAreNotRead"
	powerCheck = "TestNoPowerCutLosesWhatWasAcknowledged"
	faultCheck = "TestNoFailingCallLosesOrChangesAnything"
)

func faultArgs(only string) []string { return []string{"-only", only, "-stop"} }

var mutants = []mutant{
	{"nonce reused", "storage/cryptvfs/cipher.go",
		`rand.Read(nonce) `, `if clear(nonce); !mutated("nonce reused") { rand.Read(nonce) } `, "TestNoNonceIsUsedTwice", nil},
	{"tag not compared", "storage/cryptvfs/cipher.go",
		`return err == nil`, `return err == nil || mutated("tag not compared")`, pageCheck, nil},
	{"page number not bound", "storage/cryptvfs/mainfile.go",
		`func (m *mainFile) bound(page int64) []byte {`, `func (m *mainFile) bound(page int64) []byte { if mutated("page number not bound") { page = 0 }; `, pageCheck, nil},
	{"cut file not noticed", "storage/cryptvfs/verify.go",
		`func (m *mainFile) whole(disk Disk, first []byte) error {`, `func (m *mainFile) whole(disk Disk, first []byte) error { if mutated("cut file not noticed") { return nil }; `, pageCheck, nil},
	{"frame bound to another page", "storage/cryptvfs/walfile.go",
		`return bound(p.what, w.salt, p.frame, w.round[:])`, `if mutated("frame bound to another page") { p.frame = 0 }; return bound(p.what, w.salt, p.frame, w.round[:])`, logCheck, nil},
	{"log's salt not bound", "storage/cryptvfs/walfile.go",
		`func (w *walFile) bound(p piece) []byte {`, `func (w *walFile) bound(p piece) []byte { if mutated("log's salt not bound") { return bound(p.what, w.salt, p.frame, nil) }; `, logCheck, nil},
	{"hash not compared", "storage/verify.go",
		`if s.Hash != c.hash {`, `if s.Hash != c.hash && !mutated("hash not compared") {`, "TestACommitUnderAnotherHashIsFoundWithTheKeyInHand", nil},
	{"main file not synced", "storage/cryptvfs/mainfile.go",
		`func (m *mainFile) Sync() error {`, `func (m *mainFile) Sync() error { if mutated("main file not synced") { return nil }; `, powerCheck, powerArgs},
	{"log not synced", "storage/cryptvfs/walfile.go",
		`func (w *walFile) Sync() error {`, `func (w *walFile) Sync() error { if mutated("log not synced") { return w.flush() }; `, powerCheck, powerArgs},
	{"log's folder not synced", "storage/cryptvfs/walfile.go",
		`if w.syncDir != nil {`, `if w.syncDir != nil && !mutated("log's folder not synced") {`, powerCheck, powerArgs},
	{"acknowledged before it lasts", "storage/store.go",
		`"synchronous(FULL)"`, `map[bool]string{true: "synchronous(OFF)", false: "synchronous(FULL)"}[mutated("acknowledged before it lasts")]`, powerCheck, powerArgs},
	{"slots renamed without sync", "storage/disk/whole.go",
		`err = f.Sync()`, `if !mutated("slots renamed without sync") { err = f.Sync() }`, powerCheck, powerArgs},
	{"slots' folder not synced", "storage/disk/whole.go",
		`if err := exchange(d, path, raw); err != nil {`, `if mutated("slots' folder not synced") { return exchange(d, path, raw) }; if err := exchange(d, path, raw); err != nil {`, powerCheck, powerArgs},
	{"old slots removed first", "storage/disk/whole.go",
		`err = d.Rename(beside, path)`, `if mutated("old slots removed first") { Discard(d, path); d.SyncDir(path) }; err = d.Rename(beside, path)`, powerCheck, powerArgs},
	{"short write ignored", "storage/cryptvfs/mainfile.go",
		"_, err := m.disk.WriteAt(out, page*pageSize)\n", "n, err := m.disk.WriteAt(out, page*pageSize)\nif n > 0 && mutated(\"short write ignored\") { err = nil }\n", faultCheck, faultArgs("verify,receive")},
	{"slots not put back", "storage/disk/whole.go",
		`return errors.Join(err, old.Back())`, `if mutated("slots not put back") { return err }; return errors.Join(err, old.Back())`, faultCheck, faultArgs("passwd")},
	{"statements after the disk's rollback", "storage/cryptvfs/guard.go",
		`if g.open.Load() && !g.committing.Load() {`, `if g.open.Load() && !g.committing.Load() && !mutated("statements after the disk's rollback") {`, faultCheck, faultArgs("amend")},
	{"connection kept after the disk's rollback", "storage/cryptvfs/guard.go",
		"	if err != nil {\n\t\tg.spoiled", "	if err != nil && !mutated(\"connection kept after the disk's rollback\") {\n\t\tg.spoiled", faultCheck, faultArgs("amend")},
	{"refused commit left in the log", "storage/store.go",
		"err := tx.Commit()\n", "err := tx.Commit()\nif mutated(\"refused commit left in the log\") { return err }\n", faultCheck, faultArgs("receive")},
	{"copy carried without its log", "storage/copy.go",
		`func (s *Store) Settle(ctx context.Context) error {`, `func (s *Store) Settle(ctx context.Context) error { if mutated("copy carried without its log") { return nil }; `, faultCheck, faultArgs("rekey")},
}

const mutatedSource = `

func mutated(name string) bool { return os.Getenv("OPSLEDGER_MUTANT") == name }
`

// plant writes the mutated sources and the list by which the compiler finds them.
func plant(t *testing.T, root, dir string) (list string) {
	t.Helper()
	replace := map[string]string{}
	put := func(file, text string) {
		path := filepath.Join(dir, strings.ReplaceAll(file, "/", "_"))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, file)] = path
	}
	texts := map[string]string{}
	for _, m := range mutants {
		if texts[m.file] == "" {
			raw, err := os.ReadFile(filepath.Join(root, m.file))
			if err != nil {
				t.Fatal(err)
			}
			texts[m.file] = string(raw)
		}
		if !strings.Contains(texts[m.file], m.old) {
			t.Fatalf("%s: %s no longer holds %q", m.name, m.file, m.old)
		}
		texts[m.file] = strings.Replace(texts[m.file], m.old, m.new, 1)
		put(filepath.Dir(m.file)+"/mutant.go", "package "+filepath.Base(filepath.Dir(m.file))+"\n\nimport \"os\""+mutatedSource)
	}
	for file, text := range texts {
		put(file, text)
	}
	raw, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	list = filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEveryPlantedBugIsFound(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "planted")
	build := exec.Command("go", "test", "-c", "-overlay", plant(t, root, dir), "-o", program, "./cmd/internal/torture")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building with planted bugs: %v: %s", err, out)
	}
	found := make([]string, len(mutants))
	queue := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range queue {
				found[i] = hunt(program, mutants[i].name, mutants[i].check, mutants[i].args...)
			}
		})
	}
	for i := range mutants {
		queue <- i
	}
	close(queue)
	wg.Wait()
	for i, m := range mutants {
		if found[i] == "" {
			t.Errorf("%s: not found by %s", m.name, m.check)
			continue
		}
		t.Logf("%s: %s", m.name, found[i])
	}
	if said := hunt(program, "none", pageCheck+"|"+logCheck); said != "" {
		t.Errorf("a bug is found where none is planted: %s", said)
	}
}

// hunt runs a test with one bug and gives the first thing it found; "" where it found none.
func hunt(program, name, check string, args ...string) string {
	cmd := exec.Command(program, append([]string{"-test.run", "^(" + check + ")$", "-test.timeout", "30m"}, args...)...)
	cmd.Env = append(os.Environ(), "OPSLEDGER_MUTANT="+name, "GOMAXPROCS=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--- FAIL: "+strings.SplitN(check, "|", 2)[0]) {
		return ""
	}
	lines := strings.Split(string(out), "\n")
	for _, l := range lines {
		if (strings.Contains(l, "_test.go:") || strings.HasPrefix(l, "panic:")) && !strings.Contains(l, "points in all") {
			return strings.TrimSpace(l)
		}
	}
	return lines[0]
}
