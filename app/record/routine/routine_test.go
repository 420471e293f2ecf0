package routine_test

import (
	"fmt"
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/routine"
)

type fields = ledger.Fields

func TestRulesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"每工作日": "{0 0 [] 0 0 0}", "每 周 四": "{1 1 [Thursday] 0 0 0}", "每星期天": "{1 1 [Sunday] 0 0 0}", "每周1、3": "{1 1 [Monday Wednesday] 0 0 0}",
		"每周一，三、一": "{1 1 [Monday Wednesday] 0 0 0}", "每两周周四": "{1 2 [Thursday] 0 0 0}", "每双周五": "{1 2 [Friday] 0 0 0}", "每月５日": "{2 0 [] 0 5 0}",
		"每月末": "{2 0 [] 0 0 0}", "每月": "{2 0 [] 0 0 0}", "每月第5个工作日": "{2 0 [] 0 0 5}", "每季": "{3 0 [] 0 0 0}", "每季度第10个工作日": "{3 0 [] 0 0 10}",
		"每半年6月30日": "{4 0 [] 6 30 0}", "每年12月末": "{5 0 [] 12 0 0}", "每年2月29日": "{5 0 [] 2 29 0}",
	} {
		got, err := routine.ParseRule(text)
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s: %v %v, should be %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "偶尔", "每周八", "每月0日", "每月32日", "每月第0个工作日", "每月第99个工作日", "每季4月1日", "每年13月1日", "每年2月30日", "每年0月", "每年1月0日", "每三周周四"} {
		if r, err := routine.ParseRule(text); err == nil || !strings.Contains(err.Error(), "应写作") {
			t.Errorf("%s: %v %v", text, r, err)
		}
	}
}

func TestAChangedRuleKeepsItsBasisAndItsDate(t *testing.T) {
	s := story.Begin(t, routine.Kind)
	s.Refuses("plan", fields{"type": "例会", "rule": "有空时", "since": "2026-01-01"}, "看不懂")
	s.Refuses("plan", fields{"type": "例会", "rule": "每周四", "at": "25:00"}, "17:00")
	s.Refuses("plan", fields{"type": "专项", "rule": "每月末"}, "目标")
	s.Refuses("plan", fields{"type": "数据比对", "rule": "每季"}, "来源")
	s.Step("plan", fields{"name": "项目例会", "type": "例会", "rule": "每周四", "since": "2026-01-01", "at": "15:00"})
	s.Step("change-rule", fields{"rule": "每两周周三", "since": "2026-04-01", "basis": "信息中心通知", "shift": "顺延"})
	rec := s.Record()
	f := rec.Facts.(routine.Facts)
	if len(f.Versions) != 2 || f.Versions[0].Shift != routine.Earlier || rec.Fields["rule"] != "每两周周三" || rec.Fields["at"] != nil || len(rec.Fields["versions"].([]any)) != 2 {
		t.Errorf("%+v %v", f, rec.Fields)
	}
	s.Step("change-rule", fields{"rule": "每周五", "since": "2026-04-01", "basis": "更正"}) // the same day again
	s.Step("stop", fields{"last": "2026-06-30", "reason": "项目结束"})
	s.Refuses("change-rule", fields{"rule": "每周四"}, "不能变更周期")
	if f := s.Record().Facts.(routine.Facts); len(f.Versions) != 2 || f.Versions[1].Rule != "每周五" || f.Until != "2026-06-30" {
		t.Errorf("%+v", f)
	}
	s.Step("resume", fields{"rule": "每周四", "since": "2026-09-01", "basis": "续签"})
	if f := s.Record().Facts.(routine.Facts); len(f.Versions) != 3 || f.Until != "" {
		t.Errorf("%+v", f)
	}
	s.Sound()
}

