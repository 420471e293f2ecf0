package change_test

import (
	"strings"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/change"
)

var (
	paper    = strings.Repeat("a", 64)
	evidence = strings.Repeat("b", 64)
)

type fields = ledger.Fields

func applied(t *testing.T, more fields) *story.Telling {
	t.Helper()
	s := story.Begin(t, change.Kind)
	f := fields{"title": "养老待遇调资", "type": "批处理", "batch": "养老待遇调资", "system": "社会保险系统", "region": "镇江市本级", "applicant_unit": "养老科", "purpose": "年度调资",
		"applied": "2026-03-05 09:00"}
	for k, v := range more {
		f[k] = v
	}
	s.Step("apply", f)
	return s
}

func reviewed(t *testing.T, more fields) *story.Telling {
	s := applied(t, more)
	s.Step("review", fields{"reviewed": "2026-03-05 10:00", "reviewer": "王经理"})
	return s
}

func grant(of string, by string) fields {
	return fields{"of": of, "authorised": "2026-03-05 14:00", "authoriser": by, "letter": evidence, "paper": paper, "paper_date": "2026-03-05"}
}

func sign(s *story.Telling, stages ...string) {
	for _, stage := range stages {
		s.Step("sign-stage", fields{"stage": stage, "signer": "李工", "signed": "2026-03-05 15:00", "evidence": evidence})
	}
}

func facts(s *story.Telling) change.Facts { return s.Record().Facts.(change.Facts) }

var execution = fields{"executed": "2026-03-05 20:00", "executor": "李工", "affected": 120}

func TestNoStepOfTheWayIsJumped(t *testing.T) {
	s := applied(t, nil)
	s.Refuses("execute", execution, "不能执行")
	s.Refuses("close", fields{"closed": "2026-03-06 09:00"}, "不能归档")
	s.Refuses("deliver", fields{"leaves": false}, "不能交付")
	s.Step("review", fields{"reviewed": "2026-03-05 10:00", "reviewer": "王经理"})
	s.Refuses("execute", execution, "未授权不能执行")
	s.Step("authorise", grant(s.Last("review"), "赵主任"))
	s.Refuses("execute", execution, "备份、测试环节还没有签认")
	sign(s, change.Backup)
	s.Refuses("execute", execution, "测试环节还没有签认")
	sign(s, change.Test)
	s.Refuses("execute", fields{"executed": "2026-03-05 20:00", "executor": "赵 主任"}, "执行人与授权人是同一人")
	s.Refuses("execute", fields{"executed": "2026-03-05 13:00", "executor": "李工"}, "早于授权时间")
	s.Step("execute", execution)
	s.Refuses("close", fields{"closed": "2026-03-06 09:00"}, "安全、验证、恢复环节还没有签认")
	sign(s, change.Safety, change.Verify, change.Restore)
	s.Step("close", fields{"closed": "2026-03-06 09:00"})
	if rec := s.Record(); rec.State != change.Closed || rec.Fields["authorisation"] != change.Authorised || rec.Fields["unsigned"] != nil || rec.Fields["authoriser"] != "赵主任（凭据认定）" {
		t.Errorf("%s %v", rec.State, rec.Fields)
	}
	s.Sound()
}

func TestAnApplicationSentBackIsAuthorisedAnew(t *testing.T) {
	s := reviewed(t, nil)
	s.Step("authorise", grant(s.Last("review"), "赵主任"))
	s.Step("reject", fields{"reason": "口径不清"})
	s.Step("reapply", fields{"applied": "2026-03-05 16:00"})
	if got := facts(s).Status(); got != change.Waiting {
		t.Errorf("after the new application: %s", got)
	}
	s.Step("review", fields{"reviewed": "2026-03-05 17:00", "reviewer": "王经理"})
	if got := facts(s); got.Status() != change.Asked || len(got.Grants) != 0 {
		t.Errorf("the old grant counts: %+v", got)
	}
	s.Step("deny", fields{"of": s.Last("review"), "authorised": "2026-03-05 18:00", "authoriser": "赵主任", "reason": "不同意", "paper": paper, "paper_date": "2026-03-05"})
	s.Refuses("execute", execution, "不予授权")
	s.Sound()
}

func TestSensitiveOrExternalDataIsAuthorisedTwice(t *testing.T) {
	for _, key := range []string{"sensitive", "external"} {
		s := reviewed(t, fields{key: true})
		sign(s, change.Backup, change.Test)
		s.Step("authorise", grant(s.Last("review"), "赵主任"))
		s.Refuses("execute", execution, "二次授权")
		s.Step("authorise-again", grant(s.Last("authorise"), "赵主任"))
		s.Refuses("execute", execution, "不能是同一人")
		s.Step("authorise-again", grant(s.Last("authorise"), "钱局长"))
		if got := s.Refusal("execute", execution); got != "" {
			t.Errorf("%s: %s", key, got)
		}
		s.Sound()
	}
}

