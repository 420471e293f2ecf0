package gongwen

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

var (
	identity  = []byte("1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange")
	lengthOf  = regexp.MustCompile(`<</Length (\d+)>>\nstream\n$`)
	xrefEntry = regexp.MustCompile(`(?m)^(\d{10}) (\d{5}) n`)
)

// textLayer writes the true characters into the maps by which text is copied and searched: those kept in the
// private use area would otherwise come out as such. The library knows only the identity map, so the finished file
// is edited and its cross-references are moved along.
func textLayer(raw []byte, used map[rune]rune) ([]byte, error) {
	if len(used) == 0 {
		return raw, nil
	}
	table := unicodeMap(used)
	for from := 0; ; {
		i := bytes.Index(raw[from:], identity)
		if i < 0 {
			return raw, nil
		}
		at := from + i
		var err error
		if raw, err = replaceInStream(raw, at, len(identity), table); err != nil {
			return nil, err
		}
		from = at + len(table)
	}
}

// unicodeMap is the identity map with the private codes used told one by one, the ranges cut around them.
func unicodeMap(used map[rune]rune) []byte {
	var codes []rune
	for c := range used {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	var ranges, chars bytes.Buffer
	n, next := 0, rune(0)
	add := func(to rune) {
		if next <= to {
			fmt.Fprintf(&ranges, "<%04X> <%04X> <%04X>\n", next, to, next)
			n++
		}
	}
	for _, c := range codes {
		add(c - 1)
		hi, lo := utf16.EncodeRune(used[c])
		fmt.Fprintf(&chars, "<%04X> <%04X%04X>\n", c, hi, lo)
		next = c + 1
	}
	add(0xFFFF)
	return []byte(fmt.Sprintf("%d beginbfrange\n%sendbfrange\n%d beginbfchar\n%sendbfchar", n, ranges.Bytes(), len(codes), chars.Bytes()))
}

// replaceInStream puts text in the place of n bytes of a stream, mends the stream's length and all offsets behind.
func replaceInStream(raw []byte, at, n int, text []byte) ([]byte, error) {
	start := bytes.LastIndex(raw[:at], []byte("stream\n")) + len("stream\n")
	m := lengthOf.FindSubmatchIndex(raw[:start])
	if m == nil {
		return nil, errors.New("text layer: stream without a length")
	}
	length, err := strconv.Atoi(string(raw[m[2]:m[3]]))
	if err != nil {
		return nil, fmt.Errorf("text layer: %w", err)
	}
	newLength := strconv.Itoa(length + len(text) - n)
	var out bytes.Buffer
	out.Write(raw[:m[2]])
	out.WriteString(newLength)
	out.Write(raw[m[3]:at])
	out.Write(text)
	out.Write(raw[at+n:])
	return moveOffsets(out.Bytes(), m[2], out.Len()-len(raw))
}

// moveOffsets adds a shift to every cross-reference behind a place, and to the one that names the table itself.
func moveOffsets(raw []byte, behind, shift int) ([]byte, error) {
	tail := bytes.LastIndex(raw, []byte("startxref\n"))
	table := bytes.LastIndex(raw[:max(tail, 0)], []byte("\nxref\n"))
	if tail < 0 || table < 0 {
		return nil, errors.New("text layer: no cross-references")
	}
	moved := xrefEntry.ReplaceAllFunc(raw[table:tail], func(e []byte) []byte {
		offset, _ := strconv.Atoi(string(e[:10])) // ten digits, by the pattern
		if offset > behind {
			offset += shift
		}
		return append([]byte(fmt.Sprintf("%010d", offset)), e[10:]...)
	})
	out := append(bytes.Clone(raw[:table]), moved...)
	return append(out, []byte(fmt.Sprintf("startxref\n%d\n%%%%EOF\n", table+1))...), nil
}
