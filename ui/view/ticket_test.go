package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

var now = time.Date(2026, 11, 24, 10, 0, 0, 0, ledger.Zone)

func TestMoment(t *testing.T) {
	for in, want := range map[string]string{"2026-11-24T14:20:00+08:00": "14:20", "2026-11-18T10:20:00+08:00": "11-18 10:20", "2025-11-18T10:20:00+08:00": "2025-11-18", "": "", "x": "x"} {
		if got := Moment(in, now); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestTheLikelyStepComesFirst(t *testing.T) {
	offers := func(state ledger.State) (out []app.Offer) {
		for _, a := range ticket.Kind.Actions {
			if !a.Creates {
				out = append(out, app.Offer{Action: a, Refused: map[bool]string{false: "处于别的状态"}[a.Leads(state) && !a.Answers]})
			}
		}
		return out
	}
	for state, want := range map[ledger.State]string{ticket.Open: "accept", ticket.Accepted: "resolve", ticket.Suspended: "resume", ticket.Resolved: "confirm", ticket.Confirmed: "rework"} {
		may, refused := Offered(ticket.Kind, state, offers(state))
		if len(may) == 0 || may[0].Action.Name != want || len(may)+len(refused) != len(offers(state)) {
			t.Errorf("%s: %v", state, may)
		}
	}
	if may, _ := Offered(ticket.Kind, ticket.Void, offers(ticket.Void)); len(may) != 0 {
		t.Errorf("void: %v", may)
	}
}

func TestAStepThatEndsARecordIsNeverTheLikelyOne(t *testing.T) {
	for _, k := range app.Kinds().Kinds() {
		for _, l := range k.States {
			var offers []app.Offer
			for _, a := range k.Actions {
				if !a.Creates && !a.Answers && a.Leads(l.State) {
					offers = append(offers, app.Offer{Action: a})
				}
			}
			may, _ := Offered(k, l.State, offers)
			ended := false
			for i, o := range may {
				if i > 0 && ended && Leads(o.Action) {
					t.Errorf("%s %s: %s stands behind a step that ends it", k.Name, l.State, o.Action.Name)
				}
				ended = ended || !Leads(o.Action)
			}
			for _, o := range may {
				if Leads(o.Action) && !Leads(may[0].Action) {
					t.Errorf("%s %s: %s comes before %s", k.Name, l.State, may[0].Action.Name, o.Action.Name)
				}
			}
		}
	}
}

func TestStatesAreMarkedByWhatIsLeftToDo(t *testing.T) {
	for _, c := range []struct{ kind, state, icon string }{{"qa", "published", "circle-check"}, {"person", "left", "ban"}, {"turnover", "left", "circle-check"}, {"equipment", "returned", "ban"},
		{"ruling", "contested", "alert-triangle"}, {"survey", "open", "st-open"}, {"regulation", "retired", "ban"}, {"change", "archived", "circle-check"}} {
		if m := described(app.Kinds().Kind(c.kind), ledger.State(c.state)); m.Icon != c.icon || m.Words == "" {
			t.Errorf("%s %s: %+v", c.kind, c.state, m)
		}
	}
}

func TestUrgencyIsToldInALine(t *testing.T) {
	for _, c := range []struct {
		clock sla.Clock
		want  string
		tone  Tone
	}{
		{sla.Clock{State: sla.Running, Due: now.Add(80 * time.Minute)}, "剩 1 小时 20 分", Soon},
		{sla.Clock{State: sla.Running, Due: now.Add(5 * time.Hour)}, "剩 5 小时", Soon},
		{sla.Clock{State: sla.Running, Due: now.AddDate(0, 0, 1)}, "剩 1 天", Plain},
		{sla.Clock{State: sla.Overdue, LateDays: []time.Time{now, now}}, "超 2 工作日", Bad},
		{sla.Clock{State: sla.Overdue}, "当日超时", Bad},
		{sla.Clock{State: sla.Paused}, "已暂停", Waiting},
		{sla.Clock{State: sla.Met}, "按时", Good},
	} {
		if _, words, tone := Urgency(c.clock, now); words != c.want || tone != c.tone {
			t.Errorf("%+v: %s %d", c.clock, words, tone)
		}
	}
}

func TestConditionsAreSaidInWords(t *testing.T) {
	for in, want := range map[string]string{"number=A|B": "指定的 2 张", "pending!=": "有待裁定", "category=": "工单类别未填", "arrived>=2026-03-01": "到达时间不早于2026-03-01",
		"state!=void": "状态不为已作废", `title=a\|b`: "标题为a|b", "?": "?"} {
		if got := ConditionWords(ticket.Kind, in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestAConflictSaysWhoWroteWhat(t *testing.T) {
	s := app.Shown{Conflicts: []app.ShownConflict{{Field: "assignee", Sides: []ledger.EntryRef{"a:0", "b:0"}, Barred: []string{"", "只能由信息中心裁定"}}, {Field: "state", Sides: []ledger.EntryRef{"a:0"}}},
		History: []app.ShownStep{{Ref: "a:0", Actor: "李工", Device: "一号", Label: "转派", Time: "2026-11-24T09:00:00+08:00", Changes: map[string]any{"assignee": "甲"}},
			{Ref: "b:0", Actor: "王工", Device: "二号", Label: "转派", Time: "2026-11-23T09:00:00+08:00", Changes: map[string]any{"assignee": "乙"}}}}
	got := Conflicts(ticket.Kind, s, now)
	if len(got) != 2 || got[0].Field != "处理人" || got[0].Sides[1].Words != "王工（二号，11-23 09:00）：乙" || got[0].Sides[1].Off != "只能由信息中心裁定" || got[1].Sides[0].Words != "李工（一号，09:00）：转派" {
		t.Errorf("%+v", got)
	}
}
