package ui

import (
	"strings"

	"opsledger/app"
	"opsledger/app/record/ticket"
	"opsledger/ui/screens"
)

// place is an entry of the navigation. The first nine have a key: Ctrl and their number.
type place struct{ screen, group, label, icon string }

var registry = app.Kinds()

// grouped are the kinds whose lists stand in the navigation, by group.
var grouped = []struct {
	group string
	kinds []string
}{
	{"业务", []string{"change", "coordination", "complaint", "incident"}},
	{"服务", []string{"visit", "finding", "training", "survey"}},
	{"知识", []string{"manual", "qa", "notice", "regulation"}},
	{"人员", []string{"person", "turnover", "attendance", "leave", "duty", "callout", "appraisal", "equipment"}},
	{"数据", []string{"routine", "run", "comparison", "indicator", "system"}},
	{"交付与考核", []string{"check", "improvement", "drill", "ruling", "contract"}},
	{"设置", []string{"unit", "disclosure"}},
}

// face is one view of a place: its screen, and what its tab says. A place's list has the place's own screen.
type face struct{ screen, label string }

// faces are the views of the places that have more than a list; the first is what the place opens.
var faces = map[string][]face{
	"audit":      {{"audit", "操作日志"}, {"audit/verify", "核对"}},
	"attendance": {{"attendance/month", "月历"}, {"attendance/onsite", "在岗"}, {"attendance", "列表"}},
	"duty":       {{"duty/calendar", "月历"}, {"duty/year", "全年"}, {"duty", "列表"}},
	"exchange": {{"exchange", "往来"}, {"exchange/enrol", "入网"}, {"exchange/conflicts", "冲突"}, {"exchange/rulings", "裁定"},
		{"exchange/stations", "各站"}},
	"report":     {{"report/period", "编写"}, {"report", "列表"}},
	"training":   {{"training", "列表"}, {"training/signin", "签到"}, {"training/coverage", "覆盖率"}, {"training/recurring", "共性问题"}},
	"comparison": {{"comparison", "列表"}, {"comparison/lists", "比对名单"}},
}

// opens is the screen a place opens.
func (p place) opens() string {
	if list := faces[p.screen]; len(list) > 0 {
		return list[0].screen
	}
	return p.screen
}

// unfolded are the groups whose places are seen before anybody folded one.
var unfolded = map[string]bool{"业务": true, "服务": true}

// places are all of them, in the order they stand.
var places = func() []place {
	out := []place{{"dashboard", "", "工作台", "layout-dashboard"}, {"tickets", "业务", "工单", "ticket"}, {"import", "业务", "导入", "package-import"}, {"report", "业务", "报告", "report"}}
	for _, g := range grouped {
		if g.group == "交付与考核" {
			out = append(out, place{"score", g.group, "考核评分", "clipboard-check"}, place{"exchange", g.group, "交换", "arrows-exchange"})
		}
		for _, name := range g.kinds {
			out = append(out, place{name, g.group, registry.Kind(name).Label, screens.Icon(name)})
		}
	}
	return append(out, place{"audit", "设置", "审计", "history"}, place{"settings", "设置", "设置", "settings"}, place{"help", "设置", "帮助", "help-circle"})
}()

func placeOf(screen string) place {
	screen, _, _ = strings.Cut(screen, "/")
	for _, p := range places {
		if p.screen == screen {
			return p
		}
	}
	if k := registry.Kind(screen); k != nil { // has no place of its own
		return place{screen, "", k.Label, screens.Icon(screen)}
	}
	return places[0]
}

// screenOf is the screen of a kind's records.
func screenOf(kind string) string {
	if kind == ticket.Kind.Name {
		return "tickets"
	}
	return kind
}

// kindOf is the kind whose records a screen lists, "" none.
func kindOf(screen string) string {
	switch {
	case screen == "tickets":
		return ticket.Kind.Name
	case registry.Kind(screen) != nil && screen != ticket.Kind.Name:
		return screen
	}
	return ""
}
