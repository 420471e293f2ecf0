package story

import (
	"strings"
	"testing"

	"opsledger/app/ledger"
)

// Telling is a story told in short: times as 2026-03-05 09:00, whole numbers, lists of text.
type Telling struct {
	*Story
	t *testing.T
}

// Begin begins one that a lead tells.
func Begin(t *testing.T, k *ledger.Kind) *Telling {
	t.Helper()
	return &Telling{New(t, k, "2026-03-05 08:00"), t}
}

// Step takes a step and gives its reference.
func (s *Telling) Step(action string, f ledger.Fields) string {
	s.t.Helper()
	return string(s.Tell(s.t, action, s.typed(f)))
}

// typed writes values as an entry holds them.
func (s *Telling) typed(f ledger.Fields) ledger.Fields {
	out := ledger.Fields{}
	for key, v := range f {
		field, _ := s.kind.Field(key)
		switch value := v.(type) {
		case int:
			out[key] = int64(value)
		case []string:
			var list []any
			for _, line := range value {
				list = append(list, line)
			}
			out[key] = list
		case string:
			if out[key] = value; field.Type == ledger.Time && value != "" {
				out[key] = Stamp(value)
			}
		default:
			out[key] = v
		}
	}
	return out
}

// Refusal is why a step would be refused now; "" where it would be taken.
func (s *Telling) Refusal(action string, f ledger.Fields) string {
	s.t.Helper()
	return s.Refused(s.t, action, s.typed(f))
}

// Refuses fails the test unless a step is refused with words that hold want.
func (s *Telling) Refuses(action string, f ledger.Fields, want string) {
	s.t.Helper()
	if got := s.Refusal(action, f); got == "" || !strings.Contains(got, want) {
		s.t.Errorf("%s: refused with %q, should say %q", action, got, want)
	}
}

// Last is the reference of the last step of an action; "" where there is none.
func (s *Telling) Last(action string) (ref string) {
	for _, step := range s.Record().Steps {
		if step.Entry.Action == action {
			ref = string(step.Ref())
		}
	}
	return ref
}

// Sound fails the test where a step was not taken as it should have been.
func (s *Telling) Sound() {
	s.t.Helper()
	s.Clean(s.t)
}
