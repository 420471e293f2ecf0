package walk

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/clerk"
	"opsledger/cmd/internal/demo"
	"opsledger/storage/vault"
)

var pictures = flag.String("pictures", "", "a folder: the screen is kept there at each step")

const root = "../../.."

// programs are built once for all walks.
var programs clerk.Programs

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(walkAll(m))
}

func walkAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "walk")
	if err == nil {
		defer os.RemoveAll(dir)
		programs, err = clerk.Build(root, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// sit begins at a desk with a screen of its own, whose keyboard has some characters beside the usual ones. Its folder of the user lies beside the
// store; what the window takes for now is a moment such as 2026-03-12T10:00, "" the machine's.
func sit(t *testing.T, characters, store, now string, files ...string) *clerk.Clerk {
	t.Helper()
	failed, err := filepath.Abs(filepath.Join(root, "out", "walk"))
	if err != nil {
		t.Fatal(err)
	}
	return clerk.NewScreen(t, "1280x720", characters).Sit(clerk.Desk{Program: programs.Opsledger, Store: store, Home: homeBeside(store), Files: files, Now: now, Shots: *pictures, Failed: failed})
}

func homeBeside(store string) string { return filepath.Join(filepath.Dir(store), "home") }

func ledgerOf(t *testing.T, store, password string) clerk.Ledger {
	return clerk.Ledger{T: t, Opsctl: programs.Opsctl, Store: store, Password: password}
}

// cheap makes a password's slot quickly.
var cheap = vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}

// station makes a small demo year up to a moment, and gives its store.
func station(t *testing.T, now string) (store string) {
	t.Helper()
	at := momentOf(t, now)
	made, err := demo.Make(t.Context(), demo.Options{Bare: true, Dir: t.TempDir(), Tickets: 24, Now: func() time.Time { return at }, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	return made.Store
}

func momentOf(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02T15:04", text, ledger.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// login opens the store.
func login(w *clerk.Clerk) {
	w.Test().Helper()
	w.Fill("口令", demo.Password)
	w.Keys("Return")
}

// saveReport puts the report shown into files, as a page and as a workbook: where each lies is asked for.
func saveReport(w *clerk.Clerk, dir, name string) (files []string) {
	w.Test().Helper()
	for _, as := range []struct{ button, ending string }{{"存为 PDF…", ".pdf"}, {"存为 XLSX…", ".xlsx"}} {
		w.Press(as.button)
		files = append(files, w.Save(dir, "保存", name+as.ending))
		w.Reads("已存为")
	}
	return files
}

// figuresOf are what a report's workbook says arrived, was done, and is in transit.
func figuresOf(t *testing.T, path string) (out []string) {
	t.Helper()
	rows := rowsOf(t, path, "周报")
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
func writeExport(t *testing.T, path string, now time.Time) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	arrived := now.Add(-time.Minute).In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04")
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
