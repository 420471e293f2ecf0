package view

import (
	"slices"

	"opsledger/app/ledger"
	"opsledger/app/record/person"
	"opsledger/app/record/ticket"
)

// nowhere are states in which a record came to nothing, or is no longer used.
var nowhere = []ledger.State{"cancelled", "rejected", "declined", "skipped", "retired", "stopped", "returned"}

// described marks a state by the kind's description: just begun, under way, or at its end, where nothing leads on.
func described(k *ledger.Kind, state ledger.State) Mark {
	words := k.StateLabel(state)
	begun, onward := false, false
	for _, a := range k.Actions {
		begun = begun || a.Creates && a.To == state
		onward = onward || !a.Creates && slices.Contains(a.From, state) && a.To != ticket.Void && !slices.Contains(nowhere, a.To) && rank(k, a.To) > rank(k, state)
	}
	switch {
	case slices.Contains(nowhere, state), k.Standing && state == person.Left: // of a change of staff it is the aim
		return Mark{"ban", words, Quiet}
	case state == "contested":
		return Mark{"alert-triangle", words, Soon}
	case !onward && state != "open": // an answer is awaited that sets no state
		return Mark{"circle-check", words, Good}
	case begun && k.Standing: // it holds from then on
		return Mark{"circle-check", words, Good}
	case begun:
		return Mark{"st-open", words, Plain}
	}
	return Mark{"st-doing", words, Going}
}

// rank is how far along a state is.
func rank(k *ledger.Kind, state ledger.State) int {
	return slices.IndexFunc(k.States, func(l ledger.StateLabel) bool { return l.State == state })
}
