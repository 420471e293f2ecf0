package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/intake"
)

func book(t testing.TB, fill func(f *excelize.File), o ...excelize.Options) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b, o...); err != nil {
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

// compound is an old compound file with one empty stream: a header, a sector table, a directory.
func compound(stream string) []byte {
	raw := make([]byte, 3*512)
	le := binary.LittleEndian
	copy(raw, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		le.PutUint16(raw[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: 0xfffffffe, 68: 0xfffffffe, 76: 0, 512: 0xfffffffd, 516: 0xfffffffe} {
		le.PutUint32(raw[at:], v)
	}
	for at := 80; at < 512; at += 4 {
		le.PutUint32(raw[at:], 0xffffffff)
	}
	for at := 520; at < 1024; at += 4 {
		le.PutUint32(raw[at:], 0xffffffff)
	}
	entry := func(at int, name string, kind byte, child uint32) {
		for i, c := range utf16.Encode([]rune(name)) {
			le.PutUint16(raw[at+2*i:], c)
		}
		le.PutUint16(raw[at+64:], uint16(2*len(name)+2))
		raw[at+66], raw[at+67] = kind, 1
		le.PutUint32(raw[at+68:], 0xffffffff)
		le.PutUint32(raw[at+72:], 0xffffffff)
		le.PutUint32(raw[at+76:], child)
		le.PutUint32(raw[at+116:], 0xfffffffe)
	}
	entry(1024, "Root Entry", 5, 1)
	entry(1024+128, stream, 2, 0xffffffff)
	return raw
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
	locked := book(t, func(f *excelize.File) { f.SetCellStr("Sheet1", "A1", "工单号") }, excelize.Options{Password: "密码"})
	old := compound("Workbook")
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"empty":      {nil, ErrEmpty},
		"blank":      {[]byte(" \n "), ErrEmpty},
		"html":       {[]byte("\xef\xbb\xbf<html><table>"), ErrNotSheet},
		"xls":        {old, ErrOldFormat},
		"old word":   {compound("WordDocument"), ErrNotSheet},
		"cut xls":    {old[:600], ErrNotSheet},
		"password":   {locked, ErrPassword},
		"same names": {zipped("xl/workbook.xml", "xl/workbook.xml"), ErrNotSheet},
		"zip":        {zipped("a.txt"), ErrNotSheet},
		"docx":       {zipped("word/document.xml"), ErrNotSheet},
		"cut":        {zipped("xl/workbook.xml")[:40], ErrNotSheet},
		"hollow":     {zipped("xl/workbook.xml"), ErrNotSheet},
		"noise":      {bytes.Repeat([]byte{0, 1, 2, 255}, 100), ErrNotSheet},
		"many parts": {zipped(strings.Split(strings.Repeat("x.xml,", maxEntries+1), ",")...), ErrTooBig},
	} {
		if rows, err := read(t, c.raw); !errors.Is(err, c.want) || err == nil {
			t.Errorf("%s: %v %v", name, len(rows), err)
		}
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

func unzipped(t testing.TB, raw []byte, name string) (out []byte) {
	t.Helper()
	repack(t, raw, func(part, s string) string {
		if part == name {
			out = []byte(s)
		}
		return s
	})
	return out
}

func TestATemplateIsReadBack(t *testing.T) {
	var b bytes.Buffer
	err := Template(&b, "工单", []Column{{Label: "工单号", Required: true, Example: "W2026-1"}, {Label: "区域", Choices: []string{"丹徒区", "润州区"}, Example: "丹徒区"},
		{Label: "类别", Choices: strings.Split(strings.Repeat("很长的类别名称,", 59)+"末项", ",")}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(t, b.Bytes())
	if len(rows) > 0 && !bytes.Contains(unzipped(t, b.Bytes(), "xl/worksheets/sheet1.xml"), []byte(`<dimension ref="A1:C2"`)) {
		t.Error("the dimension is not the range in use")
	}
	if x := string(unzipped(t, b.Bytes(), "xl/worksheets/sheet1.xml")); !strings.Contains(x, "选项!$C$1:$C$60") || !strings.Contains(x, "丹徒区,润州区") {
		t.Error("choices are missing")
	}
	if err != nil || len(rows) < 2 || rows[0].Cells[0].Text != "工单号（必填）" || rows[1].Cells[1].Text != "丹徒区" {
		t.Errorf("%v %v", rows, err)
	}
}

func TestStyledBlanksAreNoRowsOrColumns(t *testing.T) {
	raw := book(t, func(f *excelize.File) {
		style, _ := f.NewStyle(&excelize.Style{NumFmt: 49})
		f.SetCellStr("Sheet1", "A1", "x")
		f.SetCellStyle("Sheet1", "A1048576", "A1048576", style)
		f.SetCellStyle("Sheet1", "XFD1", "XFD1", style)
	})
	rows, err := read(t, raw)
	if err != nil || len(rows[0].Cells) != 1 {
		t.Errorf("%v", err)
	}
	wide := book(t, func(f *excelize.File) { f.SetCellStr("Sheet1", "ZZ1", "x") })
	if _, err := read(t, wide); !errors.Is(err, ErrTooBig) {
		t.Errorf("702 columns: %v", err)
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{"yyyy-mm-dd": true, `yyyy"年"m"月"d"日"`: true, "h:mm": true, "[h]:mm": true, `[$-804]yyyy/m/d;@`: true, "mm:ss": true,
		"General": false, "G/通用格式": false, "0.00": false, "@": false, `#,##0.00_d`: false, `0\d`: false, `[Red]0;[Blue]-0`: false, `0"day"`: false, `¥#,##0`: false} {
		if got := dateFormatCode(code); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
	raw := book(t, func(f *excelize.File) {
		for i, id := range []int{14, 22, 27, 31, 36, 50, 57, 58, 1, 49} {
			style, err := f.NewStyle(&excelize.Style{NumFmt: id})
			if err != nil {
				t.Fatal(err)
			}
			cell := fmt.Sprintf("A%d", i+1)
			f.SetCellValue("Sheet1", cell, 46086.5)
			f.SetCellStyle("Sheet1", cell, cell, style)
		}
	})
	rows, err := read(t, raw)
	if err != nil || len(rows) != 10 {
		t.Fatalf("%v %v", rows, err)
	}
	for i, row := range rows {
		want := intake.Date
		if i >= 8 {
			want = intake.Number
		}
		if row.Cells[0].Kind != want || row.Cells[0].Text != "46086.5" {
			t.Errorf("row %d: %v", i+1, row.Cells[0])
		}
	}
}

func TestChartSheetsAreNoWorksheets(t *testing.T) {
	raw := book(t, func(f *excelize.File) {
		f.SetCellStr("Sheet1", "A1", "x")
		if err := f.AddChartSheet("图", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$2"}}}); err != nil {
			t.Fatal(err)
		}
		f.NewSheet("第二张")
	})
	b, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if strings.Join(b.Sheets, ",") != "Sheet1,第二张" {
		t.Errorf("%v", b.Sheets)
	}
}
