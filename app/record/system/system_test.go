package system_test

import (
	"fmt"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/system"
)

type fields = ledger.Fields

func TestAnOldDayIsReadByTheVersionOfThen(t *testing.T) {
	s := story.Begin(t, system.Kind)
	s.Refuses("record", fields{"interfaces": []string{"| 农行"}}, "接口名")
	s.Step("record", fields{"name": "社保核心", "type": "业务系统", "since": "2025-01-01", "duties": []string{"市区运维"}, "vendors": []string{"甲公司"}, "interfaces": []string{"代发 | 农行 | 文件"}})
	s.Refuses("update", fields{"since": "2026-01-01", "basis": "省厅调整"}, "没有要变更的内容")
	s.Step("update", fields{"since": "2026-01-01", "basis": "省厅调整", "duties": []string{"市区运维", "经开区运维"}})
	s.Step("update", fields{"since": "2025-07-01", "basis": "补记", "vendors": []string{"乙公司"}})
	rec := s.Record()
	f := rec.Facts.(system.Facts)
	for day, want := range map[ledger.Day]string{"2024-12-31": "[] []", "2025-06-30": "[市区运维] [甲公司]", "2025-07-01": "[市区运维] [乙公司]", "2026-03-01": "[市区运维 经开区运维] [甲公司]"} {
		v, _ := f.On(day)
		if got := fmt.Sprint(v.Duties, v.Vendors); got != want {
			t.Errorf("on %s: %s, should be %s", day, got, want)
		}
	}
	if rec.Fields["version"] != int64(3) || rec.Fields["since"] != "2026-01-01" || fmt.Sprint(rec.Fields["interfaces"]) != "[代发 | 农行 | 文件]" {
		t.Errorf("%v", rec.Fields)
	}
	s.Step("provide", fields{"provided_on": "2026-03-05"})
	if got := s.Record().Fields["provided_on"]; got != "2026-03-05" {
		t.Error(got)
	}
	s.Sound()
}
