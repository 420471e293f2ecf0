package digest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/finding"
	"opsledger/app/record/visit"
	"opsledger/app/rule/privacy"
)

// Record is a record as a part reads it.
type Record[T any] struct {
	Number string
	State  ledger.State
	Value  T
}

// within reports whether a date lies in the report's period, up to the moment it looks at.
func (w *Report) within(d ledger.Day) bool {
	day := string(d)
	return day >= w.From.Format(time.DateOnly) && day < w.To.Format(time.DateOnly) && day <= w.AsOf.Format(time.DateOnly)
}

// known reports whether a date lies before the moment the report looks at.
func (w *Report) known(d ledger.Day) bool {
	return d != "" && string(d) <= w.AsOf.Format(time.DateOnly)
}

// Opinions are what the departments said in the period's visits (R137, R138). That a kind of department or a means is missing is
// a problem of the quarter.
func (w *Report) Opinions(list []Record[visit.Visit]) Part {
	p := Part{Key: "opinions", Title: "用户意见", Of: "visit", Opens: "visit", Heads: []string{"编号", "日期", "单位", "方式", "满意度", "意见和建议"}, Weights: []int{14, 9, 8, 5, 6, 14}}
	p.Begin("all", "巡访")
	groups := []struct{ key, label string }{{"走访", "走访"}, {"电话", "电话巡访"}, {"业务部门", "业务部门"}, {"信息部门", "信息部门"}, {"满意", "满意"}, {"基本满意", "基本满意"}, {"不满意", "不满意"}}
	for _, g := range groups {
		p.Begin(g.key, g.label)
	}
	for _, v := range list {
		if v.State == visit.Void || !w.within(v.Value.Date) {
			continue
		}
		p.Add("all", "巡访", v.Number)
		for _, key := range []string{v.Value.Means, v.Value.Side, v.Value.Satisfaction} {
			if key != "" {
				p.Add(key, key, v.Number)
			}
		}
		if v.Value.Opinion != "" || v.Value.Satisfaction == "不满意" {
			p.Rows = append(p.Rows, []string{v.Number, string(v.Value.Date), v.Value.Unit, v.Value.Means, v.Value.Satisfaction, privacy.Scrub(cmp.Or(v.Value.Opinion, "—"))})
		}
	}
	p.Lines = []string{fmt.Sprintf("%s巡访%d次，其中走访%d次、电话巡访%d次；业务部门%d次，信息部门%d次。满意%d次，基本满意%d次，不满意%d次。", w.this(), p.Value("all"), p.Value("走访"), p.Value("电话"),
		p.Value("业务部门"), p.Value("信息部门"), p.Value("满意"), p.Value("基本满意"), p.Value("不满意"))}
	for _, side := range []string{"业务部门", "信息部门"} {
		if p.Value(side) == 0 {
			p.Problems = append(p.Problems, fmt.Sprintf("%s没有%s的巡访记录。", w.this(), side))
		}
	}
	return p
}

