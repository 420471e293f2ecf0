package app

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

func TestWhoMayJoinMayPartAgain(t *testing.T) {
	for _, pair := range [][2]string{{ledger.Link, ledger.Unlink}, {ledger.Attach, ledger.Detach}, {"merge", "unmerge"}, {"suspend", "resume"}} {
		there, back := stepRoles(pair[0]), stepRoles(pair[1])
		if !slices.Equal(there, back) {
			t.Errorf("%s is open to %v, %s to %v", pair[0], there, pair[1], back)
		}
	}
}

func TestWhoMayTakeAStepMayTakeItBack(t *testing.T) {
	for _, name := range []string{ledger.Link, ledger.Unlink, ledger.Attach, ledger.Detach, ledger.Amend, "grant-excuse", "note"} {
		action, _ := ticket.Kind.Action(name)
		step := &ledger.Taken{Placed: &ledger.Placed{Entry: ledger.Entry{Action: name}}, Action: action}
		if want := stepRoles(name); !slices.Equal(openTo(step), want) {
			t.Errorf("%s is open to %v, its taking back to %v", name, want, openTo(step))
		}
	}
}

func stepRoles(name string) []ledger.Role {
	if action, ok := ticket.Kind.Action(name); ok {
		return action.Open()
	}
	return everyKind(name)
}
