package training_test

import (
	"fmt"
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/training"
)

type fields = ledger.Fields

var handout = strings.Repeat("a", 64)

func unbegun(t *testing.T) *story.Telling {
	t.Helper()
	return story.Begin(t, training.Kind)
}

func planned(t *testing.T, more fields) *story.Telling {
	t.Helper()
	s := unbegun(t)
	f := fields{"type": "培训", "topic": "参保登记", "trainer": "李工", "planned": "2026-03-05 14:00"}
	for k, v := range more {
		f[k] = v
	}
	s.Step("plan", f)
	return s
}

var end = fields{"start": "2026-03-05 14:00", "end": "2026-03-05 16:00", "materials": handout}

func TestATrainingEndsWithAStartMaterialsAndPeople(t *testing.T) {
	s := planned(t, fields{"invited": 4})
	s.Refuses("finish", fields{"materials": handout}, "没有开始时间")
	s.Refuses("finish", fields{"start": "2026-03-05 14:00"}, "没有培训资料")
	s.Refuses("finish", end, "没有签到名单")
	s.Refuses("evaluate", fields{"grade": "优"}, "不能评价")
	s.Step("sign-in", fields{"name": "李芳", "unit": "养老科", "party": training.Business, "signed_in": "2026-03-05 13:55"})
	s.Refuses("finish", fields{"start": "2026-03-05 14:00", "end": "2026-03-05 13:00", "materials": handout}, "早于开始时间")
	s.Step("begin", fields{"start": "2026-03-05 14:00"})
	s.Step("finish", fields{"materials": handout})
	s.Step("sign-in-many", fields{"participants": []string{"王勇 | 工伤科 | 业务", "张三，失业科"}})
	s.Step("score", fields{"name": "王勇", "score": "92.5"})
	s.Step("evaluate", fields{"grade": "优", "evaluation": "掌握", "evaluated": "2026-03-06 09:00"})
	rec := s.Record()
	if rec.State != training.Evaluated || rec.Fields["trained"] != int64(3) || rec.Fields["coverage"] != "75.0" || fmt.Sprint(rec.Fields["participants"]) !=
		"[李芳 | 养老科 | 业务人员 王勇 | 工伤科 | 业务人员 | 92.5 张三 | 失业科]" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Sound()
}

func TestTheSamePersonTwiceIsTold(t *testing.T) {
	s := planned(t, nil)
	s.Step("sign-in", fields{"name": "李芳", "unit": "养老科", "signed_in": "2026-03-05 13:55"})
	s.Refuses("sign-in", fields{"name": "李 芳", "unit": "养老科"}, "李 芳（养老科）已签到")
	s.Refuses("sign-in", fields{"name": "李芳,王勇"}, "请用批量签到")
	if why := s.Refusal("sign-in", fields{"name": "李芳", "unit": "工伤科"}); why != "" {
		t.Errorf("a namesake: %s", why)
	}
	s.Refuses("sign-in-many", fields{"participants": []string{"王勇|工伤科", "李芳|养老科", "王 勇|工伤科", "|工伤科", "赵六|x|甲方", "钱七|x|技术|优", "孙八|a|b|c|d"}},
		"第2行：李芳（养老科）已签到；第3行与第1行是同一人：王 勇（工伤科）；第4行：没有姓名；第5行：所属方“甲方”不对，可填：业务人员、技术人员、开发人员；第6行：成绩“优”应为数字；另有1处")
	s.Step("sign-in", fields{"name": "李芳", "unit": "工伤科", "signed_in": "2026-03-05 13:55"})
	s.Step("begin", fields{"start": "2026-03-05 14:00"})
	s.Refuses("score", fields{"name": "李芳", "score": "90"}, "不止一个李芳")
	s.Refuses("strike", fields{"name": "王勇", "reason": "没来"}, "签到名单里没有王勇")
	s.Step("strike", fields{"name": "李芳", "unit": "工伤科", "reason": "记错"})
	if got := s.Record().Facts.(training.Facts).Participants; len(got) != 1 || got[0].Unit != "养老科" {
		t.Errorf("%v", got)
	}
	s.Sound()
}

func TestRareCharactersOfNamesAreKept(t *testing.T) {
	s := planned(t, nil)
	for _, name := range []string{"王𬭎", "㛃𠅤", "买买提·吐尔逊", "Ｏ'Brien", "李〇"} {
		s.Step("sign-in", fields{"name": name, "unit": "养老科", "signed_in": "2026-03-05 13:55"})
		s.Refuses("sign-in", fields{"name": name, "unit": "养老科"}, "已签到")
	}
	if got := s.Record().Facts.(training.Facts).Participants; len(got) != 5 || got[0].Name != "王𬭎" || got[2].Name != "买买提·吐尔逊" {
		t.Errorf("%v", got)
	}
	s.Sound()
}

func TestTenThousandSignInAtOnce(t *testing.T) {
	s := planned(t, fields{"invited": 20000})
	var list []string
	for i := range 10000 {
		list = append(list, fmt.Sprintf("学员%05d | 第%d科 | 业务人员", i, i%50))
	}
	s.Step("sign-in-many", fields{"participants": list})
	s.Refuses("sign-in-many", fields{"participants": append(list[:1:1], "新人")}, "第1行：学员00000（第0科）已签到")
	s.Step("finish", end)
	if rec := s.Record(); rec.Fields["trained"] != int64(10000) || rec.Fields["coverage"] != "50.0" {
		t.Errorf("%v %v", rec.Fields["trained"], rec.Fields["coverage"])
	}
	s.Sound()
}

func TestAnExchangeNeedsAllThreeParties(t *testing.T) {
	s := planned(t, fields{"type": training.Exchange})
	s.Step("sign-in-many", fields{"participants": []string{"李芳|养老科|业务", "王勇|项目组|技术"}})
	s.Refuses("finish", end, "签到名单里还没有：开发人员")
	s.Step("sign-in", fields{"name": "周研", "party": training.Developer, "signed_in": "2026-03-05 14:10"})
	s.Step("finish", end)
	if got := fmt.Sprint(s.Record().Fields["parties"]); got != "[业务人员 技术人员 开发人员]" {
		t.Error(got)
	}
	s.Sound()
}

func TestWhatWasCancelledTakesNoMoreSteps(t *testing.T) {
	s := planned(t, nil)
	s.Refuses("plan", fields{}, "不能计划")
	s.Step("cancel", fields{"reason": "停电"})
	for _, action := range []string{"begin", "sign-in", "sign-in-many", "finish", "evaluate"} {
		s.Refuses(action, fields{}, "不能")
	}
	s = story.Begin(t, training.Kind)
	s.Refuses("finish", end, "不能结束")
	s.Refuses("plan", fields{"invited": -1}, "不能为负数")
}
