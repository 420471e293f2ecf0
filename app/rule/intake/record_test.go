package intake

import (
	"testing"

	"opsledger/app/record/attendance"
	"opsledger/app/record/person"
	"opsledger/app/record/training"
	"opsledger/app/record/unit"
)

func TestProseComesBackAsItWasWritten(t *testing.T) {
	head := texts("单位名称", "区域", "联系人", "联系电话")
	var got []Filled
	_, err := Records(unit.Kind, rows(head, texts("养老科（一），O'Brien！", "丹徒区", "欧阳（代）", "０５１１－８８")), options(t), func(f Filled) error {
		got = append(got, f)
		return nil
	})
	if err != nil || len(got) != 1 {
		t.Fatalf("%v %v", got, err)
	}
	for key, want := range map[string]string{"name": "养老科（一），O'Brien！", "contact": "欧阳（代）", "phone": "0511-88"} {
		if got[0].Values[key] != want {
			t.Errorf("%s: %q, should be %q", key, got[0].Values[key], want)
		}
	}
	_, err = Records(person.Kind, rows(texts("姓名", "角色", "进场日期"), texts("王𬭎", "工程师", "２０２６-０１-０１")), options(t), func(f Filled) error {
		got = append(got, f)
		return nil
	})
	if err != nil || got[1].Values["name"] != "王𬭎" || got[1].Values["from"] != "2026-01-01" {
		t.Errorf("%v %v", got, err)
	}
}

func TestAClockBesideADateIsOfThatDay(t *testing.T) {
	head := texts("人员", "日期", "签到", "签退")
	serial := func(in string) []Cell {
		return []Cell{{Text: "王𬭎"}, {Text: "46086", Kind: Date}, {Text: in, Kind: Date}, {Text: "18:05:30"}}
	}
	for _, c := range []struct {
		row     []Cell
		in, out string
	}{
		{texts("王𬭎", "2026-03-05", "08:31", "18:05"), "2026-03-05 08:31:00", "2026-03-05 18:05:00"},
		{texts("王𬭎", "2026年3月5日", "上午8：31", "下午 6:05"), "2026-03-05 08:31:00", "2026-03-05 18:05:00"},
		{texts("王𬭎", "2026/3/5", "8时31分", "2026-03-05 18:05"), "2026-03-05 08:31:00", "2026-03-05 18:05"},
		{serial("0.3548611111111111"), "2026-03-05 08:31:00", "2026-03-05 18:05:30"},
		{texts("王𬭎", "2026-03-05", "25:31", "迟到"), "25:31", "迟到"}, // refused by what a time may be
	} {
		var got []Filled
		_, err := Records(attendance.Kind, rows(head, c.row), options(t), func(f Filled) error {
			got = append(got, f)
			return nil
		})
		if err != nil || len(got) != 1 || got[0].Values["signed_in"] != c.in || got[0].Values["signed_out"] != c.out {
			t.Errorf("%v: %v %v", c.row, got, err)
		}
	}
}

func TestRowsOfAListAloneContinueTheOneAbove(t *testing.T) {
	head := texts("类别", "主题", "主讲人", "计划时间", "签到名单")
	var got []Filled
	r, err := Records(training.Kind, rows(head,
		texts("", "", "", "", "没有上一行"),
		texts("培训", "甲", "李工", "2026-03-05 14:00", "张三|养老科；李四"),
		texts("", "", "", "", "王五"), texts("", "", "", "", ""), texts("", "", "", "", "赵六；钱七"),
		texts("培训", "乙", "李工", "2026-03-06 14:00", ""),
		texts("", "", "", "", "孙八"),
		texts("培训", "丙", "李工", "2026-03-07 14:00", "周九"),
		[]Cell{{}, {}, {}, {}, {Text: "=A1", Kind: Formula}}), options(t), func(f Filled) error {
		got = append(got, f)
		return nil
	})
	if err != nil || len(got) != 2 || r.Rows != 4 || r.Taken != 2 || r.FaultyRows != 2 || len(r.Notes) != 1 {
		t.Fatalf("%+v %+v %v", got, r, err)
	}
	for i, want := range []string{"张三|养老科；李四\n王五\n赵六；钱七", "孙八"} {
		if got[i].Values["participants"] != want {
			t.Errorf("%d: %q", i, got[i].Values["participants"])
		}
	}
	for _, f := range r.Faults {
		if f.Row != 2 && f.Row != 10 {
			t.Errorf("%+v", f)
		}
	}
}
