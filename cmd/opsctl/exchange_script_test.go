package main

import (
	"encoding/json"
	"os"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"opsledger/app"
)

// keepField KEY NAME: a text of the JSON object just printed, or of the last of a list, under an environment name.
func keepField(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[1], field(ts, args[0]))
}

func field(ts *testscript.TestScript, key string) string {
	var shown any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &shown))
	if list, ok := shown.([]any); ok {
		shown = list[len(list)-1]
	}
	text, _ := shown.(map[string]any)[key].(string)
	return text
}

// firstFingerprint FILE DEVICE NAME: that of the first key of a device in a list printed before, under an environment name.
func firstFingerprint(ts *testscript.TestScript, _ bool, args []string) {
	var all []app.Device
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &all))
	i := slices.IndexFunc(all, func(d app.Device) bool { return d.Device == args[1] })
	ts.Setenv(args[2], all[i].Fingerprint)
}

// enrol STATION CENTER: the station asks, the center certifies it, the station accepts, each fingerprint compared.
func enrol(ts *testscript.TestScript, _ bool, args []string) {
	station, center := args[0], args[1]
	fingerprint := func(store string) string {
		ts.Check(ts.Exec("opsctl", "device", "show", "--store", store, "--json"))
		return field(ts, "fingerprint")
	}
	request, answer := station+"-"+center+".request", station+"-"+center+".certificate"
	for _, args := range [][]string{{"request", request, "--store", station},
		{"certify", request, "--role", "lead", "--fingerprint", fingerprint(station), "--out", answer, "--store", center},
		{"accept", answer, "--fingerprint", fingerprint(center), "--store", station}} {
		ts.Check(ts.Exec("opsctl", append([]string{"device"}, args...)...))
	}
}

// cutFile FILE TO: a file without its last bytes.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	raw, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), raw[:len(raw)-10], 0o600))
}
