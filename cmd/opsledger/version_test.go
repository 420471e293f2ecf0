package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/cmd/internal/boot"
)

func TestThePackageIsCalledWhatTheProgramSays(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "FyneApp.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for key, said := range map[string]string{"Name": boot.Name, "ID": boot.ID, "Version": boot.Version} {
		if line := "\n" + key + ` = "` + said + "\"\n"; !strings.Contains(string(raw), line) {
			t.Errorf("FyneApp.toml says another %s than %s", key, said)
		}
	}
}

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
		if !strings.HasSuffix(first, " "+boot.Version) {
			t.Errorf("%s says %q", program, first)
		}
	}
}
