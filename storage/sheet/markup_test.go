package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"opsledger/app/rule/intake"
)

// repack writes a book again with some parts changed.
func repack(t testing.TB, raw []byte, edit func(name, part string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(p, edit(f.Name, string(part)))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// numbered is a book of n rows of shared texts, with a formula in B2.
func numbered(t testing.TB, n int) []byte {
	return book(t, func(f *excelize.File) {
		for i := 1; i <= n; i++ {
			f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i), fmt.Sprint("行", i*7919))
		}
		f.SetCellFormula("Sheet1", "B2", "1+1")
	})
}

// A damaged file must never be read as a shorter or different one.
func TestNoFlippedByteGoesUnnoticed(t *testing.T) {
	raw := numbered(t, 400)
	want, err := read(t, raw)
	if err != nil || len(want) != 400 {
		t.Fatalf("%d %v", len(want), err)
	}
	refused := 0
	for i := 0; i < len(raw); i += 3 {
		bad := bytes.Clone(raw)
		bad[i] ^= 0x55
		rows, err := read(t, bad)
		if err == nil && !reflect.DeepEqual(rows, want) {
			t.Fatalf("byte %d: %d rows without an error", i, len(rows))
		}
		if err != nil {
			refused++
		}
	}
	if refused < len(raw)/6 {
		t.Errorf("only %d refused", refused)
	}
}

func TestMarkupIsReadAsOtherProgramsWriteIt(t *testing.T) {
	raw := numbered(t, 3)
	cells := func(name string) bool { return strings.HasSuffix(name, "sheet1.xml") }
	prefixed := func(s string) string {
		return strings.NewReplacer("</", "</x:", "<?", "<?", "<", "<x:", "xmlns=", "xmlns:x=").Replace(s)
	}
	for name, edit := range map[string]func(part, s string) string{
		"as is": func(_, s string) string { return s },
		"prefixed": func(part, s string) string {
			if cells(part) || part == sharedPart {
				return prefixed(s)
			}
			return s
		},
		"single quotes": func(part, s string) string {
			if cells(part) {
				return strings.ReplaceAll(s, `"`, `'`)
			}
			return s
		},
		"line breaks in tags": func(part, s string) string {
			if cells(part) {
				return strings.NewReplacer(" r=", "\n r=", " t=", "\t t = ").Replace(s)
			}
			return s
		},
		"strict dialect": func(_, s string) string {
			return strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
				"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships").Replace(s)
		},
	} {
		rows, err := read(t, repack(t, raw, edit))
		if err != nil || len(rows) != 3 || rows[2].Cells[0] != (intake.Cell{Text: "行23757"}) || rows[1].Cells[1].Kind != intake.Formula {
			t.Errorf("%s: %v %v", name, rows, err)
		}
	}
}