// Findings are the problems and suggestions of the period and what became of them, and those still open from before (R016, R059,
// R062–R064).
func (w *Report) Findings(list []Record[finding.Finding], stateLabel func(ledger.State) string) Part {
	p := Part{Key: "findings", Title: "问题和建议", Of: "finding", Opens: "finding", Heads: []string{"编号", "性质", "问题摘要", "提出单位", "提出日期", "去向"}, Weights: []int{15, 5, 13, 8, 9, 7}}
	for _, g := range [][2]string{{"问题", "新增问题"}, {"建议", "新增建议"}, {"submitted", "提交省厅"}, {"confirmed", "业务部门确认解决"}, {"declined", "不采纳"}, {"open", "期末未结"}} {
		p.Begin(g[0], g[1])
	}
	for _, f := range list {
		v := f.Value
		if f.State == finding.Void || !w.known(v.Found) {
			continue
		}
		fresh, closed := w.within(v.Found), w.known(v.ConfirmedOn)
		if fresh {
			p.Add(v.Nature, "新增"+v.Nature, f.Number)
		}
		if w.within(ledger.Day(v.Submitted)) {
			p.Add("submitted", "", f.Number)
		}
		if w.within(v.ConfirmedOn) {
			p.Add("confirmed", "", f.Number)
		}
		declined := f.State == finding.Declined
		if declined && fresh {
			p.Add("declined", "", f.Number)
		}
		open := !closed && !declined
		if open {
			p.Add("open", "", f.Number)
		}
		if fresh || open || w.within(v.ConfirmedOn) {
			p.Rows = append(p.Rows, []string{f.Number, v.Nature, privacy.Scrub(v.Title), v.Unit, string(v.Found), stateLabel(f.State)})
		}
	}
	p.Lines = []string{fmt.Sprintf("%s新增问题%d条、建议%d条；提交省厅%d条，业务部门确认解决%d条；期末未结%d条。", w.this(), p.Value("问题"), p.Value("建议"), p.Value("submitted"), p.Value("confirmed"), p.Value("open"))}
	return p
}

// shownIssues is how many common issues a report names.
const shownIssues = 8

// Issues are the common issues of the period's tickets, most frequent first, beside the period before (R122). Each is a list of
// ticket numbers.
func (w *Report) Issues(now, before map[string][]string) Part {
	p := Part{Key: "issues", Title: "共性问题", Heads: []string{"共性问题", w.this() + "件数", "上" + w.unit() + "件数"}, Weights: []int{20, 6, 6}}
	var names []string
	for name := range now {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(len(now[y])-len(now[x]), cmp.Compare(x, y)) })
	for i, name := range names {
		if i == shownIssues {
			p.Lines = append(p.Lines, fmt.Sprintf("另有%d种共性问题未列出。", len(names)-shownIssues))
			break
		}
		for _, n := range now[name] {
			p.Add(name, name, n)
		}
		p.Rows = append(p.Rows, []string{name, fmt.Sprint(len(now[name])), fmt.Sprint(len(before[name]))})
	}
	if len(names) == 0 {
		p.Lines = []string{w.this() + "没有标记共性问题的工单。"}
	}
	return p
}

// Dated is a record with when it began and ended; Gone: it ended in a way that has no date.
type Dated struct {
	Number       string
	Begun, Ended time.Time
	Gone         bool
}

// Kept are the records of a kind.
type Kept struct {
	Kind, Label string
	Records     []Dated
}

// Tally counts what else was begun, ended and left in the period, kind by kind.
func (w *Report) Tally(kinds []Kept) Part {
	p := Part{Key: "tally", Title: "其他事项", Heads: []string{"事项", w.this() + "新增", w.this() + "办结", "期末未结"}, Weights: []int{12, 6, 6, 6}}
	in := func(t time.Time) bool { return !t.IsZero() && !t.Before(w.From) && t.Before(w.To) && !t.After(w.AsOf) }
	for _, k := range kinds {
		var counts [3]Figure
		for i, name := range []string{"新增", "办结", "期末未结"} {
			counts[i] = Figure{Key: fmt.Sprintf("tally_%s_%d", k.Kind, i), Label: k.Label + name, Kind: k.Kind, Records: []string{}}
		}
		for _, d := range k.Records {
			if in(d.Begun) {
				counts[0].add(d.Number)
			}
			if in(d.Ended) {
				counts[1].add(d.Number)
			}
			if !d.Begun.IsZero() && !d.Begun.After(w.AsOf) && !d.Gone && (d.Ended.IsZero() || d.Ended.After(w.AsOf)) {
				counts[2].add(d.Number)
			}
		}
		p.Figures = append(p.Figures, counts[:]...)
		p.Rows = append(p.Rows, []string{k.Label, fmt.Sprint(counts[0].Value), fmt.Sprint(counts[1].Value), fmt.Sprint(counts[2].Value)})
	}
	return p
}
