package compare_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"opsledger/app/rule/compare"
	"opsledger/app/rule/intake"
)

func TestKeysAreReadAsTheyWereMeant(t *testing.T) {
	text, number := intake.Text, intake.Number
	for _, c := range []struct {
		cell  intake.Cell
		want  string
		wrong string
	}{
		{intake.Cell{Kind: text, Text: "11010519491231002X"}, "11010519491231002X", ""},
		{intake.Cell{Kind: text, Text: "'11010519491231002x "}, "11010519491231002X", ""},
		{intake.Cell{Kind: text, Text: "１１０１０５１９４９１２３１００２Ｘ"}, "11010519491231002X", ""},
		{intake.Cell{Kind: text, Text: "110105 19491231\u3000002X\u200b"}, "11010519491231002X", ""},
		{intake.Cell{Kind: text, Text: "110105-19491231-002x"}, "11010519491231002X", ""},
		{intake.Cell{Kind: text, Text: "6222 0210 0112 2334 458"}, "6222021001122334458", ""},
		{intake.Cell{Kind: text, Text: "李　芳"}, "李芳", ""},
		{intake.Cell{Kind: text, Text: "买买提•吐尔逊"}, "买买提·吐尔逊", ""},
		{intake.Cell{Kind: text, Text: "a-12"}, "a-12", ""}, // a code: its hyphen and case tell it apart
		{intake.Cell{Kind: text, Text: "3E10"}, "3E10", ""},
		{intake.Cell{Kind: text, Text: "00123"}, "00123", ""},
		{intake.Cell{Kind: number, Text: "123.0"}, "123", ""},
		{intake.Cell{Kind: number, Text: "320102491231002"}, "320102491231002", ""}, // 15 digits fit
		{intake.Cell{Kind: intake.Date, Text: "46086"}, "2026-03-05", ""},
		{intake.Cell{Kind: text, Text: "2026年3月5日"}, "2026-03-05", ""},
		{intake.Cell{Kind: text, Text: "20260305"}, "20260305", ""},
		{intake.Cell{Kind: number, Text: "110105194912310020"}, "", "近似值"},
		{intake.Cell{Kind: number, Text: "1.1010519491231E+17"}, "", "近似值"},
		{intake.Cell{Kind: text, Text: "1.23E+17"}, "", "近似值"},
		{intake.Cell{Kind: text, Text: "１．１０１Ｅ＋１７"}, "", "近似值"},
		{intake.Cell{Kind: number, Text: "6222021001122334000"}, "", "近似值"},
		{intake.Cell{Kind: text, Text: " \u3000' "}, "", "空的"},
		{intake.Cell{Kind: intake.Formula, Text: "110105"}, "", "公式"},
		{intake.Cell{Kind: intake.Broken, Text: "#N/A"}, "", "出错的单元格"},
	} {
		key, wrong := compare.Key(c.cell, false)
		if key != c.want || !strings.Contains(wrong, c.wrong) || (wrong == "") != (c.wrong == "") {
			t.Errorf("%q: %q %q", c.cell.Text, key, wrong)
		}
	}
}

// rows makes a sheet of texts.
func rows(lines ...string) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		for i, line := range lines {
			var cells []intake.Cell
			for _, text := range strings.Split(line, "|") {
				cells = append(cells, intake.Cell{Text: text})
			}
			if !yield(intake.Row{Number: i + 1, Cells: cells}, nil) {
				return
			}
		}
	}
}

