package digest

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestEditingAgainIsAsIfItWereTheFirstTime(t *testing.T) {
	made := func() Report {
		return Report{Work: []string{"到达 3 件。"}, Problems: []string{"无。"}, Next: []string{}, Notes: []string{"口径。"}}
	}
	once, twice := made(), made()
	twice.Edit(Written{Work: "巡检。", Next: "升级。"})
	copied := twice
	twice.Edit(Written{Problems: "宕机。", More: "【值班】\n张工"})
	once.Edit(Written{Problems: "宕机。", More: "【值班】\n张工"})
	if a, b := text(t, once), text(t, twice); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	if !slices.Equal(copied.Work, []string{"巡检。"}) || !slices.Equal(copied.Notes, []string{"口径。", "“本周工作”“下周工作安排”由人工编写，其余由台账汇总。"}) {
		t.Errorf("a copy was edited along: %+v", copied)
	}
}

func TestAFrozenReportKeepsWhatAPersonWroteOfIt(t *testing.T) {
	w := Report{Work: []string{"到达 3 件。"}, Problems: []string{"无。"}, Notes: []string{"口径。"}}
	w.Edit(Written{Work: "巡检。"})
	var frozen Report
	if err := json.Unmarshal([]byte(text(t, w)), &frozen); err != nil {
		t.Fatal(err)
	}
	frozen.Edit(Written{Problems: "宕机。"})
	if !slices.Equal(frozen.Work, []string{"巡检。"}) || !slices.Equal(frozen.Notes, []string{"口径。", "“本周工作”“存在问题”由人工编写，其余由台账汇总。"}) {
		t.Errorf("%+v", frozen)
	}
}

func text(t *testing.T, w Report) string {
	t.Helper()
	raw, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
