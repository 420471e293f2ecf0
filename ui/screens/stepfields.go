package screens

import (
	"context"
	"slices"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// foundRecords is how many records a reference offers at a time.
const foundRecords = 20

// datesOf lets days be typed as people do, reckoned from the desk's clock.
func datesOf(d *Desk) widgets.Dates {
	return widgets.Dates{Now: func() time.Time { return d.Now().In(ledger.Zone) }, Mark: d.mark(),
		Parse: func(text string) (time.Time, bool, error) { return view.ParseWhen(text, d.Now()) }}
}

// stepSpecs describes the fields a step asks for. What imports and the program tell is not asked.
func stepSpecs(d *Desk, k *ledger.Kind, a ledger.Action, n known) []widgets.FieldSpec {
	var out []widgets.FieldSpec
	day := happened(k, a)
	for _, ask := range a.Asks {
		f, known := k.Field(ask.Key)
		if !known || f.Type == ledger.Frozen || f.Told && slices.Contains([]string{"source", "of", ticket.ProvinceEnd}, f.Key) || f.Type == ledger.File && n.shown.ID == "" && !n.many {
			continue
		}
		if f.Key == more && asksMore(a) {
			continue // stands below the category
		}
		spec := filled(f, fieldSpec(d, f, n.dicts), n)
		spec.Required = ask.Required || a.Name == ledger.Amend && f.Required && spec.Placeholder == ""
		spec.Required = spec.Required || ask.Lacking && n.shown.ID != "" && n.shown.Fields[f.Key] == nil
		switch f.Key {
		case "assignee", "lead":
			spec = assigned(spec, n.people)
			if a.Name == "accept" && f.Key == "assignee" && spec.Value == "" {
				spec.Value = d.Account
			}
		}
		if f.Of != "" {
			spec = suggested(spec, n.names[f.Of])
		}
		if f.Type == ledger.File {
			spec = attached(spec, n.shown.Attached)
			if n.many {
				spec.Help = "选一个文件：先作为附件加到每一" + unitOf(k.Name) + "，再办这一步"
			}
		}
		if v := n.given[f.Key]; v != "" {
			spec.Value = v
		}
		if f.Key == n.ahead && n.many {
			out = append(out, ownSpecs(spec, n.wishes)...)
			continue
		}
		if f.Key == n.ahead && spec.Value == "" {
			spec.Value = n.wishes[0].Value
		}
		if f.Type == ledger.Time && ask.Required && !f.Future && n.given[f.Key] == "" {
			spec.Value = d.Now().In(ledger.Zone).Format("2006-01-02 15:04")
		}
		if spec.Value == "" && f.Key == day {
			spec.Value = d.Now().In(ledger.Zone).Format(time.DateOnly)
		}
		if out = append(out, spec); f.Key == "category" && asksMore(a) {
			out = append(out, amendable(a, moreSpecs(n))...)
		}
	}
	return out
}

// happened is the key of the day a step must tell that it happened on: today, unless a person says otherwise. Of two such days neither is: they
// are a span, or what others signed.
func happened(k *ledger.Kind, a ledger.Action) (key string) {
	for _, ask := range a.Asks {
		f, _ := k.Field(ask.Key)
		if !ask.Required || f.Type != ledger.Date || f.Future {
			continue
		}
		if key != "" {
			return ""
		}
		key = ask.Key
	}
	return key
}

var fieldKinds = map[ledger.Type]widgets.FieldKind{ledger.Text: widgets.AsText, ledger.Long: widgets.AsLong, ledger.Date: widgets.AsDate, ledger.Time: widgets.AsTime,
	ledger.Int: widgets.AsInt, ledger.Bool: widgets.AsChoice, ledger.Choice: widgets.AsChoice, ledger.Ref: widgets.AsRef, ledger.List: widgets.AsList, ledger.Points: widgets.AsText}

func fieldSpec(d *Desk, f ledger.Field, set dictionary.Set) widgets.FieldSpec {
	spec := widgets.FieldSpec{Key: f.Key, Label: f.Label, Kind: fieldKinds[f.Type], Help: f.Help, Past: f.Type == ledger.Time && !f.Future}
	switch {
	case f.Type == ledger.Bool:
		spec.Choices = []widgets.Option{{Value: "是", Label: "是"}, {Value: "否", Label: "否"}}
	case f.Dict != "":
		spec.Choices = itemOptions(set[f.Dict])
	case f.Type == ledger.Choice:
		for _, c := range f.Choices {
			spec.Choices = append(spec.Choices, widgets.Option{Value: c, Label: c, Aliases: view.Aliases(c)})
		}
	case f.Type == ledger.Ref:
		spec.Find, spec.Placeholder = records(d, f.To), "输入编号、标题或拼音首字母"
	case f.Type == ledger.File:
		spec.Kind = widgets.AsChoice
	case f.Type == ledger.List:
		spec.Placeholder = "一行一项"
	}
	return spec
}

// itemOptions are a dictionary's items in use, found by their pinyin and their other names too.
func itemOptions(dict dictionary.Dictionary) []widgets.Option {
	var out []widgets.Option
	for _, it := range dict.Items {
		if !it.Retired {
			out = append(out, widgets.Option{Value: it.Label, Label: it.Label, Aliases: slices.Concat(view.Aliases(it.Label), it.Aliases)})
		}
	}
	return out
}

// records finds records of a kind to refer to; what they are found by is told by number.
func records(d *Desk, kind string) func(query string, answer func([]widgets.Option)) {
	return func(query string, answer func([]widgets.Option)) {
		run(d, func(ctx context.Context) ([]app.Shown, error) {
			return d.List(ctx, app.Query{Kind: kind, Search: query, Limit: foundRecords}, "")
		}, func(list []app.Shown, err error) {
			out := make([]widgets.Option, 0, len(list)) // a search that fails finds nothing; the step itself tells why
			for _, s := range list {
				title, _ := s.Fields[d.Kinds.Kind(kind).Title].(string)
				out = append(out, widgets.Option{Value: s.Number, Label: s.Number, Note: title})
			}
			answer(out)
		})
	}
}
