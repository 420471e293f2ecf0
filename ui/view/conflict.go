package view

import (
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// ConflictLine is a field two people wrote without knowing of each other, with what each of them wrote.
type ConflictLine struct {
	Key   string // of the field, "" the state
	Field string
	Sides []ConflictSide
}

// ConflictSide is what one of them wrote.
type ConflictSide struct {
	Ref   ledger.EntryRef
	Words string // who, when, what
	What  string // alone
	Off   string // why it can't be taken, "" it can
}

// Conflicts writes a record's open conflicts. Its history must be there.
func Conflicts(k *ledger.Kind, s app.Shown, now time.Time) (out []ConflictLine) {
	for _, c := range s.Conflicts {
		f, known := k.Field(c.Field)
		line := ConflictLine{Key: c.Field, Field: f.Label}
		if !known {
			line.Field = "状态"
		}
		for i, ref := range c.Sides {
			off := ""
			if i < len(c.Barred) {
				off = c.Barred[i]
			}
			for _, h := range s.History {
				if h.Ref != ref {
					continue
				}
				what := h.Label
				if v := Value(f, h.Changes[c.Field]); known && v != "" {
					what = v
				}
				line.Sides = append(line.Sides, ConflictSide{ref, h.Actor + "（" + h.Device + "，" + Moment(h.Time, now) + "）：" + what, what, off})
			}
		}
		out = append(out, line)
	}
	return out
}
