package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Mistake is why a scheme is refused: the line, from 1, and the reason in words.
type Mistake struct {
	Line int
	Why  string
}

// Error implements error.
func (m Mistake) Error() string { return fmt.Sprintf("第%d行：%s", m.Line, m.Why) }

// node is a JSON value that knows its line.
type node struct {
	line    int
	value   any // string, json.Number, bool, nil; of a compound one its delimiter
	members []member
	items   []node
}

type member struct {
	key string
	node
}

// deepest bounds nesting; a scheme has five levels.
const deepest = 12

// grow reads JSON into a tree; a key that stands twice is a mistake.
func grow(raw []byte) (n node, err error) {
	g := growing{raw: raw, d: json.NewDecoder(bytes.NewReader(raw))}
	g.d.UseNumber()
	if n, err = g.value(0); err != nil {
		return n, err
	}
	if _, err := g.d.Token(); !errors.Is(err, io.EOF) {
		return n, Mistake{g.line(), "方案之后还有内容"}
	}
	return n, nil
}

type growing struct {
	raw []byte
	d   *json.Decoder
}

// line is where the token read last ends.
func (g growing) line() int {
	return 1 + bytes.Count(g.raw[:min(int(g.d.InputOffset()), len(g.raw))], []byte("\n"))
}

func (g growing) token() (json.Token, int, error) {
	t, err := g.d.Token()
	if err == nil {
		return t, g.line(), nil
	}
	at := g.line()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = 1 + bytes.Count(g.raw[:min(int(syntax.Offset), len(g.raw))], []byte("\n"))
	}
	return nil, at, Mistake{at, "不是完整的JSON，或写法有误"}
}

func (g growing) value(depth int) (n node, err error) {
	if depth > deepest {
		return n, Mistake{g.line(), "层次太深"}
	}
	t, line, err := g.token()
	if err != nil {
		return n, err
	}
	n = node{line: line, value: t}
	switch t {
	case json.Delim('{'):
		return n, g.object(&n, depth)
	case json.Delim('['):
		for g.d.More() {
			item, err := g.value(depth + 1)
			if err != nil {
				return n, err
			}
			n.items = append(n.items, item)
		}
		_, _, err = g.token()
	}
	return n, err
}

func (g growing) object(n *node, depth int) error {
	for g.d.More() {
		t, line, err := g.token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if _, twice := n.member(key); twice {
			return Mistake{line, "“" + key + "”写了两次"}
		}
		v, err := g.value(depth + 1)
		if err != nil {
			return err
		}
		n.members = append(n.members, member{key, v})
	}
	_, _, err := g.token()
	return err
}

func (n node) member(key string) (node, bool) {
	for _, m := range n.members {
		if m.key == key {
			return m.node, true
		}
	}
	return node{}, false
}
