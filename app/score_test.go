package app

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// An open conflict makes a record wait where it touches what scores: the state, and every field that is no free text. Of a ticket
// only the state and the times do. A ruling the center answered ends the waiting.
func TestWhatWaits(t *testing.T) {
	s := &scoring{a: New(Options{Kinds: Kinds()}), doubtful: map[ledger.RecordID]bool{"d": true}, answered: map[string]bool{"AQ-9": true, "e": true}}
	for _, c := range []struct {
		kind, field string
		id          ledger.RecordID
		number      string
		mark        string
	}{
		{"ticket", "", "a", "GD-1", score.Undecided},
		{"ticket", "arrived", "a", "GD-1", score.Undecided},
		{"ticket", "region", "a", "GD-1", ""},
		{"ticket", "title", "a", "GD-1", ""},
		{"incident", "class", "a", "AQ-1", score.Undecided},
		{"incident", "persons", "a", "AQ-1", score.Undecided},
		{"incident", "description", "a", "AQ-1", ""},
		{"incident", "class", "a", "AQ-9", ""},
		{"incident", "-", "d", "AQ-1", score.Doubted},
		{"incident", "-", "e", "AQ-1", ""},
		{"incident", "-", "a", "AQ-1", ""},
	} {
		row := &Row{Record: ledger.Record{ID: c.id, Kind: c.kind, Number: c.number}}
		if c.field != "-" {
			row.Conflicts = []ledger.Conflict{{Field: c.field}}
		}
		f := s.fact(row)
		if c.kind == "ticket" {
			f = s.fact(row, notScored...)
		}
		if got := f.Waits != ""; got != (c.mark != "") || got && !slices.Contains(f.Marks, c.mark) {
			t.Errorf("%s %s %s: %q %v", c.kind, c.field, c.number, f.Waits, f.Marks)
		}
	}
}

// What a lead wrote in a basis finds numbers of every form, and no plain words.
func TestNumbersInABasis(t *testing.T) {
	got := numbers.FindAllString("依据AQ-01-2026-000001、GD2026031100117，2026-W10 周检查；W1。", -1)
	if want := []string{"AQ-01-2026-000001", "GD2026031100117", "2026-W10", "W1"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
