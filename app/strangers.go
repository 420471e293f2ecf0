package app

import (
	"context"
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/complaint"
	"opsledger/app/rule/privacy"
)

// Stranger is a name that stands in a field of:"person" or of:"unit" and that the roster does not know: it is kept as text, and
// may be made a record of that kind.
type Stranger struct {
	Field string // label
	Kind  string
	Name  string
}

// Note tells it and offers what can be done.
func (s Stranger) Note(k *ledger.Kind) string {
	name := privacy.Scrub(s.Name)
	return "“" + s.Field + "”的“" + name + "”不在" + k.Label + "名册，已按文字保存；可登记：opsctl act " + k.Name + " new " + begins(k) + " " + k.Title + "=" + name + " …"
}

// begins is the step that begins a record of a kind.
func begins(k *ledger.Kind) string {
	for _, a := range k.Actions {
		if a.Creates {
			return a.Name
		}
	}
	return ""
}

// Strangers finds the names that a step tells and nobody knows.
func (a *App) Strangers(ctx context.Context, s Step) (out []Stranger, err error) {
	k := a.Kinds.Kind(s.Kind)
	if k == nil {
		return nil, nil
	}
	err = a.Store.View(ctx, func(r Reader) error {
		out, err = a.strangers(ctx, r, k, s.Values, map[Stranger]bool{})
		return err
	})
	return out, err
}

// strangers looks each name up once: known keeps what was found.
func (a *App) strangers(ctx context.Context, r Reader, k *ledger.Kind, values map[string]string, known map[Stranger]bool) (out []Stranger, err error) {
	for _, f := range k.Fields {
		of := a.Kinds.Kind(f.Of)
		if of == nil {
			continue
		}
		for _, name := range namesIn(f, values[f.Key]) {
			if name == complaint.Overall {
				continue // stands in a department's place
			}
			who := Stranger{Kind: of.Name, Name: name}
			if _, looked := known[who]; !looked {
				n, err := r.Count(ctx, Query{Kind: of.Name, Where: []Condition{{Key: of.Title, Op: Equal, Value: []string{name}}}}, 1)
				if err != nil {
					return nil, err
				}
				known[who] = n > 0
			}
			if !known[who] {
				out = append(out, Stranger{f.Label, of.Name, name})
			}
		}
	}
	return out, nil
}

func namesIn(f ledger.Field, typed string) (out []string) {
	if f.Type != ledger.List {
		if name := strings.TrimSpace(typed); name != "" {
			out = append(out, name)
		}
		return out
	}
	return texts(items(typed))
}

// meet notes whom a row names that nobody knows.
func (r *recordImport) meet(ctx context.Context, values map[string]string) error {
	list, err := r.App.strangers(ctx, r.w, r.kind, values, r.known)
	for _, s := range list {
		if s.Field = ""; !slices.Contains(r.met, s) {
			r.met = append(r.met, s)
		}
	}
	return err
}

// introduce tells, one line a kind, whom the rows named that nobody knows.
func (r *recordImport) introduce() (notes []string) {
	byKind := map[string][]string{}
	var order []string
	for _, s := range r.met {
		if byKind[s.Kind] == nil {
			order = append(order, s.Kind)
		}
		byKind[s.Kind] = append(byKind[s.Kind], privacy.Scrub(s.Name))
	}
	for _, kind := range order {
		k := r.Kinds.Kind(kind)
		notes = append(notes, "不在"+k.Label+"名册、已按文字保存的："+strings.Join(byKind[kind], "、")+"。可用 opsctl act "+kind+" new "+begins(k)+" 登记")
	}
	return notes
}
