package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Missing stands for a character that can't be drawn.
const Missing = '〓'

// Clean drops what can't be drawn: broken UTF-8, control and invisible characters. A tab is a space.
func Clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\u00a0':
			return ' '
		case r == '\n':
			return r
		case r == utf8.RuneError:
			return Missing
		case unicode.IsControl(r) || r == 0xFEFF || r >= 0x200B && r <= 0x200F || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE000 && r <= 0xF8FF || r >= 0xD800 && r <= 0xDFFF:
			return -1
		}
		return r
	}, text)
}
