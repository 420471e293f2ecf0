// Package pattern finds what recurs in tickets, so that a training can be held on it (R122). Three plain rules, one after another; a
// ticket counts where it is met first, so that no figure holds it twice:
//
//	标记  tickets marked with the same common issue;
//	用词  of the rest, those with the same phrase in their titles, and those whose description holds it;
//	类别  of the rest, those of the same system and category.
//
// Fewer than the least number of tickets are no pattern. Whoever asks why a ticket is counted finds the mark, the phrase or the category
// in it. It is pure.
package pattern

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Ticket is what of a ticket is looked at.
type Ticket struct {
	ID                 ledger.RecordID
	Number             string
	Issue              string // the common issue it is marked with
	Title, Description string
	System, Category   string
	Unit               string // who asked
	Arrived            time.Time
}

// Basis is the rule a pattern was found by.
type Basis string

// The rules.
const (
	Marked Basis = "标记"
	Worded Basis = "用词"
	Sorted Basis = "类别"
)

// Trend compares the later half of the span with the earlier.
type Trend string

// Trends. Within one ticket, or a tenth of all, is steady.
const (
	Rising  Trend = "rising"
	Steady  Trend = "steady"
	Falling Trend = "falling"
)

// Words are what a trend is called.
func (t Trend) Words() string {
	return map[Trend]string{Rising: "上升", Steady: "持平", Falling: "下降"}[t]
}

// Options bound what is looked at.
type Options struct {
	Since, Until time.Time // tickets that arrived from Since on, before Until
	Least        int       // tickets
	Parts        []string  // words that say where a trouble is, not what it is: a phrase ends at them
}

// Pattern is one recurring problem.
type Pattern struct {
	Label          string
	Basis          Basis
	Tickets        []Ticket // in order of their arrival
	Earlier, Later int      // in the halves of the span
	Trend          Trend
	Systems, Units []Count // most frequent first

	system, category string // of a Sorted one
}

// Count is how many tickets share a value.
type Count struct {
	Name    string
	Tickets int
}

// Find gives the patterns, the largest first.
func Find(tickets []Ticket, o Options) []Pattern {
	rest := slices.DeleteFunc(slices.Clone(tickets), func(t Ticket) bool { return t.Arrived.Before(o.Since) || !t.Arrived.Before(o.Until) })
	slices.SortStableFunc(rest, func(a, b Ticket) int { return cmp.Or(a.Arrived.Compare(b.Arrived), cmp.Compare(a.Number, b.Number)) })
	var out []Pattern
	take := func(list []Pattern) {
		taken := map[string]bool{}
		for _, p := range list {
			for _, t := range p.Tickets {
				taken[t.Number] = true
			}
		}
		out, rest = append(out, list...), slices.DeleteFunc(rest, func(t Ticket) bool { return taken[t.Number] })
	}
	take(marked(rest, o.Least))
	rest = slices.DeleteFunc(rest, func(t Ticket) bool { return t.Issue != "" }) // a rare mark is no other problem
	take(worded(rest, o))
	take(sorted(rest, o.Least))
	for i := range out {
		out[i].measure(o)
	}
	slices.SortStableFunc(out, func(a, b Pattern) int { return cmp.Or(len(b.Tickets)-len(a.Tickets), cmp.Compare(a.Label, b.Label)) })
	return out
}

// Has reports whether a ticket of any date is one of the pattern by the pattern's own rule.
func (p Pattern) Has(t Ticket) bool {
	switch p.Basis {
	case Marked:
		return plain(t.Issue) == plain(p.Label)
	case Worded:
		return t.Issue == "" && (strings.Contains(t.Title, p.Label) || strings.Contains(t.Description, p.Label))
	}
	return t.Issue == "" && t.System == p.system && t.Category == p.category
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

func marked(tickets []Ticket, least int) []Pattern {
	return grouped(tickets, least, Marked, func(t Ticket) (string, Pattern) { return plain(t.Issue), Pattern{Label: t.Issue} })
}

func sorted(tickets []Ticket, least int) []Pattern {
	return grouped(tickets, least, Sorted, func(t Ticket) (string, Pattern) {
		if t.Category == "" {
			return "", Pattern{}
		}
		return t.System + "\x00" + t.Category, Pattern{Label: t.System + "·" + t.Category, system: t.System, category: t.Category}
	})
}

// grouped joins tickets of the same key; "" belongs to none.
func grouped(tickets []Ticket, least int, basis Basis, key func(Ticket) (string, Pattern)) (out []Pattern) {
	at := map[string]int{}
	for _, t := range tickets {
		k, p := key(t)
		if k == "" {
			continue
		}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k], p.Basis = i, basis
			out = append(out, p)
		}
		out[i].Tickets = append(out[i].Tickets, t)
	}
	return slices.DeleteFunc(out, func(p Pattern) bool { return len(p.Tickets) < least })
}

// measure reckons a pattern's trend, and which systems and units it is of.
func (p *Pattern) measure(o Options) {
	middle := o.Since.Add(o.Until.Sub(o.Since) / 2)
	systems, units := map[string]int{}, map[string]int{}
	for _, t := range p.Tickets {
		if t.Arrived.Before(middle) {
			p.Earlier++
		} else {
			p.Later++
		}
		systems[t.System]++
		units[t.Unit]++
	}
	p.Systems, p.Units = counts(systems), counts(units)
	p.Trend = Steady
	if by := p.Later - p.Earlier; by > max(1, len(p.Tickets)/10) {
		p.Trend = Rising
	} else if -by > max(1, len(p.Tickets)/10) {
		p.Trend = Falling
	}
}

func counts(of map[string]int) (out []Count) {
	for name, n := range of {
		if name != "" {
			out = append(out, Count{name, n})
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(b.Tickets-a.Tickets, cmp.Compare(a.Name, b.Name)) })
	return out
}
