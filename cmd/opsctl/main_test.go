package main

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"opsledger/app/ledger"
	"opsledger/storage/lock"
	"opsledger/storage/vault"
)

// TestMain lets scripts call opsctl as a program of its own. Only here is key derivation cheap and the clock set.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"opsctl": func() {
		c := std()
		c.cost = vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}
		if at := ledger.ParseTime(os.Getenv("NOW")); !at.IsZero() {
			c.now = func() time.Time { return at }
		}
		os.Exit(run(os.Args[1:], c))
	}})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("OPSLEDGER_STORE", e.WorkDir+"/台账")
		e.Setenv("OPSLEDGER_PASSWORD", "Tr0ub4dor&3")
		e.Setenv("NOW", "2026-03-12T17:00:00+08:00")
		return nil
	}, Cmds: scriptCommands})
}

// writeSheet makes a spreadsheet of a text file: cells between |, a leading = a formula, a leading # a number.
func writeSheet(ts *testscript.TestScript, _ bool, args []string) {
	f := excelize.NewFile()
	defer f.Close()
	for r, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n") {
		for c, cell := range strings.Split(line, "|") {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			ts.Check(err)
			cell = strings.TrimSpace(cell)
			switch {
			case strings.HasPrefix(cell, "="):
				ts.Check(f.SetCellFormula("Sheet1", at, cell[1:]))
			case strings.HasPrefix(cell, "#"):
				ts.Check(f.SetCellDefault("Sheet1", at, cell[1:]))
			default:
				ts.Check(f.SetCellStr("Sheet1", at, cell))
			}
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

// holdStore keeps the store's lock for the rest of the script, as an open window would.
func holdStore(ts *testscript.TestScript, _ bool, args []string) {
	l, err := lock.Acquire(context.Background(), ts.MkAbs(args[0]), lock.Holder{Process: 4711, Program: "窗口", Since: time.Date(2026, 3, 12, 9, 5, 0, 0, ledger.Zone)}, 0)
	ts.Check(err)
	heldMu.Lock()
	held[ts] = l
	heldMu.Unlock()
	ts.Defer(func() { releaseStore(ts, false, nil) })
}

// held are the locks scripts hold; each script runs in its own goroutine.
var (
	heldMu sync.Mutex
	held   = map[*testscript.TestScript]*lock.Lock{}
)

func releaseStore(ts *testscript.TestScript, _ bool, _ []string) {
	heldMu.Lock()
	l := held[ts]
	delete(held, ts)
	heldMu.Unlock()
	if l != nil {
		ts.Check(l.Release())
	}
}

// damageFile flips a byte in page N of a file.
func damageFile(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	raw, err := os.ReadFile(path)
	ts.Check(err)
	at := len(raw) - 2000
	if args[1] == "first" {
		at = 200
	}
	raw[at] ^= 1
	ts.Check(os.WriteFile(path, raw, 0o600))
}
