package ticket_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

func TestTheProvincesEndStandsBesideTheOneToldHere(t *testing.T) {
	s := begin(t)
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 16:00", "result": "好", "category": "指导答疑", "main_type": "业务"})
	s.step(t, "note", ledger.Fields{"text": "有人说是六点", "province_resolved": "2026-03-05 18:00"})
	if _, f := s.record(); !f.Resolves[0].Province.IsZero() {
		t.Errorf("what a person writes moves a clock: %+v", f.Resolves)
	}
	s.step(t, "note", ledger.Fields{"text": "省系统", "province_resolved": "2026-03-06 09:30", "source": "导入:1"})
	rec, f := s.record()
	if !f.Resolved.Equal(at("2026-03-05 16:00")) || rec.Fields["resolved"] != ledger.FormatTime(at("2026-03-05 16:00")) {
		t.Errorf("overwritten: %v", f.Resolved)
	}
	for moment, end := range map[string]string{"2026-03-07 09:00": "2026-03-06 09:30", "2026-03-06 09:30": "2026-03-06 09:30"} {
		if by := f.ByProvince(at(moment)); !by.Resolved.Equal(at(end)) {
			t.Errorf("as of %s: %v", moment, by.Resolved)
		}
	}
	if by := f.ByProvince(at("2026-03-06 09:00")); !by.Resolved.Equal(at("2026-03-05 16:00")) {
		t.Errorf("before the province's end: %v", by.Resolved)
	}
	past := s.asOf("2026-03-06 09:00").Facts.(ticket.Facts)
	if by := past.ByProvince(at("2026-03-06 09:00")); !by.Resolved.Equal(at("2026-03-05 16:00")) {
		t.Errorf("folded as of a moment: %v", by.Resolved)
	}

	s.step(t, "rework", ledger.Fields{"returned": "2026-03-06 09:00", "nature": "质量"})
	if _, f = s.record(); !f.ByProvince(at("2026-03-07 09:00")).Resolves[0].At.Equal(at("2026-03-05 16:00")) {
		t.Error("an end after its return took the place of the one told here")
	}
}

func TestTheProvinceCorrectsWhatItTold(t *testing.T) {
	s := begin(t)
	s.step(t, "resolve", ledger.Fields{"resolved": "2026-03-05 16:00", "result": "好", "source": "导入:1"})
	s.step(t, "note", ledger.Fields{"text": "省系统", "province_resolved": "2026-03-06 09:30", "source": "导入:2"})
	rec, f := s.record()
	if !f.Resolved.Equal(at("2026-03-06 09:30")) || !f.Resolves[0].Province.IsZero() || rec.Fields["resolved"] != ledger.FormatTime(at("2026-03-06 09:30")) {
		t.Errorf("%+v", f.Resolves)
	}
}
