package walk

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/sight"
)

const (
	account  = "张伟"
	password = "Tr0ub4dor&3"
	phone    = "13805281234"
	solution = "已核对并重新计算，结果一致"
)

// TestTheMainJobInARealWindow does what a station does in its first week, without looking into the program: a store is
// made, an export comes in, a ticket is signed for and done, the weekly report is drawn.
func TestTheMainJobInARealWindow(t *testing.T) {
	program, opsctl := built(t)
	dir := t.TempDir()
	store, export := filepath.Join(dir, "台账"), filepath.Join(dir, "export.xlsx")
	writeExport(t, export)

	s := newScreen(t, "1280x720")
	s.keyboard(account + solution)
	w := open(s, program, store, filepath.Join(dir, "home"))
	firstRun(w)
	importExport(w, export)
	doTicket(w, "W2026-0001")
	files := drawReport(w, dir)
	lock(w)

	ledger := &command{t, opsctl, store}
	checkLedger(t, ledger)
	checkReport(t, ledger, files)
	unlock(w)
	w.end()
	checkLedger(t, ledger)
}

// firstRun makes the store.
func firstRun(w *window) {
	w.t.Helper()
	w.reads("首次使用：建立台账")
	w.shot("first-run-place")
	w.press("下一步")
	w.fill("账号", account)
	w.keys("Tab")
	w.fill("口令", password)
	w.fill("再输一次", password)
	w.reads("两次一致")
	w.shot("first-run-account")
	w.keys("Return")
	w.reads("核对合同与作息")
	w.shot("first-run-contract")
	w.press("建立台账")
	w.reads("保管恢复密钥")
	key := recoveryKey(w.look())
	if len(key) != 9 {
		w.t.Fatalf("the recovery key shown is %v", key)
	}
	w.fill("核对：输入第 3 组和第 7 组", key[2])
	w.keys("Tab")
	w.write(strings.ToLower(key[6]), func() (sight.Seen, bool) { return focused(w.look()) })
	w.reads("第 3 组正确，第 7 组正确")
	w.shot("recovery-key")
	w.press("已保管好，下一步")
	w.shot("offer-import")
	w.press("现在导入")
}

