package main

import (
	"encoding/json"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// keepField KEY NAME: a text of the JSON object just printed, under an environment name.
func keepField(ts *testscript.TestScript, _ bool, args []string) {
	var shown map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &shown))
	text, _ := shown[args[0]].(string)
	ts.Setenv(args[1], text)
}

// cutFile FILE TO: a file without its last bytes.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	raw, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), raw[:len(raw)-10], 0o600))
}
