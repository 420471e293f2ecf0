package attendance_test

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/attendance"
)

type fields = ledger.Fields

func whose(more fields) fields {
	f := fields{"person": "李工", "date": "2026-03-05"}
	for k, v := range more {
		f[k] = v
	}
	return f
}

func begun(t *testing.T) *story.Story {
	t.Helper()
	return story.New(t, attendance.Kind, "2026-03-05 08:25")
}

func facts(s *story.Story) attendance.Facts { return s.Record().Facts.(attendance.Facts) }

func TestADayIsSignedFromTheEarliestToTheLatest(t *testing.T) {
	s := begun(t)
	s.Tell(t, "sign-in", whose(fields{"signed_in": story.Stamp("2026-03-05 08:40")}))
	s.Tell(t, "sign-out", whose(fields{"signed_out": story.Stamp("2026-03-05 12:00")}))
	s.Tell(t, "sign-in", whose(fields{"signed_in": story.Stamp("2026-03-05 08:20")}))
	s.Tell(t, "sign-out", fields{"signed_out": story.Stamp("2026-03-06 01:30")})
	s.Clean(t)
	f := facts(s)
	if f.In.At != story.At("2026-03-05 08:20") || f.Out.At != story.At("2026-03-06 01:30") {
		t.Errorf("%+v", f)
	}
	s.Tell(t, "correct", fields{"signed_in": story.Stamp("2026-03-05 08:31"), "reason": "打卡机快了11分钟"})
	if f := facts(s); f.In.At != story.At("2026-03-05 08:31") || f.Out.At != story.At("2026-03-06 01:30") {
		t.Errorf("corrected: %+v", f)
	}
}

func TestStepsThatCanNotBelongToADay(t *testing.T) {
	s := begun(t)
	s.Tell(t, "sign-in", whose(fields{"signed_in": story.Stamp("2026-03-05 08:20")}))
	for _, c := range []struct {
		action string
		f      fields
		want   string
	}{
		{"sign-in", whose(fields{"signed_in": story.Stamp("2026-03-06 00:00")}), "签到时间 2026-03-06 00:00 不属于考勤日期 2026-03-05"},
		{"sign-out", fields{"signed_out": story.Stamp("2026-03-05 08:20")}, "签退时间须晚于签到时间"},
		{"sign-out", fields{"signed_out": story.Stamp("2026-03-06 12:00")}, "签退时间 2026-03-06 12:00 不属于考勤日期 2026-03-05"},
		{"sign-out", fields{"signed_out": story.Stamp("2026-03-05 18:00"), "person": "王五"}, "人员或日期与这条考勤不符：请在那一天的考勤上登记，编号处写 new"},
		{"outing", fields{"out_from": story.Stamp("2026-03-05 10:00"), "out_to": story.Stamp("2026-03-05 10:00")}, "返回时间须晚于外出时间"},
		{"overtime", fields{"over_from": story.Stamp("2026-03-05 20:00"), "over_to": story.Stamp("2026-03-05 19:00")}, "加班结束须晚于加班开始"},
		{"correct", fields{"reason": "x"}, "没有要更正的时刻：请填写签到时间或签退时间"},
		{"restore", fields{}, "“已登记”状态下不能恢复"},
	} {
		if got := s.Refused(t, c.action, c.f); got != c.want {
			t.Errorf("%s %v: %q, should be %q", c.action, c.f, got, c.want)
		}
	}
	if got := begun(t).Refused(t, "appeal", fields{"reason": "忘记签到"}); got != "请填写人员和日期" {
		t.Error(got)
	}
}

func TestADayWithoutSigningInMayBeAppealedAndRuled(t *testing.T) {
	s := begun(t)
	s.Enrol(t)
	appeal := s.Tell(t, "appeal", whose(fields{"reason": "打卡机故障", "appealed": story.Stamp("2026-03-06 09:00")}))
	if f := facts(s); !f.Waiting || f.Appeal != "打卡机故障" {
		t.Errorf("%+v", f)
	}
	s.Tell(t, "rule", fields{"of": string(appeal), "verdict": attendance.Normal, "ruled": story.Stamp("2026-03-06 10:00")})
	if f := facts(s); f.Ruling != "" {
		t.Error("a lead's ruling counts while the center is enrolled")
	}
	s.Rule(t, "rule", fields{"of": string(appeal), "verdict": attendance.Normal, "ruled": story.Stamp("2026-03-06 10:00")})
	if f := facts(s); f.Waiting || f.Ruling != attendance.Normal || f.Appeal != "打卡机故障" {
		t.Errorf("%+v", f)
	}
}

