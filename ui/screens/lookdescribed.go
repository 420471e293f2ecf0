package screens

import (
	"context"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/person"
	"opsledger/app/record/report"
	"opsledger/ui/widgets"
)

const (
	shownColumns = 5 // of fields, beside number, name and state; more are chosen by hand
	shownChips   = 7
)

// describedLook is the look of a kind that nobody chose by hand.
func describedLook(k *ledger.Kind) *look {
	l := &look{kind: k, icon: Icon(k.Name), unit: "条", memory: "window.list." + k.Name, empty: "手工登记一条，或从表格导入。",
		columns: describedColumns(k), chips: describedChips(k), ways: waysOf[k.Name], amount: amountsOf[k.Name]}
	if len(creating(k)) == 0 {
		l.empty = "这里的记录由程序生成。"
	}
	for _, f := range k.Fields {
		if !f.Told && f.Key != k.Title && (f.Type == ledger.Long || f.Type == ledger.List) {
			l.long = append(l.long, f.Key)
		}
	}
	l.read = func(ctx context.Context, d *Desk, q app.Query) ([]app.Listed, error) {
		list, err := d.List(ctx, q, "")
		out := make([]app.Listed, len(list))
		for i, s := range list {
			out[i].Shown = s
		}
		return out, err
	}
	return l
}

// foremost are the columns shown of kinds whose description alone would choose others.
var foremost = map[string][]string{attendance.Kind.Name: {"date", "signed_in", "signed_out", "ruling", "waiting", "belated"}}

// describedColumns are number, name, state, then the fields: those lists are narrowed by, then those that must be filled in;
// the others are there but hidden.
func describedColumns(k *ledger.Kind) []widgets.TableColumn {
	var out []widgets.TableColumn
	if !namesItself(k) {
		out = append(out, widgets.TableColumn{Key: "number", Head: "编号", Width: 150, Sortable: true})
	}
	if title, ok := k.Field(k.Title); ok {
		least, enough := titleWidths(k, title)
		out = append(out, widgets.TableColumn{Key: title.Key, Head: title.Label, Width: least, Grow: true, Enough: enough, Sortable: title.Personal == ""})
	}
	out = append(out, widgets.TableColumn{Key: "state", Head: "状态", Width: 104})
	fields := slices.DeleteFunc(slices.Clone(k.Fields), func(f ledger.Field) bool {
		return f.Told || f.Key == k.Title || f.Key == k.Outside || f.Type == ledger.Frozen || f.Type == ledger.Long || f.Type == ledger.File
	})
	first := foremost[k.Name]
	early := func(f ledger.Field) int {
		if i := slices.Index(first, f.Key); i >= 0 {
			return i - len(first)
		}
		return standing(f)
	}
	slices.SortStableFunc(fields, func(a, b ledger.Field) int { return early(a) - early(b) })
	for i, f := range fields {
		hidden := i >= shownColumns || early(f) > 1
		if first != nil {
			hidden = early(f) >= 0
		}
		out = append(out, widgets.TableColumn{Key: f.Key, Head: f.Label, Width: width(f), Hideable: true, Hidden: hidden, Spare: 1 + i,
			Sortable: f.Personal == "" && !f.Reckoned && f.Type != ledger.List && f.Type != ledger.Ref})
	}
	return out
}

// standing is how early a field comes among the columns.
func standing(f ledger.Field) int {
	switch {
	case f.Personal != "" || f.Type == ledger.List:
		return 3
	case f.Indexed:
		return 0
	case f.Required:
		return 1
	}
	return 2
}

// namesItself tells whether the number of a record says no more than its name: that is what it is known by outside.
func namesItself(k *ledger.Kind) bool {
	return k.Outside != "" && (k.Outside == k.Title || k.Name == report.Kind.Name)
}

// titleWidths are what the name of a record has at least, and takes before the other columns grow with it: a title is long, a
// person's or a unit's name short.
func titleWidths(k *ledger.Kind, title ledger.Field) (least, enough float32) {
	if title.Type == ledger.Ref || title.Of != "" || k.Name == person.Kind.Name {
		return 170, 170
	}
	return 210, 320
}

// systemDict has the longest words of all dictionaries, and the width they need.
const (
	systemDict          = "system"
	systemWidth float32 = 134
)

// width is that of a field's column at first; a head may be longer than what stands below it.
func width(f ledger.Field) float32 {
	least := float32(104)
	switch f.Type {
	case ledger.Bool, ledger.Int, ledger.Points:
		least = 72
	case ledger.Time, ledger.Date:
		least = 96
	case ledger.Ref:
		least = 138
	case ledger.Choice:
		if f.Dict == systemDict {
			return systemWidth
		}
		if f.Dict != "" {
			break
		}
		least = 72 // as wide as the longest of them
		for _, c := range f.Choices {
			least = min(max(least, float32(13*len([]rune(c))+16)), 150)
		}
	}
	return max(least, float32(12*len([]rune(f.Label))+34))
}

// describedChips are the state, the choices, the people, then the days, as far as there is room to offer them.
func describedChips(k *ledger.Kind) []chipSpec {
	var choices, people, days []chipSpec
	for _, f := range k.Fields {
		c := chipSpec{key: f.Key, label: f.Label}
		switch {
		case f.Told || f.Personal != "":
		case f.Type == ledger.Choice:
			choices = append(choices, c)
		case f.Of == "person" && f.Type == ledger.Text:
			people = append(people, c)
		case (f.Type == ledger.Date || f.Type == ledger.Time) && (f.Indexed || f.Required):
			c.span = true
			days = append(days, c)
		}
	}
	out := append([]chipSpec{{key: "state", label: "状态"}}, choices[:min(len(choices), 3)]...)
	out = append(out, people[:min(len(people), 2)]...)
	out = append(out, days[:min(len(days), 2)]...)
	return out[:min(len(out), shownChips)]
}
