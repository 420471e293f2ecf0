package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"opsledger/app"
)

// scriptCommands are what scripts can do beside calling opsctl.
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){"xlsx": writeSheet, "hold": holdStore, "release": releaseStore,
	"damage": damageFile, "patch": patchFile, "copydir": copyDir, "recovery": takeRecoveryKey, "exit-code-of": exitCodeOf, "feeds": countFeeds, "no-canary": noCanary, "killed": killed, "many-rows": manyRows, "step-ref": stepRef, "step-code": stepCode, "many-people": manyPeople, "keep-field": keepField, "cut": cutFile, "enrol": enrol, "first-fingerprint": firstFingerprint}

// exitCodeOf N COMMAND…: the command must end with code N.
func exitCodeOf(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("%v ended with %v, should be exit %d", args[1:], err, want)
	}
}

// copyDir FROM TO: as a person copies a folder.
func copyDir(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// patchFile FILE OFFSET VALUE: sets one byte.
func patchFile(ts *testscript.TestScript, _ bool, args []string) {
	raw, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	value, err := strconv.Atoi(args[2])
	ts.Check(err)
	raw[at] = byte(value)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), raw, 0o600))
}

// takeRecoveryKey FOUNDED KEYFILE: writes down the key init showed.
func takeRecoveryKey(ts *testscript.TestScript, _ bool, args []string) {
	var founded struct {
		Key string `json:"recovery_key"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &founded))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(founded.Key), 0o600))
}

// stepRef FILE ACTION NAME: the last such step of a shown history, under an environment name.
func stepRef(ts *testscript.TestScript, _ bool, args []string) {
	var shown app.Shown
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &shown))
	for _, h := range shown.History {
		if h.Action == args[1] && !strings.Contains(h.Note, "已撤回") {
			ts.Setenv(args[2], string(h.Ref))
		}
	}
}

// stepCode FILE TEXT NAME: the code of the last line of a printed history that holds a text, under an environment name.
func stepCode(ts *testscript.TestScript, _ bool, args []string) {
	for _, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
		if strings.HasPrefix(line, "  ") && strings.Contains(line, args[1]) {
			ts.Setenv(args[2], strings.Fields(line)[0])
		}
	}
}

// countFeeds STORE N: the ledger there has heads of N feeds.
func countFeeds(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("opsctl", "audit", "verify", "--json", "--store", args[0]))
	var audit app.Audit
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &audit))
	feeds := map[string]bool{}
	for _, h := range audit.Heads {
		feeds[string(h.Feed)] = true
	}
	if strconv.Itoa(len(feeds)) != args[1] || !audit.OK {
		ts.Fatalf("%d feeds, should be %s; ok %v", len(feeds), args[1], audit.OK)
	}
}
