package turnover_test

import (
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/turnover"
)

type fields = ledger.Fields

func drafted(t *testing.T, more fields) *story.Story {
	t.Helper()
	s := story.New(t, turnover.Kind, "2026-03-02 09:00")
	f := fields{"leaver": "李工", "successor": "𠮷田䶮", "asked_by": turnover.ByContractor, "planned": "2026-04-01", "why": "公司内部调动", "core": true}
	for k, v := range more {
		f[k] = v
	}
	s.Tell(t, "draft", f)
	return s
}

func dossier(submitted string, more fields) fields {
	f := fields{"submitted": story.Stamp(submitted), "plan": "a", "resume": "b", "diploma": "c", "certificate": "d",
		"comparison": []any{"学历|本科及以上|硕士|符合", "从业年限｜3年｜5年｜符合"}}
	for k, v := range more {
		f[k] = v
	}
	return f
}

func TestNoticeIsThirtyNaturalDaysOrSaysWhyNot(t *testing.T) {
	for _, c := range []struct {
		submitted string
		more      fields
		want      string
	}{
		{"2026-03-02 23:00", nil, ""},
		{"2026-03-03 00:00", nil, "提交日距计划离场日期29天，不足30天：须填写例外说明（受理后提出P1扣分）"},
		{"2026-03-03 00:00", fields{"exception": "本人急病"}, ""},
		{"2026-04-03 08:00", nil, "提交日距计划离场日期已过2天，不足30天：须填写例外说明（受理后提出P1扣分）"},
		{"2026-03-03 08:00", fields{"planned": "2026-05-01"}, ""},
		{"2026-03-02 08:00", fields{"successor": "李工"}, "替换人员不能是离场人员本人"},
		{"2026-03-02 08:00", fields{"comparison": []any{}}, "资历对照不能为空：每项一行，写作 项目|采购要求|替换人员情况|符合"},
		{"2026-03-02 08:00", fields{"comparison": []any{"学历 本科"}}, "资历对照第1行“学历 本科”应写作 项目|采购要求|替换人员情况|符合"},
		{"2026-03-02 08:00", fields{"comparison": []any{"学历|本科|本科|符合", "职称|高级|中级|不符合"}}, "资历对照第2行“职称”没有勾选“符合”：替换人员资历不得低于采购要求"},
	} {
		if got := drafted(t, nil).Refused(t, "submit", dossier(c.submitted, c.more)); got != c.want {
			t.Errorf("%s %v: %q, should be %q", c.submitted, c.more, got, c.want)
		}
	}
}

func TestAShortNoticeProposesADeductionAndTurnsRedBelowSevenDays(t *testing.T) {
	for _, c := range []struct {
		submitted string
		asked     string
		short     bool
		red       bool
		proposal  any
	}{
		{"2026-03-02 10:00", turnover.ByContractor, false, false, nil},
		{"2026-03-25 10:00", turnover.ByContractor, true, false, "P1：提前7天报备，不足30天"},
		{"2026-03-26 10:00", turnover.ByContractor, true, true, "P1：提前6天报备，不足30天"},
		{"2026-03-26 10:00", turnover.ByCenter, false, true, nil},
	} {
		s := drafted(t, fields{"asked_by": c.asked, "demanded": "2026-03-01"})
		s.Tell(t, "submit", dossier(c.submitted, fields{"exception": "本人急病"}))
		s.Clean(t)
		rec := s.Record()
		if f := rec.Facts.(turnover.Facts); f.Short != c.short || rec.Fields["red_line"] != c.red || rec.Fields["proposal"] != c.proposal {
			t.Errorf("%s %s: %+v %v", c.submitted, c.asked, f, rec.Fields["proposal"])
		}
	}
}

