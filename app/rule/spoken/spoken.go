// Package spoken says a key's fingerprint in words, for two people who compare it face to face or on the telephone: ten words of two
// characters each, of a list of 256 that sound unlike each other in a southern accent too. It is pure.
package spoken

import (
	"crypto/sha256"
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

// Words is how many say a key: 80 bits, as many as the 25 digits beside them.
const Words = 10

// list is one word a line: its two characters and their syllables. Its order is fixed: the words of a key hang on it.
//
//go:embed words.txt
var list string

var words = read(list)

func read(list string) (out []string) {
	for line := range strings.Lines(list) {
		out = append(out, strings.Fields(line)[0])
	}
	return out
}

// Of says a public key.
func Of(public []byte) string {
	sum := sha256.Sum256(append([]byte("opsledger/words/1\x00"), public...))
	var out []string
	for _, b := range sum[:Words] {
		out = append(out, words[b])
	}
	return strings.Join(out, " ")
}

// Written reports whether what a person typed is words at all.
func Written(said string) bool {
	return strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Same reports whether a person typed a key's words: all of them, in order; what stands between them does not matter.
func Same(said string, public []byte) bool {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Han, r) {
				return r
			}
			return -1
		}, s)
	}
	return bare(said) == bare(Of(public))
}

// Strange gives the words a person typed that no key has, where they can be told apart.
func Strange(said string) (out []string) {
	for _, w := range strings.FieldsFunc(said, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		if len([]rune(w)) == 2 && !slices.Contains(words, w) {
			out = append(out, w)
		}
	}
	return out
}
