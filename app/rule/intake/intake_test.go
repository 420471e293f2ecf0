package intake

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
)

func options(t testing.TB) Options {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "assets", "dictionaries", "seed.json"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := dictionary.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return Options{Dictionaries: set, Now: time.Date(2026, 3, 31, 12, 0, 0, 0, zone)}
}

func rows(lines ...[]Cell) Rows {
	return func(yield func(Row, error) bool) {
		for i, l := range lines {
			if !yield(Row{Number: i + 1, Cells: l}, nil) {
				return
			}
		}
	}
}

// drafted is what came of a sheet, with its drafts.
type drafted struct {
	Result
	Drafts []Draft
}

func tickets(r Rows, o Options) (out drafted, err error) {
	out.Result, err = Tickets(r, o, func(d Draft) error {
		out.Drafts = append(out.Drafts, d)
		return nil
	})
	return out, err
}

func texts(s ...string) []Cell {
	var out []Cell
	for _, x := range s {
		out = append(out, Cell{Text: x})
	}
	return out
}

var head = texts("单 号", "问题标题*", "系统", "险种", "地区", "到达\n项目组时间", "完成时间", "工单状态", "电话", "奇怪的列")

func line(number, system, insurance, region, arrived, resolved, state, phone string) []Cell {
	return texts(number, "标题", system, insurance, region, arrived, resolved, state, phone, "")
}

func TestARowIsReadUnderTitlesByOtherNamesInAnyOrder(t *testing.T) {
	r, err := tickets(rows(texts("江苏省工单导出"), texts("", "制表：某某"), head,
		line("W1", "社会保险", "居民养老", "丹徒", "2026/3/5 9:05", "2026年3月6日 10时30分", "办结", "13812345678"), nil, texts("", "  ")), options(t))
	if err != nil || len(r.Faults) > 0 || len(r.Drafts) != 1 || r.Header != 3 || r.Rows != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	d := r.Drafts[0]
	if d.System != "社会保险系统" || d.Insurance != "城乡居民养老" || d.Region != "丹徒区" || stamp(d.Arrived) != "2026-03-05 09:05" || stamp(d.Resolved) != "2026-03-06 10:30" || d.State != ticket.Resolved {
		t.Errorf("%+v", d)
	}
	if strings.Join(r.Ignored, ",") != "奇怪的列" {
		t.Errorf("ignored %v", r.Ignored)
	}
}

func TestFaultsNameRowColumnValueAndRemedy(t *testing.T) {
	ok := line("W1", "工单系统", "", "丹徒区", "2026-03-05 09:05", "", "", "")
	with := func(i int, c Cell) []Cell {
		l := append([]Cell{}, ok...)
		l[i] = c
		return l
	}
	for name, c := range map[string]struct {
		row  []Cell
		want string
	}{
		"unknown region":       {with(4, Cell{Text: "丹阳区"}), "第2行“地区”：“丹阳区”不在区域字典里（最接近：丹徒区）。可填：镇江市本级、润州区、京口区、丹徒区、经开区"},
		"impossible date":      {with(5, Cell{Text: "2026-13-45"}), "第2行“到达\n项目组时间”：“2026-13-45”这个日期或时间不存在"},
		"no date":              {with(5, Cell{Text: "昨天"}), "第2行“到达\n项目组时间”：“昨天”不是日期时间。请写作 2026-03-05 14:20"},
		"date without clock":   {with(5, Cell{Text: "2026-03-05"}), "第2行“到达\n项目组时间”：“2026-03-05”只有日期没有钟点，无法计算时限。请写作 2026-03-05 14:20"},
		"future":               {with(5, Cell{Text: "2027-03-05 10:00"}), "第2行“到达\n项目组时间”：2027-03-05 10:00 在将来。请核对"},
		"resolved too early":   {with(6, Cell{Text: "2026-03-04 10:00"}), "第2行“完成时间”：处理完毕时间 2026-03-04 10:00 早于到达时间 2026-03-05 09:05。请核对两个时间"},
		"formula":              {with(1, Cell{Kind: Formula, Text: "=A1"}), "第2行“问题标题*”：是公式，算出的值不可信。请复制后“选择性粘贴为数值”再导入"},
		"error cell":           {with(1, Cell{Kind: Broken, Text: "#N/A"}), "第2行“问题标题*”：是出错的单元格（#N/A）。请改正后再导入"},
		"missing":              {with(0, Cell{}), "第2行“单 号”：必填，不能为空"},
		"rounded":              {with(0, Cell{Kind: Number, Text: "1.10101199003071E+17"}), "第2行“单 号”：长数字“1.10101199003071E+17”已被电子表格改成近似值，无法还原。请把该列设为文本格式后重新导出"},
		"state without time":   {with(7, Cell{Text: "已办结"}), "第2行“工单状态”：状态为“已办结”而没有处理完毕时间。请补上时间或改正状态"},
		"unknown state":        {with(7, Cell{Text: "飞了"}), "第2行“工单状态”：不认识状态“飞了”。可填：待签收、处理中、已挂起、已办结、已确认、已作废"},
		"insurance is missing": {with(2, Cell{Text: "社会保险系统"}), "第2行“险种”：所属系统为社会保险系统时险种必填"},
	} {
		r, err := tickets(rows(head, c.row), options(t))
		if err != nil || len(r.Drafts) != 0 || r.FaultyRows != 1 || len(r.Faults) == 0 || r.Faults[0].Message() != c.want {
			t.Errorf("%s: %v %v", name, r.Faults, err)
		}
	}
}

