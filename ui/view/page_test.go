package view

import (
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

func shanghai(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAStateHasShapeWordsAndTone(t *testing.T) {
	for want, s := range map[string]app.Shown{
		"st-open 待签收":          {State: ticket.Open},
		"st-doing 处理中":         {State: ticket.Accepted},
		"st-pause 已挂起":         {State: ticket.Suspended},
		"circle-check 已办结":     {State: ticket.Resolved},
		"ban 已作废":              {State: ticket.Void},
		"circle-arrow-up 等待省厅": {State: ticket.Accepted, Fields: map[string]any{"waiting": "等待省厅"}},
		"git-compare 有冲突":      {State: ticket.Accepted, Conflicts: []app.ShownConflict{{}}},
	} {
		if m := StateOf(ticket.Kind, s); m.Icon+" "+m.Words != want {
			t.Errorf("%s %s, should be %s", m.Icon, m.Words, want)
		}
	}
}

func TestAClockSaysWhatIsLeft(t *testing.T) {
	now := shanghai("2026-03-05 10:00")
	for want, c := range map[string]sla.Clock{
		"剩 1 天 2 小时":  {From: now.Add(-time.Hour), Due: now.Add(26*time.Hour + 5*time.Minute), State: sla.Running},
		"剩 2 小时 48 分": {From: now.Add(-time.Hour), Due: now.Add(168 * time.Minute), State: sla.Running},
		"延误 2 个工作日":   {From: now, Due: now.Add(-48 * time.Hour), State: sla.Overdue, LateDays: []time.Time{now, now}},
		"按时":          {From: now, Due: now, Stopped: now, State: sla.Met},
		"已暂停":         {From: now, Due: now.Add(time.Hour), State: sla.Paused},
	} {
		lines := ClockLines([]app.Timed{{Clock: c}}, now)
		if lines[0].Rest != want || lines[0].Used < 0 || lines[0].Used > 1 {
			t.Errorf("%+v, should be %s", lines[0], want)
		}
	}
}

func TestTheHistoryTellsWhatChangedFromWhat(t *testing.T) {
	s := app.Shown{History: []app.ShownStep{
		{Action: "receive", Label: "登记", Actor: "张工", Time: "2026-03-05T09:00:00+08:00", Changes: map[string]any{"title": "旧", "region": "丹徒区"}},
		{Action: ledger.Amend, Label: "更正", Actor: "李工", Time: "2026-03-05T10:00:00+08:00", Changes: map[string]any{"title": "新"}},
		{Action: "note", Label: "记事", Actor: "李工", Time: "2026-03-05T11:00:00+08:00", Changes: map[string]any{"text": "已联系"}, Note: "已撤回"},
	}}
	events := Events(ticket.Kind, s, shanghai("2026-03-05 12:00"))
	var got []string
	for _, e := range events {
		got = append(got, strings.Join([]string{e.When, e.Who, e.Title, e.Text}, " "))
	}
	want := "11:00 李工 记事 说明：已联系（已撤回）|10:00 李工 更正 标题：旧 → 新|09:00 张工 登记 "
	if s := strings.Join(got, "|"); s != want || !events[0].Taken || events[1].Taken {
		t.Errorf("%s", s)
	}
}
