package view

import (
	"opsledger/app"
	"opsledger/app/ledger"
)

// Fields are the filled fields of a record in words, in the order of its description; what only steps carry apart.
func Fields(k *ledger.Kind, s app.Shown) (out []Line) {
	for _, f := range k.Fields {
		if v := Value(f, s.Fields[f.Key]); v != "" && !f.Told {
			out = append(out, Line{f.Label, v})
		}
	}
	return out
}
