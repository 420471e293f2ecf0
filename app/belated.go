package app

import (
	"context"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	rule "opsledger/app/rule/attendance"
	"opsledger/app/rule/worktime"
)

// belated reports whether a step told what happened more than one working day after it (补录). What an import of the province's
// tells has its own mark.
func belated(cal *worktime.Calendar, k *ledger.Kind, s *ledger.Taken) bool {
	told := k.Told(s)
	return !told.IsZero() && !imported(s) && cal.Belated(told, s.Node.Wall)
}

// belatedKey is the field that names what of a day was told belatedly.
const belatedKey = "belated"

// presenter gives how records of a kind are shown: masked, with the fields that are found out whenever one is read.
func (a *App) presenter(ctx context.Context, r Reader, k *ledger.Kind) (func(*Row, bool) (Shown, error), error) {
	if k != attendance.Kind {
		return func(row *Row, reveal bool) (Shown, error) { return present(k, &row.Record, reveal), nil }, nil
	}
	cal, err := a.Calendar(ctx, r)
	return func(row *Row, reveal bool) (Shown, error) {
		s := present(k, &row.Record, reveal)
		late, err := lateParts(cal, row)
		if len(late) > 0 {
			s.Fields[belatedKey] = strings.Join(late, "、")
		}
		return s, err
	}, err
}

// lateParts names what of a day was told belatedly.
func lateParts(cal *worktime.Calendar, row *Row) ([]string, error) {
	f, folded := row.Facts.(attendance.Facts)
	if folded {
		return rule.Belated(cal, f), nil
	}
	f, err := factsOf[attendance.Facts](row)
	return rule.Belated(cal, f), err
}

// late puts in the place of each condition on what was told belatedly the days it means: those any of the parts named was late of;
// "" those nothing was.
func (a *App) late(ctx context.Context, r Reader, q Query) (Query, error) {
	is := func(c Condition) bool { return c.Key == belatedKey }
	if q.Kind != attendance.Kind.Name || !slices.ContainsFunc(q.Where, is) {
		return q, nil
	}
	cal, err := a.Calendar(ctx, r)
	if err != nil {
		return q, err
	}
	where := slices.Clone(q.Where)
	ids := make([][]string, len(where))
	others := slices.DeleteFunc(slices.Clone(where), is)
	err = r.Each(ctx, Query{Kind: q.Kind, Where: others}, func(row *Row) error {
		parts, err := lateParts(cal, row)
		if len(parts) == 0 {
			parts = []string{""}
		}
		for i, c := range where {
			if is(c) && slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(c.Value, p) }) {
				ids[i] = append(ids[i], string(row.ID))
			}
		}
		return err
	})
	for i, c := range where {
		if is(c) {
			where[i] = Condition{Key: "id", Op: c.Op, Value: append(ids[i], "")} // of none it finds none
		}
	}
	q.Where = where
	return q, err
}

// unordered refuses to order by, or compare with, what is found out only when a record is read.
func unordered(f ledger.Field) error {
	return fault.New(fault.Refused, "“"+f.Label+"”只能用 = 或 != 来筛选，不能排序").With("请换一个字段")
}
