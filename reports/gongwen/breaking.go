package gongwen

import (
	"strings"
	"unicode"
)

// Characters a line must not begin or end with (避头尾).
const (
	noStart = "，。、；：？！）》〉」』】〕”’…—·％‰℃,.;:?!)]}%>"
	noEnd   = "（《〈「『【〔“‘([{<№￥＄$"
)

// wrap breaks glyphs into lines of at most width ems; first is the indent of the first line. Every glyph stands in
// exactly one line. A word of letters and digits stays whole where it fits a line; a longer one is cut. Spaces at a
// break stay at the end of their line.
func wrap(text []glyph, first, width float64, pitch func(glyph) float64) [][]glyph {
	var lines [][]glyph
	for len(text) > 0 {
		n := fit(text, width-first, pitch)
		if n < len(text) && text[n-1].char != '\n' {
			n = adjust(text, n, func(run []glyph) bool { return fit(run, width, pitch) == len(run) })
		}
		lines = append(lines, text[:n])
		text, first = text[n:], 0
	}
	return lines
}

// fit counts the glyphs that stand in a width, at least one; a line feed ends the line.
func fit(text []glyph, width float64, pitch func(glyph) float64) int {
	sum := 0.0
	for i, g := range text {
		if g.char == '\n' {
			return i + 1
		}
		if sum += pitch(g); sum > width+1e-6 && i > 0 {
			if unicode.IsSpace(g.char) {
				return i + 1 // a space may hang over the edge
			}
			return i
		}
	}
	return len(text)
}

// adjust moves a break back to where a line may end: before a word that fits the next line whole, or a little back. Where no
// place is found, the first break stands: losing a rule is better than losing text.
func adjust(text []glyph, n int, fits func(run []glyph) bool) int {
	for k := n; k > 0; k-- {
		if mayBreak(text[k-1].char, text[k].char) {
			if k > n/2 || k >= n-12 || fits(run(text[k:])) {
				return k
			}
			break
		}
	}
	for k := n; k > n/2 && k > 1; k-- { // the word is longer than the line: cut it, but keep the marks
		if !strings.ContainsRune(noStart, text[k].char) && !strings.ContainsRune(noEnd, text[k-1].char) {
			return k
		}
	}
	return n
}

// run is the beginning of a text that no line may part.
func run(text []glyph) []glyph {
	for i := 1; i < len(text); i++ {
		if mayBreak(text[i-1].char, text[i].char) || text[i].char == '\n' {
			return text[:i]
		}
	}
	return text
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(noStart, after), strings.ContainsRune(noEnd, before):
		return false
	case unicode.IsSpace(after):
		return false
	case word(before) && word(after), before == ',' && unicode.IsDigit(after):
		return false
	}
	return true
}

// word reports whether a character belongs to a run that reads as one: a number, a ticket number, a time.
func word(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("-_./:%@#+&*", r)
}
