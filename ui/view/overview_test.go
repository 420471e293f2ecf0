package view

import (
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/record/check"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

func checked(week, percent string, n, d int, over bool) app.Checked {
	return app.Checked{Check: check.Check{Week: week, At: now.AddDate(0, 0, -5), Numerator: n, Denominator: d, Percent: percent, Over: over}}
}

func TestFiguresInWords(t *testing.T) {
	o := app.Overview{AsOf: now, InTransit: app.Tallied{N: 72}, Arrived: app.Tallied{N: 69}, Done: app.Tallied{N: 63}, DueToday: app.Tallied{N: 2}, Overdue: app.Tallied{N: 2, Days: 3},
		Rate: digest.RateOf(72, 2318), Checks: []app.Checked{checked("2026-W46", "2.84", 66, 2320, false)}}
	o.Due.Today = []app.DueItem{{Due: now.Add(80 * time.Minute)}, {Due: now.Add(8 * time.Hour)}}
	want := [][5]string{{"在途工单", "72", "张", "trending-up", "较 11-19 检查 +6"}, {"今天到期", "2", "项", "alarm", "1 项不足 2 小时"}, {"已超期", "2", "张", "alert-circle", "共延误 3 个工作日"},
		{"本周办结", "63", "张", "circle-check", "本周到达 69 张"}, {"在途率", "3.11", "%", "chart-line", "72 ÷ 2,318，上限 3.5%"}}
	tones := []Tone{Plain, Soon, Bad, Plain, Plain}
	for i, f := range Figures(o) {
		if got := [5]string{f.Label, f.Number, f.Unit, f.Icon, f.Note}; got != want[i] || f.Tone != tones[i] {
			t.Errorf("%q %d", got, f.Tone)
		}
	}
	o.Rate, o.InTransit.N = digest.RateOf(82, 2318), 60
	if f := Figures(o); f[4].Tone != Bad || f[0].Note != "较 11-19 检查 −6" || f[0].Icon != "trending-down" {
		t.Errorf("%+v", f)
	}
	none := Figures(app.Overview{AsOf: now})
	for i, note := range []string{"还没有每周检查", "今天没有到期的", "没有超期的在途工单", "本周到达 0 张", "本年度还没有工单"} {
		if none[i].Note != note || none[i].Tone == Bad || none[i].Tone == Soon {
			t.Errorf("of nothing: %+v", none[i])
		}
	}
}

func TestLinesOfWhatIsDue(t *testing.T) {
	for _, c := range []struct {
		item       app.DueItem
		rest, when string
		tone       Tone
	}{
		{app.DueItem{Due: now.Add(168 * time.Minute), State: sla.Running}, "剩 2 小时 48 分", "今天 12:48", Soon},
		{app.DueItem{Due: now.Add(30 * time.Second), State: sla.Running}, "剩 1 分", "今天 10:00", Soon},
		{app.DueItem{Due: now.Add(120 * time.Minute), State: sla.Running}, "剩 2 小时", "今天 12:00", Soon},
		{app.DueItem{Due: now.Add(26 * time.Hour), State: sla.Running}, "剩 1 天 2 小时", "明天 12:00", Plain},
		{app.DueItem{Due: now.Add(72 * time.Hour), State: sla.Running}, "剩 3 天", "11-27 10:00", Plain},
		{app.DueItem{Due: now.AddDate(0, 0, -4), State: sla.Overdue, Late: 2}, "超 2 工作日", "11-20 10:00", Bad},
		{app.DueItem{Due: now.Add(-time.Hour), State: sla.Overdue}, "当日超时", "今天 09:00", Bad},
		{app.DueItem{Due: now.AddDate(-1, 0, 0), State: sla.Paused}, "已暂停", "2025-11-24", Quiet},
	} {
		if l := dueLine(c.item, now); l.Rest != c.rest || l.When != c.when || l.Tone != c.tone {
			t.Errorf("%+v: %q %q %d", c.item, l.Rest, l.When, l.Tone)
		}
	}
	if l := dueLine(app.DueItem{Kind: "report", Number: "weekly 2026-W47", Label: "周报 2026-W47", Clock: "report", Due: now}, now); l.Title != "周报 2026-W47 还没有报送" || l.Kind != "周报" || l.Clause != "服务(2)" {
		t.Errorf("%+v", l)
	}
}

func TestDueGroupsHaveOneLineForAnOverdueTicket(t *testing.T) {
	o := app.Overview{AsOf: now, Week: sla.WeekOf(now)}
	o.Due.Overdue = []app.DueItem{{Record: "a", Kind: "ticket", Clock: sla.Response, State: sla.Overdue}, {Record: "a", Kind: "ticket", Clock: sla.Assessed, State: sla.Overdue, Person: "张伟"},
		{Record: "a", Kind: "ticket", Clock: sla.Vendor, State: sla.Overdue}, {Record: "b", Kind: "ticket", Clock: sla.Day, State: sla.Overdue}, {Record: "c", Kind: "report", State: sla.Overdue}}
	o.Due.Week = []app.DueItem{{Record: "d", Kind: "ticket", Due: now.AddDate(0, 0, 1)}}
	groups := DueGroups(o, "", "")
	if len(groups) != 2 || groups[0].Head != "已超期 4" || groups[1].Head != "本周（至 11-26 周四） 1" || len(groups[0].Lines) != 4 {
		t.Errorf("%+v", groups)
	}
	if own := DueGroups(o, "张伟", ""); len(own) != 1 || own[0].Head != "已超期 1" {
		t.Errorf("%+v", own)
	}
}

func TestTheReminderBeforeWorkEnds(t *testing.T) {
	friday := now.AddDate(0, 0, 3)
	o := app.Overview{AsOf: friday, Nudges: []app.DueItem{{Number: "GD1", Due: friday.Add(8 * time.Hour)}}}
	if head, text := Nudge(o); head != "周五提醒" || text != "1 张工单的 24 小时在下班后走完，请在今天 18:00 前办结或报信息中心评估。" {
		t.Errorf("%s %s", head, text)
	}
	o.AsOf = now
	if head, _ := Nudge(o); head != "下班前提醒" {
		t.Error(head)
	}
	if head, _ := Nudge(app.Overview{AsOf: friday}); head != "" || NudgeFilter(o).Where[0] != "number=GD1" {
		t.Error("a reminder of nothing, or of others")
	}
}

func TestRatesAndBars(t *testing.T) {
	o := app.Overview{Checks: []app.Checked{checked("2026-W09", "3.62", 84, 2320, true), checked("2026-W10", "", 0, 0, false), checked("2026-W11", "3.50", 81, 2314, false)}}
	points, note := Rates(o)
	if len(points) != 2 || note != "第 9 周超线" || points[0].Label != "9" || !points[0].Over || points[1].Label != "11 周" || points[1].Over || points[0].Tell != "第 9 周　3.62%　在途 84 ÷ 累计 2,320" {
		t.Errorf("%+v %s", points, note)
	}
	states := StateBars([]app.Tallied{{Key: "new", Label: "待签收", N: 5}, {Key: "accepted", Label: "处理中", N: 38}})
	if states[0].Icon != "st-open" || states[1].Icon != "st-doing" || states[1].Text != "38" {
		t.Errorf("%+v", states)
	}
	if late := LateBars([]app.Tallied{{N: 2, Days: 3}}); late[0].Label != "未分派" || late[0].Text != "2 张 3 日" || late[0].Value != 3 {
		t.Errorf("%+v", late)
	}
}
