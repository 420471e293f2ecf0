package view

import (
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// ConflictLine is a field two people wrote without knowing of each other, with what each of them wrote.
type ConflictLine struct {
	Field string
	Sides []string // who, when, what
}

// Conflicts writes a record's open conflicts. Its history must be there.
func Conflicts(k *ledger.Kind, s app.Shown, now time.Time) (out []ConflictLine) {
	for _, c := range s.Conflicts {
		f, known := k.Field(c.Field)
		line := ConflictLine{Field: f.Label}
		if !known {
			line.Field = "状态"
		}
		for _, ref := range c.Sides {
			for _, h := range s.History {
				if h.Ref != ref {
					continue
				}
				what := h.Label
				if v := Value(f, h.Changes[c.Field]); known && v != "" {
					what = v
				}
				line.Sides = append(line.Sides, h.Actor+"（"+h.Device+"，"+Moment(h.Time, now)+"）："+what)
			}
		}
		out = append(out, line)
	}
	return out
}
