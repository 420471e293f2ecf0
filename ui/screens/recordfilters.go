package screens

import (
	"context"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/person"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// beside is the chip of conditions no other chip stands for.
const beside = "beside"

func (t *Records) makeChips() {
	var chips []*widgets.Chip
	for _, c := range t.look.chips {
		chip := widgets.NewChip(c.label, nil, func([]string) { t.Load() })
		t.chips[c.key] = chip
		if c.span {
			chip.OnChange = func(chosen []string) { t.spanChosen(c, chosen) }
		}
		chips = append(chips, chip)
	}
	rest := widgets.NewChip("另有条件", nil, func(chosen []string) { t.only = chosen; t.Load() })
	rest.Bare = true
	t.chips[beside] = rest
	t.State, t.row = t.chips["state"], widgets.NewFilterRow(append(chips, rest)...)
	t.row.OnClear = t.Clear
}

// Clear takes every condition away.
func (t *Records) Clear() {
	t.apply(app.Filter{})
	t.setView("")
	t.Load()
}

// narrowed reports whether anything narrows the list.
func (t *Records) narrowed() bool {
	return t.row.Any() || strings.TrimSpace(t.Search.Value()) != ""
}

// Only narrows the list to the records of a filter.
func (t *Records) Only(f app.Filter) {
	t.drilled = true
	t.setView("")
	t.apply(f)
	t.Load()
}

// apply sets chips and search to what a filter says; what no chip stands for is a condition beside them.
func (t *Records) apply(f app.Filter) {
	set := map[string][]string{}
	t.only = nil
	for _, text := range f.Where {
		key, op, values, ok := view.Condition(text)
		if chip := t.chips[key]; ok && op == "=" && chip != nil && set[key] == nil {
			set[key] = values
			continue
		}
		t.only = append(t.only, text)
	}
	for _, c := range t.look.chips {
		t.chips[c.key].Set(set[c.key]...)
	}
	t.setOnly()
	search := t.Search.OnChanged
	t.Search.OnChanged = nil
	t.Search.SetValue(f.Search)
	t.Search.OnChanged = search
	if f.Sort != "" {
		s := t.Table.State()
		s.Sort, s.Down = strings.TrimPrefix(f.Sort, "-"), strings.HasPrefix(f.Sort, "-")
		t.Table.SetState(s)
	}
}

func (t *Records) setOnly() {
	options := make([]widgets.Option, len(t.only))
	for i, text := range t.only {
		options[i] = widgets.Option{Value: text, Label: view.ConditionWords(t.kind, text)}
	}
	t.chips[beside].SetOptions(options)
	t.chips[beside].Set(t.only...)
}

// filter is what search, chips and order say together.
func (t *Records) filter() app.Filter {
	f := app.Filter{Search: strings.TrimSpace(t.Search.Value()), Where: append([]string{}, t.only...)}
	for _, c := range t.look.chips {
		if chosen := t.chips[c.key].Chosen(); len(chosen) > 0 {
			f.Where = append(f.Where, c.key+"="+joined(chosen))
		}
	}
	switch s := t.Table.State(); {
	case s.Sort != "" && s.Down:
		f.Sort = "-" + s.Sort
	case s.Sort != "":
		f.Sort = s.Sort
	case f.Search == "":
		f.Sort = t.look.order
	}
	return f
}

// joined writes alternatives as a condition has them.
func joined(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ReplaceAll(v, "|", `\|`)
	}
	return strings.Join(out, "|")
}

// order says in words how the list is sorted.
func (t *Records) order() string {
	f := t.filter()
	key, down := strings.CutPrefix(f.Sort, "-")
	for _, c := range t.look.columns {
		if c.Key == key {
			return "按" + c.Head + map[bool]string{false: "先后", true: "倒序"}[down]
		}
	}
	return "新的在前"
}

// offered is what the chips offer to choose from.
type offered struct {
	dicts  dictionary.Set
	tally  map[string]map[string]int
	people []string
	memory memory
}

// begin reads what the chips offer and what was looked at last, then lists.
func (t *Records) begin() {
	run(t.desk, func(ctx context.Context) (o offered, err error) {
		if o.dicts, err = t.desk.AllDictionaries(ctx); err != nil {
			return o, err
		}
		if o.tally, err = t.desk.Tally(ctx, t.kind.Name); err != nil {
			return o, err
		}
		if o.people, err = people(ctx, t.desk); err != nil {
			return o, err
		}
		o.memory, err = t.recall(ctx)
		return o, err
	}, func(o offered, err error) {
		if err != nil {
			Fail(t.frame.Window(), err)
			return
		}
		for _, c := range t.look.chips {
			t.chips[c.key].SetOptions(t.optionsOf(c, o))
		}
		t.began = true
		t.restore(o.memory)
		t.Load()
	})
}

func (t *Records) optionsOf(c chipSpec, o offered) (out []widgets.Option) {
	option := func(value, label string) widgets.Option {
		return widgets.Option{Value: value, Label: label, Aliases: view.Aliases(label), Count: o.tally[c.key][value]}
	}
	f, _ := t.kind.Field(c.key)
	switch {
	case c.span:
		return daysToChoose(t.frame.Now())
	case c.key == "state":
		for _, s := range t.kind.States {
			out = append(out, option(string(s.State), s.Label))
		}
	case c.key == app.Urgency:
		for _, is := range []string{app.Overdue, app.DueToday, app.DueLater, app.Halted} {
			out = append(out, option(is, is))
		}
	case f.Dict != "":
		for _, it := range o.dicts[f.Dict].Items {
			if one := option(it.Key, it.Label); !it.Retired || one.Count > 0 {
				out = append(out, one)
			}
		}
	case f.Type == ledger.Choice:
		for _, is := range f.Choices {
			out = append(out, option(is, is))
		}
	default:
		return t.peopleOf(f, o)
	}
	return out
}

// peopleOf are oneself, the others, and nobody.
func (t *Records) peopleOf(f ledger.Field, o offered) []widgets.Option {
	out := []widgets.Option{{Value: "@me", Label: "我（" + t.desk.Account + "）"}}
	for _, name := range o.people {
		out = append(out, widgets.Option{Value: name, Label: name, Aliases: view.Aliases(name)})
	}
	none := "未填"
	if f.Key == "assignee" {
		none = "未分派"
	}
	return append(out, widgets.Option{Value: "", Label: none})
}

// people are the names tickets are given to: accounts and those on site.
func people(ctx context.Context, d *Desk) (out []string, err error) {
	seats, err := d.Seats(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range seats {
		if !s.Revoked {
			out = append(out, s.Name)
		}
	}
	list, err := d.List(ctx, app.Query{Kind: person.Kind.Name, Sort: "number"}, "")
	for _, p := range list {
		if name, _ := p.Fields["name"].(string); name != "" && p.State == "on_site" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out, err
}
