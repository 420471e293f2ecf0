package person_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/person"
)

func TestAnAppraisalFailsBelowTheMarkInAnyOfThree(t *testing.T) {
	for _, c := range []struct {
		security, skill, platform, mark string
		want                            string
		reason                          string
	}{
		{"60", "60", "60", "", person.Passed, ""},
		{"100", "100", "59.9", "", person.Failed, "平台熟悉程度低于及格线"},
		{"69.99", "70", "69", "70", person.Failed, "安全、平台熟悉程度低于及格线"},
		{"0", "0", "0", "0", person.Passed, ""},
	} {
		s := story.New(t, person.AppraisalKind, "2026-06-20 09:00")
		s.Tell(t, "record", fields{"person": "李工", "half": "2026-H1", "on": "2026-06-20", "security": c.security, "skill": c.skill, "platform": c.platform, "pass_mark": c.mark})
		s.Clean(t)
		rec := s.Record()
		if got := rec.Facts.(person.AppraisalFacts).Reason(); rec.Fields["result"] != c.want || got != c.reason {
			t.Errorf("%+v: %v %q", c, rec.Fields["result"], got)
		}
	}
}

func TestTheCenterRulesOnAnAppraisal(t *testing.T) {
	s := story.New(t, person.AppraisalKind, "2026-06-20 09:00")
	s.Enrol(t)
	done := s.Tell(t, "record", fields{"person": "李工", "half": "2026-H1", "on": "2026-06-20", "security": "50", "skill": "80", "platform": "80"})
	s.Tell(t, "rule", fields{"of": string(done), "verdict": person.Passed, "ruled": story.Stamp("2026-06-21 10:00")})
	if s.Record().Fields["result"] != person.Failed {
		t.Error("a lead's word is no ruling")
	}
	s.Rule(t, "rule", fields{"of": string(done), "verdict": person.Passed, "ruled": story.Stamp("2026-06-22 10:00")})
	if rec := s.Record(); rec.Fields["result"] != person.Passed || rec.Facts.(person.AppraisalFacts).Ruled.IsZero() {
		t.Errorf("%v", rec.Fields)
	}
}

func TestScoresThatCanNotBe(t *testing.T) {
	s := story.New(t, person.AppraisalKind, "2026-06-20 09:00")
	for want, f := range map[string]fields{
		"考核期应写作 2026-H1（上半年）或 2026-H2（下半年）": {"half": "2026上半年"},
		"“技术能力”的值101应在0与100之间":              {"half": "2026-H1", "security": "1", "skill": "101", "platform": "1"},
		"“及格线”的值-1应在0与100之间":                {"half": "2026-H1", "security": "1", "skill": "1", "platform": "1", "pass_mark": "-1"},
	} {
		if got := s.Refused(t, "record", f); got != want {
			t.Errorf("%q, should be %q", got, want)
		}
	}
}

func TestEquipmentGoesFromHandToHand(t *testing.T) {
	s := story.New(t, person.EquipmentKind, "2026-03-02 09:00")
	s.Tell(t, "lend", fields{"asset": "PC-01", "network": person.Inner, "person": "李工", "lent": "2026-01-05"})
	if why := s.Refused(t, "return", fields{"back": "2026-01-04"}); why != "归还日期早于领用日期" {
		t.Error(why)
	}
	s.Tell(t, "return", fields{"back": "2026-02-01"})
	if why := s.Refused(t, "lend-again", fields{"person": "王五", "lent": "2026-01-31"}); why != "领用日期早于上次归还的日期" {
		t.Error(why)
	}
	s.Tell(t, "lend-again", fields{"person": "王五", "lent": "2026-02-02"})
	s.Clean(t)
	rec := s.Record()
	if _, back := rec.Fields["back"]; back || rec.State != "lent" {
		t.Errorf("%v %v", rec.State, rec.Fields)
	}
	f := rec.Facts.(person.EquipmentFacts)
	for on, want := range map[ledger.Day]string{"2026-01-04": "", "2026-01-05": "李工", "2026-02-01": "李工", "2026-02-02": "王五"} {
		if got := f.Holder(on); got != want {
			t.Errorf("%s: %q, should be %q", on, got, want)
		}
	}
}
