package view

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Aliases are what else a label is found by: its pinyin initials (镇江养老: zjyl) and its whole pinyin. Letters and digits
// stand as they are; a label without Han characters has none.
func Aliases(label string) []string {
	var initials, whole strings.Builder
	han := false
	for _, r := range label {
		if syllable := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(syllable) > 0 && syllable[0] != "" {
			han = true
			initials.WriteByte(syllable[0][0])
			whole.WriteString(syllable[0])
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			initials.WriteRune(unicode.ToLower(r))
			whole.WriteRune(unicode.ToLower(r))
		}
	}
	if !han {
		return nil
	}
	return []string{initials.String(), whole.String()}
}

// Like reports whether a label is meant by a few characters: some of it, or its pinyin from the beginning.
func Like(label, query string) bool {
	query = strings.ToLower(strings.TrimSpace(query))
	if strings.Contains(strings.ToLower(label), query) {
		return true
	}
	return slices.ContainsFunc(Aliases(label), func(a string) bool { return strings.HasPrefix(a, query) })
}
