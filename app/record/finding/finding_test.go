package finding_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/finding"
)

type fields = ledger.Fields

func found(t *testing.T, more fields) *story.Telling {
	t.Helper()
	s := story.Begin(t, finding.Kind)
	f := fields{"title": "查询慢", "nature": "问题", "source": "巡访", "found": "2026-03-05", "unit": "养老科"}
	for k, v := range more {
		f[k] = v
	}
	s.Step("record", f)
	return s
}

var word = fields{"confirmed_by": "周科长", "confirmed_on": "2026-03-12", "confirmed_means": "电话"}

func TestOnlyTheDepartmentsWordCloses(t *testing.T) {
	s := found(t, nil)
	s.Refuses("confirm-by-department", word, "还没有登记解决")
	s.Refuses("solve", fields{"solved": "2026-03-06 10:00"}, "须填写解决结果")
	s.Step("solve", fields{"solved": "2026-03-06 10:00", "solution": "加索引"})
	s.Step("reopen", fields{"reason": "仍慢"})
	if f := s.Record().Facts.(finding.Facts); !f.Solved.IsZero() || s.Record().Fields["solved"] != nil {
		t.Errorf("reopened: %+v", f)
	}
	s.Step("solve", fields{"solved": "2026-03-10 10:00"})
	s.Refuses("confirm-by-department", fields{"confirmed_on": "2026-03-01"}, "早于提出日期")
	s.Step("confirm-by-department", word)
	if rec := s.Record(); rec.State != finding.Closed || rec.Fields["confirmed_means"] != "电话" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Sound()
}

func TestWhatWasSolvedOnTheSpotNeedsOnlyTheWord(t *testing.T) {
	s := story.Begin(t, finding.Kind)
	s.Refuses("record", fields{"source": "巡访"}, "来源巡访")
	s.Refuses("record", fields{"source": "工单", "solved_on_site": true}, "解决结果")
	s = found(t, fields{"solved_on_site": true, "solution": "当场调整"})
	s.Step("confirm-by-department", word)
	s.Sound()
}

func TestTheProvincesConclusionIsKeptWithItsBatch(t *testing.T) {
	s := found(t, fields{"nature": "建议"})
	s.Refuses("conclude-province", fields{"conclusion": "x"}, "不能省厅结论")
	s.Refuses("submit-province", fields{"submitted": "2026-03-01", "batch": "2026-01"}, "早于提出日期")
	s.Step("submit-province", fields{"submitted": "2026-03-06", "batch": "2026-01"})
	s.Step("conclude-province", fields{"conclusion": "纳入下版", "adopted": "部分采纳"})
	rec := s.Record()
	if rec.State != finding.Open || rec.Fields["batch"] != "2026-01" || rec.Fields["adopted"] != "部分采纳" || rec.Fields["submitted"] != "2026-03-06" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Sound()
}

func TestASuggestionMayBeDeclinedAProblemNot(t *testing.T) {
	s := found(t, nil)
	s.Refuses("decline", fields{"reason": "不做"}, "只有“建议”可以不采纳")
	s = found(t, fields{"nature": "建议"})
	s.Step("decline", fields{"reason": "与政策不符"})
	if rec := s.Record(); rec.State != finding.Declined || rec.Fields["adopted"] != "不采纳" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Sound()
}

func TestTheFirstFeedbackCounts(t *testing.T) {
	s := found(t, fields{"feedback_by": "2026-03-10 18:00"})
	s.Refuses("feed-back", fields{"fed_back": "2026-03-04 10:00", "feedback": "x"}, "早于提出日期")
	s.Step("feed-back", fields{"fed_back": "2026-03-09 10:00", "feedback": "已排查"})
	s.Step("feed-back", fields{"fed_back": "2026-03-11 10:00", "feedback": "已修改"})
	if f := s.Record().Facts.(finding.Facts); !f.FedBack.Equal(story.At("2026-03-09 10:00")) || !f.FeedbackBy.Equal(story.At("2026-03-10 18:00")) {
		t.Errorf("%+v", f)
	}
	s.Sound()
}
