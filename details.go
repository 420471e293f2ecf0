// Package opsledger is what the program says of itself, of FyneApp.toml: the one place where its version stands. It
// imports nothing of the program.
package opsledger

import (
	_ "embed"
	"strings"
)

//go:embed FyneApp.toml
var details string

// Version is the program's version, as 0.1.0; the packages for Windows carry the same.
func Version() string { return detail("Version") }

// ID is the name under which the system knows the window.
func ID() string { return detail("ID") }

// Name is what people call the program.
func Name() string { return detail("Name") }

// detail is the value of a line `key = "value"`, "" where there is none.
func detail(key string) string {
	for line := range strings.Lines(details) {
		name, value, found := strings.Cut(line, "=")
		if found && strings.TrimSpace(name) == key {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}
