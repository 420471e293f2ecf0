package recur_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/routine"
	"opsledger/app/rule/recur"
	"opsledger/app/rule/worktime"
)

// shipped is the calendar of the years that come with the program, with 2024's leap day before them.
func shipped(t *testing.T) *worktime.Calendar {
	t.Helper()
	var years []worktime.Year
	for _, name := range []string{"2025", "2026"} {
		raw, err := os.ReadFile("../../../assets/calendar/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		y, err := worktime.ParseYear(raw)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, y)
	}
	return worktime.China(ledger.Zone, worktime.DefaultHours(), years...)
}

func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func since(date, rule, shift string) routine.Facts {
	return routine.Facts{Versions: []routine.Version{{Since: ledger.Day(date), Rule: rule, Shift: shift}}}
}

// tell writes occurrences as MM-DD, and the day they are named by where it is another.
func tell(list []recur.Occurrence) string {
	var out []string
	for _, o := range list {
		s := o.On.Format("01-02")
		if named := string(o.Day)[5:]; named != s {
			s = named + ">" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestOccurrencesOfARule(t *testing.T) {
	cal := shipped(t)
	for _, c := range []struct {
		name, rule, shift string
		from, to          string
		want              string
	}{
		{"working days around 国庆, make-up days among them", "每工作日", "", "2026-09-30", "2026-10-12", "09-30 10-08 10-09 10-10 10-12"},
		{"working days around 春节, make-up days among them", "每工作日", "", "2026-02-13", "2026-03-02", "02-13 02-14 02-24 02-25 02-26 02-27 02-28 03-02"},
		{"Thursdays, the holiday's moved before it", "每周四", "提前", "2026-09-24", "2026-10-15", "09-24 10-01>09-30 10-08 10-15"},
		{"Thursdays, the holiday's week has no later working day", "每周四", "顺延", "2026-09-24", "2026-10-15", "09-24 10-08 10-15"},
		{"Thursdays, none on a holiday", "每周四", "不办", "2026-09-24", "2026-10-15", "09-24 10-08 10-15"},
		{"a week all closed has none", "每周四", "提前", "2026-02-12", "2026-02-26", "02-12 02-26"},
		{"Saturdays are closed but for make-up days", "每周六", "不办", "2026-02-01", "2026-02-28", "02-14 02-28"},
		{"Sunday moved back within its week", "每周日", "提前", "2026-03-01", "2026-03-15", "03-08>03-06 03-15>03-13"},
		{"two weekdays", "每周一、四", "提前", "2026-03-02", "2026-03-12", "03-02 03-05 03-09 03-12"},
		{"every second week from the first", "每两周周四", "提前", "2026-01-01", "2026-02-12", "01-15 01-29 02-12"},
		{"the fifth of a month, moved forward", "每月5日", "顺延", "2026-03-01", "2026-07-10", "03-05 04-05>04-07 05-05>05-06 06-05 07-05>07-06"},
		{"the fifth of a month, moved back", "每月5日", "提前", "2026-03-01", "2026-07-10", "03-05 04-05>04-03 05-05>04-30 06-05 07-05>07-03"},
		{"the 31st is a shorter month's last day", "每月31日", "提前", "2026-01-01", "2026-04-30", "01-31>01-30 02-28 03-31 04-30"},
		{"month ends", "每月最后一日", "提前", "2026-01-01", "2026-03-31", "01-31>01-30 02-28 03-31"},
		{"forward into the next month", "每月31日", "顺延", "2026-01-01", "2026-02-05", "01-31>02-02"},
		{"moved into the span from before it", "每月最后一日", "顺延", "2026-02-01", "2026-02-10", "01-31>02-02"},
		{"moved out of the span", "每月5日", "顺延", "2026-04-01", "2026-04-06", ""},
		{"the fifth working day", "每月第5个工作日", "", "2026-01-01", "2026-03-31", "01-08 02-06 03-06"},
		{"the tenth working day of a quarter", "每季第10个工作日", "", "2026-01-01", "2026-12-31", "01-15 04-15 07-14 10-20"},
		{"quarters end", "每季", "提前", "2026-01-01", "2026-12-31", "03-31 06-30 09-30 12-31"},
		{"the quarter's first month", "每季度1月15日", "提前", "2026-01-01", "2026-12-31", "01-15 04-15 07-15 10-15"},
		{"half-years end", "每半年", "提前", "2026-01-01", "2026-12-31", "06-30 12-31"},
		{"once a year, on the holiday's eve", "每年10月1日", "提前", "2026-01-01", "2026-12-31", "10-01>09-30"},
		{"the year's last day", "每年", "提前", "2026-01-01", "2026-12-31", "12-31"},
		{"29 February of a common year", "每年2月29日", "提前", "2026-01-01", "2026-12-31", "02-28"},
		{"before it holds", "每工作日", "", "2025-12-01", "2025-12-05", ""},
	} {
		if got := tell(recur.Occurrences(since("2026-01-01", c.rule, c.shift), cal, day(c.from), day(c.to))); got != c.want {
			t.Errorf("%s (%s %s): %s, should be %s", c.name, c.rule, c.shift, got, c.want)
		}
	}
}

func TestLeapYears(t *testing.T) {
	cal := shipped(t)
	for _, c := range []struct{ rule, from, to, want string }{
		{"每年2月29日", "2023-01-01", "2024-12-31", "02-28 02-29"},
		{"每月31日", "2024-02-01", "2024-02-29", "02-29"},
	} {
		if got := tell(recur.Occurrences(since("2023-01-01", c.rule, "提前"), cal, day(c.from), day(c.to))); got != c.want {
			t.Errorf("%s: %s, should be %s", c.rule, got, c.want)
		}
	}
}

func TestARuleHoldsFromItsDateUntilTheNextOrTheEnd(t *testing.T) {
	cal := shipped(t)
	f := routine.Facts{Versions: []routine.Version{{Since: "2026-03-01", Rule: "每周四", Shift: "提前"}, {Since: "2026-03-16", Rule: "每周一", Shift: "提前", At: "15:30"}}, Until: "2026-03-30"}
	got := recur.Occurrences(f, cal, day("2026-02-01"), day("2026-04-30"))
	if s := tell(got); s != "03-05 03-12 03-16 03-23 03-30" {
		t.Errorf("%s", s)
	}
	if first, last := got[0].Due.Format("15:04"), got[4].Due.Format("15:04"); first != "18:00" || last != "15:30" {
		t.Errorf("due at %s and %s", first, last)
	}
}

func TestNothingIsDueOnAClosedDay(t *testing.T) {
	cal := shipped(t)
	for _, rule := range []string{"每工作日", "每周一、二、三、四、五、六、日", "每月1日", "每月最后一日", "每月第1个工作日", "每季", "每半年", "每年1月1日"} {
		for _, shift := range []string{"提前", "顺延", "不办"} {
			seen := map[ledger.Day]bool{}
			for _, o := range recur.Occurrences(since("2025-01-01", rule, shift), cal, day("2025-01-01"), day("2026-12-31")) {
				if !cal.Workday(o.On) || o.Due.IsZero() || seen[o.Day] {
					t.Errorf("%s %s: %+v", rule, shift, o)
				}
				seen[o.Day] = true
			}
		}
	}
}
