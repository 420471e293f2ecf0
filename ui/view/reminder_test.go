package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
)

func TestRemindersSayWhatIsDueAndWhen(t *testing.T) {
	now := time.Date(2026, 3, 13, 16, 0, 0, 0, ledger.Zone)
	for want, r := range map[string]app.Reminder{
		"考核时限　超 2 工作日|GD1　待遇核对|到期 03-11 10:00　李娜":   {Stage: app.PastDue, Item: app.DueItem{Kind: ticket.Kind.Name, Number: "GD1", Title: "待遇核对", Label: "考核时限", Clock: sla.Assessed, Due: now.Add(-54 * time.Hour), State: sla.Overdue, Late: 2, Person: "李娜"}},
		"下班前须报评估或办结　剩 2 小时|GD2　名单|到期 今天 18:00":      {Stage: app.BeforeEnd, Item: app.DueItem{Kind: ticket.Kind.Name, Number: "GD2", Title: "名单", Clock: sla.Nudge, Due: now.Add(2 * time.Hour), State: sla.Running}},
		"周报今天下班前报送　剩 2 小时|第11周周报 还没有报送|到期 今天 18:00": {Stage: app.BeforeEnd, Item: app.DueItem{Kind: report.Kind.Name, Number: "weekly 2026-W11", Label: "第11周周报", Clock: "report", Due: now.Add(2 * time.Hour), State: sla.Running}},
	} {
		if got := Remind(r, now); got.Head+"|"+got.Title+"|"+got.When != want {
			t.Errorf("%s|%s|%s, should be %s", got.Head, got.Title, got.When, want)
		}
	}
}
