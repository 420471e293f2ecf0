package view

import (
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
)

// Offered parts the steps of a record into those that may be taken, the likely one first, and those that may not.
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
	rest := slices.DeleteFunc(slices.Clone(may), func(o app.Offer) bool { return o.Action.Name == "void" })
	for _, o := range may {
		if o.Action.Name == "void" { // nobody's first thought
			rest = append(rest, o)
		}
	}
	return slices.Insert(rest, 0, first), refused
}

// likely is how much a step is what comes next: it leads on, and is not everyone's.
func likely(k *ledger.Kind, from ledger.State, a ledger.Action) int {
	switch {
	case a.To == ledger.New || a.Name == "void":
		return 0
	case len(a.From) == 1:
		return 3
	case rank(k, a.To) > rank(k, from):
		return 2
	}
	return 1
}
