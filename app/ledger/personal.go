package ledger

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Personal is the sub-body that holds an entry's personal fields. It stands beside the commit, which carries only
// its salted hash: body and salt can be erased together and the chain still verifies. No state and no scoring
// fact lies here.
type Personal struct {
	Salt string `json:"salt"` // 32 random bytes, hex
	Body Fields `json:"body"`
}

// NewPersonal salts a sub-body with 32 bytes of random.
func NewPersonal(body Fields, random io.Reader) (Personal, error) {
	salt := make([]byte, 32)
	if _, err := io.ReadFull(random, salt); err != nil {
		return Personal{}, fmt.Errorf("salting personal fields: %w", err)
	}
	return Personal{Salt: hex.EncodeToString(salt), Body: body}, nil
}

// Hash is SHA-256 over the canonical sub-body, salt included.
func (p Personal) Hash() (Hash, error) {
	if !isHex(p.Salt, 64) {
		return "", fmt.Errorf("%w: salt of a personal part", ErrMalformed)
	}
	raw, err := Canonical(p)
	if err != nil {
		return "", err
	}
	return digest(raw), nil
}

// line is how a commit and its sub-bodies travel: one JSON object a line.
type line struct {
	Commit   json.RawMessage  `json:"commit"`
	Personal map[int]Personal `json:"personal,omitempty"`
}

// Kept is a sub-body as it is stored: its body is canonical JSON and need not be read to be sent on.
type Kept struct {
	Index int
	Salt  string
	Body  []byte
}

// Line renders a sealed commit with the sub-bodies still held.
func (s *Sealed) Line() ([]byte, error) {
	var parts []Kept
	for i, p := range s.Personal {
		body, err := Canonical(p.Body)
		if err != nil {
			return nil, err
		}
		parts = append(parts, Kept{i, p.Salt, body})
	}
	return AppendLine(nil, s.Bytes, parts), nil
}

// AppendLine is Line for what is stored: the bytes of a commit and the sub-bodies still held, none of which it reads.
func AppendLine(to, commit []byte, parts []Kept) []byte {
	to = append(append(to, `{"commit":`...), commit...)
	slices.SortFunc(parts, func(a, b Kept) int { return cmp.Compare(strconv.Itoa(a.Index), strconv.Itoa(b.Index)) }) // as RFC 8785 sorts keys
	for i, p := range parts {
		before := `,"`
		if i == 0 {
			before = `,"personal":{"`
		}
		to = strconv.AppendInt(append(to, before...), int64(p.Index), 10)
		to = append(append(to, `":{"body":`...), p.Body...)
		to = append(append(append(to, `,"salt":"`...), p.Salt...), `"}`...)
	}
	if len(parts) > 0 {
		to = append(to, '}')
	}
	return append(to, '}')
}

// ReadLine is the inverse of Line. A sub-body that does not fit its entry's hash is refused; a missing one is
// not an error here: it may have been erased.
func ReadLine(raw []byte) (*Sealed, error) {
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	s, err := Read(l.Commit)
	if err != nil {
		return nil, err
	}
	return s, s.Attach(l.Personal)
}

// Attach puts sub-bodies beside the commit after checking each against the hash in its entry.
func (s *Sealed) Attach(personal map[int]Personal) error {
	for i, p := range personal {
		if i < 0 || i >= len(s.Entries) {
			return fmt.Errorf("%w: personal part of no entry", ErrMalformed)
		}
		h, err := p.Hash()
		if err != nil {
			return err
		}
		if h != s.Entries[i].Personal {
			return fmt.Errorf("%w: personal part of entry %d does not fit its hash", ErrMalformed, i)
		}
	}
	s.Personal = personal
	return nil
}
