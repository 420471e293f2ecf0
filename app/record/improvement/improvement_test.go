package improvement_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/improvement"
)

type fields = ledger.Fields

func TestAnImprovementIsCarriedUntilItIsClosed(t *testing.T) {
	s := story.Begin(t, improvement.Kind)
	s.Refuses("open", fields{"quarter": "2026年一季度"}, "应写作 2026-Q1")
	s.Refuses("open", fields{"quarter": "2026-Q1", "order": true}, "完成期限")
	s.Step("open", fields{"quarter": "2025-Q4", "problem": "返工多", "target": "≤1%", "measure": "双人复核", "owner": "李工", "metric": "返工率（%）", "before": "2.4", "order": true, "due": "2026-06-30"})
	s.Refuses("measure", fields{"in": "2025-Q3", "figure": "2"}, "早于提出季度")
	s.Refuses("measure", fields{"in": "Q1", "figure": "2"}, "应写作")
	end := fields{"closed": "2026-03-05 10:00", "effect": "达标", "acceptance": "同意"}
	s.Refuses("close", end, "改进后指标")
	s.Step("measure", fields{"in": "2026-Q1", "figure": "0.9"})
	s.Refuses("close", fields{"closed": "2026-03-05 10:00", "effect": "达标"}, "验收结论")
	s.Refuses("close", fields{"closed": "2025-09-30 10:00", "effect": "达标", "acceptance": "同意"}, "早于提出季度")
	if f := s.Record().Facts.(improvement.Facts); !f.CarriedInto("2030-Q1") || f.CarriedInto("2025-Q3") || f.At("2025-Q4") != "" || f.At("2026-Q2") != "0.9" {
		t.Errorf("while open: %+v", f)
	}
	s.Step("close", end)
	f := s.Record().Facts.(improvement.Facts)
	for quarter, want := range map[string]bool{"2025-Q3": false, "2025-Q4": true, "2026-Q1": true, "2026-Q2": false} {
		if f.CarriedInto(quarter) != want {
			t.Errorf("%s: %v", quarter, !want)
		}
	}
	if rec := s.Record(); rec.Fields["after"] != "0.9" || rec.Fields["closed_in"] != "2026-Q1" {
		t.Errorf("%v", rec.Fields)
	}
	s.Step("reopen", fields{"reason": "反弹"})
	if f := s.Record().Facts.(improvement.Facts); !f.CarriedInto("2026-Q2") {
		t.Errorf("reopened: %+v", f)
	}
	s.Sound()
}
