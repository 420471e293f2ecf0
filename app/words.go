package app

import (
	"context"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
)

// AllDictionaries are the dictionaries as they stand.
func (a *App) AllDictionaries(ctx context.Context) (set dictionary.Set, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		set, err = a.Dictionaries(ctx, r)
		return err
	})
	return set, err
}

// AddWord adds an item to a dictionary.
func (a *App) AddWord(ctx context.Context, dict, key, label string) (*ledger.Record, error) {
	set, err := a.AllDictionaries(ctx)
	if err != nil {
		return nil, err
	}
	d, ok := set[dict]
	if !ok {
		return nil, fault.New(fault.NotFound, "字典", dict)
	}
	for _, text := range []string{key, label} {
		if it, taken := d.Find(text); taken {
			return nil, fault.New(fault.Refused, d.Label+"字典里已有“"+it.Label+"”")
		}
	}
	return a.Act(ctx, Step{Kind: dictionary.Kind.Name, Key: "new", Action: "add", Values: map[string]string{"dict": dict, "key": key, "label": label}})
}

// RenameWord gives an item that was added on site another label; what was written with it shows the new one. RetireWord takes
// it out of the choices. Items that came with the program stay as they are.
func (a *App) RenameWord(ctx context.Context, dict, key, label string) error {
	return a.changeWord(ctx, dict, key, Step{Action: ledger.Amend, Values: map[string]string{"label": label}})
}

// RetireWord is told at RenameWord.
func (a *App) RetireWord(ctx context.Context, dict, key string) error {
	return a.changeWord(ctx, dict, key, Step{Action: "retire"})
}

func (a *App) changeWord(ctx context.Context, dict, key string, s Step) error {
	list, err := a.List(ctx, Query{Kind: dictionary.Kind.Name, Where: []Condition{{Key: "dict", Op: Equal, Value: []string{dict}}, {Key: "key", Op: Equal, Value: []string{key}}}}, "")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.Refused, "“"+key+"”是随程序带来的，不能改动").With("请另加一项")
	}
	s.Kind, s.Key = dictionary.Kind.Name, string(list[0].ID)
	_, err = a.Act(ctx, s)
	return err
}
