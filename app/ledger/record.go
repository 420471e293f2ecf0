package ledger

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// EntryRef names an entry: commit hash and index.
type EntryRef string

// NewEntryRef joins the two.
func NewEntryRef(h Hash, index int) EntryRef {
	return EntryRef(string(h) + ":" + strconv.Itoa(index))
}

// Commit is the hash part.
func (r EntryRef) Commit() Hash {
	h, _, _ := strings.Cut(string(r), ":")
	return Hash(h)
}

// Placed is an entry with its commit's node and what is still held of its personal sub-body.
type Placed struct {
	Node     *Node
	Index    int
	Entry    Entry
	Personal Fields // nil where erased or not received
}

// Ref names the entry.
func (p *Placed) Ref() EntryRef { return NewEntryRef(p.Node.Hash, p.Index) }

// Sees reports whether the author of p had seen q; later entries of a commit see earlier ones.
func (p *Placed) Sees(q *Placed) bool {
	if p.Node.Hash == q.Node.Hash {
		return p.Index > q.Index
	}
	return p.Node.Sees(q.Node)
}

// Compare is the total order of entries.
func (p *Placed) Compare(q *Placed) int {
	if c := p.Node.Compare(q.Node); c != 0 {
		return c
	}
	return p.Index - q.Index
}

// Taken is a step taken, as the fold judged it: one line of the record's history.
type Taken struct {
	*Placed
	Action    Action
	Roles     []Role
	Counts    bool   // false: no authority, taken back, or a refused take-back or settle
	Why       string // why it does not count, what it breaks (违反), or why it counts all the same; "" when clean
	Violates  bool   // it counts, but its check failed against what its author had seen
	LeftOut   bool   // a settle took another head: it does not score
	TakenBack bool
	Erased    bool // its personal sub-body is covered by an erasure
	Paper     bool // a reserved step recorded from paper, and counting (凭据认定)
	Lapsed    bool // one that counted so, until a key of the center existed: it must sign it anew
}

// Record is a folded record.
type Record struct {
	ID         RecordID
	Kind       string
	Number     string
	State      State
	Fields     Fields // with the personal fields still held
	Erased     []string
	Steps      []*Taken // in order
	Conflicts  []Conflict
	Attached   []Attachment // in order of their adding
	Links      []Linked     // to other records, in order
	Incomplete bool         // a missing, held or unknown commit touches it
	Facts      any          // what the kind's Derive read off the steps; rides in the stored body
}

// Telling are the steps whose facts stand: they count, are not taken back, and no settle left them out.
func (r *Record) Telling() (out []*Taken) {
	for _, s := range r.Steps {
		if s.Counts && !s.TakenBack && !s.LeftOut {
			out = append(out, s)
		}
	}
	return out
}

// Show sets a shown field to a time, where it has happened.
func (f Fields) Show(key string, at time.Time) {
	if !at.IsZero() {
		f[key] = FormatTime(at)
	}
}

// Conflict is open: heads that differ and that no one has settled.
type Conflict struct {
	Field string // "" for the state
	Sides []Side
}

// Side is one head of a conflict.
type Side struct {
	Ref   EntryRef
	Value any
	Step  *Taken
}

// ErasedMark stands for a personal field whose sub-body was erased.
const ErasedMark = "已删除"

// Decode reads the folded fields into the struct a kind was defined from, keys as Key gives them.
func Decode[T any](fields Fields) (T, error) {
	var v T
	raw, err := json.Marshal(goNames[T](fields))
	if err != nil {
		return v, fmt.Errorf("reading record: %w", err)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("reading record: %w", err)
	}
	return v, nil
}

// Step finds a step by its reference; nil where the record has none.
func (r *Record) Step(ref EntryRef) *Taken {
	for _, s := range r.Steps {
		if s.Ref() == ref {
			return s
		}
	}
	return nil
}

// Value is a step's own value of a field, personal ones included.
func (s *Taken) Value(key string) any {
	if v, ok := s.Entry.Fields[key]; ok {
		return v
	}
	return s.Personal[key]
}

// Text is Value as text, "" where there is none.
func (s *Taken) Text(key string) string {
	t, _ := s.Value(key).(string)
	return t
}