func TestADeputyActsWithinHisDelegation(t *testing.T) {
	s := reviewed(t, nil)
	with := func(more fields) fields {
		f := grant("", "孙科长")
		for k, v := range more {
			f[k] = v
		}
		return f
	}
	whole := fields{"deputy_for": "赵主任", "delegated_by": "赵主任", "delegation": evidence, "delegation_from": "2026-03-01", "delegation_to": "2026-03-31"}
	if got := s.Refusal("authorise", with(whole)); got != "" {
		t.Error(got)
	}
	s.Refuses("authorise", with(fields{"deputy_for": "赵主任"}), "代批须写明")
	late := fields{}
	for k, v := range whole {
		late[k] = v
	}
	late["delegation_to"] = "2026-03-04"
	s.Refuses("authorise", with(late), "不在委托期内")
	s.Refuses("authorise", fields{"authorised": "2026-03-05 14:00", "authoriser": "赵主任"}, "没有授权文件")
}

func TestAMigrationIsVerifiedBeforeAndItsCountsAgree(t *testing.T) {
	s := reviewed(t, fields{"type": change.Migration})
	s.Step("authorise", grant(s.Last("review"), "赵主任"))
	s.Refuses("sign-stage", fields{"stage": change.Verify, "signer": "李工", "signed": "2026-03-05 15:00", "evidence": evidence}, "先签认测试")
	sign(s, change.Backup, change.Test)
	s.Refuses("execute", execution, "验证环节还没有签认")
	sign(s, change.Verify, change.Safety, change.Restore)
	s.Step("execute", execution)
	end := fields{"closed": "2026-03-06 09:00"}
	s.Refuses("close", end, "须核对")
	s.Refuses("reconcile", fields{"reconciled": "2026-03-05 21:00", "source_count": -1, "target_count": 5}, "不能为负数")
	s.Step("reconcile", fields{"reconciled": "2026-03-05 21:00", "source_count": 120, "target_count": 119})
	s.Refuses("close", end, "迁出120笔、迁入119笔，笔数不符")
	s.Step("reconcile", fields{"reconciled": "2026-03-05 22:00", "source_count": 120, "target_count": 120})
	s.Step("close", end)
	s.Sound()
}

func TestDataThatLeavesIsAccountedFor(t *testing.T) {
	s := reviewed(t, nil)
	s.Step("authorise", grant(s.Last("review"), "赵主任"))
	sign(s, change.StageNames...)
	s.Step("execute", execution)
	out := fields{"delivered": "2026-03-06 09:00", "leaves": true, "means": "光盘", "encryption": "压缩包加密", "receiver": "养老科周科长", "signed_for": "2026-03-06 09:30", "due_destroyed": "2026-03-20", "output_sha": paper}
	for key, label := range map[string]string{"encryption": "加密方式", "receiver": "接收人", "signed_for": "签收时间", "due_destroyed": "销毁期限"} {
		f := fields{}
		for k, v := range out {
			if k != key {
				f[k] = v
			}
		}
		s.Refuses("deliver", f, label)
	}
	s.Refuses("destroy", fields{"of": "x", "destroyed": "2026-03-10 09:00"}, "没有这次交付")
	ref := s.Step("deliver", out)
	if rec := s.Record(); rec.Fields["destroy_by"] != "2026-03-20" || rec.Fields["output_hash"] != paper {
		t.Errorf("%v", rec.Fields)
	}
	s.Refuses("destroy", fields{"of": ref, "destroyed": "2026-03-05 23:00"}, "早于交付时间")
	s.Step("close", fields{"closed": "2026-03-06 10:00"})
	s.Step("destroy", fields{"of": ref, "destroyed": "2026-03-19 09:00", "destroyer": "周科长"})
	if rec := s.Record(); rec.Fields["destroy_by"] != nil || len(facts(s).Outstanding()) != 0 || rec.State != change.Closed {
		t.Errorf("%v", rec.Fields)
	}
	s.Sound()
}

func TestWorkRolledBackIsDoneAgain(t *testing.T) {
	s := reviewed(t, nil)
	s.Step("authorise", grant(s.Last("review"), "赵主任"))
	sign(s, change.Backup, change.Test)
	s.Step("execute", execution)
	s.Step("roll-back", fields{"rolled_back": "2026-03-05 21:00", "reason": "参数有误"})
	s.Step("script", fields{"script_version": "v2", "script": evidence})
	if got := s.Record().Fields["script_hash"]; got != evidence {
		t.Errorf("hash of the script: %v", got)
	}
	s.Refuses("script", fields{"script_version": "v3", "script": evidence, "script_hash": paper}, "不一致")
	s.Refuses("script", fields{"script_version": "v3", "script_hash": "1234"}, "64位")
	s.Step("execute", fields{"executed": "2026-03-05 22:00", "executor": "李工"})
	if f := facts(s); s.Record().State != change.Executed || !f.RolledBack.IsZero() {
		t.Errorf("%+v", f)
	}
	s.Sound()
}

func TestWhatAnApplicationMustSay(t *testing.T) {
	s := story.Begin(t, change.Kind)
	for _, c := range []struct {
		f    fields
		want string
	}{
		{fields{"type": change.Query}, "口径和数据源"},
		{fields{"type": change.Matching, "definition": "全部"}, "口径和数据源"},
		{fields{"type": change.Batch}, "批处理类别"},
		{fields{"type": "数据维护", "script_hash": "x"}, "64位"},
	} {
		s.Refuses("apply", c.f, c.want)
	}
}
