package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// table is rows as "number:cell|cell".
func table(rows Rows) (out []string, err error) {
	for row, err := range rows {
		if err != nil {
			return out, err
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		out = append(out, fmt.Sprintf("%d:%s", row.Number, strings.Join(cells, "|")))
	}
	return out, nil
}

func TestSeparatedTextIsNumberedAsASpreadsheetShowsIt(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\nc,d":                     "1:a|b 2:c|d",
		"a,b\r\nc,d\r\n":               "1:a|b 2:c|d",
		"a,b\rc,d\r":                   "1:a|b 2:c|d",
		"a\n\n\"x\r\ny\",z\nlast":      "1:a 2: 3:x\ny|z 4:last",
		`a,"b ""c"" d",`:               `1:a|b "c" d|`,
		`a,b "c" d`:                    `1:a|b "c" d`,
		",,\n":                         "1:||",
		`"",""`:                        "1:|",
		"a\x00b,=1+1,1.10101E+17,#N/A": "1:a\x00b|=1+1|1.10101E+17|#N/A",
		"":                             "",
	} {
		got, err := table(Separated(strings.NewReader(text), ','))
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
}

func TestTextThatCannotBeCutIsRefusedByRow(t *testing.T) {
	for text, row := range map[string]int{
		"a\nb,\"c\nd\n":                       2,
		"a\n\n\"b\"c\n":                       3,
		"\"" + strings.Repeat("x", maxCell+9): 1,
		strings.Repeat("x", maxCell+9):        1,
	} {
		_, err := table(Separated(strings.NewReader(text), ','))
		var e *TextError
		if !errors.As(err, &e) || e.Row != row {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestPastedCellsKeepTheirQuotes(t *testing.T) {
	for text, want := range map[string]string{
		"a\tb\r\nc\td\r\n":        "1:a|b 2:c|d",
		"\"x\ny\"\tb":             "1:x\ny|b",
		"\"x\r\n\"\"y\"\"\"\r\nb": "1:x\n\"y\" 2:b",
		`"a"` + "\t" + `b "c"`:    `1:"a"|b "c"`,
		"\"a\tb":                  `1:"a|b`,
		"\"x\ny\"z\tb":            `1:"x 2:y"z|b`,
		"a\t\r\n\t\n":             "1:a| 2:|",
		"\ufeffa\n\nb":            "1:a 2: 3:b",
	} {
		got, err := table(Pasted(text))
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
}

func TestTheSeparatorIsTheOneThatCutsRowsEqually(t *testing.T) {
	for text, want := range map[string]byte{
		"a,b,c\n1,2,3":            ',',
		"a\tb\tc\n1,5\t2,5\t3,5":  '\t',
		"a;b;c\n1,5;2,5;3\n1;2;3": ';',
		"标题\n工单号;标题,副标题;区域\n1;2,3;4": ';',
		"a":                            ',',
		"":                             ',',
		"x,\"y;z;w;v\"\nx,\"y;z;w;v\"": ',',
	} {
		if got := Separator([]byte(text)); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// FuzzSeparated: cutting never fails in another way than told, and what was cut joins to the same rows again.
func FuzzSeparated(f *testing.F) {
	for _, s := range []string{"a,b\nc,\"d\"\"e\nf\"\n", "\"", "\r\r\n", "工单号;标题\n\"x\"y", "sep=;\na;b"} {
		f.Add(s, byte(','))
	}
	f.Fuzz(func(t *testing.T, text string, sep byte) {
		if sep == '"' || sep == '\n' || sep == '\r' {
			return
		}
		var lines [][]string
		last := 0
		for row, err := range Separated(strings.NewReader(text), sep) {
			var e *TextError
			if err != nil {
				if !errors.As(err, &e) || e.Row != last+1 {
					t.Fatalf("%v after row %d", err, last)
				}
				return
			}
			if last++; row.Number != last || len(row.Cells) == 0 {
				t.Fatalf("row %d of %d cells after %d", row.Number, len(row.Cells), last-1)
			}
			var line []string
			for _, c := range row.Cells {
				line = append(line, `"`+strings.ReplaceAll(c.Text, `"`, `""`)+`"`)
			}
			lines = append(lines, line)
		}
		var again strings.Builder
		for _, l := range lines {
			again.WriteString(strings.Join(l, string(sep)) + "\n")
		}
		first, _ := table(Separated(strings.NewReader(text), sep))
		second, err := table(Separated(strings.NewReader(again.String()), sep))
		if sep < 0x80 && (err != nil || !slices.Equal(first, second)) {
			t.Fatalf("%q: %q, then %q %v", text, first, second, err)
		}
	})
}

// FuzzPasted: every data row of what was pasted is a draft, a fault or a repetition.
func FuzzPasted(f *testing.F) {
	const head = "工单号\t标题\t系统\t区域\t到达时间\n"
	f.Add("W1\t\"两\n行\"\t工单系统\t丹徒区\t2026-03-09 09:00\nW1\t x\t\"\"\n")
	f.Add("\"\"\"\t\r\n\t\t\t\t\t\t\x00")
	o := options(f)
	o.Separated = true
	f.Fuzz(func(t *testing.T, text string) {
		r, err := tickets(Pasted(head+text), o)
		if err != nil || len(r.Drafts)+r.FaultyRows+r.Repeated != r.Rows {
			t.Fatalf("%+v %v", r, err)
		}
		if len(Grouped(r.Faults)) > len(r.Faults) {
			t.Fatal("more groups than faults")
		}
	})
}

// FuzzTime: what is read as a time is written back as the same time.
func FuzzTime(f *testing.F) {
	for _, s := range []string{"2026-03-05 14:20:30", "2026年3月5日 下午2时20分", "20260305142000", "２０２６．３．５", "2026-03-05T14:20+08:00", "24:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, clock, err := ParseTime(s)
		if err != nil {
			return
		}
		again, _, err := ParseTime(at.Format("2006-01-02 15:04:05"))
		if err != nil || !again.Equal(at) || !clock && (at.Hour() != 0 || at.Minute() != 0) {
			t.Fatalf("%q: %v %v, then %v %v", s, at, clock, again, err)
		}
	})
}
