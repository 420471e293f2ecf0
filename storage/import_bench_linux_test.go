package storage

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/storage/sheet"
)

var exportHead = []string{"工单号", "标题", "问题描述", "所属系统", "险种", "区域", "工单类别", "渠道", "申请单位", "申请人", "联系电话", "到达时间", "签收时间",
	"处理人", "状态", "处理完毕时间", "处理结果"}

// exportRow is a row of a provincial export: 17 columns, as long as they are.
func exportRow(n int) []string {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, ledger.Zone).Add(time.Duration(n%80_000) * time.Minute)
	stamp := func(d time.Duration) string { return at.Add(d).Format("2006-01-02 15:04:05") }
	return []string{fmt.Sprintf("JS2026%08d", n), fmt.Sprintf("参保人员第%d号待遇核定金额有误", n), fmt.Sprintf("第%d件：企业退休人员反映本月养老金未按时到账，经查为银行账户信息与社保系统登记不一致，需核对后补发。", n),
		"社会保险系统", "企业职工养老", []string{"丹徒区", "润州区", "京口区", "经开区"}[n%4], "", "电话", fmt.Sprintf("某某街道第%d社区服务站", n%300),
		"李小芳", fmt.Sprintf("138%08d", n), stamp(0), stamp(10 * time.Minute), fmt.Sprintf("工程师%d", n%5), "已办结", stamp(3 * time.Hour), fmt.Sprintf("已核对账户并通知第%d号办理补发", n)}
}

// writeExport writes an export of so many rows as Excel and WPS write it: all texts shared.
func writeExport(t testing.TB, path string, rows int) { t.Helper(); writeExportFrom(t, path, 0, rows) }

// writeExportFrom writes one that goes on after so many rows of others.
func writeExportFrom(t testing.TB, path string, after, rows int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	empty := excelize.NewFile()
	var b bytes.Buffer
	if err := empty.Write(&b); err != nil {
		t.Fatal(err)
	}
	old, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string, write func(w *bufio.Writer)) {
		p, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(p)
		write(w)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range old.File {
		if p.Name != "xl/worksheets/sheet1.xml" && p.Name != "xl/sharedStrings.xml" {
			r, err := p.Open()
			if err != nil {
				t.Fatal(err)
			}
			part(p.Name, func(w *bufio.Writer) { io.Copy(w, r) })
		}
	}
	known, list := map[string]int{}, []string{}
	part("xl/worksheets/sheet1.xml", func(w *bufio.Writer) {
		fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:Q%d"/><sheetData>`, rows+1)
		for n := 0; n <= rows; n++ {
			cells := exportHead
			if n > 0 {
				cells = exportRow(after + n)
			}
			fmt.Fprintf(w, `<row r="%d" spans="1:17">`, n+1)
			for c, text := range cells {
				i, ok := known[text]
				if !ok {
					i = len(list)
					known[text], list = i, append(list, text)
				}
				fmt.Fprintf(w, `<c r="%c%d" s="0" t="s"><v>%d</v></c>`, 'A'+c, n+1, i)
			}
			w.WriteString(`</row>`)
		}
		w.WriteString(`</sheetData></worksheet>`)
	})
	part("xl/sharedStrings.xml", func(w *bufio.Writer) {
		fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%d">`, len(list))
		for _, text := range list {
			w.WriteString(`<si><t>` + text + `</t></si>`)
		}
		w.WriteString(`</sst>`)
	})
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// importExport takes an export in as the program does.
func importExport(t testing.TB, path string, rows int) {
	t.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // as the program does
	a := newOffice(t, time.Date(2026, 3, 31, 12, 0, 0, 0, ledger.Zone))
	a.take(t, path, rows)
}

// take imports an export, all of whose rows are new. It may be called off, as a person may do.
func (a *office) take(t testing.TB, path string, rows int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	b, err := sheet.Open(f, st.Size())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	out, err := a.ImportTickets(ctx, app.Importing{Rows: b.Rows(ctx, b.Sheets[0], nil)})
	if err != nil || out.Created != rows {
		t.Fatalf("%d created, faults %v, %v", out.Created, out.Faults[:min(3, len(out.Faults))], err)
	}
}

// plainImport reads an export with excelize and inserts its rows into a plain database with the tables, indexes and
// search of a store, in one transaction: no feed, no checks, no encryption.
func plainImport(t testing.TB, path string, rows int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "plain.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-16384)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	search, err := os.ReadFile("testdata/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(shape(ticket.Kind) + string(regexp.MustCompile(`(?s)CREATE VIRTUAL TABLE search.*?\n\);`).Find(search))); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", searchHash); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	row, err := tx.Prepare("INSERT INTO r_ticket (id, number, state, body, facts, conflicts, incomplete, last) VALUES (?,?,'resolved',?,'{}','[]',0,1)")
	if err != nil {
		t.Fatal(err)
	}
	found, err := tx.Prepare("INSERT INTO search (rowid, two, word, initials, tag) VALUES (?,?,?,?,?)")
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"outside_number", "title", "description", "system", "insurance", "region", "category", "channel", "requester_unit", "requester", "requester_phone",
		"arrived", "responded", "assignee", "state", "resolved", "result"}
	n := 0
	each(t, path, func(cells []string) {
		if n++; n == 1 {
			return
		}
		f := folded{number: cells[0], fields: ledger.Fields{}}
		for i, key := range keys {
			f.fields[key] = cells[i]
		}
		body, err := json.Marshal(f.fields)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := row.Exec(string(ledger.NewRecordID("x", "ticket", cells[0])), cells[0], string(body)); err != nil {
			t.Fatal(err)
		}
		s := searchTextOf(ticket.Kind, &f)
		if _, err := found.Exec(n, s.two, s.word, s.initials, s.tag); err != nil {
			t.Fatal(err)
		}
	})
	if err := tx.Commit(); err != nil || n != rows+1 {
		t.Fatal(n, err)
	}
}

