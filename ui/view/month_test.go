package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/record/training"
	"opsledger/app/rule/attendance"
	"opsledger/app/rule/duty"
	"opsledger/app/rule/presence"
	"opsledger/app/rule/score"

	turns "opsledger/app/record/duty"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAMonthIsSignsWithWhatWasEnteredLateMarked(t *testing.T) {
	day := func(status string, belated bool) attendance.Day {
		return attendance.Day{Status: status, Belated: belated}
	}
	m := attendance.Month{Days: []attendance.Date{{Date: "2026-03-05", Workday: true}, {Date: "2026-03-06", Workday: true}, {Date: "2026-03-07"}, {Date: "2026-03-09", Workday: true}},
		Rows: []attendance.Row{{Person: "陈立", Role: "驻场工程师", Days: []attendance.Day{day(record.Normal, true), day(record.Late, true), day("", false), day(record.OnLeave, false)},
			Totals: attendance.Totals{Normal: 1, Late: 1, Leave: 3}}}}
	site := []presence.Day{{Date: "2026-03-05", Workday: true, Count: 3}, {Date: "2026-03-06", Workday: true, Count: 2, Short: true}, {Date: "2026-03-07"}, {Date: "2026-03-09", Workday: true, Count: 3}}
	cost := app.Docked{Clause: "P3", Days: []app.DockedDay{{Person: "陈立", Piece: score.Piece{Points: -100}}, {Person: "陈立", Piece: score.Piece{Points: -500}}, {Person: "李娜", Piece: score.Piece{Points: -100}}}}
	got := Attendance(m, site, cost, at("2026-03-06 10:00"))
	if want := []Sign{{"补", Plain, false}, {"迟", Soon, true}, {}, {"假", Waiting, false}}; !slices.Equal(got.Rows[0].Signs, want) {
		t.Errorf("%+v", got.Rows[0].Signs)
	}
	if want := []Sign{{Text: "2"}, {Text: "1", Tone: Soon}, {Text: "0"}, {Text: "1.5"}, {Text: "−0.6", Tone: Bad}}; !slices.Equal(got.Rows[0].Totals, want) {
		t.Errorf("%+v", got.Rows[0].Totals)
	}
	if plain := Attendance(m, site, app.Docked{}, at("2026-03-06 10:00")); len(plain.Heads) != 4 || len(plain.Rows[0].Totals) != 4 || len(plain.Foot.Totals) != 4 || len(got.Heads) != 5 {
		t.Errorf("without a score: %+v", plain)
	}
	if want := []Sign{{Text: "3"}, {Text: "2", Tone: Bad}, {}, {}}; !slices.Equal(got.Foot.Signs, want) {
		t.Errorf("%+v", got.Foot.Signs)
	}
	if c := got.Columns[1]; c != (Column{"6", "五", false, true}) || !got.Columns[2].Rest {
		t.Errorf("%+v", got.Columns)
	}
}

func TestADayTellsItsFactsAndTheirReckoning(t *testing.T) {
	d := attendance.Day{Date: "2026-03-05", Status: record.Late, In: at("2026-03-05 08:42"), Out: at("2026-03-06 01:10"), Remarks: []string{"迟到12分钟", "签到补录"}}
	d.Facts.Outings = []record.Span{{From: at("2026-03-05 14:00"), To: at("2026-03-05 15:30"), Why: "送材料", By: "张伟"}}
	tell := func(cost app.Docked) string {
		var out []string
		for _, l := range DayLines(d, attendance.Date{Name: "元旦"}, "陈立", cost) {
			out = append(out, l.Label+" "+l.Value)
		}
		return strings.Join(out, "|")
	}
	cost := app.Docked{Clause: "P3", Days: []app.DockedDay{{Person: "陈立", Piece: score.Piece{On: "2026-03-05", Points: -100, Reason: "陈立迟到12分钟，每人次-0.1分", Marks: []string{"补录"}}}}}
	want := "应到 休息日 元旦|签到 08:42（补录）|签退 次日 01:10|外出 14:00–15:30 送材料（批准：张伟）|情况 迟到12分钟；签到补录|扣分 P3 −0.1：陈立迟到12分钟，每人次−0.1分；补录"
	if got := tell(cost); got != want {
		t.Errorf("%s", got)
	}
	if got := tell(app.Docked{}); !strings.HasSuffix(got, "|扣分 不计分：这一天不在考核年度内，或在开始登记考勤之前") {
		t.Errorf("%s", got)
	}
	cost.Capped = true
	if got := tell(cost); !strings.HasSuffix(got, "；补录；全年已超过这一条的上限，按上限扣") {
		t.Errorf("%s", got)
	}
	if s := DayTitle("陈立", "2026-03-05"); s != "3 月 5 日 周四　陈立" {
		t.Error(s)
	}
}

