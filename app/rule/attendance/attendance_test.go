package attendance_test

import (
	"slices"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/attendance"
	"opsledger/app/rule/worktime"
)

// 2026-03-05 is a Thursday; the Saturday after it is worked, the Monday then is a holiday.
var calendar = worktime.China(ledger.Zone, worktime.DefaultHours(), worktime.Year{Year: 2026, Holidays: []worktime.Named{{Date: "2026-03-09", Name: "假日"}},
	Workdays: []worktime.Named{{Date: "2026-03-07", Name: "调休"}}})

func rule() attendance.Rule {
	return attendance.Rule{Calendar: calendar, Now: story.At("2026-04-01 09:00")}
}

// told reads "08:20" and "18:00" of 2026-03-05; "" is not signed.
func told(in, out string) attendance.Told {
	mark := func(clock string) record.Mark {
		if clock == "" {
			return record.Mark{}
		}
		at := story.At("2026-03-05 " + clock)
		return record.Mark{At: at, Entered: at}
	}
	return attendance.Told{Record: "x", Facts: record.Facts{In: mark(in), Out: mark(out)}}
}

func outing(from, to string) record.Span {
	return record.Span{From: story.At("2026-03-05 " + from), To: story.At("2026-03-05 " + to), Why: "走访"}
}

