package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// A kind has six indexes at most. What else lists are narrowed by stands in the full-text index as tags, one for each value,
// so that a value few records have is found without reading the rest. Personal values have none.

// tagMark begins every tag: one prefix for the prefix indexes to keep.
const tagMark = "000"

// tagged reports whether a field's values stand in the full-text index as tags.
func tagged(k *ledger.Kind, f ledger.Field) bool {
	switch f.Type {
	case ledger.Choice, ledger.Bool, ledger.List, ledger.Text, ledger.Ref:
		return f.Personal == "" && !f.Told && !hasIndex(k, f)
	}
	return false
}

// hasIndex reports whether a field is among those that got an index.
func hasIndex(k *ledger.Kind, f ledger.Field) bool {
	return f.Indexed && slices.ContainsFunc(indexes(k), func(x [2]string) bool { return x[0] == f.Key })
}

// emptyTagged reports whether having no value is a tag too: choices are counted so as well.
func emptyTagged(f ledger.Field) bool { return f.Type == ledger.Choice && !f.Step }

func tagOf(key, value string) string {
	h := fnv.New64a()
	h.Write([]byte(key + "=" + value))
	return fmt.Sprintf("%s%016x", tagMark, h.Sum64())
}

func tagsOf(k *ledger.Kind, f *folded) []string {
	var out []string
	for _, d := range k.Fields {
		if !tagged(k, d) {
			continue
		}
		switch v := f.fields[d.Key].(type) {
		case bool:
			if v {
				out = append(out, tagOf(d.Key, "true"))
			}
		case []any:
			for _, it := range v {
				if text, ok := it.(string); ok {
					out = append(out, tagOf(d.Key, text))
				}
			}
		default:
			if text := f.fields.Text(d.Key); text != "" || emptyTagged(d) {
				out = append(out, tagOf(d.Key, text))
			}
		}
	}
	return append(out, marksOf(f)...)
}

// marksOf are the marks a kind's facts carry, as tags.
func marksOf(f *folded) (out []string) {
	var facts struct {
		Marks []string `json:"marks"`
	}
	if !strings.Contains(f.facts, `"marks":[`) || json.Unmarshal([]byte(f.facts), &facts) != nil {
		return nil // facts that can't be read have none: whoever reads the record says so
	}
	for _, m := range facts.Marks {
		out = append(out, tagOf(app.MarkKey, m))
	}
	return out
}

// looked is what of a query the full-text index can look up. Whole means that it is all the query asks, open that some of it is no choice.
type looked struct {
	match       string
	whole, open bool
}

// lookedUp turns conditions into a full-text expression that finds all they find; it may find more where it is not whole.
func lookedUp(k *ledger.Kind, q app.Query) looked {
	out := looked{whole: true}
	var parts []string
	if match := matching(q.Search); match != "" {
		parts = append(parts, match)
	}
	for _, c := range q.Where {
		part, exact := partOf(k, c)
		if part != "" {
			f, _ := k.Field(c.Key)
			parts, out.open = append(parts, part), out.open || f.Type != ledger.Choice
		}
		out.whole = out.whole && exact
	}
	out.match = strings.Join(parts, " AND ")
	out.whole = out.whole && out.match != ""
	return out
}

// partOf is a condition as a full-text expression, "" where the index does not tell; exact means that both find the same.
func partOf(k *ledger.Kind, c app.Condition) (part string, exact bool) {
	f, ok := k.Field(c.Key)
	if c.Key == app.MarkKey {
		f, ok = ledger.Field{Key: c.Key, Type: ledger.List}, true
	}
	if !ok || c.Op != app.Equal || len(c.Value) == 0 || len(c.Value) > many || f.Personal != "" {
		return "", false
	}
	var any []string
	exact = true
	for _, v := range c.Value {
		alt := ""
		switch {
		case tagged(k, f) && f.Type == ledger.Bool && v == "true", tagged(k, f) && f.Type != ledger.Bool && (v != "" || emptyTagged(f)):
			alt = `tag : "` + tagOf(f.Key, v) + `"`
		case f.Search && f.Type == ledger.Long: // has its words in the index and no tag
			alt, exact = matching(v), false
		}
		if alt == "" {
			return "", false
		}
		any = append(any, "("+alt+")")
	}
	return "(" + strings.Join(any, " OR ") + ")", exact
}

// farther is from how many rows on a page is spread over that it costs less to note first which records are on it than to read those
// between.
const farther = 5000

// share tells how many records the full-text index finds: so few that looking them up and sorting them is less than walking all in the
// order wanted; else some, where a page of them is spread farther. Of choices that is not asked: most are common,
// and counting them would cost more than it saves.
func (r *reader) share(ctx context.Context, k *ledger.Kind, by looked, found []any) (few, some bool, err error) {
	n, err := r.countFound(ctx, found, common+1)
	if err != nil || n <= common || !by.open {
		return err == nil && n <= common, false, err
	}
	var all int
	if err := r.tx.QueryRowContext(ctx, "SELECT coalesce(sum(n), 0) FROM counters WHERE kind = ? AND field = 'state'", k.Name).Scan(&all); err != nil {
		return false, false, fmt.Errorf("counting %s: %w", k.Name, err)
	}
	apart := all / (farther / app.PageRows)
	if apart <= common {
		return false, false, nil
	}
	n, err = r.countFound(ctx, found, apart+1)
	return false, err == nil && n <= apart, err
}

func (r *reader) countFound(ctx context.Context, found []any, limit int) (n int, err error) {
	if err := r.tx.QueryRowContext(ctx, countFound, append(slices.Clone(found), limit)...).Scan(&n); err != nil {
		return 0, fmt.Errorf("looking up: %w", err)
	}
	return n, nil
}

// countFound counts what the full-text index finds, without rows.
const countFound = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?)"