func TestTwoRowsOfOneNumber(t *testing.T) {
	a := line("W1", "工单系统", "", "丹徒区", "2026-03-05 09:05", "", "", "")
	b := line("W1", "工单系统", "", "润州区", "2026-03-05 09:05", "", "", "")
	r, err := tickets(rows(head, a, a, b), options(t))
	if err != nil || len(r.Drafts) != 1 || r.Repeated != 1 || len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Message(), "与第2行重复") {
		t.Errorf("%+v %v", r, err)
	}
}

func TestNoHeaderSaysWhatIsMissing(t *testing.T) {
	_, err := tickets(rows(texts("工单号", "标题", "系统", "地区"), texts("1")), options(t))
	if !errors.Is(err, ErrNoHeader) || !strings.Contains(err.Error(), "缺少 到达时间") {
		t.Error(err)
	}
	if _, err := tickets(rows(), options(t)); !errors.Is(err, ErrNoHeader) {
		t.Error(err)
	}
	if _, err := tickets(rows(append(texts("工单编号"), head...)), options(t)); !errors.Is(err, ErrAmbiguous) {
		t.Error(err)
	}
}

func TestTimes(t *testing.T) {
	for in, want := range map[string]string{"2026-03-05 14:20:30": "2026-03-05 14:20:30", "2026/3/5 9:5": "2026-03-05 09:05:00", "2026年3月5日14时20分": "2026-03-05 14:20:00",
		"2026年3月5日 15时": "2026-03-05 15:00:00", "2026.3.5": "2026-03-05 00:00:00", "20260305142000": "2026-03-05 14:20:00", "20260305": "2026-03-05 00:00:00", "2026-03-05T14:20": "2026-03-05 14:20:00", "２０２６－０３－０５　１４：２０": "2026-03-05 14:20:00",
		"2026-03-05 下午2:20": "2026-03-05 14:20:00", "2026-03-05 2:20 PM": "2026-03-05 14:20:00", "2026-03-05 14:20:30.5": "2026-03-05 14:20:30",
		"2026-03-05T02:20:00Z": "2026-03-05 10:20:00", "2026-03-05T20:20:00Z": "2026-03-06 04:20:00", "2026-03-05T14:20:30+08:00": "2026-03-05 14:20:30", "2026-03-05T14:20+0900": "2026-03-05 13:20:00",
		"2026-03-05T14:20-03:00": "2026-03-06 01:20:00", "2026-03-05T14:20+29:00": "",
		"2026-02-30": "", "2026-03-05 24:10": "", "2026-13-45": "", "5/3/2026": "", "": "", "2026-3": ""} {
		at, _, err := ParseTime(in)
		if got := at.Format("2006-01-02 15:04:05"); (err != nil) != (want == "") || err == nil && got != want {
			t.Errorf("%s: %s %v", in, got, err)
		}
	}
	for in, want := range map[string]string{"46086.5973": "2026-03-05 14:20", "46086": "2026-03-05 00:00", "60": "", "x": "", "-1": ""} {
		at, _, err := serial(in, false)
		if (err != nil) != (want == "") || err == nil && stamp(at) != want {
			t.Errorf("%s: %s %v", in, stamp(at), err)
		}
	}
}

// FuzzTickets: every data row is a draft, a fault or a repetition.
func FuzzTickets(f *testing.F) {
	f.Add("W1", "丹徒区", "2026-03-05 09:05", "2026-03-06 09:05", "办结", byte(0))
	f.Add("1.1E+17", "x", "46086.5", "", "", byte(1))
	f.Fuzz(func(t *testing.T, number, region, arrived, resolved, state string, kind byte) {
		l := line(number, "工单系统", "", region, arrived, resolved, state, "")
		for i := range l {
			l[i].Kind = CellKind(kind % 6)
		}
		r, err := tickets(rows(head, l, l), options(t))
		if err != nil || len(r.Drafts)+r.FaultyRows+r.Repeated != r.Rows {
			t.Fatalf("%+v %v", r, err)
		}
	})
}
