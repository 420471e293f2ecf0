package app

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
)

func choice(f ledger.Field, dicts dictionary.Set, text string, bad func(string) error) (any, error) {
	d := choices(f, dicts)
	it, ok := d.Find(text)
	if !ok || it.Retired {
		return nil, bad("可填：" + strings.Join(d.Labels(), "、"))
	}
	return it.Key, nil
}

// choices are what a field may be: of its dictionary, or its own.
func choices(f ledger.Field, dicts dictionary.Set) dictionary.Dictionary {
	d := dicts[f.Dict]
	if f.Dict == "" {
		for _, c := range f.Choices {
			d.Items = append(d.Items, dictionary.Item{Key: c, Label: c})
		}
	}
	return d
}

func integer(text string, bad func(string) error) (any, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n >= 1<<53 || n <= -1<<53 {
		return nil, bad("应为整数")
	}
	return n, nil
}

func boolean(text string, bad func(string) error) (any, error) {
	switch strings.ToLower(text) {
	case "是", "true", "1", "yes":
		return true, nil
	case "否", "false", "0", "no":
		return false, nil
	}
	return nil, bad("应为 是 或 否")
}

var decimal = regexp.MustCompile(`^-?\d{1,12}(\.\d{1,4})?$`)

func points(text string, bad func(string) error) (any, error) {
	if !decimal.MatchString(text) {
		return nil, bad("应为数字")
	}
	return text, nil
}

func items(text string) []any {
	var out []any
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '；' || r == ';' }) {
		if s := strings.TrimSpace(line); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Dictionaries are the seeded ones with what was added on site.
func (a *App) Dictionaries(ctx context.Context, r Reader) (dictionary.Set, error) {
	set := a.Seed
	err := r.Each(ctx, Query{Kind: dictionary.Kind.Name, Sort: "number"}, func(row *Row) error {
		w, err := ledger.Decode[dictionary.Word](row.Fields)
		if err != nil {
			return err
		}
		set = set.With(w.Dict, dictionary.Item{Key: w.Key, Label: w.Label, Added: true, Retired: row.State == "retired"})
		return nil
	})
	return set, err
}

func itoa(n int) string { return strconv.Itoa(n) }
