package sheet

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"opsledger/app/rule/intake"
)

func encoded(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

const exported = "省工单系统导出\n工单号,标题\nW1,\"买买提·阿卜杜拉说：\n𬭎\"\nW2,=SUM(A1)\n"

func TestTextIsReadInEveryEncodingMet(t *testing.T) {
	for name, raw := range map[string][]byte{
		"UTF-8":               []byte(exported),
		"UTF-8 with a mark":   []byte("\ufeff" + exported),
		"GB 18030":            encoded(t, simplifiedchinese.GB18030, exported),
		"UTF-16, small end":   encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), exported),
		"UTF-16, big end":     encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), exported),
		"Windows line breaks": []byte(strings.ReplaceAll(exported, "\n", "\r\n")),
		"semicolons, named":   []byte("sep=;\r\n" + strings.ReplaceAll(exported, ",", ";")),
		"UTF-16 tabs, named":  encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "sep=\t\n"+strings.ReplaceAll(exported, ",", "\t")),
	} {
		rows, err := read(t, raw)
		if err != nil || len(rows) != 4 || rows[2].Number != 3 || rows[2].Cells[1] != (intake.Cell{Text: "买买提·阿卜杜拉说：\n𬭎"}) || rows[3].Cells[1].Text != "=SUM(A1)" {
			t.Errorf("%s: %v %v", name, rows, err)
		}
	}
}

func TestBytesOfAnotherEncodingAreToldByRow(t *testing.T) {
	long := "工单号,标题\n" + strings.Repeat("W1,很长的一份表格\n", 20_000)
	gb := encoded(t, simplifiedchinese.GB18030, long)
	for name, c := range map[string]struct {
		raw []byte
		row int
	}{
		"UTF-8, then a byte":    {[]byte("工单号,标题\nW1,标题\nW2,标\xff题\n"), 3},
		"UTF-8, then GB 18030":  {append([]byte(long), gb...), 20_002},
		"GB 18030, then a byte": {append(bytes.Clone(gb), "W,\xff\n"...), 20_002},
		"a character cut off":   {[]byte("工单号,标题\nW1,标题\nW2,标\xe9\xa2"), 3},
		"half a surrogate":      {append([]byte("\xff\xfe"), "a\x00\n\x00\x00\xd8b\x00"...), 2},
	} {
		_, err := read(t, c.raw)
		var e *intake.TextError
		if !errors.As(err, &e) || e.Row != c.row {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoTableIsToldApartFromText(t *testing.T) {
	for want, raw := range map[string]string{
		"其实是 PDF 文件": "%PDF-1.7\n",
		"其实是图片":      "\x89PNG\r\n\x1a\n",
		"压缩包":        "\x1f\x8b\x08",
		"网页另存的表格":    "\ufeff<HTML><TABLE>",
		"扩展名不符的 XML": "<?xml version=\"1.0\"?>",
		"没有字节序标记的":   "a\x00,\x00b\x00\n\x001\x00,\x002\x00",
		"格式无法识别":     "\x01\x02\x03\x04\x05\x06\x07\x08工单号",
	} {
		_, err := Open(strings.NewReader(raw), int64(len(raw)))
		if !errors.Is(err, ErrNotSheet) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestTextBeyondTheLimitsIsRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"columns": strings.Repeat(",", maxColumns),
		"rows":    strings.Repeat("a,b\n", MaxRows+maxTitles+1),
	} {
		if _, err := read(t, []byte(raw)); !errors.Is(err, ErrTooBig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCellsPastedArriveAsTheClipboardMeansThem(t *testing.T) {
	raw := encoded(t, simplifiedchinese.GB18030, "工单号\t标题\n\"W1\"\t\"两\n行\"\n")
	b, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	b.Pasted()
	var got []string
	for row, err := range b.Rows(context.Background(), "", nil) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row.Cells[0].Text+"|"+row.Cells[1].Text)
	}
	if strings.Join(got, " ") != "工单号|标题 \"W1\"|两\n行" || b.Total("") != 3 {
		t.Errorf("%q, about %d rows", got, b.Total(""))
	}
}

// FuzzText: whatever the bytes, they are read whole or refused, and rows count up from one.
func FuzzText(f *testing.F) {
	f.Add([]byte(exported))
	f.Add(encoded(f, simplifiedchinese.GB18030, exported))
	f.Add(encoded(f, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), exported))
	f.Add([]byte("sep=;\n\"a\";b\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if bytes.HasPrefix(raw, []byte("PK")) {
			return
		}
		rows, err := read(t, raw)
		for i, row := range rows {
			if row.Number != i+1 {
				t.Fatalf("row %d is numbered %d", i+1, row.Number)
			}
		}
		var text *intake.TextError
		if errors.As(err, &text) && text.Row != len(rows)+1 {
			t.Fatalf("%v after %d rows", err, len(rows))
		}
	})
}
