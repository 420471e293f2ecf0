package sheet

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// texts are a workbook's shared texts. The library's own table costs about 250 bytes a text beside the text; this one
// keeps eight and reads a text when a cell asks for it.
type texts struct {
	scan  scanner
	part  []byte
	spots []spot
}

// spot is where a text stands in the part; offsets fit, as maxMemory does.
type spot struct{ from, to uint32 }

// newTexts finds the texts of a shared-strings part, which may be nil. ok is false where it is not understood.
func newTexts(part []byte) (t *texts, ok bool) {
	t = &texts{part: part}
	if part == nil {
		return t, true
	}
	if t.scan.prefix, ok = prefixOf(part, "sst"); !ok || !utf8.Valid(part) || bytes.Contains(part, []byte("<![")) {
		return t, false
	}
	for rest := part; ; {
		_, body, after, more := t.scan.element(rest, "si")
		if !more {
			return t, bytes.Contains(rest, []byte("</"+t.scan.prefix+"sst")) || len(t.spots) == 0
		}
		from := uint32(cap(part) - cap(body)) // both are cut from one array
		t.spots = append(t.spots, spot{from, from + uint32(len(body))})
		rest = after
	}
}

// at gives a text by its number, as a cell holds it; ok is false where there is none.
func (t *texts) at(number []byte) (text string, ok bool) {
	i, err := strconv.Atoi(string(bytes.TrimSpace(number)))
	if err != nil || i < 0 || i >= len(t.spots) {
		return "", false
	}
	at := t.spots[i]
	return t.plain(t.part[at.from:at.to]), true
}

// plain joins the runs of a text without their looks and without the reading aids (rPh) beside them.
func (t *texts) plain(b []byte) string {
	if i := bytes.Index(b, []byte("<"+t.scan.prefix+"rPh")); i >= 0 {
		b = b[:i] // the format puts them last
	}
	_, run, rest, ok := t.scan.element(b, "t")
	if !ok {
		return ""
	}
	joined := unescape(run)
	for {
		if _, run, rest, ok = t.scan.element(rest, "t"); !ok {
			return joined
		}
		joined += unescape(run)
	}
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape undoes XML's entities and line ends, and the format's own escape of control characters (_x000D_).
func unescape(run []byte) string {
	s := string(run)
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "_x") {
		s = escaped.ReplaceAllStringFunc(s, func(e string) string {
			code, _ := strconv.ParseUint(e[2:6], 16, 32) // four hex digits, by the pattern
			if utf16.IsSurrogate(rune(code)) {
				return e
			}
			return string(rune(code))
		})
	}
	return s
}