func TestWhatIsToldAfterTheMonthWasConfirmedShows(t *testing.T) {
	s := begun(t)
	s.Enrol(t)
	s.Tell(t, "sign-in", whose(fields{"signed_in": story.Stamp("2026-03-05 08:20")}))
	s.Rule(t, "confirm-month", fields{"confirmed": story.Stamp("2026-04-02 10:00"), "confirmer": "王主任"})
	if f := facts(s); f.Changed || f.By != "王主任" {
		t.Errorf("%+v", f)
	}
	s.Tell(t, "sign-out", fields{"signed_out": story.Stamp("2026-03-05 18:00")})
	if !facts(s).Changed {
		t.Error("a change after the confirmation does not show")
	}
	s.Rule(t, "confirm-month", fields{"confirmed": story.Stamp("2026-04-03 10:00"), "confirmer": "王主任"})
	if facts(s).Changed {
		t.Error("confirmed again")
	}
	s.Clean(t)
}

func TestAnOutingWithdrawnIsNone(t *testing.T) {
	s := begun(t)
	out := s.Tell(t, "outing", whose(fields{"out_from": story.Stamp("2026-03-05 09:00"), "out_to": story.Stamp("2026-03-05 11:30"), "reason": "走访", "place": "丹徒区社保中心"}))
	s.Tell(t, "overtime", fields{"over_from": story.Stamp("2026-03-05 19:00"), "over_to": story.Stamp("2026-03-05 22:00"), "asked_by": "信息中心", "reason": "升级保障", "guard_task": "3月版本升级"})
	rec := s.Record()
	if got, want := rec.Fields["outings"], []any{"09:00–11:30 走访；地点：丹徒区社保中心"}; !slices.Equal(got.([]any), want) {
		t.Errorf("%v", got)
	}
	if rec.Fields["guard"] != "3月版本升级" || rec.Fields["overtimes"].([]any)[0] != "19:00–22:00 升级保障；批准或要求：信息中心；保障任务：3月版本升级" {
		t.Errorf("%v", rec.Fields)
	}
	s.Tell(t, "withdraw", fields{"of": string(out), "reason": "未成行"})
	s.Clean(t)
	if f := facts(s); len(f.Outings) != 0 || len(f.Overtimes) != 1 {
		t.Errorf("%+v", f)
	}
}

func TestLeaveCountsHalves(t *testing.T) {
	for _, c := range []struct {
		from, fromHalf, to, toHalf string
		days                       any
		why                        string
	}{
		{"2026-03-05", "", "2026-03-05", "", "1", ""},
		{"2026-03-05", "下午", "2026-03-05", "", "0.5", ""},
		{"2026-03-05", "", "2026-03-05", "上午", "0.5", ""},
		{"2026-02-27", "下午", "2026-03-02", "上午", "3", ""},
		{"2026-03-05", "下午", "2026-03-05", "上午", nil, "请假的结束早于开始"},
		{"2026-03-06", "", "2026-03-05", "", nil, "请假的结束早于开始"},
	} {
		s := story.New(t, attendance.LeaveKind, "2026-03-02 09:00")
		f := fields{"person": "李工", "from": c.from, "from_half": c.fromHalf, "to": c.to, "to_half": c.toHalf, "reason": "家事"}
		if got := s.Refused(t, "apply", f); got != c.why {
			t.Errorf("%v: %q", c, got)
		}
		s.Tell(t, "apply", f)
		if got := s.Record().Fields["days"]; got != c.days {
			t.Errorf("%v: %v days", c, got)
		}
	}
}

func TestLeavesOverlapByHalves(t *testing.T) {
	span := func(from, fromHalf, to, toHalf string) attendance.LeaveFacts {
		return attendance.SpanOf(fields{"from": from, "from_half": fromHalf, "to": to, "to_half": toHalf})
	}
	morning, afternoon := span("2026-03-05", "", "2026-03-05", "上午"), span("2026-03-05", "下午", "2026-03-06", "")
	if morning.Overlaps(afternoon) || !afternoon.Overlaps(span("2026-03-06", "", "2026-03-06", "上午")) {
		t.Error("halves overlap wrongly")
	}
	if !afternoon.Covers(attendance.HalfOf("2026-03-05", true)) || afternoon.Covers(attendance.HalfOf("2026-03-05", false)) {
		t.Error("halves are covered wrongly")
	}
}
