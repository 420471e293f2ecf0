package digest

import (
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/finding"
	"opsledger/app/record/ticket"
	"opsledger/app/record/visit"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

// quarter draws the first quarter of 2026 from tickets.
func quarter(t *testing.T, kind, period, now string, tickets ...Ticket) Report {
	t.Helper()
	p, err := sla.ParsePeriod(kind, period)
	if err != nil {
		t.Fatal(err)
	}
	return drawn(t, Input{Tickets: tickets, Period: p, Calendar: worktime.China(zone, worktime.DefaultHours(), worktime.Year{Year: 2025}, worktime.Year{Year: 2026}), Now: at(now), ContractFrom: at("2026-01-01 00:00")})
}

// accepted gives a ticket its moment of acceptance.
func accepted(tk Ticket, when string) Ticket {
	tk.Facts.Accepted = at(when)
	return tk
}

func rate(m Measure) string {
	apart := ""
	if m.Apart != nil {
		apart = " 另 " + strings.Join(m.Apart.Records, " ")
	}
	return strings.Join(m.Of.Records, " ") + " ÷ " + strings.Join(m.All.Records, " ") + apart
}

func TestTheRatesOfAQuarterCountByTheirDefinitions(t *testing.T) {
	// What lies between a resolve and its return is left out, so its due moves to the end (A2).
	returned := tk("退回", "2026-02-02 09:00", "2026-02-04 09:00")
	returned.Facts.Resolves = []ticket.Resolve{{At: at("2026-02-02 15:00"), Returned: at("2026-02-03 15:00"), Quality: true}, {At: at("2026-02-04 09:00")}}
	minor := tk("非质量", "2026-02-02 09:00", "2026-02-04 09:00")
	minor.Facts.Resolves = []ticket.Resolve{{At: at("2026-02-02 15:00"), Returned: at("2026-02-02 16:00")}, {At: at("2026-02-04 09:00")}}
	again := tk("又返工", "2026-02-02 09:00", "")
	again.Facts.Resolves = []ticket.Resolve{{At: at("2026-02-02 10:00"), Returned: at("2026-02-02 11:00"), Quality: true}, {At: at("2026-02-02 15:00"), Returned: at("2026-02-02 16:00"), Quality: true}}
	w := quarter(t, sla.Quarterly, "2026-Q1", "2026-04-20 09:00",
		accepted(tk("准点", "2026-01-05 09:00", "2026-01-06 09:00"), "2026-01-05 11:00"), // two working hours and one working day to the minute
		accepted(tk("过点", "2026-01-05 09:00", "2026-01-06 09:01"), "2026-01-05 11:01"), // a minute more of both
		tk("早结", "2025-12-31 15:00", "2025-12-31 16:00"),                               // due in the quarter, done before it
		accepted(tk("隔夜", "2026-01-05 17:30", "2026-01-06 10:00"), "2026-01-06 10:00"), // half an hour today, the rest tomorrow
		tk("未来", "2026-03-31 15:00", "2026-03-31 16:00"),                               // due after it
		returned, minor, again)
	for i, want := range []string{
		"准点 隔夜 ÷ 准点 过点 隔夜 另 未来 退回 非质量 又返工",
		"准点 早结 隔夜 退回 ÷ 准点 过点 早结 隔夜 退回 非质量 又返工",
		"退回 又返工 ÷ 准点 过点 隔夜 未来 退回 非质量 又返工",
	} {
		m := w.Measures[i]
		if got := rate(m); got != want {
			t.Errorf("%s: %s, should be %s", m.Label, got, want)
		}
	}
}

func TestNothingToCountIsNoRate(t *testing.T) {
	w := quarter(t, sla.Quarterly, "2026-Q1", "2026-04-20 09:00")
	w.Tell()
	for _, m := range w.Measures {
		if m.Percent != "" {
			t.Errorf("%s: %s of nothing", m.Label, m.Percent)
		}
	}
	if text := strings.Join(w.Work, "\n"); !strings.Contains(text, "响应率：没有可计的工单。") {
		t.Error(text)
	}
}

func TestThePartsOfAPeriodAddUpToIt(t *testing.T) {
	list := []Ticket{tk("a", "2026-01-01 00:00", "2026-01-31 23:59"), tk("b", "2026-01-31 23:59", ""), tk("c", "2026-02-01 00:00", "2026-03-31 23:59"), tk("d", "2026-03-31 23:59", "")}
	for _, c := range []struct {
		kind, period string
		spans        int
	}{{sla.Monthly, "2026-01", 6}, {sla.Quarterly, "2026-Q1", 3}, {sla.Annual, "2026", 12}} {
		w := quarter(t, c.kind, c.period, "2027-01-20 09:00", list...)
		arrived, done := 0, 0
		for _, s := range w.Spans {
			arrived, done = arrived+s.Arrived.Value, done+s.Done.Value
		}
		if len(w.Spans) != c.spans || arrived != w.Arrived.Value || done != w.Done.Value {
			t.Errorf("%s: %d spans, %d of %d arrived, %d of %d done", c.period, len(w.Spans), arrived, w.Arrived.Value, done, w.Done.Value)
		}
	}
}

func TestAWeekHasNoRates(t *testing.T) {
	if w := week(t, "2026-03-20 10:00", tk("a", "2026-03-09 09:00", "")); w.Type != "" || w.Measures != nil || w.Spans != nil {
		t.Errorf("%q %v %v", w.Type, w.Measures, w.Spans)
	}
}

func TestBothKindsOfDepartmentsAreOwedAVisitEachQuarter(t *testing.T) {
	w := quarter(t, sla.Quarterly, "2026-Q1", "2026-04-20 09:00")
	list := []Record[visit.Visit]{
		{"XF-1", visit.Confirmed, visit.Visit{Date: "2026-01-01", Means: "走访", Side: "业务部门", Satisfaction: "满意", Unit: "养老科", Opinion: "联系13812345678"}},
		{"XF-2", visit.Recorded, visit.Visit{Date: "2026-03-31", Means: "电话", Side: "业务部门", Satisfaction: "不满意"}},
		{"XF-3", visit.Void, visit.Visit{Date: "2026-02-01", Means: "电话", Side: "信息部门"}},
		{"XF-4", visit.Confirmed, visit.Visit{Date: "2026-04-01", Means: "电话", Side: "信息部门"}}}
	p := w.Opinions(list)
	if p.Value("all") != 2 || p.Value("走访") != 1 || p.Value("信息部门") != 0 || len(p.Problems) != 1 || len(p.Rows) != 2 {
		t.Errorf("%+v", p)
	}
	if got := p.Rows[0][5]; strings.Contains(got, "13812345678") {
		t.Error("a telephone number stands in the report: " + got)
	}
	list[3].Value.Date = "2026-03-31"
	if p = w.Opinions(list); len(p.Problems) != 0 {
		t.Error(p.Problems)
	}
}

func TestAFindingIsOpenUntilADepartmentConfirmsIt(t *testing.T) {
	w := quarter(t, sla.Quarterly, "2026-Q1", "2026-04-20 09:00")
	p := w.Findings([]Record[finding.Finding]{
		{"WT-1", finding.Closed, finding.Finding{Title: "旧问题", Nature: "问题", Found: "2025-11-01", ConfirmedOn: "2026-02-01"}},
		{"WT-2", finding.Closed, finding.Finding{Title: "后来确认", Nature: "问题", Found: "2026-03-01", Submitted: "2026-03-02", ConfirmedOn: "2026-04-10"}},
		{"WT-3", finding.Declined, finding.Finding{Title: "不采纳", Nature: "建议", Found: "2026-03-01"}},
		{"WT-4", finding.Open, finding.Finding{Title: "下季的", Nature: "问题", Found: "2026-04-01"}},
	}, func(s ledger.State) string { return string(s) })
	got := map[string]int{}
	for _, f := range p.Figures {
		got[f.Label] = f.Value
	}
	for label, want := range map[string]int{"新增问题": 1, "新增建议": 1, "提交省厅": 1, "业务部门确认解决": 1, "不采纳": 1, "期末未结": 1} {
		if got[label] != want {
			t.Errorf("%s %d, should be %d", label, got[label], want)
		}
	}
	if len(p.Rows) != 3 {
		t.Error(p.Rows)
	}
}

func TestWhatBeganAndEndedIsCountedAtItsMoment(t *testing.T) {
	w := quarter(t, sla.Monthly, "2026-01", "2026-04-20 09:00")
	day := func(text string) time.Time { return at(text) }
	p := w.Tally([]Kept{{Kind: "complaint", Label: "投诉", Records: []Dated{
		{Number: "a", Begun: day("2025-12-31 23:59"), Ended: day("2026-01-01 00:00")},
		{Number: "b", Begun: day("2026-01-01 00:00"), Ended: day("2026-02-01 00:00")},
		{Number: "c", Begun: day("2026-01-31 23:59")},
		{Number: "d", Begun: day("2026-01-31 23:59"), Gone: true},
		{Number: "e", Begun: day("2026-02-01 00:00")}}}})
	if got := strings.Join(p.Rows[0], " "); got != "投诉 3 1 2" {
		t.Error(got)
	}
}

func TestTwoReckoningsOfAQuarterDifferByRecordsOfAnyKind(t *testing.T) {
	old, now := quarter(t, sla.Quarterly, "2026-Q1", "2026-04-20 09:00"), quarter(t, sla.Quarterly, "2026-Q1", "2026-04-20 09:00")
	v := []Record[visit.Visit]{{"XF-1", visit.Confirmed, visit.Visit{Date: "2026-01-01", Means: "走访", Side: "业务部门"}}}
	old.Parts, now.Parts = []Part{old.Opinions(nil)}, []Part{now.Opinions(v)}
	changes := Compare(old, now)
	if len(changes) != 3 || changes[0].String() != "巡访由0改为1（增加XF-1）" {
		t.Errorf("%v", changes)
	}
}
