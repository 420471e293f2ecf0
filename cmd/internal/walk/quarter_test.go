package walk

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"opsledger/cmd/internal/clerk"
	"opsledger/cmd/internal/demo"
)

const (
	newYear  = "2026-01-05T09:30" // the quarter is over, its report not yet written
	quarter  = "2025-Q4"
	thoughts = "加强批量导入前的数据核对，下季开展两次专项培训"
)

// TestAManagersQuarterInARealWindow looks at the score and at what a delay would cost, puts the self-assessment into files, and gives the quarter's report.
func TestAManagersQuarterInARealWindow(t *testing.T) {
	store, dir := station(t, newYear), t.TempDir()
	w := sit(t, thoughts+"考核评分", store, newYear)
	login(w)
	w.Reads("待办与时限")
	look(w)
	sheets := assess(w, dir)
	files := giveQuarter(w, dir)
	w.End()

	l := ledgerOf(t, store, demo.Password)
	checkScore(t, l, sheets)
	checkQuarter(t, l, files)
}

// look opens the score, a clause with its evidence, and prices a delay.
func look(w *clerk.Clerk) {
	w.Test().Helper()
	w.Command("考核评分")
	w.Reads("服务款扣减上限")
	w.Click(w.Finds("T2"))
	w.Reads("T2 工单响应")
	w.Shot("score")
	w.Press("试算…")
	w.Fill("再延误几个工作日", "3")
	w.Press("试算")
	w.Reads("试算结果")
	w.Shot("what-if")
	w.Press("知道了")
}

// assess puts the year's self-assessment into files, a page and a workbook.
func assess(w *clerk.Clerk, dir string) (files []string) {
	w.Test().Helper()
	for _, as := range []struct{ button, ending string }{{"自评表 PDF…", ".pdf"}, {"自评表 XLSX…", ".xlsx"}} {
		w.Press(as.button)
		files = append(files, w.Save(dir, "保存", "考核自评表*"+as.ending))
		w.Reads("已保存")
	}
	return files
}

// giveQuarter writes what the manager thinks of the quarter into its report, finalises it, puts it into files, and notes that it was handed in.
func giveQuarter(w *clerk.Clerk, dir string) (files []string) {
	w.Test().Helper()
	w.Keys("ctrl+4")
	w.Reads("取自台账")
	w.Press("季报")
	w.Reads("2025 年第 4 季度季报")
	w.Button("定稿…") // once its figures are there
	w.Fill("三、改进思路和下季工作安排", thoughts)
	w.Shot("quarter")
	w.Press("定稿…")
	w.Press("定稿")
	w.Reads("已定稿")
	files = saveReport(w, dir, "季报-*")
	w.Press("报送登记…")
	w.Press("报送登记")
	w.Reads("已登记报送")
	w.Shot("quarter-given")
	return files
}

// checkScore holds the sheets against the card as the command line reckons it.
func checkScore(t *testing.T, l clerk.Ledger, files []string) {
	t.Helper()
	var card struct {
		Total   string
		Clauses []struct{ ID, Title string }
	}
	l.Read(&card, "score", "--as-of", newYear)
	text := textOf(t, files[0])
	if card.Total == "" || !strings.Contains(text, card.Total) {
		t.Errorf("the sheet does not say %s points:\n%s", card.Total, text)
	}
	rows := rowsOf(t, files[1], "")
	for _, c := range card.Clauses {
		if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Contains(r, c.ID) }) || !strings.Contains(text, c.Title) {
			t.Errorf("a sheet lacks %s %s", c.ID, c.Title)
		}
	}
}

// checkQuarter holds the quarter's report, as written and as frozen, against the ledger.
func checkQuarter(t *testing.T, l clerk.Ledger, files []string) {
	t.Helper()
	var all []struct {
		State  string
		Fields map[string]any
	}
	l.Read(&all, "list", "report", "--where", "type=季报", "--where", "period="+quarter)
	if len(all) != 1 || all[0].State != "submitted" || all[0].Fields["late"] == true || all[0].Fields["next"] != thoughts {
		raw, _ := json.Marshal(all)
		t.Errorf("the report is %s", raw)
	}
	text := strings.Join(strings.Fields(textOf(t, files[0])), "")
	if !strings.Contains(text, "2025年第4季度") || !strings.Contains(text, thoughts) {
		t.Errorf("the PDF says\n%s", text)
	}
	var audit struct{ OK bool }
	if l.Read(&audit, "audit", "verify"); !audit.OK {
		t.Error("the audit finds faults")
	}
}

// textOf is what a PDF says.
func textOf(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// rowsOf are the rows of a workbook's sheet, "" its first.
func rowsOf(t *testing.T, path, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	defer f.Close()
	if sheet == "" {
		sheet = f.GetSheetName(0)
	}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
