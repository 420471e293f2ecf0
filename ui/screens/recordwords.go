package screens

import (
	"context"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
)

// words puts into records, in the place of what they refer to by a key, what a person calls it: labels of dictionaries, numbers
// of records, names of attachments.
type words struct {
	desk    *Desk
	dicts   dictionary.Set
	numbers map[string]string // of records, by ID
}

// wordsOf reads the dictionaries.
func wordsOf(ctx context.Context, d *Desk) (w words, err error) {
	w = words{desk: d, numbers: map[string]string{}}
	w.dicts, err = d.AllDictionaries(ctx)
	return w, err
}

// put does so for a record and its history.
func (w words) put(ctx context.Context, k *ledger.Kind, s *app.Shown) error {
	maps := []map[string]any{s.Fields}
	for _, h := range s.History {
		maps = append(maps, h.Changes)
	}
	for _, f := range k.Fields {
		for _, m := range maps {
			if err := w.value(ctx, f, s, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w words) value(ctx context.Context, f ledger.Field, s *app.Shown, in map[string]any) error {
	text, _ := in[f.Key].(string)
	if text == "" {
		return nil
	}
	switch {
	case f.Dict != "" && f.Type == ledger.Choice:
		in[f.Key] = w.dicts.Label(f.Dict, text)
	case f.Type == ledger.Ref:
		number, err := w.number(ctx, f.To, text)
		if err != nil {
			return err
		}
		in[f.Key] = number
	case f.Type == ledger.File:
		in[f.Key] = fileNamed(s.Attached, text)
	}
	return nil
}

// number finds a record's number once; of one that is not here its ID stands.
func (w words) number(ctx context.Context, kind, id string) (string, error) {
	if n, ok := w.numbers[id]; ok {
		return n, nil
	}
	list, err := w.desk.List(ctx, app.Query{Kind: kind, Where: []app.Condition{{Key: "id", Op: app.Equal, Value: []string{id}}}, Limit: 1}, "")
	if err != nil {
		return "", err
	}
	w.numbers[id] = id
	if len(list) > 0 {
		w.numbers[id] = list[0].Number
	}
	return w.numbers[id], nil
}

func fileNamed(files []app.ShownFile, hash string) string {
	for _, f := range files {
		if string(f.Hash) == hash {
			return f.Name
		}
	}
	return ledger.Hash(hash).Short()
}
