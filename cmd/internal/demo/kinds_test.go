package demo

import (
	"slices"
	"strings"
	"testing"

	"opsledger/app"
)

// told are the kinds that a year of work does not bring: a list that came with the program, and what somebody looked at.
var told = []string{"calendar", "word", "disclosure"}

// broken are steps of the demo that break a rule on purpose, by kind and action, with a part of what the history says.
var broken = map[string]string{}

func TestEveryKindIsInASmallDemoAndNothingBreaksARule(t *testing.T) {
	_, s := open(t, Options{Tickets: 60})
	for _, k := range app.Kinds().Kinds() {
		list, err := s.List(t.Context(), app.Query{Kind: k.Name}, "")
		if err != nil || len(list) == 0 && !slices.Contains(told, k.Name) {
			t.Errorf("%s: %d records, %v", k.Name, len(list), err)
		}
		for _, r := range list {
			shown, err := s.Show(t.Context(), k.Name, string(r.ID), true, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range shown.History {
				if want := broken[k.Name+" "+h.Action]; strings.Contains(h.Note, "违反") && (want == "" || !strings.Contains(h.Note, want)) {
					t.Errorf("%s %s: %s %s", k.Name, shown.Number, h.Action, h.Note)
				}
			}
		}
	}
}
