package intake

import (
	"testing"

	"opsledger/app/record/person"
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