func TestWhatADayAmountsTo(t *testing.T) {
	morning := record.LeaveFacts{From: record.HalfOf("2026-03-05", false), To: record.HalfOf("2026-03-05", false)}
	afternoon := record.LeaveFacts{From: record.HalfOf("2026-03-05", true), To: record.HalfOf("2026-03-06", true)}
	for name, c := range map[string]struct {
		in, out string
		leaves  []record.LeaveFacts
		outings []record.Span
		want    string
		late    int
		absent  int
	}{
		"signed as the hours say":               {"08:30", "18:00", nil, nil, record.Normal, 0, 0},
		"a minute late":                         {"08:31", "18:00", nil, nil, record.Late, 1, 0},
		"nobody signed":                         {"", "", nil, nil, record.Absent, 0, 2},
		"signed out only":                       {"", "18:00", nil, nil, record.Absent, 0, 2},
		"came after lunch, half a day counts":   {"13:00", "18:00", nil, nil, record.Absent, 0, 1},
		"came at the morning's end":             {"12:00", "18:00", nil, nil, record.Absent, 0, 1},
		"came in the afternoon, late as well":   {"14:00", "18:00", nil, nil, record.Absent, 0, 1},
		"left at noon":                          {"08:20", "12:05", nil, nil, record.Absent, 0, 1},
		"left early in the afternoon":           {"08:20", "17:00", nil, nil, record.Normal, 0, 0},
		"not signed out":                        {"08:20", "", nil, nil, record.Normal, 0, 0},
		"on leave all day":                      {"", "", []record.LeaveFacts{morning, afternoon}, nil, record.OnLeave, 0, 0},
		"on leave in the morning":               {"13:30", "18:00", []record.LeaveFacts{morning}, nil, record.OnLeave, 0, 0},
		"on leave in the morning, late after":   {"13:45", "18:00", []record.LeaveFacts{morning}, nil, record.Late, 15, 0},
		"on leave in the afternoon":             {"08:30", "12:00", []record.LeaveFacts{afternoon}, nil, record.OnLeave, 0, 0},
		"on leave half, absent half":            {"", "", []record.LeaveFacts{afternoon}, nil, record.Absent, 0, 1},
		"out all day":                           {"", "", nil, []record.Span{outing("08:30", "18:00")}, record.Outside, 0, 0},
		"out in two turns all day":              {"", "", nil, []record.Span{outing("13:30", "18:00"), outing("08:00", "13:30")}, record.Outside, 0, 0},
		"out first, then in":                    {"10:00", "18:00", nil, []record.Span{outing("08:30", "10:00")}, record.Outside, 0, 0},
		"out first, in late after":              {"10:20", "18:00", nil, []record.Span{outing("08:30", "10:00")}, record.Late, 20, 0},
		"out from the afternoon on":             {"08:30", "13:00", nil, []record.Span{outing("13:00", "18:00")}, record.Outside, 0, 0},
		"out in the morning, absent afterwards": {"", "", nil, []record.Span{outing("08:30", "12:00")}, record.Absent, 0, 1},
	} {
		in := told(c.in, c.out)
		in.Leaves, in.Facts.Outings = c.leaves, c.outings
		if d := rule().Judge(story.At("2026-03-05 12:00"), in); d.Status != c.want || d.Late != c.late || d.Absent != c.absent {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestGraceRulingsAndDaysOff(t *testing.T) {
	r := rule()
	r.Grace = 10 * time.Minute
	if d := r.Judge(story.At("2026-03-05 12:00"), told("08:40", "18:00")); d.Status != record.Normal {
		t.Errorf("within the grace: %+v", d)
	}
	if d := r.Judge(story.At("2026-03-05 12:00"), told("08:41", "18:00")); d.Status != record.Late || d.Late != 11 {
		t.Errorf("past the grace: %+v", d)
	}
	ruled := told("", "")
	ruled.Facts.Ruling, ruled.Facts.Opinion = record.Normal, "打卡机故障"
	if d := r.Judge(story.At("2026-03-05 12:00"), ruled); d.Status != record.Normal || !d.Ruled || !slices.Contains(d.Remarks, "裁定为正常：打卡机故障") {
		t.Errorf("ruled: %+v", d)
	}
	for day, want := range map[string]string{"2026-03-08": "", "2026-03-09": "", "2026-03-07": record.Absent, "2026-04-02": ""} {
		if d := r.Judge(story.At(day+" 12:00"), attendance.Told{}); d.Status != want {
			t.Errorf("%s: %+v, should be %q", day, d, want)
		}
	}
	extra := attendance.Told{Facts: record.Facts{Overtimes: []record.Span{{From: story.At("2026-03-08 09:00"), To: story.At("2026-03-08 12:30")}, {From: story.At("2026-03-08 12:00"), To: story.At("2026-03-08 13:00")}}}}
	if d := r.Judge(story.At("2026-03-08 12:00"), extra); d.Status != record.Overtime || d.Overtime != 240 {
		t.Errorf("overtime: %+v", d)
	}
}

func TestTodayIsNotJudgedBeforeItsHalvesAreOver(t *testing.T) {
	r := rule()
	for now, want := range map[string]string{"2026-03-05 08:00": "", "2026-03-05 11:59": "", "2026-03-05 12:00": record.Absent} {
		r.Now = story.At(now)
		if d := r.Judge(story.At("2026-03-05 12:00"), attendance.Told{}); d.Status != want {
			t.Errorf("%s: %+v", now, d)
		}
	}
	r.Now = story.At("2026-03-05 15:00")
	if d := r.Judge(story.At("2026-03-05 12:00"), told("08:20", "")); d.Status != record.Normal || len(d.Remarks) != 0 {
		t.Errorf("at work: %+v", d)
	}
}

func TestHoursAndRemarks(t *testing.T) {
	in := told("08:20", "17:00")
	in.Facts.In.Entered = story.At("2026-03-10 09:00")
	in.Facts.Waiting, in.Facts.Appeal = true, "忘记"
	d := rule().Judge(story.At("2026-03-05 12:00"), in)
	if d.Worked != 420 {
		t.Errorf("%d minutes", d.Worked)
	}
	if want := []string{"早退60分钟", "申辩待裁定：忘记", "签到补录"}; !slices.Equal(d.Remarks, want) {
		t.Errorf("%q", d.Remarks)
	}
	in.Facts.In.Entered = story.At("2026-03-06 08:00")
	if d := rule().Judge(story.At("2026-03-05 12:00"), in); slices.Contains(d.Remarks, "签到补录") {
		t.Errorf("entered the next working morning: %q", d.Remarks)
	}
	if d.Belated != true {
		t.Error("what was entered late is not told apart")
	}
	span := func(entered string) []record.Span {
		return []record.Span{{From: story.At("2026-03-05 14:00"), To: story.At("2026-03-05 15:00"), Entered: story.At(entered)}}
	}
	out := told("08:20", "18:00")
	out.Facts.Outings, out.Facts.Overtimes = append(span("2026-03-09 09:00"), span("2026-03-10 09:00")...), span("2026-03-05 09:00")
	if d := rule().Judge(story.At("2026-03-05 12:00"), out); !slices.Equal(d.Remarks, []string{"外出补录"}) || !d.Belated {
		t.Errorf("an outing told late: %+v", d)
	}
}

func TestAMonthOfEveryone(t *testing.T) {
	from := func(day ledger.Day) func(ledger.Day) (string, bool) {
		return func(d ledger.Day) (string, bool) { return "驻场工程师", d >= day }
	}
	late := told("08:45", "18:00")
	m := rule().Lay(story.At("2026-03-01 00:00"), []attendance.Member{{Name: "李工", Role: from("2026-03-05")}, {Name: "王五", Role: from("2026-05-01")}},
		attendance.Kept{Days: map[string]map[ledger.Day]attendance.Told{"李工": {"2026-03-05": late}, "䶮": {"2026-03-05": told("08:20", "18:00")}}})
	if len(m.Days) != 31 || len(m.Rows) != 2 || m.Rows[0].Person != "李工" || m.Rows[1].Person != "䶮" || !m.Rows[1].Unknown {
		t.Fatalf("%d days, rows %+v", len(m.Days), m.Rows)
	}
	// From 03-05 to 03-31: 19 weekdays without the holiday of 03-09, 18; the Saturday of 03-07 makes 19; one was signed.
	if got := m.Rows[0].Totals; got.Late != 1 || got.Absent != 18 || got.Worked != 465 {
		t.Errorf("%+v", got)
	}
	if got := m.Rows[1].Totals; got.Normal != 1 || got.Absent != 0 {
		t.Errorf("a stranger's days are not missed: %+v", got)
	}
	if m.Totals.Late != 1 || m.Totals.Absent != 18 || m.Open != 2 {
		t.Errorf("%+v", m)
	}
}
