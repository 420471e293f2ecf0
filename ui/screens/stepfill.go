package screens

import (
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/privacy"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// foundNames is how many names a field offers at a time.
const foundNames = 50

// more is the field that holds what a category asks beyond the others, a line each: "批次号=20260305-01".
const more = "more"

// filled gives a field the value the record has already. What is masked is not filled in: it would overwrite what it hides.
func filled(f ledger.Field, spec widgets.FieldSpec, n known) widgets.FieldSpec {
	have := n.shown.Fields[f.Key]
	if have == nil || f.Told || f.Step {
		return spec
	}
	text := view.Value(f, have)
	if list, ok := have.([]any); ok {
		parts := make([]string, len(list))
		for i, it := range list {
			parts[i], _ = it.(string)
		}
		text = strings.Join(parts, "\n")
	}
	if f.Dict != "" {
		text = n.dicts.Label(f.Dict, text)
	}
	if text != "" && (f.Personal != "" || privacy.Masked("", text)) {
		spec.Placeholder = "现为 " + text + "；不改则留空"
		return spec
	}
	spec.Value = text
	return spec
}

// assigned offers the people a ticket is given to; another name may be typed.
func assigned(spec widgets.FieldSpec, names []string) widgets.FieldSpec {
	spec.Kind = widgets.AsRef
	return offering(spec, names, "名单外")
}

// suggested offers the names that are known; any other may be typed and stays text.
func suggested(spec widgets.FieldSpec, names []string) widgets.FieldSpec {
	if spec.Kind != widgets.AsList {
		spec.Kind = widgets.AsRef
	}
	return offering(spec, names, "不在册，按文字保存")
}

// offering finds names by a few characters, and offers what was typed with a note where no name is so.
func offering(spec widgets.FieldSpec, names []string, note string) widgets.FieldSpec {
	if spec.Placeholder == "" || spec.Kind == widgets.AsList {
		spec.Placeholder = "输入名称或拼音首字母"
	}
	spec.Find = func(query string, answer func([]widgets.Option)) {
		var out []widgets.Option
		query = strings.TrimSpace(query)
		for _, n := range names {
			if view.Like(n, query) && len(out) < foundNames {
				out = append(out, widgets.Option{Value: n, Label: n})
			}
		}
		if query != "" && !slices.Contains(names, query) {
			out = append(out, widgets.Option{Value: query, Label: query, Note: note})
		}
		answer(out)
	}
	return spec
}

// moreSpecs are fields for all that any category asks; which of them are shown depends on the one chosen.
func moreSpecs(n known) (out []widgets.FieldSpec) {
	told := map[string]string{}
	if list, ok := n.shown.Fields[more].([]any); ok {
		for _, line := range list {
			text, _ := line.(string)
			if label, value, ok := strings.Cut(text, "="); ok {
				told[label] = value
			}
		}
	}
	for _, it := range n.dicts["category"].Items {
		for _, ask := range it.Asks {
			if !slices.ContainsFunc(out, func(s widgets.FieldSpec) bool { return s.Key == ask.Key }) {
				spec := widgets.FieldSpec{Key: ask.Key, Label: ask.Label, Value: told[ask.Label]}
				if privacy.Masked("", spec.Value) {
					spec.Placeholder, spec.Value = "现为 "+spec.Value+"；不改则留空", ""
				}
				out = append(out, spec)
			}
		}
	}
	return out
}

// amendable leaves them out of a correction where one of them is masked: a correction writes all of them anew.
func amendable(a ledger.Action, specs []widgets.FieldSpec) []widgets.FieldSpec {
	if a.Name == ledger.Amend && slices.ContainsFunc(specs, func(s widgets.FieldSpec) bool { return s.Placeholder != "" }) {
		return nil
	}
	return specs
}

// asksMore tells whether a step takes what a category asks.
func asksMore(a ledger.Action) bool {
	asks := func(key string) bool {
		return slices.ContainsFunc(a.Asks, func(q ledger.Ask) bool { return q.Key == key })
	}
	return asks(more) && asks("category")
}

// askMore shows the fields the chosen category asks for, and says which must be filled in now.
func (s *stepDialog) askMore() {
	if !asksMore(s.action) {
		return
	}
	it, _ := s.known.dicts["category"].Find(s.form.Value("category"))
	for _, spec := range moreSpecs(s.known) {
		i := slices.IndexFunc(it.Asks, func(a dictionary.Ask) bool { return a.Key == spec.Key })
		must := i >= 0 && s.action.Name != ledger.Amend && !(it.Asks[i].AtEnd && s.action.Creates) && spec.Placeholder == ""
		s.form.Ask(spec.Key, i >= 0, must)
	}
}

// fresh leaves out what is as it was: a step tells what it changes. What a correction empties is told as empty.
func (s *stepDialog) fresh(values map[string]string) map[string]string {
	out := map[string]string{}
	for key, v := range values {
		required := slices.ContainsFunc(s.action.Asks, func(q ledger.Ask) bool { return q.Key == key && q.Required })
		if required || s.begun[key] != v || s.known.shown.ID == "" {
			out[key] = v
		}
	}
	if s.action.Name != ledger.Amend {
		return out
	}
	for key := range s.begun {
		if values[key] == "" {
			out[key] = ""
		}
	}
	s.wholeMore(values, out)
	return out
}

// wholeMore adds to a correction that changes one thing a category asks all the others: they are written together.
func (s *stepDialog) wholeMore(values, out map[string]string) {
	specs, changed := moreSpecs(s.known), false
	for _, spec := range specs {
		_, is := out[spec.Key]
		changed = changed || is
	}
	for _, spec := range specs {
		if v := values[spec.Key]; changed && v != "" {
			out[spec.Key] = v
		}
	}
}
