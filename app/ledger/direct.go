package ledger

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// direct writes canonical JSON in one pass, where Canonical's general way takes three. It knows what commits and bodies are
// made of; fits turns false at anything else, and at text whose order or form takes more thought: the general way then
// decides. Both give the same bytes (FuzzCanonical).
type direct struct {
	out  []byte
	keys []string // of the maps being written, one after another
	fits bool
}

// deepest bounds the nesting that is written directly.
const deepest = 100

func (d *direct) value(v any, depth int) {
	switch t := v.(type) {
	case nil:
		d.out = append(d.out, "null"...)
	case string:
		d.text(t)
	case bool:
		d.out = strconv.AppendBool(d.out, t)
	case int64:
		d.integer(t)
	case int:
		d.integer(int64(t))
	case Fields:
		d.object(t, depth)
	case map[string]any:
		d.object(t, depth)
	case []any:
		d.array(t, depth)
	case Personal:
		d.open("body").object(t.Body, depth)
		d.member("salt").text(t.Salt)
		d.out = append(d.out, '}')
	case Entry:
		d.entry(t, depth)
	case Commit:
		d.commit(t, depth)
	default:
		d.fits = false
	}
}

func (d *direct) commit(c Commit, depth int) {
	d.open("actor").text(string(c.Actor))
	d.member("after")
	elements(d, c.After, func(h Hash) { d.text(string(h)) })
	d.member("app").text(c.App)
	d.member("entries")
	elements(d, c.Entries, func(e Entry) { d.entry(e, depth+1) })
	d.member("feed").text(string(c.Feed))
	d.member("group").text(c.Group)
	d.member("lamport").integer(c.Lamport)
	d.member("ledger").text(string(c.Ledger))
	d.member("prev").text(string(c.Prev))
	d.member("roster").text(string(c.Roster))
	d.member("seq").integer(c.Seq)
	if c.Sig != "" {
		d.member("sig").text(c.Sig)
	}
	d.member("v").integer(int64(c.V))
	d.member("wall").text(c.Wall)
	d.out = append(d.out, '}')
}

func (d *direct) entry(e Entry, depth int) {
	d.open("action").text(e.Action)
	d.member("fields").object(e.Fields, depth+1)
	d.member("kind").text(e.Kind)
	if e.Personal != "" {
		d.member("personal").text(string(e.Personal))
	}
	d.member("record").text(string(e.Record))
	d.out = append(d.out, '}')
}

func (d *direct) open(key string) *direct {
	d.out = append(append(append(d.out, `{"`...), key...), `":`...)
	return d
}

func (d *direct) member(key string) *direct {
	d.out = append(append(append(d.out, `,"`...), key...), `":`...)
	return d
}

func elements[T any](d *direct, values []T, write func(T)) {
	if values == nil {
		d.out = append(d.out, "null"...)
		return
	}
	d.out = append(d.out, '[')
	for i, v := range values {
		if i > 0 {
			d.out = append(d.out, ',')
		}
		write(v)
	}
	d.out = append(d.out, ']')
}

func (d *direct) array(values []any, depth int) {
	elements(d, values, func(v any) { d.nested(v, depth) })
}

func (d *direct) nested(v any, depth int) {
	if depth == deepest {
		d.fits = false
		return
	}
	d.value(v, depth+1)
}

func (d *direct) object(m map[string]any, depth int) {
	if m == nil {
		d.out = append(d.out, "null"...)
		return
	}
	from := len(d.keys)
	for key := range m {
		d.keys = append(d.keys, key)
	}
	to := len(d.keys)
	slices.Sort(d.keys[from:to])
	d.out = append(d.out, '{')
	for i := from; i < to; i++ {
		if i > from {
			d.out = append(d.out, ',')
		}
		key := d.keys[i]
		d.key(key)
		d.nested(m[key], depth)
	}
	d.out = append(d.out, '}')
	d.keys = d.keys[:from]
}

// key writes a key. Keys are ordered by UTF-16 units, which only beyond ASCII differs from the order of bytes.
func (d *direct) key(key string) {
	for i := range len(key) {
		if key[i] >= utf8.RuneSelf {
			d.fits = false
		}
	}
	d.text(key)
	d.out = append(d.out, ':')
}

// integer writes a number; one beyond 2^53 is the general way's to refuse.
func (d *direct) integer(n int64) {
	if n >= 1<<53 || n <= -(1<<53) {
		d.fits = false
	}
	d.out = strconv.AppendInt(d.out, n, 10)
}

func (d *direct) text(s string) {
	if !utf8.ValidString(s) {
		d.fits = false
	}
	d.out = append(d.out, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		d.out = append(append(d.out, s[from:i]...), '\\')
		from = i + 1
		switch c {
		case '"', '\\':
			d.out = append(d.out, c)
		case '\b':
			d.out = append(d.out, 'b')
		case '\f':
			d.out = append(d.out, 'f')
		case '\n':
			d.out = append(d.out, 'n')
		case '\r':
			d.out = append(d.out, 'r')
		case '\t':
			d.out = append(d.out, 't')
		default:
			const digits = "0123456789abcdef"
			d.out = append(d.out, 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	d.out = append(append(d.out, s[from:]...), '"')
}