func TestWhatIsNotUnderstoodIsRefusedWhole(t *testing.T) {
	raw := numbered(t, 50)
	for name, edit := range map[string]func(s string) string{
		"cut in the middle": func(s string) string { return s[:len(s)/2] },
		"malformed row":     func(s string) string { return strings.Replace(s, `<row r="20"`, `<row r="20`, 1) },
		"malformed cell":    func(s string) string { return strings.Replace(s, `<c r="A20"`, `<c <r="A20"`, 1) },
		"comment":           func(s string) string { return strings.Replace(s, `<row r="20"`, `<!-- x --><row r="20"`, 1) },
		"no such text":      func(s string) string { return strings.Replace(s, `<v>20</v>`, `<v>9999</v>`, 1) },
		"text number":       func(s string) string { return strings.Replace(s, `<v>20</v>`, `<v>x</v>`, 1) },
		"another root":      func(s string) string { return strings.ReplaceAll(s, "worksheet", "chartsheet") },
		"UTF-16":            func(s string) string { return "\xff\xfe" + strings.Join(strings.Split(s, ""), "\x00") },
		"rows backwards":    func(s string) string { return strings.Replace(s, `<row r="20"`, `<row r="2"`, 1) },
	} {
		bad := repack(t, raw, func(part, s string) string {
			if strings.HasSuffix(part, "sheet1.xml") {
				return edit(s)
			}
			return s
		})
		if rows, err := read(t, bad); !errors.Is(err, ErrNotSheet) {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
	}
}

func TestSharedTextsReadAsTheLibraryReadsThem(t *testing.T) {
	plain := []string{"", " 两端空格 ", "换\n行", "a&b<c>\"d'", "_x000D_", "𬭎䶮", "emoji🙂", "1", strings.Repeat("字", 32767)}
	raw := book(t, func(f *excelize.File) {
		for i, s := range plain {
			f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+1), s)
		}
		f.SetCellRichText("Sheet1", "A20", []excelize.RichTextRun{{Text: "甲 "}, {Text: "乙", Font: &excelize.Font{Bold: true, Family: "仿宋"}}})
	})
	raw = repack(t, raw, func(part, s string) string {
		if part == sharedPart { // a reading aid beside a text is not part of it
			s = strings.Replace(s, "<t>1</t>", "<t>1</t><rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh>", 1)
		}
		return s
	})
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(t, raw)
	if err != nil || len(got) != 20 {
		t.Fatalf("%d %v", len(got), err)
	}
	for i, row := range got {
		text, was := "", ""
		if len(row.Cells) > 0 {
			text = row.Cells[0].Text
		}
		if len(want[i]) > 0 {
			was = want[i][0]
		}
		if text != was {
			t.Errorf("row %d: %.40q, the library %.40q", i+1, text, was)
		}
	}
	if got[19].Cells[0].Text != "甲 乙" {
		t.Errorf("%q", got[19].Cells[0].Text)
	}
}

func TestCellsOfAnArrayFormulaAreFormulas(t *testing.T) {
	raw := repack(t, book(t, func(f *excelize.File) {
		for i := 1; i <= 4; i++ {
			f.SetCellInt("Sheet1", fmt.Sprintf("A%d", i), int64(i))
		}
	}), func(part, s string) string {
		if strings.HasSuffix(part, "sheet1.xml") {
			s = strings.Replace(s, "<v>2</v>", `<f t="array" ref="A2:A3">ROW()</f><v>2</v>`, 1)
		}
		return s
	})
	rows, err := read(t, raw)
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v %v", rows, err)
	}
	for i, want := range []intake.CellKind{intake.Number, intake.Formula, intake.Formula, intake.Number} {
		if rows[i].Cells[0].Kind != want {
			t.Errorf("row %d: %v", i+1, rows[i].Cells[0])
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(book(f, func(x *excelize.File) { x.SetCellStr("Sheet1", "A1", "工单号") }))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if n, err := drain(raw); err == nil && n > excelize.TotalRows {
			t.Fatal("beyond the limits")
		}
	})
}

// FuzzMarkup varies the sheet behind the archive's checksums: what is read without an error is all the library reads.
func FuzzMarkup(f *testing.F) {
	base := numbered(f, 3)
	f.Add(string(unzipped(f, base, "xl/worksheets/sheet1.xml")), string(unzipped(f, base, sharedPart)))
	f.Add(`<worksheet><sheetData><row r="2"><c r="C2" t="inlineStr"><is><t>x</t></is></c><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>`, `<sst/>`)
	f.Fuzz(func(t *testing.T, cells, shared string) {
		raw := repack(t, base, func(part, s string) string {
			switch part {
			case "xl/worksheets/sheet1.xml":
				return cells
			case sharedPart:
				return shared
			}
			return s
		})
		got, err := read(t, raw)
		if err != nil {
			return
		}
		f, err := excelize.OpenReader(bytes.NewReader(raw))
		if err != nil {
			return
		}
		defer f.Close()
		want, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		for i, row := range want {
			for j, text := range row {
				if text != "" && (i >= len(got) || j >= len(got[i].Cells) || got[i].Cells[j].Text != text) {
					t.Fatalf("row %d, column %d: the library reads %q (%v), we %v", i+1, j+1, text, err, got)
				}
			}
		}
	})
}
