package widgets

import (
	"slices"
	"strings"
)

// Option is something to choose. Aliases are what else it is found by: pinyin initials, old names.
type Option struct {
	Value, Label, Note string
	Aliases            []string
	Count              int    // how many records have it, 0: not shown
	Off                string // why it can't be chosen from a menu; "" it can
}

// matching are the options in which every word of a query is found; those whose label or alias begins with it come first.
func matching(options []Option, query string) []Option {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return options
	}
	type ranked struct {
		Option
		rank int
	}
	var found []ranked
	for _, o := range options {
		if r := o.rank(words); r > 0 {
			found = append(found, ranked{o, r})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return a.rank - b.rank })
	out := make([]Option, len(found))
	for i, f := range found {
		out[i] = f.Option
	}
	return out
}

// found reports whether every word of a query is in an option.
func (o Option) found(query string) bool {
	words := strings.Fields(strings.ToLower(query))
	return len(words) == 0 || o.rank(words) > 0
}

// rank is 0 where a word is missing, 1 where label or alias begins with the first, 2 where the label has it, else 3.
func (o Option) rank(words []string) int {
	label := strings.ToLower(o.Label)
	texts := []string{label, strings.ToLower(o.Note)}
	begins := strings.HasPrefix(label, words[0])
	for _, a := range o.Aliases {
		a = strings.ToLower(a)
		texts = append(texts, a)
		begins = begins || strings.HasPrefix(a, words[0])
	}
	for _, w := range words {
		if !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, w) }) {
			return 0
		}
	}
	switch {
	case begins:
		return 1
	case strings.Contains(label, words[0]):
		return 2
	}
	return 3
}
