package contract_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/record/contract"
)

func TestTermsThatCanNotHold(t *testing.T) {
	amend, _ := contract.Kind.Action("amend-terms")
	seen := ledger.Before{Fields: ledger.Fields{"start": "2026-01-01", "end": "2026-12-31"}}
	for _, c := range []struct {
		fields ledger.Fields
		want   string
	}{
		{ledger.Fields{"ticket_hours": int64(4), "response_hours": int64(0)}, ""},
		{ledger.Fields{"fee": "1"}, ""},
		{ledger.Fields{"ticket_hours": int64(-5)}, "工时数和工作日数不能为负数"},
		{ledger.Fields{"response_hours": int64(-1)}, "工时数和工作日数不能为负数"},
		{ledger.Fields{"file_late_days": float64(-1)}, "工时数和工作日数不能为负数"},
		{ledger.Fields{"end": "2025-12-31"}, "结束日期必须晚于开始日期"},
	} {
		err := amend.Check(seen, c.fields)
		if got := ""; err != nil && err.Error() != c.want || err == nil && c.want != got {
			t.Errorf("%v: %v, should be %q", c.fields, err, c.want)
		}
	}
}