func read(t *testing.T, keys string, lines ...string) *compare.List {
	t.Helper()
	l, err := compare.Read(rows(lines...), compare.Options{Keys: strings.Split(keys, "+")})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func told(t *testing.T, r *compare.Result, clear bool, sheet string) (out []string) {
	t.Helper()
	for _, table := range r.Tables(clear) {
		if table.Name != sheet {
			continue
		}
		for row := range table.Each {
			if len(row) != len(table.Head) && sheet != compare.Trouble {
				t.Errorf("%s: %d cells under %d heads", sheet, len(row), len(table.Head))
			}
			out = append(out, strings.Join(row, "|"))
		}
		if table.Rows != len(out) {
			t.Errorf("%s: %d rows announced, %d given", sheet, table.Rows, len(out))
		}
	}
	return out
}

func TestTwoListsAreComparedRowByRow(t *testing.T) {
	a := read(t, "身份证号", "领取待遇人员名单", "姓名|身份证号（必填）|月待遇|日期", "李小芳|'11010519491231002x|1,200.00|2026-03-05", "王勇|320102199001011237|980|", "赵敏|1.1E+17|1|", "钱进||2|",
		"周末|３２０１０２１９９００１０１１２３7|3|", "", "孙远|110105194912310021|5|")
	b := read(t, "公民身份号码", "公民身份号码|姓名|月待遇|日期|死亡日期", "11010519491231002X|李晓芳|1200|2026年3月5日|2026-01-02", "321102195505050011|吴亦|0||2026-02-02")
	r := compare.Compare(a, b)
	if r.Both != 1 || r.OnlyA != 2 || r.OnlyB != 1 || r.Differ != 1 || a.Rows != 6 || a.Faulty != 3 || b.Rows != 2 {
		t.Errorf("%+v, %d rows, %d faulty", r, a.Rows, a.Faulty)
	}
	if a.Rows != r.Both+r.OnlyA+a.Faulty || b.Rows != r.Both+r.OnlyB+b.Faulty {
		t.Error("a row is lost")
	}
	for _, c := range []struct {
		sheet string
		clear bool
		want  []string
	}{
		{compare.OnlyA, false, []string{"甲1|4|王*|320***********1237|980|", "甲2|9|孙*|110***********0021|5|"}},
		{compare.OnlyA, true, []string{"甲1|4|王勇|320102199001011237|980|", "甲2|9|孙远|110105194912310021|5|"}},
		{compare.OnlyB, false, []string{"乙1|3|321***********0011|吴*|0||2026-02-02"}},
		{compare.Both, false, []string{"同1|3|2|110***********002x|李*芳|1,200.00|2026-03-05|李*芳|1200|2026年3月5日|2026-01-02"}},
		{compare.Differ, false, []string{"异1|3|2|110***********002x|姓名（遮蔽后看起来相同）|李*芳|李*芳||||"}},
		{compare.Differ, true, []string{"异1|3|2|'11010519491231002x|姓名|李小芳|李晓芳||||"}},
		{compare.Trouble, true, []string{
			"甲|5|身份证号（必填）|*******|没有比对|长数字已被电子表格改成近似值，末几位不可信，没有拿来比对。请把该列设为文本格式后从原系统重新导出",
			"甲|6|身份证号（必填）||没有比对|是空的，没有可比对的内容。请补齐，或从名单中去掉这一行",
			"甲|7|身份证号（必填）|320***********1237|没有比对|与第4行重复，只拿第4行比对。请核对是否同一人登记了两次",
			"甲|4|身份证号（必填）|320***********1237|已比对|身份证号校验位不对，仍按所写的比对。请核对",
			"甲|9|身份证号（必填）|110***********0021|已比对|身份证号校验位不对，仍按所写的比对。请核对",
			"乙|3|公民身份号码|321***********0011|已比对|身份证号校验位不对，仍按所写的比对。请核对"}},
	} {
		got := told(t, r, c.clear, c.sheet)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nshould be\n%s", c.sheet, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	if !strings.Contains(r.Caution(), "甲有3行、乙有0行没有比对") {
		t.Error(r.Caution())
	}
}

func TestTwoKeysTogetherTellPeopleApart(t *testing.T) {
	a := read(t, "姓名+B列", "姓名|出生|单位", "李 芳|2001-1-2|甲", "李芳|2001-01-03|乙")
	b := read(t, "姓名+生日", "姓名|生日|单位", "李芳|2001年1月2日|甲", "李芳|2002-01-03|乙")
	if r := compare.Compare(a, b); r.Both != 1 || r.OnlyA != 1 || r.OnlyB != 1 || r.Differ != 0 {
		t.Errorf("%d %d %d %d", r.Both, r.OnlyA, r.OnlyB, r.Differ)
	}
}

func TestAColumnThatIsNotThereIsNamedWithThoseThatAre(t *testing.T) {
	for _, c := range []struct {
		keys  string
		lines []string
		why   error
		want  string
	}{
		{"身份证号", []string{"名单", "姓名|证件", "李芳|1"}, intake.ErrNoHeader, "没有这一列：身份证号"},
		{"姓名+身份证号", []string{"名单|二〇二六", "姓名|证件", "李芳|1"}, intake.ErrNoHeader, "没有这一列：身份证号"},
		{"姓名", []string{"姓名|姓 名", "李芳|1"}, intake.ErrAmbiguous, "第1行有两列都叫“姓名”"},
		{"姓名", nil, intake.ErrNoHeader, "没有这一列：姓名"},
	} {
		_, err := compare.Read(rows(c.lines...), compare.Options{Keys: strings.Split(c.keys, "+")})
		var e *compare.HeadError
		if !errors.As(err, &e) || !errors.Is(err, c.why) || e.Error() != c.want {
			t.Errorf("%v: %v", c.lines, err)
		}
	}
}

func TestARowOfSeparatedTextThatHasShiftedIsAFault(t *testing.T) {
	l, err := compare.Read(rows("姓名|证号", "李芳|1|2", "王勇|3"), compare.Options{Keys: []string{"证号"}, Separated: true})
	if err != nil || l.Faulty != 1 || !strings.Contains(l.Faults[0].Text, "这一行有3列，表头只有2列") {
		t.Errorf("%+v %v", l, err)
	}
}

func TestPersonalDataIsMaskedUnderAnyHeader(t *testing.T) {
	for _, c := range [][3]string{{"姓名", "李小芳", "李*芳"}, {"联系人电话", "0511-8765432", "051*****5432"}, {"备注", "电话13812345678", "电话138****5678"},
		{"备用", "110105194912310021", "110***********0021"}, {"备用", "6222-0210-0112-2334-000", "***************4000"}, {"备用", "1.1010519491231E+17", "***************E+17"},
		{"家庭住址", "京口区中山路1号", "京*******"}, {"单位编号", "3211000123", "3211000123"}, {"死亡日期", "2026-01-02", "2026-01-02"}} {
		if got := compare.Mask(compare.Personal(c[0]), c[1]); got != c[2] {
			t.Errorf("%s %s: %s", c[0], c[1], got)
		}
	}
}

func TestTheHeaderIsGuessedFromTheFirstRows(t *testing.T) {
	for want, lines := range map[string][]string{"姓名,B列,身份证号": {"名单", "姓名||身份证号", "李芳|x|1"}, "身份证号": {"身份证号", "1", "2"}, "1,2": {"名单", "1|2"}} {
		if heads, err := compare.Heads(rows(lines...)); err != nil || strings.Join(heads, ",") != want {
			t.Errorf("%v %v", heads, err)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"11010519491231002x", "１１０１０５", "'1.23E+17", "李 芳", "6222-0210-0112-2334-458", "2026年3月5日", "\u200b", "a-12", "110105–19491231", "2026.13.45"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, wrong := compare.Key(intake.Cell{Text: s}, false)
		if (key == "") == (wrong == "") {
			t.Fatalf("%q: %q and %q", s, key, wrong)
		}
		if key == "" {
			return
		}
		if strings.ContainsFunc(key, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
			t.Fatalf("%q: %q holds what is not seen", s, key)
		}
		again, wrong := compare.Key(intake.Cell{Text: key}, false)
		if again != key || wrong != "" {
			t.Fatalf("%q: %q, then %q %s", s, key, again, wrong)
		}
		if spaced, _ := compare.Key(intake.Cell{Text: fmt.Sprintf(" '%s\u3000", s)}, false); spaced != key {
			t.Fatalf("%q: %q, among blanks %q", s, key, spaced)
		}
	})
}
