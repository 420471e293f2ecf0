package sheet

import (
	"bytes"
	"strconv"
)

// mark is what a sheet's XML says of a cell beside its value.
type mark struct {
	typ     string // "n" where none is written
	style   int
	formula bool
}

// scanner walks a sheet's XML for the attributes of its cells. The library gives values only; whether one is a
// formula, an error or a date decides what it may mean.
type scanner struct {
	part  []byte
	next  int // number of the row the part stands before, 0 when not known
	cells []byte
}

// row gives the marks of row n by column. Rows are asked for in rising order.
func (s *scanner) row(n int) map[int]mark {
	for s.next < n && s.advance() {
	}
	if s.next != n {
		return nil
	}
	out := map[int]mark{}
	rest := s.cells
	for column := 0; ; column++ {
		head, body, after, ok := element(rest, "c")
		if !ok {
			return out
		}
		if ref := attribute(head, "r"); ref != "" {
			column = columnOf(ref)
		}
		m := mark{typ: attribute(head, "t"), formula: bytes.Contains(body, []byte("<f"))}
		m.style, _ = strconv.Atoi(attribute(head, "s"))
		if m.typ == "" {
			m.typ = "n"
		}
		out[column], rest = m, after
	}
}

// advance goes on to the next row element.
func (s *scanner) advance() bool {
	head, body, after, ok := element(s.part, "row")
	if !ok {
		s.part = nil
		s.next = 1 << 30
		return false
	}
	number, err := strconv.Atoi(attribute(head, "r"))
	if err != nil {
		number = s.next + 1
	}
	s.part, s.next, s.cells = after, number, body
	return true
}

// element finds the next element of a name: its attributes, its content, and what follows.
func element(b []byte, name string) (head, body, after []byte, ok bool) {
	open := []byte("<" + name)
	for {
		i := bytes.Index(b, open)
		if i < 0 {
			return nil, nil, nil, false
		}
		b = b[i+len(open):]
		if len(b) > 0 && (b[0] == ' ' || b[0] == '>' || b[0] == '/') {
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
	closing := []byte("</" + name + ">")
	i := bytes.Index(b, closing)
	if i < 0 {
		return nil, nil, nil, false
	}
	return head, b[:i], b[i+len(closing):], true
}

func attribute(head []byte, name string) string {
	key := []byte(" " + name + `="`)
	i := bytes.Index(head, key)
	if i < 0 {
		return ""
	}
	value := head[i+len(key):]
	if end := bytes.IndexByte(value, '"'); end >= 0 {
		return string(value[:end])
	}
	return ""
}

func columnOf(ref string) int {
	n := 0
	for _, r := range ref {
		if r < 'A' || r > 'Z' || n > 1<<20 {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}