func TestASpecialTaskTellsHowFarItCame(t *testing.T) {
	s := story.Begin(t, routine.Kind)
	s.Step("plan", fields{"name": "全民参保扩面", "type": "专项", "rule": "每月末", "since": "2026-01-01", "target": "核查3000条", "target_figure": 3000})
	s.Refuses("progress", fields{"on": "2026-02-28", "reached": -1}, "负数")
	s.Step("progress", fields{"on": "2026-02-28", "reached": 800})
	s.Step("progress", fields{"on": "2026-03-31", "reached": 1000, "text": "完成京口"})
	if rec := s.Record(); rec.Fields["completed"] != "33.3" || rec.Fields["reached"] != int64(1000) {
		t.Errorf("%v", rec.Fields)
	}
	s.Sound()
}

// made is a run as the program makes it.
func made(t *testing.T, kind string) *story.Telling {
	t.Helper()
	s := story.Begin(t, routine.RunKind)
	s.Step("make", fields{"routine": "0000000000000000000000000000000a", "day": "2026-03-05", "due": "2026-03-05 18:00", "name": "某任务", "type": kind, "owner": "李工"})
	return s
}

func TestWhatEachTypeOfRunMustTell(t *testing.T) {
	for kind, want := range map[string]string{"日常巡检": "生产环境、测试环境、回流库", "定期检查": "问题数", "例会": "纪要、出席人、负责人出席", "增量清洗": "清洗前行数、清洗后行数", "数据质量": "问题数、已解决数",
		"初始化": "核验结果", "权益记录单": "批次、计划数、完成数", "人员信息同步": "批次、成功数、失败数", "数转配合": "表名、批次、核对差异、补转记录"} {
		made(t, kind).Refuses("do", fields{"done": "2026-03-05 17:00", "doer": "李工"}, kind+"须填写："+want)
	}
	if why := made(t, "其他").Refusal("do", fields{"done": "2026-03-05 17:00", "doer": "李工"}); why != "" {
		t.Error(why)
	}
}

func TestWhatFollowsFromARun(t *testing.T) {
	s := made(t, "数据质量")
	s.Refuses("do", fields{"problems": 3, "solved": 4}, "大于问题数")
	s.Refuses("do", fields{"problems": -3, "solved": -4}, "负数")
	s.Step("do", fields{"done": "2026-03-05 17:00", "doer": "李工", "problems": 3, "solved": 1})
	if f := s.Record().Fields; f["rate"] != "33.3" || f["outstanding"] != int64(2) {
		t.Errorf("%v", f)
	}
	s.Refuses("rectify", fields{"solved": 4}, "大于问题数")
	s.Step("rectify", fields{"solved": 3, "rectified": "2026-03-06 09:00"})
	s.Step("raise-ticket", fields{"ticket": "0000000000000000000000000000000b"})
	rec := s.Record()
	if rec.Fields["rate"] != "100.0" || rec.Fields["outstanding"] != int64(0) || len(rec.Links) != 2 || rec.State != routine.Done {
		t.Errorf("%v %v", rec.Fields, rec.Links)
	}
	s.Refuses("skip", fields{"reason": "x"}, "不能不办")
	s.Sound()

	s = made(t, routine.Inspection)
	s.Step("do", fields{"done": "2026-03-05 17:00", "doer": "李工", "production": "正常", "testing": "异常", "backflow": "正常"})
	if s.Record().Fields["abnormal"] != true {
		t.Error("an environment out of order does not show")
	}
	s = made(t, routine.Meeting)
	s.Step("do", fields{"done": "2026-03-05 17:00", "doer": "李工", "minutes": "略", "attendees": []string{"李工"}, "present": false})
	if s.Record().Fields["absent"] != true {
		t.Error("the manager's absence does not show")
	}
	s.Sound()
}

func TestARunThatIsSkippedSaysWhy(t *testing.T) {
	s := made(t, routine.Meeting)
	s.Step("skip", fields{"reason": "信息中心取消"})
	if rec := s.Record(); rec.State != routine.Skipped || rec.Fields["skipped"] != "信息中心取消" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Refuses("do", fields{}, "不能完成")
	s.Sound()
}
