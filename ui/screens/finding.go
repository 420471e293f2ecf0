package screens

import (
	"context"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/disclosure"
)

// Command is something a screen can do, found by its name.
type Command struct {
	Label, Icon, Keys string
	Do                func()
}

// Hit is a record that was found.
type Hit struct {
	Kind              *ledger.Kind
	ID, Number, Title string
}

// unfound are kinds nobody looks for by name: words of dictionaries, and the log of what was shown unmasked.
var unfound = map[string]bool{dictionary.Kind.Name: true, disclosure.Kind.Name: true}

// Find looks for records of every kind, at most so many of each.
func (d *Desk) Find(ctx context.Context, query string, each int) (out []Hit, err error) {
	for _, k := range d.Kinds.Kinds() {
		if unfound[k.Name] {
			continue
		}
		list, err := d.List(ctx, app.Query{Kind: k.Name, Search: query, Limit: each}, "")
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			title, _ := s.Fields[k.Title].(string)
			out = append(out, Hit{Kind: k, ID: string(s.ID), Number: s.Number, Title: title})
		}
	}
	return out, nil
}
