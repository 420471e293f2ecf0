package indicator_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/indicator"
)

type fields = ledger.Fields

func TestNoDefinitionChangesWithoutItsApproval(t *testing.T) {
	s := story.Begin(t, indicator.Kind)
	s.Refuses("define", fields{"effective": "2026-01-01", "approved": "2026-01-02"}, "未审批的口径不能生效")
	s.Step("define", fields{"name": "参保人数", "system": "全民参保管理", "definition": "在册人数", "effective": "2026-01-01", "approver": "赵主任", "approved": "2025-12-30"})
	s.Refuses("change", fields{"definition": "在册人数", "effective": "2026-03-01", "approved": "2026-02-27"}, "没有变更")
	s.Step("change", fields{"definition": "在册且缴费人数", "effective": "2026-03-01", "approver": "赵主任", "approved": "2026-02-27", "reason": "省厅统一"})
	rec := s.Record()
	f := rec.Facts.(indicator.Facts)
	if rec.Fields["version"] != int64(2) || rec.Fields["before"] != "在册人数" || rec.Fields["definition"] != "在册且缴费人数" {
		t.Errorf("%v", rec.Fields)
	}
	for day, want := range map[ledger.Day]int{"2025-12-31": 0, "2026-02-28": 1, "2026-03-01": 2} {
		if v, ok := f.On(day); v.Number != want || ok != (want > 0) {
			t.Errorf("on %s: %+v", day, v)
		}
	}
	s.Step("retire", fields{"approver": "赵主任", "approved": "2026-03-04", "reason": "合并"})
	s.Refuses("change", fields{"definition": "x"}, "不能变更")
	s.Sound()
}
