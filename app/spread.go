package app

import (
	"slices"
	"unicode/utf16"

	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
)

// listJoint stands between the items of a list in a cell; an import parts them there.
const listJoint = "；"

// spreads says which columns of a kind's table are lists that an import takes: one that does not fit a cell goes on in the rows below.
func spreads(k *ledger.Kind, columns []ledger.Field) []bool {
	taken := intake.Columns(k)
	out := make([]bool, len(columns))
	for i, c := range columns {
		out[i] = c.Type == ledger.List && slices.ContainsFunc(taken, func(t intake.Column) bool { return t.Key == c.Key })
	}
	return out
}

// rows are a record's row and those that continue it, in which its lists alone go on.
func (t *tabling) rows(cells []string, lists map[int][]string) [][]string {
	out := [][]string{cells}
	for at, items := range lists {
		for i, part := range parted(items) {
			if i == len(out) {
				out = append(out, make([]string, len(cells)))
			}
			out[i][at] = part
		}
	}
	return out
}

// parted joins items into as few texts as fit a cell.
func parted(items []string) (out []string) {
	size := 0
	for _, it := range items {
		n := len(utf16.Encode([]rune(listJoint + it)))
		if len(out) == 0 || size+n >= intake.MaxCell {
			out, size = append(out, it), n
			continue
		}
		out[len(out)-1] += listJoint + it
		size += n
	}
	return out
}
