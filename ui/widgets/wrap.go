package widgets

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	noBegin = "，。、；：？！）】》〉」』〕”’…—～·％‰℃,.;:?!)]}%"
	noEnd   = "（【《〈「『〔“‘([{￥$"
)

// breakLines sets a text into lines of a width by the rules of Chinese setting: no line begins with a closing sign or ends
// with an opening one, and a Latin word or a number stays whole unless it alone is wider than a line.
func breakLines(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, breakEven(units(paragraph), width, measure)...)
	}
	return lines
}

// lone is how many characters are too few for a last line.
const lone = 3

// breakEven sets a paragraph, a little narrower where that gives its last line company and costs no line more.
func breakEven(parts []string, width float32, measure func(string) float32) []string {
	lines := breakParagraph(parts, width, measure)
	left := func(lines []string) int { return utf8.RuneCountInString(lines[len(lines)-1]) }
	for narrow := width * 0.97; len(lines) > 1 && left(lines) <= lone && narrow > width*0.7; narrow *= 0.97 {
		again := breakParagraph(parts, narrow, measure)
		if len(again) > len(lines) {
			break
		}
		if left(again) > lone {
			return again
		}
	}
	return lines
}

func breakParagraph(parts []string, width float32, measure func(string) float32) []string {
	var lines []string
	line, used := "", float32(0)
	for _, p := range parts {
		w := measure(p)
		if used+w <= width+0.5 || p == " " {
			line, used = line+p, used+w
			continue
		}
		if t := strings.TrimRight(line, " "); t != "" {
			lines = append(lines, t)
		}
		for line = p; measure(line) > width+0.5; {
			head, rest := splitAt(line, width, measure)
			if rest == "" {
				break
			}
			lines, line = append(lines, head), rest
		}
		used = measure(line)
	}
	return append(lines, strings.TrimRight(line, " "))
}

// splitAt cuts a unit that is wider than a line; at least one character goes.
func splitAt(s string, width float32, measure func(string) float32) (head, rest string) {
	runes := []rune(s)
	n := 1
	for n < len(runes) && measure(string(runes[:n+1])) <= width+0.5 {
		n++
	}
	return string(runes[:n]), string(runes[n:])
}

// units are what a line may be broken between: a Han character with the signs that cling to it, a word, a space.
func units(s string) []string {
	var out []string
	var unit []rune
	flush := func() {
		if len(unit) > 0 {
			out, unit = append(out, string(unit)), nil
		}
	}
	for _, r := range s {
		if r == ' ' || r == '\t' {
			flush()
			out = append(out, " ")
			continue
		}
		if len(unit) > 0 && !clings(unit[len(unit)-1], r) {
			flush()
		}
		unit = append(unit, r)
	}
	flush()
	return out
}

// clings tells whether no line may be broken between two characters.
func clings(a, b rune) bool {
	return strings.ContainsRune(noBegin, b) || strings.ContainsRune(noEnd, a) || latin(a) && latin(b)
}

func latin(r rune) bool {
	return r > ' ' && r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r < 0x80 && !strings.ContainsRune(noEnd, r) || r == '−' || r == '×')
}
