package training_test

import (
	"fmt"
	"testing"

	"opsledger/app/record/training"
)

func TestTheNumbersOfTheUnitsAreReadAndDoNotContradictTheWhole(t *testing.T) {
	units := []string{"养老科", "工伤科"}
	for _, c := range []struct {
		f    fields
		want string // of a refusal; "": it is taken
	}{
		{fields{"units": units, "invited": 7, "quotas": []string{"养老科 | 4", "工伤科：3人"}}, ""},
		{fields{"units": units, "invited": 7, "quotas": []string{"养老科 | 4"}}, ""}, // the other unit's is not known
		{fields{"units": units, "invited": 7, "quotas": []string{"养老科 | 4", "工伤 科 | 4"}}, "各单位应训人数合计8，与应训人数7不符"},
		{fields{"units": units, "invited": 7, "quotas": []string{"养老科 | 8"}}, "各单位应训人数合计8，超过了应训人数7"},
		{fields{"units": units, "quotas": []string{"养老科 | 4", "养老 科 | 3"}}, "各单位应训人数里养老 科出现了两次"},
		{fields{"quotas": []string{"养老科"}}, "各单位应训人数“养老科”应写作：单位 | 人数，人数至少为1"},
		{fields{"quotas": []string{"养老科 | 0"}}, "人数至少为1"},
		{fields{"quotas": []string{" | 3"}}, "应写作：单位 | 人数"},
		{fields{"quotas": []string{"养老科 | 一半"}}, "应写作：单位 | 人数"},
	} {
		c.f["type"], c.f["topic"], c.f["trainer"], c.f["planned"] = "培训", "参保登记", "李工", "2026-03-05 14:00"
		if c.want == "" {
			planned(t, c.f).Sound()
			continue
		}
		unbegun(t).Refuses("plan", c.f, c.want)
	}
}

func TestHowManyAreInvitedFollowsFromTheUnits(t *testing.T) {
	for _, c := range []struct {
		f    fields
		all  any
		each string
	}{
		{fields{"units": []string{"养老科", "工伤科"}, "quotas": []string{"养老科|4", "工伤科|3"}}, int64(7), "[{养老科 4} {工伤科 3}]"},
		{fields{"units": []string{"养老科", "工伤科"}, "quotas": []string{"养老科|4"}}, nil, "[{养老科 4} {工伤科 0}]"},
		{fields{"quotas": []string{"养老科|4", "失业科|1"}}, int64(5), "[{养老科 4} {失业科 1}]"},
		{fields{"units": []string{"养老科"}, "invited": 6}, int64(6), "[{养老科 6}]"}, // the only unit's number is that of all
		{fields{"units": []string{"养老科", "工伤科"}, "invited": 6}, int64(6), "[{养老科 0} {工伤科 0}]"},
		{fields{}, nil, "[]"},
	} {
		s := planned(t, c.f)
		rec := s.Record()
		tr := training.Training{Facts: rec.Facts.(training.Facts)}
		for key, to := range map[string]*[]string{"units": &tr.Units, "quotas": &tr.Quotas} {
			if list, ok := rec.Fields[key].([]any); ok {
				for _, it := range list {
					*to = append(*to, it.(string))
				}
			}
		}
		if got := fmt.Sprint(tr.Expected()); got != c.each || rec.Fields["invited"] != c.all {
			t.Errorf("%v: %s of %v", c.f, got, rec.Fields["invited"])
		}
	}
	s := planned(t, fields{"units": []string{"养老科"}, "invited": 3})
	s.Step("sign-in", fields{"name": "李芳", "unit": "养老科", "signed_in": "2026-03-05 13:55"})
	s.Refuses("finish", fields{"start": "2026-03-05 14:00", "materials": handout, "quotas": []string{"养老科|4"}}, "与应训人数3不符")
	s.Step("finish", fields{"start": "2026-03-05 14:00", "materials": handout, "invited": 4, "quotas": []string{"养老科|4"}})
	if rec := s.Record(); rec.Fields["coverage"] != "25.0" {
		t.Errorf("%v", rec.Fields)
	}
}
