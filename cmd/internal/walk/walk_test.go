package walk

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/clerk"
	"opsledger/cmd/internal/sight"
)

const (
	account  = "张伟"
	password = "Tr0ub4dor&3"
	phone    = "13805281234"
	solution = "已核对并重新计算，结果一致"
	offered  = "指导答疑业务" // chosen by typing it
)

// TestTheMainJobInARealWindow does what a station does in its first week, without looking into the program: a store is
// made, an export comes in, a ticket is signed for and done, the weekly report is drawn.
func TestTheMainJobInARealWindow(t *testing.T) {
	dir := t.TempDir()
	store, export := filepath.Join(dir, "台账"), filepath.Join(dir, "export.xlsx")
	writeExport(t, export, time.Now())

	w := sit(t, account+solution+offered, store, "")
	firstRun(w)
	importExport(w, export)
	doTicket(w, "W2026-0001")
	files := drawReport(w, dir)
	lock(w)

	ledger := ledgerOf(t, store, password)
	checkLedger(t, ledger)
	checkReport(t, ledger, files, "W2026-0002")
	unlock(w)
	w.End()
	checkLedger(t, ledger)
}

// firstRun makes the store.
func firstRun(w *clerk.Clerk) {
	w.Test().Helper()
	w.Reads("首次使用：建立台账")
	w.Shot("first-run-place")
	w.Press("下一步")
	w.Fill("账号", account)
	w.Keys("Tab")
	w.Fill("口令", password)
	w.Fill("再输一次", password)
	w.Reads("两次一致")
	w.Shot("first-run-account")
	w.Keys("Return")
	w.Reads("核对合同与作息")
	w.Shot("first-run-contract")
	w.Press("建立台账")
	w.Reads("保管恢复密钥")
	key := recoveryKey(w.Look())
	if len(key) != 9 {
		w.Test().Fatalf("the recovery key shown is %v", key)
	}
	w.Fill("核对：输入第 3 组和第 7 组", key[2])
	w.Keys("Tab")
	w.Write(strings.ToLower(key[6]))
	w.Reads("第 3 组正确，第 7 组正确")
	w.Shot("recovery-key")
	w.Press("已保管好，下一步")
	w.Shot("offer-import")
	w.Press("现在导入")
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

// importExport looks first, and then takes the rows in.
func importExport(w *clerk.Clerk, path string) {
	w.Test().Helper()
	w.Reads("导入工单")
	box := w.Await("the box for the file", func(s sight.Seen) bool { return s.What == "input" })
	w.Click(box)
	w.Write(path)
	w.Keys("Return")
	w.Reads("预览（没有写入）")
	w.Reads("共 3 行，新增 2")
	w.Reads("丹阳区")
	w.Shot("import-preview")
	w.Press("导入")
	w.Reads("已导入 export.xlsx")
	w.Shot("imported")
}

// doTicket signs for a ticket and does it.
func doTicket(w *clerk.Clerk, number string) {
	w.Test().Helper()
	w.Keys("ctrl+2")
	w.Click(w.Finds(number))
	w.Button("签收")
	w.Shot("ticket-new")
	w.Press("签收")
	w.Button("返回")
	w.Shot("accept")
	w.Press("签收")
	w.Reads("处理中")
	w.Press("办结")
	w.Fill("处理结果", solution)
	w.Choose("工单类别", "指导答疑")
	w.Choose("主类型", "业务")
	w.Shot("resolve")
	w.Press("办结")
	w.Reads("已办结")
	w.Shot("ticket-done")
}

// drawReport makes this week's report, as a page and as a workbook, and gives its files.
func drawReport(w *clerk.Clerk, dir string) (files []string) {
	w.Test().Helper()
	w.Keys("ctrl+4")
	w.Reads("取自台账")
	files = saveReport(w, dir, "周报-*")
	w.Shot("report")
	return files
}

// lock closes the store; the window stays.
func lock(w *clerk.Clerk) {
	w.Test().Helper()
	w.Keys("ctrl+l")
	w.Reads("已加密，要用口令打开")
	w.Shot("locked")
}

// unlock opens it again, at the second try.
func unlock(w *clerk.Clerk) {
	w.Test().Helper()
	w.Fill("口令", "nonsense")
	w.Keys("Return")
	w.Reads("口令不对")
	w.Shot("wrong-password")
	w.Fill("口令", password)
	w.Keys("Return")
	w.Reads("取自台账") // where one was
	w.Keys("ctrl+1")
	w.Reads("待办与时限")
	w.Shot("dashboard")
}

// checkLedger holds the ledger against what was done in the window.
func checkLedger(t *testing.T, l clerk.Ledger) {
	t.Helper()
	var done struct {
		State   string
		Fields  map[string]any
		History []struct{ Actor, Action string }
	}
	l.Read(&done, "show", "ticket", "W2026-0001", "--history")
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
	l.Read(&all, "list", "ticket")
	if len(all) != 2 {
		t.Errorf("tickets %v", all)
	}
	var audit struct {
		OK      bool
		Entries int
	}
	if l.Read(&audit, "audit", "verify"); !audit.OK || audit.Entries < 5 {
		t.Errorf("the audit says %+v", audit)
	}
}

// checkReport reads the week's report with other programs, and counts what it should say from the ledger's own times. The ticket named is in transit.
func checkReport(t *testing.T, l clerk.Ledger, files []string, open string) {
	t.Helper()
	period := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(files[0]), "周报-"), ".pdf")
	var tickets []struct {
		Number string
		State  string
		Fields struct{ Arrived, Resolved time.Time }
	}
	l.Read(&tickets, "list", "ticket", "--sort", "number")
	arrived, done, transit := 0, 0, 0
	for _, k := range tickets {
		if sla.WeekOf(k.Fields.Arrived).String() == period {
			arrived++
		}
		if k.State == "resolved" && sla.WeekOf(k.Fields.Resolved).String() == period {
			done++
		}
		if slices.Contains([]string{"new", "accepted", "suspended"}, k.State) {
			transit++
		}
	}
	want := []string{strconv.Itoa(arrived), strconv.Itoa(done), strconv.Itoa(transit)}
	if got := figuresOf(t, files[1]); !slices.Equal(got, want) {
		t.Errorf("the workbook says %v arrived, done, in transit; should be %v", got, want)
	}
	text := textOf(t, files[0])
	if !regexp.MustCompile(`本周到达 +本周办结 +在途 .*\n+ +`+strings.Join(want, ` +`)+` `).MatchString(text) || !strings.Contains(text, open) {
		t.Errorf("the PDF does not say %v, or not which ticket is in transit:\n%s", want, text)
	}
	if strings.Contains(text, phone) || strings.Contains(text, "王小明") {
		t.Errorf("the PDF is not masked:\n%s", text)
	}
}
