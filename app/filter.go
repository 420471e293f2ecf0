package app

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
)

// Filter narrows and orders a list, as a person wrote it.
type Filter struct {
	View   string   // a view's name: its conditions hold too
	Where  []string // "region=丹徒区|京口区", "arrived>=2026-03-01"; all must hold
	Search string
	Sort   string // "arrived", "-arrived"; "" = newest first
	Limit  int    // 0: all
	Offset int
}

// Query reads a filter by a kind's description. What it names that is not there is told with what there is.
func (a *App) Query(ctx context.Context, kind string, f Filter) (q Query, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return q, fault.New(fault.UnknownKind, kind)
	}
	if f, err = a.inView(ctx, k, f); err != nil {
		return q, err
	}
	err = a.Store.View(ctx, func(r Reader) error {
		if q, err = a.compile(ctx, r, k, f); err == nil {
			q, err = a.reckoned(ctx, r, q)
		}
		if err == nil {
			q, err = a.late(ctx, r, q)
		}
		return err
	})
	return q, err
}

func (a *App) compile(ctx context.Context, r Reader, k *ledger.Kind, f Filter) (Query, error) {
	q := Query{Kind: k.Name, Search: f.Search, Limit: f.Limit, Offset: f.Offset}
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return q, err
	}
	for _, text := range f.Where {
		c, err := a.condition(ctx, r, k, dicts, text)
		if err != nil {
			return q, err
		}
		q.Where = append(q.Where, c)
	}
	if f.Sort == "" {
		return q, nil
	}
	key, descending := strings.CutPrefix(f.Sort, "-")
	field, err := filterField(k, key)
	if err != nil {
		return q, err
	}
	if field.Reckoned {
		return q, unordered(field)
	}
	if field.Personal != "" {
		return q, fault.New(fault.Refused, "不能按个人信息“"+field.Label+"”排序").With("请换一个字段")
	}
	if q.Sort = field.Key; descending {
		q.Sort = "-" + q.Sort
	}
	return q, nil
}

var conditionText = regexp.MustCompile(`(?s)^\s*([\p{L}\p{N}_]+)\s*(>=|<=|!=|=)(.*)$`)

// condition reads "key=a|b" with = != >= <=; "\|" is a bar that parts nothing. A key may be the field's label.
func (a *App) condition(ctx context.Context, r Reader, k *ledger.Kind, dicts dictionary.Set, text string) (c Condition, err error) {
	m := conditionText.FindStringSubmatch(text)
	if m == nil {
		return c, fault.New(fault.Usage, "条件“"+text+"”应写作 字段=值（或 >=、<=、!=；多个值用 | 隔开）")
	}
	if (m[1] == GroupKey || m[1] == ArrivalKey) && m[2] == string(Equal) {
		return Condition{Key: m[1], Op: Equal, Value: alternatives(m[3])}, nil
	}
	f, err := filterField(k, m[1])
	if err != nil {
		return c, err
	}
	c = Condition{Key: f.Key, Op: Op(m[2])}
	if f.Key == Urgency && (c.Op == AtLeast || c.Op == AtMost) {
		return c, fault.New(fault.Refused, "“"+f.Label+"”只能用 = 或 !=").With("可填：" + strings.Join(f.Choices, "、"))
	}
	if f.Reckoned && (c.Op == AtLeast || c.Op == AtMost) {
		return c, unordered(f)
	}
	if f.Personal != "" && (c.Op == AtLeast || c.Op == AtMost) {
		return c, fault.New(fault.Refused, "“"+f.Label+"”是个人信息，只能按完整的值查找").With("请写作 " + f.Key + "=完整的值")
	}
	for _, v := range alternatives(m[3]) {
		if v, err = a.comparable(ctx, r, k, f, dicts, v); err != nil {
			return c, err
		}
		c.Value = append(c.Value, v)
	}
	return c, nil
}

// alternatives parts values at bars.
func alternatives(text string) []string {
	const bar = "\x00"
	parts := strings.Split(strings.ReplaceAll(text, `\|`, bar), "|")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(p, bar, "|"))
	}
	return parts
}

// own are the keys every kind has beside its fields.
var own = []ledger.Field{{Key: "number", Label: "编号", Type: ledger.Text}, {Key: "state", Label: "状态", Type: ledger.Text}, {Key: "id", Label: "标识", Type: ledger.Text}}

