package digest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"opsledger/app/record/ticket"
	"opsledger/app/rule/sla"
	"opsledger/app/rule/worktime"
)

var update = flag.Bool("update", false, "write the golden file anew")

// story is a small year: on time, late, returned, paused with and without a granted excuse, carried over, unsorted.
func story() []Ticket {
	returned := tk("返工", "2026-03-09 09:00", "2026-03-11 09:00")
	returned.Facts.Resolves = []ticket.Resolve{{At: at("2026-03-09 16:00"), Returned: at("2026-03-10 16:00"), Quality: true}, {At: at("2026-03-11 09:00")}}
	waiting, asking := tk("等省厅", "2026-03-10 09:00", ""), tk("等用户", "2026-03-10 10:00", "")
	waiting.Facts.Pauses = []ticket.Pause{{From: at("2026-03-10 15:00"), Reason: "等待省厅", Excuse: "granted"}}
	asking.Facts.Pauses = []ticket.Pause{{From: at("2026-03-10 15:00"), Reason: "等待用户", Excuse: "claimed"}}
	resumed := tk("已恢复", "2026-03-11 09:00", "")
	resumed.Facts.Pauses = []ticket.Pause{{From: at("2026-03-11 10:00"), To: at("2026-03-12 09:00"), Excuse: "granted"}}
	unsorted := tk("待分类", "2026-03-06 09:00", "2026-03-06 15:00")
	unsorted.Category, unsorted.Insurance = "", "工伤"
	return []Ticket{returned, waiting, asking, resumed, unsorted, tk("按时", "2026-03-09 09:00", "2026-03-09 15:00"), tk("超时", "2026-03-06 09:00", "2026-03-12 10:00"),
		tk("结转", "2025-12-30 09:00", "2026-03-06 09:00"), tk("往年", "2025-10-30 09:00", "2025-10-30 15:00"), tk("下期", "2026-03-13 09:00", "")}
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := "testdata/" + name + ".json"
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s is no longer what it was; run with -update and read the difference\n%s", path, b.Bytes())
	}
}

func TestTheWeeksFiguresAreTheGoldenOnes(t *testing.T) {
	w := week(t, "2026-03-20 10:00", story()...)
	w.Edit(Written{Next: "按计划巡检。\n", More: "【投诉处理情况】\n无。\n"})
	golden(t, "week", w)
	golden(t, "check", TakeCheck(story(), at("2026-03-12 18:00"), at("2026-01-01 00:00")))
}

// TestWeeksAtTheEdges: the year's first and last week, weeks cut by holidays, each with what it counts.
func TestWeeksAtTheEdges(t *testing.T) {
	cal := worktime.China(zone, worktime.DefaultHours(), worktime.Year{Year: 2025, Holidays: days("2025-01-01", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08")},
		worktime.Year{Year: 2026, Holidays: days("2026-01-01")}, worktime.Year{Year: 2027, Holidays: days("2027-01-01")})
	for _, c := range []struct{ period, from, due, first, last string }{
		{"2025-W01", "2024-12-27 00:00", "2025-01-02 18:00", "2024-12-27 00:00", "2025-01-02 23:59"},
		{"2026-W01", "2025-12-26 00:00", "2025-12-31 18:00", "2025-12-26 00:00", "2026-01-01 23:59"},
		{"2026-W53", "2026-12-25 00:00", "2026-12-31 18:00", "2026-12-25 00:00", "2026-12-31 23:59"},
		{"2025-W40", "2025-09-26 00:00", "2025-09-30 18:00", "2025-09-26 00:00", "2025-10-02 23:59"},
		{"2025-W41", "2025-10-03 00:00", "2025-10-09 18:00", "2025-10-03 00:00", "2025-10-09 23:59"},
	} {
		wk, err := sla.ParseWeek(c.period)
		if err != nil {
			t.Fatal(err)
		}
		first, last := tk("first", c.first, ""), tk("last", c.last, "")
		early := tk("early", at(c.first).Add(-60e9).Format("2006-01-02 15:04"), "")
		w := drawn(t, Input{Tickets: []Ticket{early, first, last}, Period: wk.Period(), Calendar: cal, Now: wk.To.AddDate(0, 0, 5)})
		if w.Period != c.period || !w.From.Equal(at(c.from)) || !w.Due.Equal(at(c.due)) || w.Arrived.Value != 2 {
			t.Errorf("%s: from %s, due %s, %v", w.Period, stamp(w.From), stamp(w.Due), w.Arrived.Records)
		}
	}
}

func days(dates ...string) []worktime.Named {
	var out []worktime.Named
	for _, d := range dates {
		out = append(out, worktime.Named{Date: d, Name: "节日"})
	}
	return out
}

func TestAReportTakesUpWhereTheLastOneStopped(t *testing.T) {
	cal := worktime.China(zone, worktime.DefaultHours(), worktime.Year{Year: 2026})
	in := Input{Tickets: []Ticket{tk("told", "2026-03-12 15:59", ""), tk("after", "2026-03-12 16:01", ""), tk("this", "2026-03-13 09:00", "2026-03-13 10:00")},
		Period: sla.WeekOf(at("2026-03-13 10:00")).Period(), Calendar: cal, Now: at("2026-03-20 10:00"), Since: at("2026-03-12 16:00")}
	if w := drawn(t, in); w.Arrived.Value != 2 || w.Arrived.Records[0] != "after" {
		t.Errorf("%v", w.Arrived)
	}
}

func TestChangesAreNamedWithTheirRecords(t *testing.T) {
	old, now := week(t, "2026-03-20 10:00", tk("A", "2026-03-09 09:00", "2026-03-09 10:00"), tk("B", "2026-03-09 09:00", "")),
		week(t, "2026-03-20 10:00", tk("A", "2026-03-09 09:00", "2026-03-12 10:00"), tk("C", "2026-03-09 09:00", ""), tk("D", "2026-03-09 09:00", "2026-03-09 10:00"))
	var got []string
	for _, c := range Compare(old, now) {
		got = append(got, c.String())
	}
	want := []string{"本周到达由2改为3（增加C、D；减少B）", "本周办结由1改为2（增加D）", "在途1（增加C；减少B）", "超时由1改为2（增加A、C；减少B）", "年累计工单由2改为3"}
	if len(got) != 6 || !equalPrefix(got, want) {
		t.Errorf("%q", got)
	}
	if same := Compare(now, now); len(same) != 0 {
		t.Errorf("a report differs from itself: %v", same)
	}
	now = old
	now.Edit(Written{Problems: "无", More: "【值班】\n张工"})
	if got := Rewritten(old, now); len(got) != 2 || got[0] != "存在问题" || got[1] != "值班" {
		t.Errorf("%q", got)
	}
}

func equalPrefix(got, want []string) bool {
	for i := range want {
		if got[i] != want[i] {
			return false
		}
	}
	return true
}

func TestFurtherSectionsBeginAtTheirTitles(t *testing.T) {
	got := parts("开头\n【甲】\n一；二\n\n【乙】\n【】\n三")
	if len(got) != 3 || got[0].Title != "其他事项" || got[1].Title != "甲" || len(got[1].Lines) != 1 || got[1].Lines[0] != "一；二" || len(got[2].Lines) != 2 {
		t.Errorf("%+v", got)
	}
}
