package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Canonical renders v as RFC 8785 JSON. It refuses what a commit may not hold: numbers that are not integers
// below 2^53, invalid UTF-8 and duplicate keys.
func Canonical(v any) ([]byte, error) {
	d := direct{fits: true}
	if d.value(v, 0); d.fits {
		return d.out, nil
	}
	return general(v)
}

// general renders any value. Read asks it, so that what direct writes is read by another.
func general(v any) ([]byte, error) {
	var raw bytes.Buffer
	enc := json.NewEncoder(&raw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	return canonicalize(raw.Bytes())
}

func canonicalize(raw []byte) ([]byte, error) {
	val := jsontext.Value(bytes.Clone(bytes.TrimSpace(raw)))
	if err := checkNumbers(val); err != nil {
		return nil, err
	}
	if err := val.Canonicalize(); err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	return val, nil
}

// checkNumbers keeps floats out of bodies: they would not compare alike everywhere.
func checkNumbers(val jsontext.Value) error {
	dec := jsontext.NewDecoder(bytes.NewReader(val))
	for {
		tok, err := dec.ReadToken()
		if err != nil {
			if len(bytes.TrimSpace(val[dec.InputOffset():])) == 0 && dec.StackDepth() == 0 {
				return nil
			}
			return fmt.Errorf("reading: %w", err)
		}
		if tok.Kind() != '0' {
			continue
		}
		if n, err := strconv.ParseInt(tok.String(), 10, 64); err != nil || n >= 1<<53 || n <= -(1<<53) {
			return fmt.Errorf("number %s is not an integer below 2^53", tok.String())
		}
	}
}

// Fields are the changed fields of an entry: string, bool, int64, []any, map[string]any or nil (cleared).
type Fields map[string]any

// UnmarshalJSON keeps integers exact.
func (f *Fields) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var m map[string]any
	if err := dec.Decode(&m); err != nil {
		return err
	}
	for k, v := range m {
		w, err := integral(v)
		if err != nil {
			return fmt.Errorf("field %s: %w", k, err)
		}
		m[k] = w
	}
	*f = m
	return nil
}

func integral(v any) (any, error) {
	var err error
	switch t := v.(type) {
	case json.Number:
		return t.Int64()
	case []any:
		for i := range t {
			if t[i], err = integral(t[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for k := range t {
			if t[k], err = integral(t[k]); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// Text gives a string field, or "" where it is absent or of another type.
func (f Fields) Text(key string) string {
	s, _ := f[key].(string)
	return s
}

// equal compares two field values by their canonical form.
func equal(a, b any) bool {
	x, errX := Canonical(a)
	y, errY := Canonical(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
