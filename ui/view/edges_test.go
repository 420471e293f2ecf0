package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/rule/sla"
)

func TestWhatFallsDueNextIsNamedOnce(t *testing.T) {
	week := sla.WeekOf(now)
	for _, c := range []struct {
		next    *app.DueItem
		overdue int
		want    string
	}{
		{nil, 0, "2026-W48 周　没有将到期的事项"},
		{&app.DueItem{Kind: "ticket", Number: "W1", Label: "响应", Due: now.Add(time.Hour)}, 2, "2026-W48 周　已超时 2 项　下一项 今天 11:00 响应 W1"},
		{&app.DueItem{Kind: "report", Number: "weekly 2026-W48", Label: "周报 2026-W48", Due: now.AddDate(0, 0, 2)}, 0, "2026-W48 周　下一项 11-26 10:00 周报 2026-W48"},
	} {
		if got := Next(app.Bearings{Week: week, Overdue: c.overdue, Next: c.next}, now); got != c.want {
			t.Errorf("%q, should be %q", got, c.want)
		}
	}
}
