package pattern_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/coverage"
	"opsledger/app/rule/pattern"
)

var (
	since = time.Date(2026, 1, 1, 0, 0, 0, 0, ledger.Zone)
	until = since.AddDate(0, 0, 100)
)

// came makes tickets of one text, each on the day told.
func came(t pattern.Ticket, days ...int) (out []pattern.Ticket) {
	for _, d := range days {
		t.Number = fmt.Sprintf("%s-%d", t.Number, d)
		t.Arrived = since.AddDate(0, 0, d)
		out = append(out, t)
	}
	return out
}

func found(tickets []pattern.Ticket, least int, parts ...string) string {
	var out []string
	for _, p := range pattern.Find(tickets, pattern.Options{Since: since, Until: until, Least: least, Parts: parts}) {
		out = append(out, fmt.Sprintf("%s %s %d=%d+%d %s", p.Basis, p.Label, len(p.Tickets), p.Earlier, p.Later, p.Trend))
	}
	return strings.Join(out, "; ")
}

func TestWhatRecursIsFoundByMarkByPhraseAndByCategory(t *testing.T) {
	var all []pattern.Ticket
	add := func(t pattern.Ticket, days ...int) { all = append(all, came(t, days...)...) }
	add(pattern.Ticket{Number: "a", Issue: "转移接续操作", Title: "转移接续操作怎么办"}, 1, 2, 3, 60, 61, 62, 63, 64)
	add(pattern.Ticket{Number: "b", Issue: "少见的事", Title: "待遇重算差异"}, 5)
	add(pattern.Ticket{Number: "c", Title: "请协助：京口区养老待遇重算差异", System: "社保"}, 1, 2, 3)
	add(pattern.Ticket{Number: "d", Title: "丹徒区的养老待遇重算差异（第2次）", System: "社保"}, 4)
	add(pattern.Ticket{Number: "e", Title: "别的", Description: "又是养老待遇重算差异", System: "社保"}, 70)
	add(pattern.Ticket{Number: "f", Title: "甲乙丙", System: "工单系统", Category: "指导答疑"}, 10, 80, 90)
	add(pattern.Ticket{Number: "g", Title: "丁戊己", System: "工单系统", Category: "系统测试"}, 10, 80)
	add(pattern.Ticket{Number: "h", Title: "养老待遇重算差异"}, -1, 100) // outside of the span
	want := "标记 转移接续操作 8=3+5 rising; 用词 养老待遇重算差异 5=4+1 falling; 类别 工单系统·指导答疑 3=1+2 steady"
	if got := found(all, 3, "京口区", "丹徒区"); got != want {
		t.Errorf("%s", got)
	}
	if got := found(all, 6, "京口区"); got != "标记 转移接续操作 8=3+5 rising" {
		t.Errorf("six at least: %s", got)
	}
	if got := found(nil, 1); got != "" {
		t.Errorf("of none: %s", got)
	}
}

func TestLongerPhrasesComeFirstAndShorterOnesTakeTheRest(t *testing.T) {
	list := append(came(pattern.Ticket{Number: "a", Title: "年度账户计息不平"}, 1, 2, 3, 4), came(pattern.Ticket{Number: "b", Title: "账户计息重复"}, 5)...)
	if got := found(list, 3); got != "用词 年度账户计息不平 4=4+0 falling" {
		t.Error(got)
	}
	for i, title := range []string{"补缴账户计息", "退账户计息", "老账户计息"} {
		list = append(list, came(pattern.Ticket{Number: fmt.Sprint(i), Title: title}, 6)...)
	}
	if got := found(list, 3); got != "用词 年度账户计息不平 4=4+0 falling; 用词 账户计息 4=4+0 falling" {
		t.Error(got)
	}
	if got := found(list, 3, "个人账户计息系统"); got != "用词 年度账户计息不平 4=4+0 falling" { // a part of a system's name
		t.Error(got)
	}
	if got := found(came(pattern.Ticket{Number: "m", Title: "7月发放计划重复"}, 1, 2, 3), 3); got != "用词 发放计划重复 3=3+0 falling" {
		t.Error(got)
	}
	long := strings.Repeat("很长的标题也取整句", 3)
	if got := found(came(pattern.Ticket{Number: "l", Title: strings.ReplaceAll(long, "的", "之")}, 1, 2, 3), 3); !strings.Contains(got, " 很长之标题也取整句很长之标题也取整句很长之标题也取整句 3=") {
		t.Error(got)
	}
}

func TestWhatHalfOfAllTitlesHoldSaysNothing(t *testing.T) {
	var list []pattern.Ticket
	for i := range 20 {
		list = append(list, came(pattern.Ticket{Number: fmt.Sprint(i), Title: "一体化平台" + strings.Repeat(string(rune('一'+i*7)), 5)}, i)...)
	}
	if got := found(list, 5); got != "" {
		t.Error(got)
	}
}

func TestEveryTicketCountsOnce(t *testing.T) {
	var list []pattern.Ticket
	for i, title := range []string{"参保登记报错", "参保登记报错和账户计息不平", "账户计息不平"} {
		list = append(list, came(pattern.Ticket{Number: fmt.Sprint(i), Title: title, System: "s", Category: "c"}, 1, 2, 3)...)
	}
	counted := map[string]int{}
	for _, p := range pattern.Find(list, pattern.Options{Since: since, Until: until, Least: 2}) {
		for _, x := range p.Tickets {
			counted[x.Number]++
			if !p.Has(x) {
				t.Errorf("%s: %s is counted against the rule", p.Label, x.Number)
			}
		}
	}
	for _, x := range list {
		if counted[x.Number] != 1 {
			t.Errorf("%s counts %d times", x.Number, counted[x.Number])
		}
	}
}

func TestWhatIsSuggestedFollowsFromWhatCameOfTheLastTraining(t *testing.T) {
	p := pattern.Pattern{Label: "转移接续", Basis: pattern.Marked, Trend: pattern.Steady, Units: []pattern.Count{{Name: "养老科", Tickets: 4}, {Name: "失业科", Tickets: 1}}}
	rising := p
	rising.Trend = pattern.Rising
	effect := func(before, after int, whole bool) []coverage.Effect {
		return []coverage.Effect{{Start: since, Days: 90, Before: before, After: after, Whole: whole}}
	}
	for _, c := range []struct {
		of      pattern.Pattern
		effects []coverage.Effect
		want    string
	}{
		{p, nil, "还没有就此培训。建议组织一次专项培训，可先请提单最多的养老科（4件）、失业科（1件）"},
		{pattern.Pattern{}, nil, "还没有就此培训。建议组织一次专项培训"},
		{p, effect(5, 1, true), "2026-01-01已培训，前90天5件，后90天1件；已经减少，继续观察"},
		{rising, effect(5, 1, true), "减少后近来又多了"},
		{p, effect(5, 5, true), "没有减少"},
		{p, effect(5, 5, false), "还不满期"},
	} {
		if got := c.of.Suggest(c.effects); !strings.Contains(got, c.want) {
			t.Errorf("%s", got)
		}
	}
	if !p.About("转移 接续", "") || !p.About("", "转移接续专项培训") || p.About("", "其他") {
		t.Error("which trainings are about it")
	}
}
