package intake

import "testing"

func delayed(t *testing.T, word string) drafted {
	t.Helper()
	out, err := tickets(rows(texts("工单号", "标题", "所属系统", "区域", "到达时间", "延误责任"),
		texts("W1", "甲", "工单系统", "丹徒区", "2026-03-05 09:00", word)), options(t))
	if err != nil || len(out.Drafts) != 1 {
		t.Fatalf("%q: %+v %v", word, out, err)
	}
	return out
}

func TestADelayOfOthersIsAClaim(t *testing.T) {
	for word, want := range map[string]string{"": "", "无": "", "运维单位": "", "运维单位原因": "", "我方责任": "", "项目组": "", "省厅": "等待省厅", "省厅原因": "等待省厅",
		"等待省厅": "等待省厅", "用户方": "等待用户", "业务部门": "等待用户", "第三方": "等待第三方", "停电": "网络或停电", "非运维单位": "其他非运维原因", "非运维单位原因": "其他非运维原因"} {
		if got := delayed(t, word); got.Drafts[0].Excuse != want || len(got.Warnings) > 0 {
			t.Errorf("%q: %q, should be %q; %v", word, got.Drafts[0].Excuse, want, got.Warnings)
		}
	}
	if got := delayed(t, "月亮"); len(got.Warnings) != 1 || got.Drafts[0].Excuse != "" {
		t.Errorf("an unknown word: %+v", got)
	}
}
