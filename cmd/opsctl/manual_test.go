package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/demo"
	"opsledger/storage/vault"
)

var codeBlock = regexp.MustCompile("(?ms)^```\n(.*?)^```$")

// TestEveryCommandOfTheManualWorks runs the lines of the manual's code blocks one after another over a demo year.
func TestEveryCommandOfTheManualWorks(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "manual.zh.md"))
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 3, 12, 16, 0, 0, 0, ledger.Zone) }
	cheap := vault.Cost{MemoryKiB: 64, Time: 1, Threads: 1}
	made, err := demo.Make(context.Background(), demo.Options{Dir: t.TempDir(), Tickets: 40, Now: now, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"OPSLEDGER_PASSWORD": demo.Password, "OPSLEDGER_STORE": made.Store}
	t.Chdir(t.TempDir())
	commands := 0
	for _, block := range codeBlock.FindAllStringSubmatch(string(raw), -1) {
		for line := range strings.Lines(block[1]) {
			words := strings.Fields(line)
			if len(words) < 2 || words[0] != "opsctl" {
				t.Errorf("%q is no command", line)
				continue
			}
			commands++
			var said bytes.Buffer
			c := console{in: strings.NewReader(""), out: io.Discard, err: &said, env: func(k string) string { return env[k] }, cost: cheap, now: now}
			if code := run(words[1:], c); code != exitDone {
				t.Errorf("%s ended with %d: %s", strings.TrimSpace(line), code, said.String())
			}
		}
	}
	if commands < 15 {
		t.Errorf("only %d commands found: the test looks for the wrong thing", commands)
	}
}
