package clerk

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Programs are the two programs as files; the window's answers looks.
type Programs struct{ Opsledger, Opsctl string }

// Build makes both in a folder, from the module whose root is named.
func Build(root, dir string) (Programs, error) {
	p := Programs{filepath.Join(dir, "opsledger"), filepath.Join(dir, "opsctl")}
	if err := readSources(root); err != nil {
		return p, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return p, err
	}
	for path, args := range map[string][]string{p.Opsledger: {"-tags", "migrated_fynedo,no_animations,no_emoji,walk"}, p.Opsctl: nil} {
		cmd := exec.Command("go", append(append([]string{"build", "-o", path}, args...), "opsledger/cmd/"+filepath.Base(path))...)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return p, err
		}
	}
	return p, nil
}

// readSources looks at every folder of sources, so that a test kept from an earlier run is not taken for one of now: what
// is built beside a test does not count among what it is made of.
func readSources(root string) error {
	for _, room := range []string{"app", "assets", "cmd", "reports", "storage", "ui"} {
		if err := filepath.WalkDir(filepath.Join(root, room), func(_ string, _ fs.DirEntry, err error) error { return err }); err != nil {
			return err
		}
	}
	return nil
}

// Ledger is a store as the command line reads it, once the window has closed it.
type Ledger struct {
	T                       *testing.T
	Opsctl, Store, Password string
}

// Read gives what the command line answers, as JSON.
func (l Ledger) Read(into any, args ...string) {
	l.T.Helper()
	cmd := exec.Command(l.Opsctl, append(args, "--json", "--store", l.Store)...)
	cmd.Env = append(os.Environ(), "OPSLEDGER_PASSWORD="+l.Password)
	out, err := cmd.Output()
	if err != nil {
		l.T.Fatalf("opsctl %v: %v\n%s", args, err, out)
	}
	if err := json.Unmarshal(out, into); err != nil {
		l.T.Fatalf("opsctl %v: %v\n%s", args, err, out)
	}
}
