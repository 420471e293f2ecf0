package digest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	rule "opsledger/app/rule/attendance"
)

// marks are one character a day; a normal one is a dot.
var marks = map[string]string{attendance.Normal: "·", attendance.Late: "迟", attendance.Absent: "缺", attendance.OnLeave: "假", attendance.Outside: "外", attendance.Overtime: "加"}

// Roll puts a month's attendance into the report: the grid in two halves, what each person's month came to, and what was not
// normal (R088, R143).
func (w *Report) Roll(m rule.Month) {
	half := len(m.Days)/2 + len(m.Days)%2
	w.Parts = append(w.Parts, grid(m, "upper", "上半月", 0, half), grid(m, "lower", "下半月", half, len(m.Days)), totals(m))
	events := events(m)
	w.Parts = append(w.Parts, events)
	days := 0
	for _, d := range m.Days {
		if d.Workday {
			days++
		}
	}
	t := m.Totals
	w.Work = []string{fmt.Sprintf("本月工作日%d天，驻场人员%d人。正常%d人次，外出%d人次，请假%s天，加班%d人次、%s小时。", days, len(m.Rows), t.Normal, t.Outside, halves(t.Leave), t.Extra, hours(t.Overtime))}
	w.Problems = []string{fmt.Sprintf("迟到%d人次，缺勤%d人次；待裁定的申辩%d条。", t.Late, t.Absent, m.Waiting)}
	w.Next = []string{confirmed(m)}
	w.Notes = append(w.Notes, "表中“·”为正常，“迟”“缺”“假”“外”“加”为迟到、缺勤、请假、外出、加班，“补”为正常而事后补录，空格为休息日或不在驻场期间；其他日子的补录见异常明细。", "缺勤每人每日计1人次，半日也计1人次，准假不计；迟到宽限按合同约定。")
}

func confirmed(m rule.Month) string {
	if m.Open > 0 || m.Confirmed == 0 {
		return fmt.Sprintf("信息中心已确认%d条，尚有%d条未确认。", m.Confirmed, m.Open)
	}
	text := fmt.Sprintf("信息中心已确认全部%d条", m.Confirmed)
	for i, by := range m.By {
		text += map[bool]string{true: "，确认人：", false: "、"}[i == 0] + by
	}
	return text + "。"
}

func grid(m rule.Month, key, title string, from, to int) Part {
	p := Part{Key: key, Title: title, Heads: []string{"姓名"}, Weights: []int{6}, Figures: []Figure{}, Lines: []string{}}
	for _, d := range m.Days[from:to] {
		p.Heads = append(p.Heads, strconv.Itoa(dayOf(string(d.Date))))
		p.Weights = append(p.Weights, 2)
	}
	for _, r := range m.Rows {
		row := []string{r.Person}
		for _, d := range r.Days[from:to] {
			row = append(row, mark(d))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// belated counts the normal days that were written down afterwards.
const belated = "补录"

// late reports whether a day was normal, but written down afterwards: only the grid marks it, a sheet that comes once a month has many.
func late(d rule.Day) bool { return d.Belated && d.Status == attendance.Normal }

func mark(d rule.Day) string {
	if late(d) {
		return "补"
	}
	return marks[d.Status]
}

func dayOf(date string) int {
	n, _ := strconv.Atoi(date[len(date)-2:]) // a date by the calendar
	return n
}

func totals(m rule.Month) Part {
	p := Part{Key: "totals", Title: "合计", Heads: []string{"姓名", "正常", "迟到", "缺勤", "请假（天）", "外出", "加班", "加班时数"}, Weights: []int{10, 5, 5, 5, 7, 5, 5, 9}, Figures: []Figure{}, Lines: []string{}}
	add := func(name string, t rule.Totals) {
		p.Rows = append(p.Rows, []string{name, strconv.Itoa(t.Normal), strconv.Itoa(t.Late), strconv.Itoa(t.Absent), halves(t.Leave), strconv.Itoa(t.Outside), strconv.Itoa(t.Extra), hours(t.Overtime)})
	}
	for _, r := range m.Rows {
		add(r.Person, r.Totals)
	}
	add("合计", m.Totals)
	return p
}

// events lists what was not normal, each day with why, and counts the normal days that were written down afterwards.
func events(m rule.Month) Part {
	p := Part{Key: "events", Title: "异常明细", Of: "attendance", Heads: []string{"日期", "姓名", "状态", "说明"}, Weights: []int{9, 7, 5, 22}, Lines: []string{}}
	for _, status := range []string{attendance.Late, attendance.Absent, attendance.OnLeave, attendance.Outside, attendance.Overtime, belated} {
		p.Begin(status, status)
	}
	for _, r := range m.Rows {
		afterwards := 0
		for _, d := range r.Days {
			if late(d) {
				afterwards++
				p.Add(belated, belated, d.Number)
			}
			if d.Status == "" || d.Status == attendance.Normal {
				continue
			}
			number := d.Number
			if number == "" {
				number = r.Person + " " + string(d.Date) // nobody wrote the day down
			}
			p.Add(d.Status, d.Status, number)
			p.Rows = append(p.Rows, []string{string(d.Date), r.Person, d.Status, why(d)})
		}
		if afterwards > 0 {
			p.Lines = append(p.Lines, fmt.Sprintf("%s有%d天正常出勤为事后补录，日期见表中的“补”。", r.Person, afterwards))
		}
	}
	if len(p.Rows) == 0 {
		p.Lines = append(p.Lines, "本月没有异常。")
	}
	return p
}

// why says what a day's status rests on.
func why(d rule.Day) string {
	var out []string
	say := func(is bool, text string) {
		if is {
			out = append(out, text)
		}
	}
	say(!d.In.IsZero(), "签到"+clock(d.In))
	say(!d.Out.IsZero(), "签退"+clock(d.Out))
	say(d.Late > 0, fmt.Sprintf("迟到%d分钟", d.Late))
	say(d.Absent > 0, fmt.Sprintf("缺勤%s天", halves(d.Absent)))
	say(d.Leave > 0, fmt.Sprintf("准假%s天", halves(d.Leave)))
	say(d.Overtime > 0, fmt.Sprintf("加班%s小时", hours(d.Overtime)))
	say(d.Ruled, "信息中心裁定")
	return strings.Join(append(out, d.Remarks...), "；")
}

func clock(t time.Time) string { return t.In(ledger.Zone).Format("15:04") }

func halves(n int) string {
	if n%2 == 0 {
		return strconv.Itoa(n / 2)
	}
	return strconv.Itoa(n/2) + ".5"
}

func hours(minutes int) string {
	tenths := (minutes + 3) / 6
	if tenths%10 == 0 {
		return strconv.Itoa(tenths / 10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}
