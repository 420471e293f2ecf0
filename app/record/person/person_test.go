package person_test

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/person"
)

type fields = ledger.Fields

func TestAPersonIsOnSiteBetweenJoiningAndLeaving(t *testing.T) {
	s := story.New(t, person.Kind, "2026-03-02 09:00")
	s.Tell(t, "join", fields{"name": "𠮷田䶮", "role": person.Engineer, "from": "2026-01-05"})
	s.Tell(t, "update", fields{"role": person.Manager, "role_from": "2026-03-10"})
	for day, want := range map[ledger.Day]string{"2026-01-04": "", "2026-01-05": person.Engineer, "2026-03-09": person.Engineer, "2026-03-10": person.Manager} {
		if role, _ := facts(s).On(day); role != want {
			t.Errorf("%s: %q, should be %q", day, role, want)
		}
	}
	s.Tell(t, "leave", fields{"left": "2026-06-30"})
	s.Tell(t, "return", fields{"from": "2026-08-01", "role": person.Liaison})
	for day, want := range map[ledger.Day]string{"2026-06-30": person.Manager, "2026-07-01": "", "2026-08-01": person.Liaison} {
		if role, _ := facts(s).On(day); role != want {
			t.Errorf("%s: %q, should be %q", day, role, want)
		}
	}
	s.Clean(t)
}

func TestWhatIsPromisedArrives(t *testing.T) {
	s := story.New(t, person.Kind, "2026-01-02 09:00")
	s.Tell(t, "promise", fields{"name": "李工", "role": person.Engineer, "expected": "2026-01-05"})
	if rec := s.Record(); rec.State != person.Promised || rec.Fields["promised"] != true {
		t.Errorf("promised: %v %v", rec.State, rec.Fields)
	}
	if _, ok := facts(s).On("2026-01-05"); ok {
		t.Error("who has not arrived is not on site")
	}
	s.Tell(t, "arrive", fields{"from": "2026-01-06"})
	if role, ok := facts(s).On("2026-01-06"); !ok || role != person.Engineer {
		t.Errorf("arrived: %q %v", role, ok)
	}
	s.Clean(t)
}

func TestSkillsAndAccessAreKeptWithTheirDates(t *testing.T) {
	s := story.New(t, person.Kind, "2026-03-02 09:00")
	s.Tell(t, "join", fields{"name": "李工", "role": person.Engineer, "from": "2026-01-05"})
	s.Tell(t, "assess-skill", fields{"skill_system": "社会保险系统", "skill_level": "熟练", "assessed": "2026-06-01", "assessor": "王主任"})
	s.Tell(t, "assess-skill", fields{"skill_system": "社会保险系统", "skill_level": "掌握", "assessed": "2026-01-10"})
	s.Tell(t, "assess-skill", fields{"skill_system": "稽核风控", "skill_level": "了解", "assessed": "2026-01-10"})
	s.Tell(t, "sign-secrecy", fields{"secrecy_signed": "2026-01-05", "secrecy_paper": "00"})
	grant := s.Tell(t, "grant-access", fields{"entry": "机房门禁", "granted": "2026-01-05"})
	if why := s.Refused(t, "leave", fields{"left": "2026-06-30"}); why != "尚未收回的权限：机房门禁。请先登记收回（withdraw-access）" {
		t.Error(why)
	}
	s.Tell(t, "withdraw-access", fields{"of": string(grant), "withdrawn": "2026-06-29"})
	s.Clean(t)
	rec := s.Record()
	if got, want := rec.Fields["skills"], []any{"社会保险系统：熟练（2026-06-01 评估，王主任）", "稽核风控：了解（2026-01-10 评估）"}; !slices.Equal(got.([]any), want) {
		t.Errorf("%v", got)
	}
	if got, want := rec.Fields["access"], []any{"机房门禁（2026-01-05 开通，2026-06-29 收回）"}; !slices.Equal(got.([]any), want) {
		t.Errorf("%v", got)
	}
	if rec.Fields["secrecy_signed"] != "2026-01-05" {
		t.Errorf("%v", rec.Fields)
	}
	if why := s.Refused(t, "leave", fields{"left": "2026-06-30"}); why != "" {
		t.Error(why)
	}
}

func TestWhoGoesWithoutAHandoverIsToldApart(t *testing.T) {
	s := story.New(t, person.Kind, "2026-03-02 09:00")
	s.Tell(t, "join", fields{"name": "李工", "role": person.Engineer, "from": "2026-01-05"})
	if why := s.Refused(t, "depart", fields{"left": "2026-01-01"}); why != "离场日期早于进场日期" {
		t.Error(why)
	}
	s.Tell(t, "depart", fields{"left": "2026-03-01", "reason": "未打招呼离职"})
	if rec := s.Record(); rec.State != person.Departed || !facts(s).Stays[0].Departed {
		t.Errorf("%v %+v", rec.State, facts(s))
	}
	s.Tell(t, "leave", fields{"left": "2026-03-20"})
	if rec := s.Record(); rec.State != person.Left || facts(s).Stays[0].Departed {
		t.Errorf("%v %+v", rec.State, facts(s))
	}
	if why := s.Refused(t, "return", fields{"from": "2026-03-20"}); why != "再次进场的日期应晚于上次离场的日期" {
		t.Error(why)
	}
}

func TestAnAmendedBeginningMovesStayAndRole(t *testing.T) {
	s := story.New(t, person.Kind, "2026-03-02 09:00")
	s.Tell(t, "join", fields{"name": "李工", "role": person.Engineer, "from": "2026-01-05"})
	s.Tell(t, ledger.Amend, fields{"from": "2026-02-01", "role": person.Manager})
	if _, ok := facts(s).On("2026-01-20"); ok {
		t.Error("on site before the amended date")
	}
	if role, _ := facts(s).On("2026-02-01"); role != person.Manager {
		t.Error(role)
	}
}

func facts(s *story.Story) person.Facts { return s.Record().Facts.(person.Facts) }
