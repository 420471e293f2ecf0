package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	record "opsledger/app/record/duty"
	"opsledger/app/record/person"
	"opsledger/app/rule/attendance"
	"opsledger/app/rule/duty"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/worktime"
)

func TestWhoIsHereIsToldOfEveryDay(t *testing.T) {
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, ledger.Zone)
	hours := []worktime.Interval{{From: at.Add(-30 * time.Minute), To: at.Add(3 * time.Hour)}}
	for name, c := range map[string]struct {
		now   time.Time
		day   attendance.Day
		leave string
		want  string
		tone  Tone
	}{
		"signed in":                   {at, attendance.Day{Status: "正常", In: at.Add(-39 * time.Minute)}, "", "在岗 08:21", Good},
		"late":                        {at, attendance.Day{Status: "迟到", Late: 4, In: at.Add(-26 * time.Minute)}, "", "迟到 08:34", Soon},
		"nothing, and work has begun": {at, attendance.Day{}, "", "没有签到", Soon},
		"nothing, before work":        {at.Add(-time.Hour), attendance.Day{}, "", "还没有上班", Quiet},
		"gone without leave":          {at.Add(5 * time.Hour), attendance.Day{Status: "缺勤", Absent: 1}, "", "缺勤，没有请假", Bad},
		"on leave":                    {at, attendance.Day{Status: "请假"}, "全天", "全天请假", Waiting},
		"out on business":             {at, attendance.Day{Status: "外出", In: at.Add(-time.Hour)}, "", "外出", Going},
		"in the morning, leave later": {at, attendance.Day{Status: "请假", In: at.Add(-time.Hour)}, "下午", "下午请假", Waiting},
	} {
		today := app.Today{AsOf: c.now, Hours: hours, Days: map[string]attendance.Day{"李工": c.day}}
		today.Site.Workday = true
		today.Site.People = []presence.Present{{Name: "李工", Role: person.Engineer, Leave: c.leave}, {Name: "赵专员", Role: person.Liaison}}
		got := WhoIsHere(today)
		if len(got) != 1 || got[0].Words != c.want || got[0].Tone != c.tone {
			t.Errorf("%s: %+v", name, got)
		}
		if Behind(today) != "不驻场：赵专员（省端专员）" {
			t.Error(Behind(today))
		}
	}
}

func TestDutyNowSaysWhoNextAndWhereNobodyIs(t *testing.T) {
	at := time.Date(2026, 3, 12, 20, 0, 0, 0, ledger.Zone)
	turn := func(who string, from, to int) duty.Held {
		return duty.Held{Phone: "139****1234", Turn: record.Turn{Primary: who, From: at.Add(time.Duration(from) * time.Hour), To: at.Add(time.Duration(to) * time.Hour)}}
	}
	next := turn("王工", 40, 64)
	today := app.Today{AsOf: at, Scheduled: true, Duty: []duty.Held{turn("李工", -2, 12)}, Gap: &duty.Span{From: at.Add(12 * time.Hour), To: at.Add(40 * time.Hour)}, Next: &next}
	var got []string
	for _, m := range DutyNow(today) {
		got = append(got, m.Words)
	}
	want := []string{"值班 李工　139****1234　至 明天 08:00", "明天 08:00 至 03-14 12:00 无人值班", "03-14 12:00 起 王工"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if m := DutyNow(app.Today{Scheduled: true, AsOf: at}); m[0].Tone != Bad || m[0].Words != "此刻无人值班" {
		t.Errorf("%+v", m)
	}
	if m := DutyNow(app.Today{AsOf: at}); len(m) != 1 || m[0].Tone != Soon {
		t.Errorf("%+v", m)
	}
	if HoursToday(app.Today{}) != "今天休息，全天由 7×24 值班电话应答" {
		t.Error(HoursToday(app.Today{}))
	}
}
