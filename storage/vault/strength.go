package vault

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Weakness says why a password is refused.
type Weakness string

// Weaknesses.
const (
	TooShort     Weakness = "short"   // under eight characters
	TooPlain     Weakness = "plain"   // fewer than three of: upper, lower, digit, other; allowed from 16 characters on
	HoldsAccount Weakness = "account" // holds the account's name
	Common       Weakness = "common"  // on the list of the commonest
)

var common = []string{"password", "passw0rd", "p@ssw0rd", "12345678", "88888888", "qwerty", "1qaz2wsx", "admin", "abc123", "zhenjiang", "iloveyou", "woaini"}

// Strength lists what is wrong with a password; none means it may be used.
func Strength(account, password string) []Weakness {
	var out []Weakness
	n := utf8.RuneCountInString(password)
	if n < 8 {
		out = append(out, TooShort)
	}
	if n < 16 && classes(password) < 3 {
		out = append(out, TooPlain)
	}
	lower := strings.ToLower(password)
	if len(account) > 1 && strings.Contains(lower, strings.ToLower(account)) {
		out = append(out, HoldsAccount)
	}
	if slices.ContainsFunc(common, func(c string) bool { return strings.HasPrefix(lower, c) && n < len(c)+5 }) {
		out = append(out, Common)
	}
	return out
}

func classes(password string) int {
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}