func TestDaysWithTheSameWrongAreJoined(t *testing.T) {
	day := func(date string, workday bool, faults ...string) presence.Day {
		return presence.Day{Date: ledger.Day(date), Workday: workday, Faults: faults}
	}
	site := []presence.Day{day("2026-03-05", true, "项目经理空缺"), day("2026-03-06", true, "项目经理空缺"), day("2026-03-07", false, "项目经理空缺"), day("2026-03-09", true, "项目经理空缺"),
		day("2026-03-10", true), day("2026-03-11", true, "在岗2人，少于3人"), day("2026-03-12", true, "在岗2人，少于3人")}
	got := Shortfalls(site, at("2026-03-11 10:00"))
	if want := []Shortfall{{"03-05 至 03-09", "项目经理空缺", 0}, {"03-11", "在岗2人，少于3人", 5}}; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestTheDutyOfADayTellsWhatIsWrongFirst(t *testing.T) {
	shift := func(from, to, who string) duty.Shift {
		return duty.Shift{Record: ledger.RecordID(who), Turns: []turns.Turn{{From: at(from), To: at(to), Primary: who, Backup: "备甲"}}}
	}
	month := at("2026-03-01 00:00")
	from, to := DutySpan(month)
	if from != at("2026-02-23 00:00") || to != at("2026-04-06 00:00") {
		t.Fatalf("%v %v", from, to)
	}
	c := duty.Of([]duty.Shift{shift("2026-02-20 08:30", "2026-03-03 08:30", "陈立"), shift("2026-03-03 18:00", "2026-04-10 08:30", "李娜"), shift("2026-03-05 10:00", "2026-03-05 12:00", "王强")}, from, to)
	days := DutyDays(c, month, at("2026-03-04 09:00"), func(d time.Time) bool { return d.Weekday() == time.Sunday })
	words := func(i int) string {
		var out []string
		for _, l := range days[i].Lines {
			out = append(out, strings.TrimSpace(l.When+" "+l.Who))
		}
		return strings.Join(out, "|")
	}
	for i, want := range map[int]string{6: "陈立|备 备甲", 8: "08:30–18:00 空档|至 08:30 陈立|18:00 起 李娜", 10: "10:00–12:00 重叠|李娜|备 备甲|10:00–12:00 王强"} {
		if got := words(i); got != want {
			t.Errorf("day %d: %s", i, got)
		}
	}
	if d := days[9]; !d.Today || d.Away || !days[6].Rest || !days[0].Away {
		t.Errorf("%+v", d)
	}
	for day, want := range map[string]string{"2026-03-02 00:00": "陈", "2026-03-03 00:00": "空", "2026-03-04 00:00": "李", "2026-03-05 00:00": "叠"} {
		if got := DutySign(c, at(day)); got.Text != want {
			t.Errorf("%s: %+v", day, got)
		}
	}
	if got := DutyAhead(c, at("2026-03-04 09:00")); got[0].Who != "重叠：李娜、王强" || got[0].When != "03-05 10:00 起" {
		t.Errorf("%+v", got)
	}
}

func TestANameIsOfferedByPinyinAndANewOneIsTakenAsTyped(t *testing.T) {
	known := []training.Participant{{Name: "李芳", Unit: "养老科"}, {Name: "李方", Unit: "工伤科"}, {Name: "王𬭎", Unit: "失业科"}}
	r := RollOf(app.Shown{State: training.Ongoing, Fields: map[string]any{"topic": "t", "invited": int64(120), "participants": []any{"李芳 | 养老科"}}})
	if r.Count() != "1／120" || r.Closed != "" {
		t.Errorf("%+v", r)
	}
	for typed, want := range map[string]string{
		"lf":       "李方　工伤科 |李芳　养老科 已签到",
		"李芳":       "李芳　养老科 已签到|李芳 新名字，按文字保存",
		"李芳，市局":    "李芳　市局 新名字，按文字保存",
		"王𬭎":       "王𬭎　失业科 |王𬭎 新名字，按文字保存",
		"zz":       "",
		"":         "",
		"王𬭎 , 失业科": "王𬭎　失业科 ",
	} {
		var got []string
		for _, a := range r.Offer(known, typed, 6) {
			got = append(got, a.Words()+" "+a.Note())
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %s", typed, strings.Join(got, "|"))
		}
	}
	if r := RollOf(app.Shown{State: training.Cancelled, Fields: map[string]any{}}); r.Closed == "" {
		t.Error("a cancelled training takes names")
	}
}