func TestNothingGoesOnWithoutTheCentersWord(t *testing.T) {
	s := drafted(t, nil)
	s.Enrol(t)
	submit := s.Tell(t, "submit", dossier("2026-03-02 10:00", nil))
	signed := fields{"handed": story.Stamp("2026-03-20 10:00"), "handover": []any{"账号清单", "在途工单12张"}, "leaver_signed": "2026-03-20", "successor_signed": "2026-03-20"}
	if why := s.Refused(t, "hand-over", signed); why != "信息中心尚未同意，不能启动交接" {
		t.Error(why)
	}
	s.Tell(t, "consent", fields{"of": string(submit), "consented": story.Stamp("2026-03-05 10:00"), "paper": "00", "paper_date": "2026-03-05"})
	if why := s.Refused(t, "hand-over", signed); why != "信息中心尚未同意，不能启动交接" {
		t.Error("where the center is enrolled, the lead's paper does not count:", why)
	}
	s.Rule(t, "consent", fields{"of": string(submit), "consented": story.Stamp("2026-03-05 10:00")})
	for _, c := range []struct {
		more fields
		want string
	}{{nil, ""}, {fields{"handover": []any{}}, "交接清单不能为空：每项一行"}, {fields{"handed": story.Stamp("2026-03-04 10:00")}, "交接时间早于信息中心同意的时间"},
		{fields{"successor_signed": "2026-03-01"}, "双方签认日期早于信息中心同意的日期"}} {
		f := fields{}
		for _, part := range []fields{signed, c.more} {
			for k, v := range part {
				f[k] = v
			}
		}
		if why := s.Refused(t, "hand-over", f); why != c.want {
			t.Errorf("%v: %q", c.more, why)
		}
	}
	handover := s.Tell(t, "hand-over", signed)
	if why := s.Refused(t, "left", fields{"left": "2026-04-01"}); why != "信息中心尚未检查、认可交接，不能离场" {
		t.Error(why)
	}
	s.Rule(t, "accept", fields{"of": string(handover), "accepted": story.Stamp("2026-03-25 10:00")})
	if why := s.Refused(t, "left", fields{"left": "2026-03-24"}); why != "离场日期早于信息中心认可的日期" {
		t.Error(why)
	}
	s.Tell(t, "left", fields{"left": "2026-04-01"})
	rec := s.Record()
	if f := rec.Facts.(turnover.Facts); rec.State != turnover.Left || f.OnPaper || f.Left != "2026-04-01" || !f.Core {
		t.Errorf("%v %+v", rec.State, f)
	}
}

func TestARejectedTurnoverNeedsAFreshConsent(t *testing.T) {
	s := drafted(t, nil)
	submit := s.Tell(t, "submit", dossier("2026-03-02 10:00", nil))
	s.Tell(t, "consent", fields{"of": string(submit), "consented": story.Stamp("2026-03-05 10:00"), "paper": "00", "paper_date": "2026-03-05"})
	if f := s.Record().Facts.(turnover.Facts); f.Consented.IsZero() || !f.OnPaper {
		t.Errorf("%+v", f)
	}
	s.Tell(t, "reject", fields{"reason": "资历证书过期", "rejected": story.Stamp("2026-03-06 10:00")})
	s.Tell(t, "update", fields{"planned": "2026-04-20"})
	s.Tell(t, "submit", dossier("2026-03-10 10:00", nil))
	s.Clean(t)
	if f := s.Record().Facts.(turnover.Facts); !f.Consented.IsZero() || f.Notice != 41 {
		t.Errorf("%+v", f)
	}
	if why := s.Refused(t, "left", fields{"left": "2026-04-20"}); why != "“已提交”状态下不能离场" {
		t.Error(why)
	}
}

func TestAChangeTheCenterAsksForSaysSince(t *testing.T) {
	s := story.New(t, turnover.Kind, "2026-03-02 09:00")
	f := fields{"leaver": "李工", "asked_by": turnover.ByCenter, "planned": "2026-03-10", "why": "多次误操作"}
	if why := s.Refused(t, "draft", f); why != "信息中心要求更换的，须填写要求日期" {
		t.Error(why)
	}
}
