package visit_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/visit"
)

type fields = ledger.Fields

func called(t *testing.T) *story.Telling {
	t.Helper()
	s := story.Begin(t, visit.Kind)
	s.Step("record", fields{"date": "2026-03-05", "means": "走访", "unit": "养老科", "side": "业务部门", "region": "丹徒区", "asked": "周科长", "asker": "李工", "content": "听取意见"})
	return s
}

var word = fields{"confirmed_by": "周科长", "confirmed_on": "2026-03-06"}

func TestNoProblemOfAVisitIsLeftLying(t *testing.T) {
	s := called(t)
	if why := s.Refusal("confirm", word); why != "" {
		t.Errorf("without any problem: %s", why)
	}
	s.Refuses("add-problem", fields{"problem": "打印错位", "solved_on_site": true}, "须填写解决结果")
	s.Step("add-problem", fields{"problem": "打印错位", "solved_on_site": true, "solution": "调整模板"})
	if why := s.Refusal("confirm", word); why != "" {
		t.Errorf("solved on the spot: %s", why)
	}
	one := s.Step("add-problem", fields{"problem": "查询慢", "nature": "问题"})
	two := s.Step("add-problem", fields{"problem": "增加导出", "nature": "建议"})
	s.Refuses("confirm", word, "还有2个问题")
	s.Refuses("hand-on", fields{"of": one}, "只填一个")
	s.Refuses("hand-on", fields{"of": one, "ticket": "a", "finding": "b"}, "只填一个")
	s.Step("hand-on", fields{"of": one, "ticket": "0000000000000000000000000000000a"})
	s.Refuses("confirm", word, "还有1个问题")
	s.Step("hand-on", fields{"of": two, "finding": "0000000000000000000000000000000b"})
	s.Refuses("confirm", fields{"confirmed_by": "周科长", "confirmed_on": "2026-03-04"}, "早于巡访日期")
	s.Step("confirm", word)
	rec := s.Record()
	if f := rec.Facts.(visit.Facts); rec.State != visit.Confirmed || len(f.Open()) != 0 || len(rec.Links) != 2 || rec.Fields["open_problems"] != int64(0) {
		t.Errorf("%s %+v %v", rec.State, f, rec.Links)
	}
	s.Sound()
}

func TestAStepThatTellsTwoTargetsStillFolds(t *testing.T) {
	s := called(t)
	of := s.Step("add-problem", fields{"problem": "查询慢"})
	s.Step("hand-on", fields{"of": of, "ticket": "0000000000000000000000000000000a", "finding": "0000000000000000000000000000000a"})
	links := s.Record().Links
	if len(links) != 2 || links[0].Ref == links[1].Ref {
		t.Errorf("links share a place: %v", links)
	}
}
