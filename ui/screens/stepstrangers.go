package screens

import (
	"context"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/person"
	"opsledger/ui/widgets"
)

// namesAsked are the names of the records that a step's fields name, by kind.
func namesAsked(ctx context.Context, d *Desk, k *ledger.Kind, a ledger.Action) (out map[string][]string, err error) {
	out = map[string][]string{}
	for _, ask := range a.Asks {
		f, _ := k.Field(ask.Key)
		if f.Of == "" || out[f.Of] != nil {
			continue
		}
		if out[f.Of], err = namesOf(ctx, d, f.Of); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// namesOf are the names of a kind's records; of people those on site, and who has an account.
func namesOf(ctx context.Context, d *Desk, kind string) ([]string, error) {
	k := d.Kinds.Kind(kind)
	if k == nil || k == person.Kind {
		return people(ctx, d)
	}
	list, err := d.List(ctx, app.Query{Kind: kind, Sort: "number"}, "")
	out := []string{}
	for _, s := range list {
		if name, _ := s.Fields[k.Title].(string); name != "" && s.State != "void" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out, err
}

// noteStranger says below a field that a name in it is not known, and what becomes of it.
func (s *stepDialog) noteStranger(key string) {
	f, _ := s.kind.Field(key)
	of, field := s.desk.Kinds.Kind(f.Of), s.form.Field(key)
	if of == nil || field == nil {
		return
	}
	help := f.Help
	var unknown []string
	for _, name := range strings.Split(s.form.Value(key), "\n") {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(s.known.names[f.Of], name) {
			unknown = append(unknown, "“"+name+"”")
		}
	}
	if len(unknown) > 0 {
		help = strings.Join(unknown, "、") + "不在" + of.Label + "名册，按文字保存；办完后可以登记"
	}
	field.SetHelp(help)
	s.dialog.Fit()
}

// meet offers to register whom a step named that no roster knows.
func (s *stepDialog) meet(step app.Step) { meet(s.frame, s.desk, step) }

func meet(f Frame, d *Desk, step app.Step) {
	run(d, func(ctx context.Context) ([]app.Stranger, error) { return d.Strangers(ctx, step) }, func(list []app.Stranger, err error) {
		if err != nil {
			return // the step is taken: the name stays text
		}
		for _, one := range list {
			introduce(f, d, one)
		}
	})
}

func introduce(f Frame, d *Desk, one app.Stranger) {
	of := d.Kinds.Kind(one.Kind)
	toast := widgets.Toast{Key: "stranger " + one.Kind + one.Name, Tint: widgets.Soon, Title: "“" + one.Name + "”不在" + of.Label + "名册", Text: "“" + one.Field + "”已按文字保存。"}
	if ways := creating(of); len(ways) > 0 {
		toast.Action, toast.OnAction = "登记"+of.Label, func() { Register(f, d, of, ways[0], one.Name) }
	}
	f.Tell(toast)
}

// Register asks what begins a record of a name.
func Register(f Frame, d *Desk, k *ledger.Kind, a ledger.Action, name string) {
	s := newStepDialog(f, d, k, "new", a, func(rec *ledger.Record) { d.Recorded(f, begins(a.Label, k), rec) })
	s.known.given = map[string]string{k.Title: name}
	s.ask("new")
}
