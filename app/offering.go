package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
)

// Offer is a name, of a person or a department, that no record carries yet: it stays text where it was written, and a record can
// be made of it.
type Offer struct {
	Kind  string `json:"kind"` // person, unit
	Label string `json:"label"`
	Name  string `json:"name"`
}

// mentioned are those told under fields that name records of a kind.
type mentioned map[Offer]bool

// tell takes in what was typed under the fields of a kind.
func (n mentioned) tell(a *App, k *ledger.Kind, values map[string]string) {
	for key, text := range values {
		f, ok := k.Field(key)
		if !ok || f.Of == "" {
			continue
		}
		for _, v := range items(text) {
			if name := strings.TrimSpace(v.(string)); name != "" {
				n[Offer{f.Of, a.Kinds.Kind(f.Of).Label, name}] = true
			}
		}
	}
}

// unknown are those that no record carries, in order.
func (n mentioned) unknown(ctx context.Context, a *App, r Reader) (out []Offer, err error) {
	for _, kind := range []string{"unit", "person"} {
		k := a.Kinds.Kind(kind)
		wanted := map[string]Offer{}
		for o := range n {
			if o.Kind == kind {
				wanted[dictionary.Normal(o.Name)] = o
			}
		}
		if len(wanted) == 0 {
			continue
		}
		q := Query{Kind: kind, Where: []Condition{{Key: "state", Op: Differs, Value: []string{"void"}}}}
		err = r.Each(ctx, q, func(row *Row) error {
			delete(wanted, dictionary.Normal(row.Fields.Text(k.Title)))
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, o := range wanted {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(x, y Offer) int { return cmp.Or(cmp.Compare(y.Kind, x.Kind), cmp.Compare(x.Name, y.Name)) })
	return out, nil
}

// Offers are the names a step tells that no record carries yet.
func (a *App) Offers(ctx context.Context, s Step) (out []Offer, err error) {
	k := a.Kinds.Kind(s.Kind)
	n := mentioned{}
	if k == nil {
		return nil, nil
	}
	if n.tell(a, k, s.Values); len(n) == 0 {
		return nil, nil
	}
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = n.unknown(ctx, a, r)
		return err
	})
	return out, err
}
