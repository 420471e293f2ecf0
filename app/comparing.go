package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/comparison"
	"opsledger/app/rule/compare"
)

// Comparing names two lists, 甲 and 乙, and the key columns of each, in pairs.
type Comparing struct {
	A, B         string // paths
	KeysA, KeysB []string
}

// ComparedLists are two lists compared (R049), with the SHA-256 of either file.
type ComparedLists struct {
	Comparing
	Result       *compare.Result
	HashA, HashB string
}

// ClearComparison records that what came of a comparison is shown unmasked, before it is (R114).
func (a *App) ClearComparison(ctx context.Context, reason string, c ComparedLists) error {
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.NeedReason)
	}
	return a.disclosed(ctx, reason, "compare", comparison.Kind.Name, strings.Join(c.KeysA, "、"), c.Result.A.Rows+c.Result.B.Rows)
}

// MaxSuspects bounds the rows of one sheet that become doubtful cases in one go: each waits for a conclusion of its own.
const MaxSuspects = 2000

// FillComparison writes into a comparison what came of comparing its lists: the counts, the hashes of the files, the key; attaches the
// result; and makes the rows of one sheet doubtful cases ("" none). All of it or nothing.
func (a *App) FillComparison(ctx context.Context, key string, c ComparedLists, result File, suspects string) (rec *ledger.Record, err error) {
	k := comparison.Kind
	cases, err := casesOf(c, suspects)
	if err != nil {
		return nil, err
	}
	return a.onRecord(ctx, k.Name, key, ledger.Amend, func(w Writer, rec *ledger.Record) ([]stepEntry, error) {
		if rec.State != comparison.Open {
			return nil, fault.New(fault.Refused, rec.Number+"处于“"+k.StateLabel(rec.State)+"”，不能写入比对结果").With("请先办理“重新处理”，或另登记一次比对")
		}
		steps, _, err := attaching(ctx, w, rec, result)
		if err != nil {
			return nil, err
		}
		take := func(action string, values map[string]string) {
			if err != nil || len(values) == 0 {
				return
			}
			var e stepEntry
			e, _, err = a.prepare(ctx, w, k, Step{Kind: k.Name, Key: string(rec.ID), Action: action, Values: values})
			steps = append(steps, e)
		}
		take(ledger.Amend, differing(rec.Fields, ComparisonFields(c)))
		if len(cases) > 0 {
			take("add-suspects", map[string]string{"suspects": strings.Join(cases, "\n")})
		}
		return steps, err
	})
}

// differing are the values that a record does not say already.
func differing(have ledger.Fields, values map[string]string) map[string]string {
	out := map[string]string{}
	for key, v := range values {
		is := fmt.Sprint(have[key])
		if list := texts(have[key]); len(list) > 0 {
			is = strings.Join(list, listJoint)
		}
		if is != v {
			out[key] = v
		}
	}
	return out
}

// ComparisonFields are what a comparison record says of its lists: 甲 is ours.
func ComparisonFields(c ComparedLists) map[string]string {
	out := map[string]string{"our_file": c.HashA, "their_file": c.HashB, "key": strings.Join(c.KeysA, listJoint)}
	for field, n := range map[string]int{"ours": c.Result.A.Rows, "theirs": c.Result.B.Rows, "matched": c.Result.Both, "only_ours": c.Result.OnlyA, "only_theirs": c.Result.OnlyB} {
		out[field] = strconv.Itoa(n)
	}
	return out
}

// casesOf names the rows of a sheet as doubtful cases.
func casesOf(c ComparedLists, sheet string) (out []string, err error) {
	if sheet == "" {
		return nil, nil
	}
	n := map[string]int{compare.OnlyA: c.Result.OnlyA, compare.OnlyB: c.Result.OnlyB, compare.Both: c.Result.Both, compare.Differ: c.Result.Differ}[sheet]
	if n > MaxSuspects {
		return nil, fault.New(fault.Refused, fmt.Sprintf("“%s”有%d条，一次最多登记%d个疑点", sheet, n, MaxSuspects)).With("请先在名单里筛选，或只写入笔数，再在比对结果里逐批登记疑点")
	}
	for i := range n {
		out = append(out, compare.Case(sheet, i+1)+" | "+sheet)
	}
	return out, nil
}
