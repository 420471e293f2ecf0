package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opsledger"
)

func TestBothProgramsSayTheVersionOfThePackage(t *testing.T) {
	for program, args := range map[string][]string{"opsledger": {"--version"}, "opsctl": {"help"}} {
		path := filepath.Join(t.TempDir(), program)
		if out, err := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", path, "opsledger/cmd/"+program).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var told bytes.Buffer
		run := exec.Command(path, args...)
		run.Stdout = &told
		if err := run.Run(); err != nil {
			t.Fatal(program, err)
		}
		first, _, _ := strings.Cut(told.String(), "\n")
		if !strings.HasSuffix(first, " "+opsledger.Version()) {
			t.Errorf("%s says %q", program, first)
		}
	}
}
