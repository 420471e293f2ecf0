package comparison_test

import (
	"fmt"
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/comparison"
)

type fields = ledger.Fields

var hash = strings.Repeat("a", 64)

func compared(t *testing.T) *story.Telling {
	t.Helper()
	s := story.Begin(t, comparison.Kind)
	s.Step("run", fields{"source": "民政", "compared": "2026-03-05 10:00", "batch": "2026-1", "key": []string{"身份证号"}, "ours": 1000, "theirs": 300})
	return s
}

func TestWhatAComparisonMustSay(t *testing.T) {
	s := story.Begin(t, comparison.Kind)
	for _, c := range []struct {
		f    fields
		want string
	}{
		{fields{"our_file": "abc"}, "64位"},
		{fields{"ours": -1}, "不能为负数"},
		{fields{"ours": 10, "only_ours": 11}, "仅我方11笔多于全部10笔"},
		{fields{"ours": 10, "theirs": 3, "only_theirs": 4}, "仅来源4笔多于全部3笔"},
	} {
		s.Refuses("run", c.f, c.want)
	}
}

func TestEveryDoubtfulCaseIsConcluded(t *testing.T) {
	s := compared(t)
	s.Refuses("add-suspects", fields{"suspects": []string{"1 | 已火化", "| 空"}}, "第2行没有疑点编号")
	s.Refuses("add-suspects", fields{"suspects": []string{"1", "1"}}, "第2行：疑点1已登记")
	s.Step("add-suspects", fields{"suspects": []string{"1 | 已火化", "2｜重复领取"}})
	s.Step("add-suspect", fields{"suspect": "3", "why": "单位在职"})
	s.Refuses("add-suspect", fields{"suspect": "3", "why": "x"}, "疑点3已登记")
	end := fields{"closed": "2026-03-12 10:00"}
	s.Refuses("close", end, "还有3个疑点没有结论")
	s.Refuses("conclude", fields{"suspect": "4"}, "没有疑点4")
	s.Step("conclude", fields{"suspect": "1", "conclusion": "已停发", "concluder": "李工", "at": "2026-03-06 10:00"})
	s.Refuses("conclude-many", fields{"conclusions": []string{"2 | 正常领取", "9 | 正常领取"}}, "第2行：没有疑点9")
	s.Refuses("conclude-many", fields{"conclusions": []string{"2"}}, "第1行没有结论")
	if rec := s.Record(); rec.Fields["rate"] != "33.3" || fmt.Sprint(rec.Fields["suspects"]) != "[1 | 已火化 | 已停发 2 | 重复领取 3 | 单位在职]" {
		t.Errorf("%v", rec.Fields)
	}
	s.Step("conclude-many", fields{"conclusions": []string{"2 | 正常领取", "3 | 已追回", "1 | 已追回"}, "concluder": "李工", "at": "2026-03-07 10:00"})
	s.Refuses("close", end, "没有登记两份比对文件")
	s.Step("file-lists", fields{"our_list": hash, "their_list": hash})
	s.Refuses("close", fields{"closed": "2026-03-01 10:00"}, "早于比对时间")
	s.Step("close", end)
	if rec := s.Record(); rec.State != comparison.Closed || rec.Fields["rate"] != "100.0" || rec.Fields["our_file"] != hash || rec.Facts.(comparison.Facts).Suspects[0].Conclusion != "已追回" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Sound()
}
