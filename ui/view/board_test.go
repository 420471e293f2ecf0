package view

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
)

func TestEachRoleHasABoardWithAllThatIsDue(t *testing.T) {
	for _, c := range []struct {
		roles []ledger.Role
		first Card
	}{{[]ledger.Role{ledger.Engineer}, OwnFigures}, {[]ledger.Role{ledger.Engineer, ledger.Lead}, TeamFigures}, {[]ledger.Role{ledger.Lead, ledger.Center}, Queue},
		{[]ledger.Role{ledger.Auditor}, TeamFigures}, {nil, TeamFigures}} {
		board := Board(c.roles)
		if !Begins(board, c.first) {
			t.Errorf("%v: begins with %v, not with %s", c.roles, board[0], c.first)
		}
		var all []Card
		for _, r := range board {
			for _, col := range r.Columns {
				all = append(all, col.Cards...)
				if (col.Width == 0) == (col.Share == 0) {
					t.Errorf("%v: %v has no width, or two", c.roles, col)
				}
			}
		}
		for _, must := range []Card{Dues, ScoreSoFar, Threats, WhoIsThere, RateLine} {
			if !slices.Contains(all, must) {
				t.Errorf("%v: %s is nowhere", c.roles, must)
			}
		}
		if slices.Sort(all); len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%v: a card twice: %v", c.roles, all)
		}
	}
}