// recoveryKey are the groups on the screen, in the order they are read.
func recoveryKey(all []sight.Seen) (groups []string) {
	group := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}$`)
	for _, s := range all {
		if s.What == "text" && group.MatchString(s.Says) {
			groups = append(groups, s.Says)
		}
	}
	return groups
}

func focused(all []sight.Seen) (sight.Seen, bool) {
	i := slices.IndexFunc(all, func(s sight.Seen) bool { return s.What == "input" && s.Focused })
	if i < 0 {
		return sight.Seen{}, false
	}
	return all[i], true
}

// importExport looks first, and then takes the rows in.
func importExport(w *window, path string) {
	w.t.Helper()
	w.reads("导入工单")
	box := w.await("the box for the file", func(s sight.Seen) bool { return s.What == "input" })
	w.click(box)
	until(w.t, "the focus", func() bool { _, ok := focused(w.look()); return ok }, func() {})
	w.write(path, func() (sight.Seen, bool) { return focused(w.look()) })
	w.keys("Return")
	w.reads("预览（没有写入）")
	w.reads("共 3 行，新增 2")
	w.reads("丹阳区")
	w.shot("import-preview")
	w.press("导入")
	w.reads("已导入 export.xlsx")
	w.shot("imported")
}

// doTicket signs for a ticket and does it.
func doTicket(w *window, number string) {
	w.t.Helper()
	w.keys("ctrl+2")
	w.click(w.await("ticket "+number, func(s sight.Seen) bool { return s.What == "text" && s.Says == number }))
	w.await("its steps", func(s sight.Seen) bool { return s.What == "button" && s.Says == "签收" })
	w.shot("ticket-new")
	w.press("签收")
	w.await("the dialog", func(s sight.Seen) bool { return s.What == "button" && s.Says == "返回" })
	w.shot("accept")
	w.press("签收")
	w.reads("处理中")
	w.press("办结")
	w.fill("处理结果", solution)
	w.choose("工单类别", "指导答疑")
	w.choose("主类型", "业务")
	w.shot("resolve")
	w.press("办结")
	w.reads("已办结")
	w.shot("ticket-done")
}

// drawReport makes this week's report, as a page and as a workbook, and gives its files: where each lies is asked for once.
func drawReport(w *window, dir string) (files []string) {
	w.t.Helper()
	w.keys("ctrl+4")
	w.reads("取自台账")
	for as, ending := range map[string]string{"存为 PDF…": ".pdf", "存为 XLSX…": ".xlsx"} {
		w.press(as)
		w.fill("文件夹", dir)
		w.shot("where-the-report-goes")
		w.press("保存")
		until(w.t, "the report as "+ending, func() bool {
			found, err := filepath.Glob(filepath.Join(dir, "周报-*"+ending))
			return err == nil && len(found) == 1
		}, func() { w.describe(w.look()) })
		w.reads("已存为")
	}
	w.shot("report")
	files, err := filepath.Glob(filepath.Join(dir, "周报-*"))
	if err != nil || len(files) != 2 {
		w.t.Fatalf("the report is in %v, %v", files, err)
	}
	return files
}

// lock closes the store; the window stays.
func lock(w *window) {
	w.t.Helper()
	w.keys("ctrl+l")
	w.reads("已加密，要用口令打开")
	w.shot("locked")
}

// unlock opens it again, at the second try.
func unlock(w *window) {
	w.t.Helper()
	w.fill("口令", "nonsense")
	w.keys("Return")
	w.reads("口令不对")
	w.shot("wrong-password")
	w.fill("口令", password)
	w.keys("Return")
	w.reads("取自台账") // where one was
	w.keys("ctrl+1")
	w.reads("待办与时限")
	w.shot("dashboard")
}

type command struct {
	t              *testing.T
	program, store string
}

// run gives what the command line answers, as JSON.
func (c *command) run(into any, args ...string) {
	c.t.Helper()
	cmd := exec.Command(c.program, append(args, "--json", "--store", c.store)...)
	cmd.Env = append(os.Environ(), "OPSLEDGER_PASSWORD="+password)
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("opsctl %v: %v\n%s", args, err, out)
	}
	if err := json.Unmarshal(out, into); err != nil {
		c.t.Fatalf("opsctl %v: %v\n%s", args, err, out)
	}
}

// checkLedger holds the ledger against what was done in the window.
func checkLedger(t *testing.T, c *command) {
	t.Helper()
	var done struct {
		State   string
		Fields  map[string]any
		History []struct{ Actor, Action string }
	}
	c.run(&done, "show", "ticket", "W2026-0001", "--history")
	var steps []string
	for _, h := range done.History {
		steps = append(steps, h.Actor+" "+h.Action)
	}
	if want := []string{account + " receive", account + " accept", account + " resolve"}; done.State != "resolved" || done.Fields["result"] != solution || !slices.Equal(steps, want) {
		t.Errorf("the ledger has %s, %v, %v", done.State, done.Fields["result"], steps)
	}
	if told := fmt.Sprint(done.Fields); strings.Contains(told, phone) {
		t.Errorf("the telephone number is not masked: %s", told)
	}
	var all []struct{ Number string }
	c.run(&all, "list", "ticket")
	if len(all) != 2 {
		t.Errorf("tickets %v", all)
	}
	var audit struct {
		OK      bool
		Entries int
	}
	if c.run(&audit, "audit", "verify"); !audit.OK || audit.Entries < 5 {
		t.Errorf("the audit says %+v", audit)
	}
}

// checkReport reads the report with other programs, and counts what it should say from the ledger's own times.
func checkReport(t *testing.T, c *command, files []string) {
	t.Helper()
	period := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(files[0]), "周报-"), ".pdf")
	var tickets []struct {
		Number string
		State  string
		Fields struct{ Arrived, Resolved time.Time }
	}
	c.run(&tickets, "list", "ticket", "--sort", "number")
	arrived, done := 0, 0
	for _, k := range tickets {
		if sla.WeekOf(k.Fields.Arrived).String() == period {
			arrived++
		}
		if k.State == "resolved" && sla.WeekOf(k.Fields.Resolved).String() == period {
			done++
		}
	}
	want := []string{strconv.Itoa(arrived), strconv.Itoa(done), "1"}
	if got := figuresOf(t, files[1]); !slices.Equal(got, want) {
		t.Errorf("the workbook says %v arrived, done, in transit; should be %v", got, want)
	}
	out, err := exec.Command("pdftotext", "-layout", files[0], "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	if !regexp.MustCompile(`本周到达 +本周办结 +在途 .*\n+ +`+strings.Join(want, ` +`)+` `).MatchString(text) || !strings.Contains(text, "W2026-0002") {
		t.Errorf("the PDF does not say %v, or not which ticket is in transit:\n%s", want, text)
	}
	if strings.Contains(text, phone) || strings.Contains(text, "王小明") {
		t.Errorf("the PDF is not masked:\n%s", text)
	}
}

// figuresOf are what a report's workbook says arrived, was done, and is in transit.
func figuresOf(t *testing.T, path string) (out []string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("周报")
	if err != nil {
		t.Fatal(err)
	}
	for _, label := range []string{"本周到达", "本周办结", "在途"} {
		i := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 1 && r[0] == label })
		if i < 0 {
			t.Fatalf("the workbook has no %s: %v", label, rows)
		}
		out = append(out, rows[i][1])
	}
	return out
}

// writeExport makes what the province's system exports: two tickets that came just now, and a row with a region there is not.
func writeExport(t *testing.T, path string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	arrived := time.Now().Add(-time.Minute).In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04")
	rows := [][]any{{"工单号", "标题", "所属系统", "区域", "到达时间", "申请人", "联系电话"},
		{"W2026-0001", "养老待遇重算差异", "工单系统", "丹徒区", arrived, "王小明", phone},
		{"W2026-0002", "发放名单缺列", "精准发放平台", "润州区", arrived, "", ""},
		{"W2026-0003", "参保登记无法保存", "工单系统", "丹阳区", arrived, "", ""}}
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}
