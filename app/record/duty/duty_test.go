package duty_test

import (
	"fmt"
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	"opsledger/app/record/duty"
)

type fields = ledger.Fields

func scheduled(t *testing.T) *story.Story {
	t.Helper()
	s := story.New(t, duty.Kind, "2026-03-01 09:00")
	s.Tell(t, "schedule", fields{"from": story.Stamp("2026-03-05 18:00"), "to": story.Stamp("2026-03-06 08:30"), "primary": "李工", "backup": "王五"})
	return s
}

func turns(s *story.Story) (out []string) {
	for _, t := range s.Record().Facts.(duty.Facts).Turns {
		out = append(out, fmt.Sprint(t.From.Format("15:04"), "–", t.To.Format("15:04"), " ", t.Primary))
	}
	return out
}

func TestATurnIsSwappedWholeOrInPart(t *testing.T) {
	s := scheduled(t)
	s.Tell(t, "swap-part", fields{"stand_in": "周工", "swap_from": story.Stamp("2026-03-05 20:00"), "swap_to": story.Stamp("2026-03-05 22:00")})
	s.Tell(t, "swap-part", fields{"stand_in": "王五", "swap_from": story.Stamp("2026-03-05 21:00"), "swap_to": story.Stamp("2026-03-06 08:30")})
	s.Clean(t)
	if got, want := turns(s), []string{"18:00–20:00 李工", "20:00–21:00 周工", "21:00–08:30 王五"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	s.Tell(t, "swap", fields{"primary": "钱工"})
	if got := turns(s); got[0] != "18:00–20:00 钱工" {
		t.Errorf("%q", got)
	}
}

func TestTurnsThatCanNotBe(t *testing.T) {
	s := scheduled(t)
	for _, c := range []struct {
		action string
		f      fields
		want   string
	}{
		{"schedule", fields{}, "“已排班”状态下不能排班"},
		{"swap", fields{"primary": "李工"}, "换班前后是同一人"},
		{"swap", fields{"primary": "周工", "backup": "周工"}, "主值班人和备值班人不能是同一人"},
		{"swap-part", fields{"stand_in": "周工", "swap_from": story.Stamp("2026-03-05 17:00"), "swap_to": story.Stamp("2026-03-05 19:00")}, "换班的时段须在这一班的开始与结束之间"},
		{"swap-part", fields{"stand_in": "周工", "swap_from": story.Stamp("2026-03-05 19:00"), "swap_to": story.Stamp("2026-03-05 19:00")}, "换班的时段须在这一班的开始与结束之间"},
		{"swap-part", fields{"stand_in": "李工", "swap_from": story.Stamp("2026-03-05 18:00"), "swap_to": story.Stamp("2026-03-05 19:00")}, "换班前后是同一人"},
	} {
		if got := s.Refused(t, c.action, c.f); got != c.want {
			t.Errorf("%s %v: %q, should be %q", c.action, c.f, got, c.want)
		}
	}
	fresh := story.New(t, duty.Kind, "2026-03-01 09:00")
	if got := fresh.Refused(t, "schedule", fields{"from": story.Stamp("2026-03-05 18:00"), "to": story.Stamp("2026-03-05 18:00"), "primary": "李工"}); got != "值班结束时间须晚于开始时间" {
		t.Error(got)
	}
}

func opened(t *testing.T, more fields) *story.Story {
	t.Helper()
	s := story.New(t, duty.CalloutKind, "2026-03-05 22:00")
	f := fields{"request": "养老待遇发放批次中断", "asked": story.Stamp("2026-03-05 21:10"), "found": story.Stamp("2026-03-05 21:00")}
	for k, v := range more {
		f[k] = v
	}
	s.Tell(t, "open", f)
	return s
}

func TestTheHourRunsFromTheEarlierOfAskedAndFound(t *testing.T) {
	for arrived, late := range map[string]bool{"2026-03-05 22:00": false, "2026-03-05 22:01": true} {
		s := opened(t, nil)
		s.Tell(t, "arrive", fields{"arrived": story.Stamp(arrived), "who": []any{"李工"}})
		s.Clean(t)
		if f := s.Record().Facts.(duty.CalloutFacts); f.Late() != late || f.Start != story.At("2026-03-05 21:00") {
			t.Errorf("%s: %+v", arrived, f)
		}
	}
	if got := story.New(t, duty.CalloutKind, "2026-03-05 22:00").Refused(t, "open", fields{"request": "x"}); got != "请填写接到请求时间或发现问题时间，至少一个" {
		t.Error(got)
	}
}

func TestACalloutIsClosedWithAllThatWasOwed(t *testing.T) {
	s := opened(t, fields{"major": true})
	done := fields{"closed": story.Stamp("2026-03-06 00:30"), "result": "重跑批次"}
	for _, c := range []struct {
		action string
		f      fields
		why    string
	}{
		{"note", fields{"at": story.Stamp("2026-03-05 20:59"), "text": "x"}, "时间 2026-03-05 20:59 早于接到请求或发现问题的时间 2026-03-05 21:00"},
		{"close", done, "“处置中”状态下不能办结"},
	} {
		if got := s.Refused(t, c.action, c.f); got != c.why {
			t.Errorf("%s: %q", c.action, got)
		}
	}
	s.Tell(t, "restore", fields{"restored": story.Stamp("2026-03-06 00:20")})
	if got := s.Refused(t, "close", done); got != "还没有登记首次响应时间，不能办结" {
		t.Error(got)
	}
	s.Tell(t, "reopen", fields{"at": story.Stamp("2026-03-06 00:21"), "reason": "又中断"})
	s.Tell(t, "respond", fields{"responded": story.Stamp("2026-03-05 21:12"), "who": []any{"李工"}})
	s.Tell(t, "arrive", fields{"arrived": story.Stamp("2026-03-05 22:20"), "who": []any{"李工"}})
	s.Tell(t, "restore", fields{"restored": story.Stamp("2026-03-06 00:25")})
	if got := s.Refused(t, "close", done); got != "到岗用时80分钟，超过60分钟：须填写超时到岗原因" {
		t.Error(got)
	}
	done["late_reason"] = "大雪封路"
	if got := s.Refused(t, "close", done); got != "重大事项须有2人以上参与，已登记1人：请补登记到岗人员，或填写到场不足两人的说明" {
		t.Error(got)
	}
	s.Tell(t, "arrive", fields{"arrived": story.Stamp("2026-03-05 23:00"), "who": []any{"𠮷田䶮", "李工"}})
	if got := s.Refused(t, "close", done); got != "" {
		t.Error(got)
	}
	s.Tell(t, "close", done)
	s.Clean(t)
	rec := s.Record()
	if rec.State != duty.Closed || rec.Fields["minutes"] != int64(80) || rec.Fields["overdue"] != true || !slices.Equal(rec.Fields["people"].([]any), []any{"李工", "𠮷田䶮"}) {
		t.Errorf("%v %v", rec.State, rec.Fields)
	}
}

func TestTheTimelineOnlyGrows(t *testing.T) {
	s := opened(t, nil)
	s.Tell(t, "note", fields{"at": story.Stamp("2026-03-05 21:40"), "text": "数据库连接数打满"})
	note := s.Tell(t, "note", fields{"at": story.Stamp("2026-03-05 21:30"), "text": "写错了"})
	s.Tell(t, ledger.TakeBack, fields{"of": string(note)})
	if got, want := s.Record().Fields["timeline"], []any{"03-05 21:30 记录经过：写错了（已撤回）", "03-05 21:40 记录经过：数据库连接数打满"}; !slices.Equal(got.([]any), want) {
		t.Errorf("%q", got)
	}
	for _, a := range duty.CalloutKind.Actions {
		if slices.ContainsFunc(a.Asks, func(ask ledger.Ask) bool { return ask.Key == "timeline" }) {
			t.Errorf("%s writes the timeline", a.Name)
		}
	}
}