// filterFields are what a kind's lists can be narrowed and sorted by.
func filterFields(k *ledger.Kind) []ledger.Field {
	out := slices.Clone(own)
	if k == ticket.Kind {
		out = append(out, urgency)
	}
	for _, f := range k.Fields {
		if !f.Told {
			out = append(out, f)
		}
	}
	return out
}

// filterField finds a field by key or label.
func filterField(k *ledger.Kind, key string) (ledger.Field, error) {
	fields := filterFields(k)
	for _, name := range []func(ledger.Field) string{func(f ledger.Field) string { return f.Key }, func(f ledger.Field) string { return f.Label }} {
		if i := slices.IndexFunc(fields, func(f ledger.Field) bool { return name(f) == strings.TrimSpace(key) }); i >= 0 {
			return fields[i], nil
		}
	}
	var known []string
	for _, f := range fields {
		known = append(known, f.Key+"（"+f.Label+"）")
	}
	return ledger.Field{}, fault.New(fault.UnknownField, k.Label, key).With("可用的字段：" + strings.Join(known, "、"))
}

// Columns finds the fields that keys or labels name.
func (a *App) Columns(kind string, keys []string) (out []ledger.Field, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	for _, key := range keys {
		f, err := filterField(k, key)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// comparable turns a value as typed into one as stored: keys of choices, states by their label, times and their parts.
func (a *App) comparable(ctx context.Context, r Reader, k *ledger.Kind, f ledger.Field, dicts dictionary.Set, v string) (string, error) {
	bad := func(why string) error { return fault.New(fault.BadValue, f.Label, v, why) }
	switch {
	case v == "":
		return "", nil
	case f.Key == "state":
		return stateNamed(k, v, bad)
	case namesWeek(k, f.Key, v):
		week, err := ParseWeek(v)
		return week.String(), err
	case v == "@me" || v == "@我":
		return a.Account, nil
	}
	switch f.Type {
	case ledger.Choice:
		return chosen(f, dicts, v, bad)
	case ledger.Time, ledger.Date:
		return span(f, v, bad)
	case ledger.Bool:
		is, err := boolean(v, bad)
		if is == true {
			return "true", err
		}
		return "false", err
	case ledger.Int, ledger.Points:
		_, err := points(v, bad)
		return v, err
	case ledger.Ref:
		rec, err := r.Record(ctx, f.To, v)
		if errors.Is(err, ErrNotFound) {
			return "", bad("没有这条记录")
		}
		if err != nil {
			return "", err
		}
		return string(rec.ID), nil
	}
	return v, nil
}

func stateNamed(k *ledger.Kind, v string, bad func(string) error) (string, error) {
	var labels []string
	for _, l := range k.States {
		if l.Label == v || string(l.State) == v {
			return string(l.State), nil
		}
		labels = append(labels, string(l.State)+"（"+l.Label+"）")
	}
	return "", bad("可填：" + strings.Join(labels, "、"))
}

// chosen finds a choice, one that is retired too: older records have it.
func chosen(f ledger.Field, dicts dictionary.Set, v string, bad func(string) error) (string, error) {
	d := choices(f, dicts)
	if it, ok := d.Find(v); ok {
		return it.Key, nil
	}
	return "", bad("可填：" + strings.Join(d.Labels(), "、"))
}

var (
	dayPart = regexp.MustCompile(`^\d{4}(-\d{2})?$`)
	seconds = regexp.MustCompile(`\d{1,2}[:时]\d{1,2}[:分]\d`)
)

// span gives a time as far as it was told: 2026-03 and 2026-03-05 and 2026-03-05T10:00 stand for all that lies in them.
func span(f ledger.Field, v string, bad func(string) error) (string, error) {
	if dayPart.MatchString(v) {
		return v, nil
	}
	at, clock, err := intake.ParseTime(v)
	switch {
	case err != nil:
		return "", bad("应写作 2026-03-05、2026-03 或 2026-03-05T10:00")
	case f.Type == ledger.Date || !clock:
		return at.Format("2006-01-02"), nil
	case seconds.MatchString(v):
		return at.Format("2006-01-02T15:04:05"), nil
	}
	return at.Format("2006-01-02T15:04"), nil
}
