package view

import (
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

// Offered parts the steps of a record into those that may be taken, the likely one first and those that end it last, and those
// that may not.
func Offered(k *ledger.Kind, state ledger.State, offers []app.Offer) (may, refused []app.Offer) {
	for _, o := range offers {
		if o.Refused == "" {
			may = append(may, o)
		} else {
			refused = append(refused, o)
		}
	}
	if len(may) == 0 {
		return nil, refused
	}
	first := slices.MaxFunc(may, func(a, b app.Offer) int { return likely(k, state, a.Action) - likely(k, state, b.Action) })
	may = slices.DeleteFunc(may, func(o app.Offer) bool { return o.Action.Name == first.Action.Name })
	slices.SortStableFunc(may, func(a, b app.Offer) int { return ending(a.Action) - ending(b.Action) })
	return slices.Insert(may, 0, first), refused
}

// Leads tells whether a step is one to offer before others, and by a key: it ends nothing.
func Leads(a ledger.Action) bool { return ending(a) == 0 }

// ending is how far a step puts a record away: 1 out of use, 2 void.
func ending(a ledger.Action) int {
	switch {
	case a.Name == "void" || a.To == ticket.Void:
		return 2
	case slices.Contains(nowhere, a.To):
		return 1
	}
	return 0
}

// likely is how much a step is what comes next: it leads on, and is not everyone's.
func likely(k *ledger.Kind, from ledger.State, a ledger.Action) int {
	switch {
	case a.To == ledger.New || !Leads(a):
		return -ending(a)
	case len(a.From) == 1:
		return 3
	case rank(k, a.To) > rank(k, from):
		return 2
	}
	return 1
}
