// Package dictionary owns the closed vocabularies of the ledger: regions, systems, insurances, service
// categories, channels, reason codes (R003, R004, R007, R008). The seeded ones are assets with fixed keys; entries
// added on site are steps of the ledger and are merged in by With. A category may ask for more fields: that is
// data here, not code. It may not import other records.
package dictionary

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Dictionary is one vocabulary: its stable ID ("region"), its Chinese label and its items in display order.
type Dictionary struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Items []Item `json:"items"`
}

// Item is one entry. Key is what the ledger stores; seeded keys are the contract's own Chinese terms, so that a
// record can be read without the program. Aliases are other spellings met in provincial exports.
type Item struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Aliases []string `json:"aliases,omitempty"`
	Parent  string   `json:"parent,omitempty"` // the item this one is a sub-kind of
	Asks    []Ask    `json:"asks,omitempty"`
	Retired bool     `json:"retired,omitempty"`
	Added   bool     `json:"added,omitempty"` // added on site, not seeded
}

// Ask is a further field a category demands, e.g. 批次号 of an interface ticket (R010, R048).
type Ask struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	AtEnd bool   `json:"at_end,omitempty"` // known only when the work is done
}

// Asked finds the label of a further field by its key, whichever category demands it.
func (s Set) Asked(key string) (label string, ok bool) {
	for _, it := range s["category"].Items {
		for _, a := range it.Asks {
			if a.Key == key {
				return a.Label, true
			}
		}
	}
	return "", false
}

// Set holds dictionaries by ID.
type Set map[string]Dictionary

// Parse reads a seeded file: a JSON array of dictionaries. Duplicate IDs and keys are errors.
func Parse(data []byte) (Set, error) {
	var list []Dictionary
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("reading dictionaries: %w", err)
	}
	set := Set{}
	for _, d := range list {
		if _, twice := set[d.ID]; twice || d.ID == "" {
			return nil, fmt.Errorf("dictionary %q is named twice or has no id", d.ID)
		}
		if err := d.check(); err != nil {
			return nil, err
		}
		set[d.ID] = d
	}
	return set, nil
}

func (d Dictionary) check() error {
	seen := map[string]bool{}
	for _, it := range d.Items {
		if it.Key == "" || seen[it.Key] {
			return fmt.Errorf("dictionary %s: key %q is empty or stands twice", d.ID, it.Key)
		}
		seen[it.Key] = true
	}
	return nil
}

// Find gives the item whose key, label or alias is text, after folding width, case and white space.
func (d Dictionary) Find(text string) (Item, bool) {
	want := Normal(text)
	if want == "" {
		return Item{}, false
	}
	for _, it := range d.Items {
		if Normal(it.Key) == want || Normal(it.Label) == want || slices.ContainsFunc(it.Aliases, func(a string) bool { return Normal(a) == want }) {
			return it, true
		}
	}
	return Item{}, false
}

// Labels lists the labels of the items in use, in display order: the choices a form or a spreadsheet shows.
func (d Dictionary) Labels() []string {
	var out []string
	for _, it := range d.Items {
		if !it.Retired {
			out = append(out, it.Label)
		}
	}
	return out
}

// Label gives the label of a key, or the key itself where the dictionary does not know it.
func (s Set) Label(id, key string) string {
	for _, it := range s[id].Items {
		if it.Key == key {
			return it.Label
		}
	}
	return key
}

// With returns the set with the items added to the dictionary id; an item whose key is known replaces it.
// The receiver is not changed.
func (s Set) With(id string, items ...Item) Set {
	out := make(Set, len(s)+1)
	for k, d := range s {
		out[k] = d
	}
	d := out[id]
	if d.ID == "" {
		d = Dictionary{ID: id, Label: id}
	}
	d.Items = slices.Clone(d.Items)
	for _, it := range items {
		if i := slices.IndexFunc(d.Items, func(o Item) bool { return o.Key == it.Key }); i >= 0 {
			d.Items[i] = it
		} else {
			d.Items = append(d.Items, it)
		}
	}
	out[id] = d
	return out
}

// Normal folds what people type differently for the same word: full-width forms, case, spaces, brackets.
func Normal(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == 0x3000, r == ' ', r == '\t', r == '\n', r == '\r', r == 0xA0, r == 0xFEFF:
			continue
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r == '【', r == '〔', r == '［':
			r = '('
		case r == '】', r == '〕', r == '］':
			r = ')'
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
