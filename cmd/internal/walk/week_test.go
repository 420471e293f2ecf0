package walk

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opsledger/cmd/internal/clerk"
	"opsledger/cmd/internal/demo"
	"opsledger/cmd/internal/sight"
)

// What an engineer types in a week; the keyboard has these characters.
const (
	noted     = "已电话联系经办人员，正在核对明细"
	opinion   = "希望批量导入能给出失败原因"
	topic     = "精准发放回盘处理"
	attendees = "孙丽，京口区社保中心 周强，润州区社保中心"
	plan      = "跟踪在途工单，完成季度巡检"
	names     = "登记巡访记录培训考勤签到记事走访镇江市本级业务部门满意市社保中心企业养老科京口区社保中心王秀兰李娜专项回盘交流"
)

const (
	monday   = "2026-03-09T08:05" // nobody has signed in yet
	thursday = "2026-03-12T15:00"
)

// TestAnEngineersWeekInARealWindow takes an export in, works on its tickets, calls on a department, holds a training, signs in, and gives the week's
// report, over two sittings.
func TestAnEngineersWeekInARealWindow(t *testing.T) {
	store := station(t, monday)
	dir := t.TempDir()
	export, material := filepath.Join(dir, "export.xlsx"), filepath.Join(homeBeside(store), "课件.txt")
	writeExport(t, export, momentOf(t, monday))
	if err := os.MkdirAll(filepath.Dir(material), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(material, []byte("回盘失败怎样再次发放"), 0o600); err != nil {
		t.Fatal(err)
	}
	keyboard := solution + offered + noted + opinion + topic + attendees + plan + names

	w := sit(t, keyboard, store, monday)
	login(w)
	w.Reads("待办与时限")
	person := signIn(w)
	w.Keys("ctrl+3")
	importExport(w, export)
	acceptTwo(w)
	callOn(w)
	train(w)
	w.End()
	w = sit(t, keyboard, store, thursday)
	login(w)
	w.Reads("待办与时限")
	finish(w, "W2026-0002")
	files := giveReport(w, dir)
	w.End()

	l := ledgerOf(t, store, demo.Password)
	checkWeek(t, l, person)
	checkReport(t, l, files, "W2026-0001")
}

// signIn signs the first of the month's people in, and tells who it is.
func signIn(w *clerk.Clerk) (person string) {
	w.Test().Helper()
	w.Command("考勤")
	_, person, _ = strings.Cut(w.Reads("3 月 9 日 周一").Says, "　")
	w.Press("签到")
	w.Button("返回")
	w.Shot("sign-in")
	w.Keys("ctrl+Return")
	w.Reads("已记录：签到")
	w.Shot("signed-in")
	return person
}

// acceptTwo signs for both tickets by the list's keys alone, and notes something of the second.
func acceptTwo(w *clerk.Clerk) {
	w.Test().Helper()
	for _, number := range []string{"W2026-0001", "W2026-0002"} {
		seek(w, number)
		w.Keys("ctrl+Return")
		w.Reads("签收时间")
		w.Keys("ctrl+Return")
		w.Reads("已记录：签收")
		w.Button("办结")
	}
	w.Command("记事 W2026-0002")
	w.Fill("说明", noted)
	w.Keys("ctrl+Return")
	w.Reads("已记录：记事")
	w.Shot("noted")
}

// seek finds a ticket by its number, and opens it. What the list showed before may stand there for a moment.
func seek(w *clerk.Clerk, number string) {
	w.Test().Helper()
	at := func(where string, in func(sight.Seen) bool) {
		w.Test().Helper()
		w.Await(number+where, func(s sight.Seen) bool { return s.What == "text" && s.Says == number && in(s) })
	}
	w.Keys("ctrl+2")
	w.Keys("ctrl+f")
	w.Write(number)
	w.Reads("共 1 张")
	at(" in the list", func(s sight.Seen) bool { return s.Y > 160 })
	w.Keys("Return", "Return")
	at(" beside it", func(s sight.Seen) bool { return s.X > 860 })
}

// callOn registers a call on a department.
func callOn(w *clerk.Clerk) {
	w.Test().Helper()
	w.Command("登记巡访记录")
	w.Choose("方式", "走访")
	w.Choose("受访单位", "京口区社保中心")
	w.Choose("部门类别", "业务部门")
	w.Choose("区域", "京口区")
	w.Fill("受访人", "王秀兰")
	w.Choose("巡访人", "李娜")
	w.Fill("巡访内容", topic)
	w.Fill("意见和建议", opinion)
	w.Choose("满意度", "满意")
	w.Shot("visit")
	w.Keys("ctrl+Return")
	w.Reads("已记录：登记")
}

// train plans a training, begins it, has people sign in, and ends it with what was handed out.
func train(w *clerk.Clerk) {
	w.Test().Helper()
	w.Command("登记培训交流")
	w.Choose("类别", "专项培训")
	w.Fill("主题", topic)
	w.Choose("主讲人", "李娜")
	w.Fill("计划时间", "2026-03-09 14:00")
	w.Fill("应训人数", "2")
	w.Keys("ctrl+Return")
	w.Reads("已记录：计划")
	w.Press("开始")
	w.Reads("开始时间")
	w.Keys("ctrl+Return")
	w.Reads("已记录：开始")
	w.Press("大字签到")
	w.Reads("0／2")
	for i, who := range strings.Fields(attendees) {
		w.Write(who)
		w.Keys("Return")
		w.Reads([]string{"1／2", "2／2"}[i])
	}
	w.Shot("signed-up")
	w.Keys("Escape")
	w.Button("计划培训交流")
	w.Click(w.Finds(topic))
	w.Press("结束")
	addMaterial(w)
	w.Keys("ctrl+Return")
	w.Reads("已记录：结束")
}

// addMaterial chooses a file of one's own; it becomes an attachment.
func addMaterial(w *clerk.Clerk) {
	w.Test().Helper()
	w.Open("培训资料")
	w.Click(w.Finds("添加文件…"))
	w.Reads("选要添加的附件")
	w.Click(w.Reads("课件.txt"))
	w.Shot("file-dialog")
	w.Press("添加")
	w.Until("the file is taken", func() bool {
		return !slices.ContainsFunc(w.Look(), func(s sight.Seen) bool { return s.Says == "选要添加的附件" })
	})
	w.Reads("课件.txt")
}

// finish does what is to be done about a ticket.
func finish(w *clerk.Clerk, number string) {
	w.Test().Helper()
	seek(w, number)
	w.Keys("ctrl+Return")
	w.Fill("处理结果", solution)
	w.Choose("工单类别", "指导答疑")
	w.Choose("主类型", "业务")
	w.Keys("ctrl+Return")
	w.Reads("已记录：办结")
}

// giveReport writes what is to come, finalises the week's report, puts it into files and notes that it was handed in.
func giveReport(w *clerk.Clerk, dir string) (files []string) {
	w.Test().Helper()
	w.Keys("ctrl+4")
	w.Reads("取自台账")
	w.Fill("三、下周工作安排", plan)
	w.Press("定稿…")
	w.Press("定稿")
	w.Reads("已定稿")
	files = saveReport(w, dir, "周报-*")
	w.Press("报送登记…")
	w.Press("报送登记")
	w.Reads("已登记报送")
	w.Shot("report-given")
	return files
}

// checkWeek holds the ledger against what was done.
func checkWeek(t *testing.T, l clerk.Ledger, person string) {
	t.Helper()
	type shown struct {
		ID, State string
		Fields    map[string]any
		Attached  []struct{ Name string } `json:"attachments"`
	}
	last := func(kind string, where ...string) (s shown) {
		t.Helper()
		var all []shown
		l.Read(&all, append([]string{"list", kind, "--limit", "1"}, where...)...)
		if len(all) != 1 {
			t.Fatalf("no %s %v", kind, where)
		}
		return all[0]
	}
	if day := last("attendance", "--where", "person="+person, "--where", "date=2026-03-09"); day.Fields["signed_in"] == nil {
		t.Errorf("%s did not sign in: %v", person, day.Fields)
	}
	if v := last("visit", "--where", "date=2026-03-09"); v.Fields["opinion"] != opinion || v.Fields["unit"] != "京口区社保中心" {
		t.Errorf("the visit is %v", v.Fields)
	}
	tr := last("training", "--search", topic)
	if l.Read(&tr, "show", "training", tr.ID); tr.State != "finished" || tr.Fields["trained"] != 2.0 || len(tr.Attached) != 1 || tr.Attached[0].Name != "课件.txt" {
		t.Errorf("the training is %s, %v, with %v", tr.State, tr.Fields, tr.Attached)
	}
	if k := last("ticket", "--where", "number=W2026-0002"); k.State != "resolved" || k.Fields["result"] != solution {
		t.Errorf("the ticket is %s, %v", k.State, k.Fields)
	}
	if r := last("report", "--where", "period=2026-W11"); r.State != "submitted" || r.Fields["late"] == true || !strings.Contains(r.Fields["next"].(string), plan) {
		t.Errorf("the report is %s, %v", r.State, r.Fields)
	}
	var audit struct{ OK bool }
	if l.Read(&audit, "audit", "verify"); !audit.OK {
		t.Error("the audit finds faults")
	}
}
