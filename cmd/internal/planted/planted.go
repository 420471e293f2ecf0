// Package planted tests tests: it builds a package's tests with bugs planted in copies of the program's source, which only that
// compiler is given, and lets the tests hunt for each. The program itself holds no switch for any of them.
package planted

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Bug is a piece of source and what stands in its place. In the new piece mutated(name) is true in a process that is to have this bug.
type Bug struct {
	Name     string
	File     string // from the root of the module
	Old, New string
	Check    string   // the test that must find it
	Args     []string // how that test is run
}

var only = flag.String("bugs", "", "the planted bugs to look for, between commas; all if empty")

const mutatedSource = `

func mutated(name string) bool { return os.Getenv("OPSLEDGER_MUTANT") == name }
`

// plant writes the mutated sources and the list by which the compiler finds them.
func plant(t testing.TB, root, dir string, bugs []Bug) (list string) {
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
	for _, b := range bugs {
		if texts[b.File] == "" {
			raw, err := os.ReadFile(filepath.Join(root, b.File))
			if err != nil {
				t.Fatal(err)
			}
			texts[b.File] = string(raw)
		}
		if !strings.Contains(texts[b.File], b.Old) {
			t.Fatalf("%s: %s no longer holds %q", b.Name, b.File, b.Old)
		}
		texts[b.File] = strings.Replace(texts[b.File], b.Old, b.New, 1)
		put(filepath.Dir(b.File)+"/mutant.go", "package "+filepath.Base(filepath.Dir(b.File))+"\n\nimport \"os\""+mutatedSource)
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

// Find fails where one of the bugs is not found by its check, or sound finds something where none is planted. It runs in the folder
// of the package whose tests these are, three below the root.
func Find(t *testing.T, bugs []Bug, sound Bug) {
	t.Helper()
	if *only != "" {
		bugs = slices.DeleteFunc(slices.Clone(bugs), func(b Bug) bool { return !slices.Contains(strings.Split(*only, ","), b.Name) })
	}
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	root, dir := filepath.Join(here, "..", "..", ".."), t.TempDir()
	program := filepath.Join(dir, "planted.test")
	build := exec.Command("go", "test", "-c", "-overlay", plant(t, root, dir, bugs), "-o", program, here)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building with planted bugs: %v: %s", err, out)
	}
	found := make([]string, len(bugs))
	queue := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range queue {
				found[i] = hunt(program, bugs[i])
			}
		})
	}
	for i := range bugs {
		queue <- i
	}
	close(queue)
	wg.Wait()
	for i, b := range bugs {
		if found[i] == "" {
			t.Errorf("%s: not found by %s", b.Name, b.Check)
			continue
		}
		t.Logf("%s: %s", b.Name, found[i])
	}
	if said := hunt(program, sound); said != "" {
		t.Errorf("a bug is found where none is planted: %s", said)
	}
}

// hunt runs a bug's check in a process that has it and gives the first thing it found; "" where it found none.
func hunt(program string, b Bug) string {
	cmd := exec.Command(program, append([]string{"-test.run", "^(" + b.Check + ")$", "-test.timeout", "30m"}, b.Args...)...)
	cmd.Env = append(os.Environ(), "OPSLEDGER_MUTANT="+b.Name, "GOMAXPROCS=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--- FAIL: "+strings.SplitN(b.Check, "|", 2)[0]) {
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
