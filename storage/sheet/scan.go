package sheet

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// mark is what a sheet's XML says of a cell with content; the zero mark is none.
type mark struct {
	typ     string // "n" where none is written
	style   int
	formula bool
	value   []byte // as written
}

// maxSpans bounds the array formulas looked through for each cell.
const maxSpans = 1000

// scanner walks a sheet's XML for the attributes of its cells. The library gives values only; whether one is a
// formula, an error or a date decides what it may mean.
type scanner struct {
	prefix string // of the namespace, with its colon
	part   []byte // rows still to come
	next   int    // number of the row at hand
	cells  []byte // its cells
	marks  []mark
	spans  []span
}

// span is a range an array formula fills: its cells but the first carry values only.
type span struct{ left, top, right, bottom int }

// newScanner finds the rows of a worksheet's XML. What it does not understand, it refuses.
func newScanner(part []byte) (*scanner, error) {
	s := &scanner{}
	var ok bool
	if s.prefix, ok = prefixOf(part, "worksheet"); !ok {
		return nil, refuse(ErrNotSheet, nil, "工作表的写法无法识别")
	}
	_, data, rest, ok := s.element(part, "sheetData")
	switch {
	case !ok || !bytes.Contains(rest, []byte("</"+s.prefix+"worksheet")):
		return nil, refuse(ErrNotSheet, nil, "工作表不完整，只能读到一部分")
	case bytes.Contains(data, []byte("<!")): // a comment or CDATA could hide or show markup
		return nil, refuse(ErrNotSheet, nil, "工作表的写法无法识别")
	}
	s.part = data
	return s, nil
}

// prefixOf gives the namespace prefix, with its colon, of a part's root element.
func prefixOf(part []byte, root string) (string, bool) {
	name := bytes.Index(part, []byte(root))
	open := bytes.LastIndexByte(part[:max(0, name)], '<')
	if name < 0 || open < 0 {
		return "", false
	}
	prefix := string(part[open+1 : name])
	word := strings.TrimSuffix(prefix, ":")
	odd := strings.ContainsFunc(word, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') })
	return prefix, !odd && (prefix == "" || word != prefix && word != "")
}

// row gives the marks of row n by column, good until the next call. Rows are asked for in rising order.
func (s *scanner) row(n int) ([]mark, error) {
	for s.next < n {
		if err := s.advance(); err != nil {
			return nil, err
		}
	}
	s.marks = s.marks[:0]
	if s.next != n {
		return nil, nil
	}
	rest, column := s.cells, -1
	for {
		head, body, after, ok := s.element(rest, "c")
		if !ok {
			return s.marks, nil
		}
		rest = after
		column++
		if ref := attribute(head, "r"); ref != "" {
			column, _ = place(ref)
		}
		if len(body) == 0 { // styled, without content
			continue
		}
		if column < 0 || column >= maxColumns {
			return nil, refuse(ErrTooBig, nil, "超过 %d 列", maxColumns)
		}
		for len(s.marks) <= column {
			s.marks = append(s.marks, mark{})
		}
		m, err := s.mark(head, body, column)
		if err != nil {
			return nil, err
		}
		s.marks[column] = m
	}
}

func (s *scanner) mark(head, body []byte, column int) (mark, error) {
	m := mark{typ: attribute(head, "t")}
	if m.typ == "" {
		m.typ = "n"
	}
	if style := attribute(head, "s"); style != "" {
		m.style, _ = strconv.Atoi(style) // one that is no number is style 0
	}
	formula, _, _, ok := s.element(body, "f")
	_, m.value, _, _ = s.element(body, "v")
	m.formula = ok || s.spanned(column)
	if from, to, isRange := strings.Cut(attribute(formula, "ref"), ":"); isRange && attribute(formula, "t") != "shared" {
		left, top := place(from)
		right, bottom := place(to)
		s.spans = append(s.spans, span{left, top, right, bottom})
	}
	if len(s.spans) > maxSpans {
		return m, refuse(ErrTooBig, nil, "数组公式过多")
	}
	return m, nil
}

func (s *scanner) spanned(column int) bool {
	for _, a := range s.spans {
		if column >= a.left && column <= a.right && s.next >= a.top && s.next <= a.bottom {
			return true
		}
	}
	return false
}

// done reports whether no row is left.
func (s *scanner) done() bool {
	_, _, _, more := s.element(s.part, "row")
	return !more
}

// advance goes on to the next row element. Rows must rise: the library would lose one that does not.
func (s *scanner) advance() error {
	head, body, after, ok := s.element(s.part, "row")
	if !ok {
		s.part, s.cells, s.next = nil, nil, math.MaxInt
		return nil
	}
	number, err := strconv.Atoi(attribute(head, "r"))
	if err != nil {
		number = s.next + 1
	}
	if number <= s.next {
		return refuse(ErrNotSheet, nil, "第%d行的写法无法识别", s.next)
	}
	s.part, s.next, s.cells = after, number, body
	return nil
}

// element finds the next element of a name: its attributes, its content, and what follows.
func (s *scanner) element(b []byte, name string) (head, body, after []byte, ok bool) {
	open := []byte("<" + s.prefix + name)
	for {
		i := bytes.Index(b, open)
		if i < 0 {
			return nil, nil, nil, false
		}
		b = b[i+len(open):]
		if len(b) > 0 && bytes.IndexByte([]byte(" >/\t\r\n"), b[0]) >= 0 {
			break
		}
	}
	end := bytes.IndexByte(b, '>')
	if end < 0 {
		return nil, nil, nil, false
	}
	head, b = b[:end], b[end+1:]
	if bytes.HasSuffix(head, []byte("/")) {
		return head, nil, b, true
	}
	closing := []byte("</" + s.prefix + name + ">")
	i := bytes.Index(b, closing)
	if i < 0 {
		return nil, nil, nil, false
	}
	return head, b[:i], b[i+len(closing):], true
}

// attribute gives an attribute's value as written, "" where it is not there.
func attribute(head []byte, name string) string {
	for rest := head; ; {
		i := bytes.Index(rest, []byte(name))
		if i < 0 {
			return ""
		}
		before := i > 0 && bytes.IndexByte([]byte(" \t\r\n"), rest[i-1]) >= 0
		rest = rest[i+len(name):]
		value := bytes.TrimLeft(rest, " \t\r\n")
		if !before || len(value) < 2 || value[0] != '=' {
			continue
		}
		value = bytes.TrimLeft(value[1:], " \t\r\n")
		if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
			return ""
		}
		if end := bytes.IndexByte(value[1:], value[0]); end >= 0 {
			return string(value[1 : 1+end])
		}
		return ""
	}
}

// place reads "C17" as column 2, row 17; what is no place has column -1.
func place(ref string) (column, row int) {
	ref = strings.ReplaceAll(ref, "$", "")
	for i := range len(ref) {
		r := ref[i] &^ 0x20 // upper case
		if r < 'A' || r > 'Z' || column > 1<<20 {
			row, _ = strconv.Atoi(ref[i:]) // 0 where it is no number
			break
		}
		column = column*26 + int(r-'A') + 1
	}
	return column - 1, row
}
