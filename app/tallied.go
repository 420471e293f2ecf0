package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/digest"
)

// openStates are those of a ticket that is in transit.
var openStates = []ledger.State{ticket.Open, ticket.Accepted, ticket.Suspended}

// inTransit and notVoid are conditions as a person would write them.
func inTransit() string {
	labels := make([]string, len(openStates))
	for i, st := range openStates {
		labels[i] = ticket.Kind.StateLabel(st)
	}
	return "state=" + strings.Join(labels, "|")
}

func notVoid() string { return "state!=" + ticket.Kind.StateLabel(ticket.Void) }

// is is the condition that a field has one value.
func is(key, value string) string { return key + "=" + literal(value) }

func literal(value string) string { return strings.ReplaceAll(value, "|", `\|`) }

// Numbered is the filter of the records of some numbers; of none it finds none.
func Numbered(numbers []string) Filter {
	values := make([]string, len(numbers))
	for i, n := range numbers {
		values[i] = literal(n)
	}
	return Filter{Where: []string{"number=" + strings.Join(values, "|")}}
}

// tallied counts tickets. They are listed by what they have in common where that finds them and no others, as a person
// can read on from there; else (merged ones, a moment past) by their numbers.
func (s *survey) tallied(ctx context.Context, numbers []string, where ...string) (Tallied, error) {
	out := Tallied{N: len(numbers), Filter: Numbered(numbers)}
	q, err := s.a.compile(ctx, s.r, ticket.Kind, Filter{Where: where})
	if err != nil {
		return out, err
	}
	for _, n := range numbers {
		if !satisfies(ticket.Kind, s.byNumber[n], q.Where) {
			return out, nil
		}
	}
	n, err := s.r.Count(ctx, q, len(numbers)+1)
	if err == nil && n == len(numbers) {
		out.Filter = Filter{Where: where}
	}
	return out, err
}

// lateness sums overdue tickets up.
func lateness(person string, list []digest.Late) Tallied {
	out := Tallied{Key: person, Label: person, N: len(list)}
	var numbers []string
	for _, l := range list {
		numbers, out.Days = append(numbers, l.Number), out.Days+l.Days
	}
	out.Filter = Numbered(numbers)
	return out
}

// groups are what is in transit by state, system and region, and what is overdue by person.
func (s *survey) groups(ctx context.Context, o *Overview) (err error) {
	if o.States, err = s.grouped(ctx, "state", func(t Ticket) (key, label string) {
		st := s.state(t)
		return string(st), ticket.Kind.StateLabel(st)
	}); err != nil {
		return err
	}
	rank := func(t Tallied) int { return slices.Index(openStates, ledger.State(t.Key)) }
	slices.SortStableFunc(o.States, func(x, y Tallied) int { return cmp.Compare(rank(x), rank(y)) })
	if o.Systems, err = s.grouped(ctx, "system", func(t Ticket) (key, label string) { return t.System, s.dicts.Label("system", t.System) }); err != nil {
		return err
	}
	if o.Regions, err = s.grouped(ctx, "region", func(t Ticket) (key, label string) { return t.Region, s.dicts.Label("region", t.Region) }); err != nil {
		return err
	}
	o.Late = s.lateByPerson()
	return nil
}

// grouped parts what is in transit by a field, largest first.
func (s *survey) grouped(ctx context.Context, field string, of func(Ticket) (key, label string)) (out []Tallied, err error) {
	members, labels := map[string][]string{}, map[string]string{}
	for _, n := range s.open {
		key, label := of(s.byID[s.byNumber[n].ID])
		members[key], labels[key] = append(members[key], n), label
	}
	for key, numbers := range members {
		where := []string{inTransit(), is(field, key)}
		if field == "state" {
			where = where[1:]
		}
		t, err := s.tallied(ctx, numbers, where...)
		if err != nil {
			return nil, err
		}
		t.Key, t.Label = key, labels[key]
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y Tallied) int { return cmp.Or(y.N-x.N, strings.Compare(x.Label, y.Label)) })
	return out, nil
}

func (s *survey) lateByPerson() (out []Tallied) {
	members := map[string][]digest.Late{}
	for _, l := range s.late {
		members[l.Assignee] = append(members[l.Assignee], l)
	}
	for person, list := range members {
		out = append(out, lateness(person, list))
	}
	slices.SortFunc(out, func(x, y Tallied) int { return cmp.Or(y.Days-x.Days, y.N-x.N, strings.Compare(x.Label, y.Label)) })
	return out
}
