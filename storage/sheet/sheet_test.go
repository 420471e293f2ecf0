package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/intake"
)

func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, raw []byte) (out []intake.Row, err error) {
	t.Helper()
	b, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	defer b.Close()
	for row, err := range b.Rows(context.Background(), b.Sheets[0], nil) {
		if err != nil {
			return out, err
		}
		out = append(out, row)
	}
	return out, nil
}

func TestCellsKeepWhatTheyAre(t *testing.T) {
	raw := book(t, func(f *excelize.File) {
		f.SetCellStr("Sheet1", "A1", "工单号")
		f.SetCellStr("Sheet1", "A3", "110101199003071234")
		f.SetCellInt("Sheet1", "B3", 42)
		f.SetCellFormula("Sheet1", "C3", "B3*2")
		f.SetCellValue("Sheet1", "D3", time.Date(2026, 3, 5, 14, 20, 0, 0, time.UTC))
		f.SetCellBool("Sheet1", "E3", true)
		f.SetCellValue("Sheet1", "G3", 110101199003071234.0)
		code := `yyyy"年"m"月"d"日"`
		style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		f.SetCellValue("Sheet1", "H3", 46086.5)
		f.SetCellStyle("Sheet1", "H3", "H3", style)
	})
	rows, err := read(t, raw)
	if err != nil || len(rows) != 3 || rows[2].Number != 3 {
		t.Fatalf("%v %v", rows, err)
	}
	want := []intake.Cell{{Kind: intake.Text, Text: "110101199003071234"}, {Kind: intake.Number, Text: "42"}, {Kind: intake.Formula}, {Kind: intake.Date},
		{Kind: intake.Logical}, {}, {Kind: intake.Number}, {Kind: intake.Date, Text: "46086.5"}}
	for i, w := range want {
		if got := rows[2].Cells[i]; i != 5 && (got.Kind != w.Kind || w.Text != "" && got.Text != w.Text) {
			t.Errorf("column %d: %+v", i+1, got)
		}
	}
}

func TestFilesThatAreNoneAreToldApart(t *testing.T) {
	zipped := func(names ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, n := range names {
			w, _ := z.Create(n)
			w.Write([]byte("x"))
		}
		z.Close()
		return b.Bytes()
	}
	ole := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook")
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"empty":      {nil, ErrEmpty},
		"blank":      {[]byte(" \n "), ErrEmpty},
		"text":       {[]byte("工单号,标题\n1,2\n"), ErrNotSheet},
		"html":       {[]byte("\xef\xbb\xbf<html><table>"), ErrNotSheet},
		"xls":        {ole, ErrOldFormat},
		"password":   {append(ole, utf16("EncryptedPackage")...), ErrPassword},
		"zip":        {zipped("a.txt"), ErrNotSheet},
		"docx":       {zipped("word/document.xml"), ErrNotSheet},
		"cut":        {zipped("xl/workbook.xml")[:40], ErrNotSheet},
		"hollow":     {zipped("xl/workbook.xml"), ErrNotSheet},
		"noise":      {bytes.Repeat([]byte{0, 1, 2, 255}, 100), ErrNotSheet},
		"many parts": {zipped(strings.Split(strings.Repeat("x.xml,", maxEntries+1), ",")...), ErrTooBig},
	} {
		if rows, err := read(t, c.raw); !errors.Is(err, c.want) && !(name == "hollow" && err != nil) {
			t.Errorf("%s: %v %v", name, len(rows), err)
		}
	}
}

func TestABombIsRefusedAndNothingIsSpilled(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("xl/workbook.xml")
	w.Write([]byte("<workbook/>"))
	w, _ = z.Create("xl/worksheets/sheet1.xml")
	chunk := bytes.Repeat([]byte("a"), 1<<20)
	for range 600 {
		w.Write(chunk)
	}
	z.Close()
	if _, err := read(t, b.Bytes()); !errors.Is(err, ErrTooBig) {
		t.Errorf("600 MB: %v", err)
	}
	large := book(t, func(f *excelize.File) {
		for i := range 20000 {
			f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+1), strings.Repeat("字", 400)+fmt.Sprint(i))
		}
	})
	rows, err := read(t, large)
	if err != nil || len(rows) != 20000 {
		t.Fatalf("%d %v", len(rows), err)
	}
	left, _ := os.ReadDir(tmp)
	if len(left) > 0 {
		t.Errorf("%d files were spilled", len(left))
	}
}

func TestReadingStopsWhenAsked(t *testing.T) {
	raw := book(t, func(f *excelize.File) { f.SetCellStr("Sheet1", "A900", "x") })
	b, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	seen := 0
	for _, err = range b.Rows(ctx, "Sheet1", nil) {
		if seen++; seen == 5 {
			cancel()
		}
	}
	if !errors.Is(err, context.Canceled) || seen > 7 {
		t.Errorf("%d rows, %v", seen, err)
	}
}

func TestATemplateIsReadBack(t *testing.T) {
	var b bytes.Buffer
	err := Template(&b, "工单", []Column{{Label: "工单号", Required: true, Example: "W2026-1"}, {Label: "区域", Choices: []string{"丹徒区", "润州区"}, Example: "丹徒区"}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(t, b.Bytes())
	if err != nil || len(rows) < 2 || rows[0].Cells[0].Text != "工单号（必填）" || rows[1].Cells[1].Text != "丹徒区" {
		t.Errorf("%v %v", rows, err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(book(f, func(x *excelize.File) { x.SetCellStr("Sheet1", "A1", "工单号") }))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := read(t, raw)
		if err == nil && len(rows) > MaxRows+maxTitles {
			t.Fatal("beyond the limits")
		}
	})
}
