package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/intake"
)

var awkward = []string{"=1+1", "+86", "-x", "@SUM(A1)", "＝cmd|' /C calc'!A0", "a<b>&\"c\"", " 前后空格 ", "两\n行", "_x0041_", "11010519491231002X", "6222021001122334458", "'引号", "\U0002000B", ""}

func stream(t testing.TB, w io.Writer, head []string, rows [][]string) {
	t.Helper()
	s, err := NewStream(w, "工单", head, len(rows))
	for _, r := range rows {
		if err == nil {
			err = s.Row(r)
		}
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWorkbookOfSeveralSheetsIsReadSheetBySheet(t *testing.T) {
	var b bytes.Buffer
	s, err := NewStreams(&b, "仅甲有", "仅乙有", "问题")
	for i, rows := range [][][]string{{{"1"}, {"2"}}, nil, {{"3"}}} {
		if err == nil {
			err = s.Sheet([]string{fmt.Sprintf("列%d", i)}, len(rows))
		}
		for _, r := range rows {
			if err == nil {
				err = s.Row(r)
			}
		}
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got []string
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		got = append(got, fmt.Sprint(name, rows, err))
	}
	if want := []string{"仅甲有[[列0] [1] [2]] <nil>", "仅乙有[[列1]] <nil>", "问题[[列2] [3]] <nil>"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestAStreamedWorkbookHoldsItsTextAsText(t *testing.T) {
	head := make([]string, len(awkward))
	for i := range head {
		head[i] = fmt.Sprintf("列%d", i)
	}
	var b bytes.Buffer
	stream(t, &b, head, [][]string{awkward, {"末行"}})
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, want := range awkward {
		at, _ := excelize.CoordinatesToCellName(i+1, 2)
		got, err := f.GetCellValue("工单", at)
		formula, _ := f.GetCellFormula("工单", at)
		if got != want || err != nil || formula != "" {
			t.Errorf("%s: %q, should be %q (%q, %v)", at, got, want, formula, err)
		}
	}
	if p, err := f.GetPanes("工单"); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("header not frozen: %+v %v", p, err)
	}
	if d, err := f.GetSheetDimension("工单"); err != nil || d != "A1:N3" {
		t.Errorf("dimension %s %v", d, err)
	}
	book, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	n := 0
	for row, err := range book.Rows(context.Background(), "工单", nil) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 2 {
			for i, c := range row.Cells {
				if c.Kind != intake.Text || c.Text != awkward[i] {
					t.Errorf("read as kind %d %q", c.Kind, c.Text)
				}
			}
		}
	}
	if n != 3 {
		t.Errorf("%d rows", n)
	}
}

func TestACellTooLongIsCutAndSaysSo(t *testing.T) {
	if got := cut(strings.Repeat("长", maxCell+5)); len([]rune(got)) != maxCell || !strings.HasSuffix(got, "已截断）") {
		t.Errorf("%d runes", len([]rune(got)))
	}
	if whole := strings.Repeat("长", maxCell); cut(whole) != whole {
		t.Error("one that fits is cut")
	}
}

func TestAStreamedWorkbookHoldsOneRowAtATime(t *testing.T) {
	head := slices.Repeat([]string{"表头"}, 24)
	row := slices.Repeat([]string{"工伤联网结算查询不到参保记录"}, 24)
	s, err := NewStream(io.Discard, "工单", head, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	var peak, m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	for i := range 100_000 {
		if err := s.Row(row); err != nil {
			t.Fatal(err)
		}
		if i%20_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			peak.HeapAlloc = max(peak.HeapAlloc, m.HeapAlloc)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if grown := int64(peak.HeapAlloc) - int64(before); grown > 8<<20 {
		t.Errorf("%d bytes are held", grown)
	}
}

func TestNoCellOfACSVIsAFormula(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+cmd": "'+cmd", "-x": "'-x", "@a": "'@a", "\tx": "'\tx", "\rx": "'\rx", "\x00x": "'\x00x", "＝1": "'＝1", "＋1": "'＋1",
		"－1": "'－1", "＠a": "'＠a", "  =1": "'  =1", "\n=1": "'\n=1", "-0.5": "-0.5", "+3": "+3", "-12%": "-12%", "2026-03-05 10:00": "2026-03-05 10:00", "0511-87654321": "0511-87654321", "": "", " ": " ", "文字": "文字", "-1+1": "'-1+1"} {
		if got := intake.Guard(in); got != want {
			t.Errorf("%q: %q, should be %q", in, got, want)
		}
	}
	var b bytes.Buffer
	c, err := NewCSV(&b, []string{"工单号", "标题"})
	if err == nil {
		err = c.Row([]string{"W1", "a,\"b\"\n=c"})
	}
	if err == nil {
		err = c.Close()
	}
	if err != nil || !strings.HasPrefix(b.String(), "\ufeff工单号,标题\r\n") {
		t.Fatalf("%q %v", b.String(), err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || rows[1][1] != "a,\"b\"\n=c" {
		t.Errorf("%q %v", rows, err)
	}
}
