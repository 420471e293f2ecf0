package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMoreRowsThanTheLimitAreRefused(t *testing.T) {
	many := func(n int) Rows {
		return func(yield func(Row, error) bool) {
			if !yield(Row{Number: 1, Cells: head}, nil) {
				return
			}
			same := line("W1", "工单系统", "", "丹徒区", "2026-03-05 09:05", "", "", "")
			for i := range n {
				if !yield(Row{Number: i + 2, Cells: same}, nil) {
					return
				}
			}
		}
	}
	if r, err := tickets(many(MaxRows), options(t)); err != nil || r.Rows != MaxRows || r.Repeated != MaxRows-1 {
		t.Errorf("%d rows, %v", r.Rows, err)
	}
	if _, err := tickets(many(MaxRows+1), options(t)); !errors.Is(err, ErrTooMany) {
		t.Error(err)
	}
}

func TestOddCells(t *testing.T) {
	ok := line("W1", "工单系统", "", "丹徒区", "2026-03-05 09:05", "", "", "")
	with := func(column int, c Cell) []Cell {
		l := append([]Cell{}, ok...)
		l[column] = c
		return l
	}
	for name, c := range map[string]struct {
		row  []Cell
		want string // of the first fault; "": it is a draft
	}{
		"NUL":                       {with(1, Cell{Text: "标\x00题"}), "含有无法保存的字符（控制字符）"},
		"vertical tab":              {with(1, Cell{Text: "标\x0b题"}), "含有无法保存的字符"},
		"emoji":                     {with(1, Cell{Text: "标题🙂👨‍👩‍👧"}), ""},
		"name of 50 with dots":      {with(1, Cell{Text: strings.Repeat("阿卜杜·", 12) + "热合"}), ""},
		"32766 characters":          {with(1, Cell{Text: strings.Repeat("字", 32766)}), ""},
		"32767 characters":          {with(1, Cell{Text: strings.Repeat("字", 32767)}), "文字达到一格的上限"},
		"1899":                      {with(5, Cell{Text: "1899-12-30 00:00"}), "1899-12-30 00:00 太早，多半不是日期"},
		"1900 by number":            {with(5, Cell{Kind: Date, Text: "1.5"}), "“1.5”这个日期或时间不存在"},
		"2099":                      {with(5, Cell{Text: "2099-12-31 08:00"}), "2099-12-31 08:00 在将来"},
		"rounded text":              {with(0, Cell{Text: "1.10101E+17"}), "长数字“1.10101E+17”已被电子表格改成近似值"},
		"an ID in the wrong column": {with(4, Cell{Text: "11010519491231002X"}), "“110***********002X”不在区域字典里"},
	} {
		r, err := tickets(rows(head, c.row), options(t))
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want == "":
			if len(r.Drafts) != 1 {
				t.Errorf("%s: %v", name, r.Faults)
			}
		case len(r.Faults) == 0 || !strings.HasPrefix(r.Faults[0].Text, c.want):
			t.Errorf("%s: %v", name, r.Faults)
		}
	}
}

func TestARowOfSeparatedTextLongerThanItsHeaderIsFaulty(t *testing.T) {
	long := append(line("W1", "工单系统", "", "丹徒区", "2026-03-05 09:05", "", "", ""), texts("", "多出")...)
	o := options(t)
	if r, err := tickets(rows(head, long), o); err != nil || len(r.Drafts) != 1 {
		t.Errorf("in a workbook: %+v %v", r, err)
	}
	o.Separated = true
	if r, err := tickets(rows(head, long), o); err != nil || r.FaultyRows != 1 || !strings.Contains(r.Faults[0].Message(), "这一行有12列，表头只有10列") {
		t.Errorf("in text: %+v %v", r, err)
	}
}

func TestTenThousandFaultsAreFewLines(t *testing.T) {
	var list []Fault
	for i := range 10_000 {
		list = append(list, fault(i+17, "区域", "丹阳", "“%s”不在区域字典里", "丹阳"))
		list = append(list, fault(i+17, "到达时间", "", "“%s”不是日期时间", fmt.Sprint("昨天", i)))
	}
	list = append(list, fault(3, "标题", "", "必填，不能为空"))
	groups := Grouped(list)
	var got []string
	for _, g := range groups {
		got = append(got, g.Message())
	}
	want := []string{"第17、18、19…行（共10000处）“区域”：“丹阳”不在区域字典里", "第17、18、19…行（共10000处）“到达时间”：例如：“昨天0”不是日期时间（共10000种情况）", "第3行“标题”：必填，不能为空"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got)
	}
	raw, err := json.Marshal(list[len(list)-1])
	if err != nil || string(raw) != `{"row":3,"column":"标题","message":"第3行“标题”：必填，不能为空"}` {
		t.Errorf("%s %v", raw, err)
	}
}

func TestAMappingKeptForALayoutIsUsedForThatLayoutOnly(t *testing.T) {
	o := options(t)
	layout := texts("编号", "题目", "系统", "地区", "何时")
	row := texts("W1", "标题", "工单系统", "丹徒区", "2026-03-05 09:05")
	_, err := tickets(rows(layout, row), o)
	var e *HeaderError
	if !errors.As(err, &e) || !errors.Is(err, ErrNoHeader) || len(e.Missing) != 2 || e.Columns[1] != (Heading{"B", "题目", "", ""}) {
		t.Fatalf("%+v %v", e, err)
	}
	o.Mapping = map[string]string{"题 目": "title", "E列": "arrived"}
	r, err := tickets(rows(layout, row), o)
	if err != nil || len(r.Drafts) != 1 {
		t.Fatalf("given: %+v %v", r, err)
	}
	o.Kept, o.Mapping = map[string]Kept{Fingerprint(r.Headers): {r.Headers, o.Mapping}}, nil
	if r, err := tickets(rows(layout, row), o); err != nil || !r.KeptMapping || len(r.Drafts) != 1 {
		t.Errorf("kept: %+v %v", r, err)
	}
	if _, err := tickets(rows(append(layout, texts("新列")...), row), o); err == nil || !strings.Contains(err.Error(), "保存过的对应关系没有使用：那时的表头没有“新列”") {
		t.Errorf("another layout: %v", err)
	}
	o.Kept[Fingerprint(r.Headers)] = Kept{r.Headers, map[string]string{"题目": "name_of_old", "何时": "arrived"}}
	if _, err := tickets(rows(layout, row), o); err == nil || !strings.Contains(err.Error(), "没有“name_of_old”这个字段") {
		t.Errorf("a field that is gone: %v", err)
	}
}

func TestPersonalNumbersAreNotToldWhereNoHeaderIsFound(t *testing.T) {
	_, err := tickets(rows(texts("李小芳", "13812345678", "11010519491231002X", "2026-03-05")), options(t))
	if err == nil || strings.Contains(err.Error(), "李小芳") || strings.Contains(err.Error(), "13812345678") {
		t.Error(err)
	}
}

func TestTheGuideNamesEveryHeaderRecognised(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "intake.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range ticketColumns {
		if want := fmt.Sprintf("| %s | %s | `%s` |", c.label, strings.Join(c.names, "、"), c.key); !strings.Contains(string(raw), want) {
			t.Errorf("docs/intake.md lacks %s", want)
		}
	}
}
