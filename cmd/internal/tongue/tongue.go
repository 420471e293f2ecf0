// Package tongue has the toolkit speak Chinese where the environment names no language. A Linux session without one runs under C.UTF-8,
// which the toolkit can't read and complains of on standard error before main begins.
//
// It must be initialised before the toolkit's words are: Go initialises the first package, by path, whose imports all are. This one imports
// os and strings alone, and the toolkit's words need text/template.
package tongue

import (
	"os"
	"strings"
)

func init() {
	if os.Getenv("LANGUAGE") == "" && !named(os.Getenv) {
		os.Setenv("LANGUAGE", "zh_CN")
	}
}

// named reports whether the environment names a language: of the variables that may, the first that says anything counts.
func named(env func(string) string) bool {
	for _, key := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(key); v != "" {
			language, _, _ := strings.Cut(v, ".")
			return language != "C" && language != "POSIX"
		}
	}
	return false
}
