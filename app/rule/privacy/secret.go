package privacy

import (
	"regexp"
	"strings"
	"unicode"
)

// Password is a likely password written down in a text; no field holds one.
const Password = "password"

// secret is a word for password, perhaps a sign that its value follows, and the value.
var secret = regexp.MustCompile(`(?i)(?:密码|口令|password|passwd|pwd)[ \t]*((?:[:：=＝]|是|为)?)[ \t]*([!-~]{4,64})`)

// FindPasswords finds what looks like passwords in a text: they should not be written down (R116).
func FindPasswords(text string) (out []Hit) {
	if !strings.ContainsAny(text, "0123456789") || !strings.ContainsAny(text, "pP码令") {
		return nil // most texts: no digit a password would have, no word for one
	}
	for _, m := range secret.FindAllStringSubmatchIndex(text, -1) {
		if likely(text[m[4]:m[5]], m[3] > m[2]) {
			out = append(out, Hit{Password, m[4], m[5]})
		}
	}
	return out
}

// likely tells a password from a word or a count: behind a sign a digit is enough, else letters must stand with it.
func likely(word string, signed bool) bool {
	word = strings.TrimRight(word, ".,;!?)")
	return len(word) >= 4 && strings.ContainsFunc(word, unicode.IsDigit) && (signed || strings.ContainsFunc(word, unicode.IsLetter))
}