// each reads an export with excelize alone.
func each(t testing.TB, path string, give func(cells []string)) {
	t.Helper()
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		give(cells)
	}
}

// cpu is the processor time this process has used.
func cpu(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSpreadsheetImport compares the import of 100,000 rows with excelize's reading and a plain insert, by processor time:
// the median of the rounds' ratios. IMPORT_ROWS sets another number.
func BenchmarkSpreadsheetImport(b *testing.B) {
	rows := sized(b, "IMPORT_ROWS", 100_000)
	path := filepath.Join(b.TempDir(), "export.xlsx")
	writeExport(b, path, rows)
	var ours, reading []float64
	for b.Loop() {
		plain := spent(b, func() { plainImport(b, path, rows) })
		ours = append(ours, spent(b, func() { importExport(b, path, rows) })/plain)
		reading = append(reading, spent(b, func() { each(b, path, func([]string) {}) })/plain)
	}
	b.ReportMetric(median(ours), "×excelize+plain-insert")
	b.ReportMetric(median(reading), "of-which-excelize")
}

// spent is the processor time of a piece of work, in seconds. What the piece before it left to collect is not its.
func spent(t testing.TB, work func()) float64 {
	t.Helper()
	runtime.GC()
	return used(t, work)
}

// used is spent for small work: collecting before each would cost more than it.
func used(t testing.TB, work func()) float64 {
	t.Helper()
	at := cpu(t)
	work()
	return (cpu(t) - at).Seconds()
}

// sized is the number that a variable of the environment sets.
func sized(b *testing.B, name string, fallback int) int {
	b.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkImportPeak measures the memory a process of its own needs at most for the import of 200,000 rows.
func BenchmarkImportPeak(b *testing.B) {
	rows := sized(b, "IMPORT_ROWS", 200_000)
	if path := os.Getenv("IMPORT_FILE"); path != "" {
		importExport(b, path, rows)
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			b.Fatal(err)
		}
		fmt.Println(regexp.MustCompile(`VmHWM:\s+\d+`).FindString(string(status)))
		return
	}
	path := filepath.Join(b.TempDir(), "export.xlsx")
	writeExport(b, path, rows)
	for b.Loop() {
		cmd := exec.Command(os.Args[0], "-test.run", "^$", "-test.bench", "^BenchmarkImportPeak$", "-test.benchtime", "1x")
		cmd.Env = append(os.Environ(), "IMPORT_FILE="+path, "IMPORT_ROWS="+strconv.Itoa(rows))
		out, err := cmd.CombinedOutput()
		m := regexp.MustCompile(`VmHWM:\s+(\d+)`).FindStringSubmatch(string(out))
		if err != nil || m == nil {
			b.Fatalf("%v\n%s", err, strings.TrimSpace(string(out)))
		}
		kib, err := strconv.Atoi(m[1])
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(kib)/1024, "peak-MiB")
	}
}
