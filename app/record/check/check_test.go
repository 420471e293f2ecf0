package check_test

import (
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/record/check"
)

func TestACheckMustAgreeWithItsRecords(t *testing.T) {
	taken := func(change ledger.Fields) ledger.Fields {
		f := ledger.Fields{"week": "2026-W11", "at": "2026-03-12T18:00:00+08:00", "as_of": "2026-03-12T18:05:00+08:00",
			"numerator": int64(1), "denominator": int64(3), "open": []any{"W1"}}
		for k, v := range change {
			f[k] = v
		}
		return f
	}
	for _, c := range []struct {
		change ledger.Fields
		want   string // "" = taken
	}{
		{nil, ""},
		{ledger.Fields{"week": "2026-11"}, "周应写作"},
		{ledger.Fields{"at": ""}, "没有检查时刻"},
		{ledger.Fields{"as_of": "2026-03-12T17:59:59+08:00"}, "还没有到"},
		{ledger.Fields{"numerator": int64(2)}, "与明细不符"},
		{ledger.Fields{"denominator": int64(0)}, "与明细不符"},
		{ledger.Fields{"numerator": nil}, "与明细不符"},
		{ledger.Fields{"numerator": int64(0), "denominator": int64(0), "open": []any{}}, ""},
	} {
		take, _ := check.Kind.Action("take")
		err := take.Check(ledger.Before{}, taken(c.change))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, should be %q", c.change, err, c.want)
		}
	}
	if amended, ok := check.Kind.Field("numerator"); !ok || !amended.Step {
		t.Error("a check's figures can be overwritten")
	}
}
